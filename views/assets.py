"""Files that the browser fetches once by URL, served from ``static/`` by Streamlit itself."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

import streamlit as st

STATIC = Path(__file__).resolve().parent.parent / "static"
FOLDER = STATIC / "boundaries"
PAGE = STATIC / "page"


def _base() -> str:
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}/app/static" if path else "/app/static"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def page_url(name: str) -> str:
    """Address of a script or style sheet of ours, one that changes with its content."""
    return f"{_base()}/page/{name}?v={_digest((PAGE / name).read_bytes())}"


def publish(content: bytes) -> str:
    """Serve ``content`` (JSON) under a name that changes with it; return its address."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{_digest(content)}.json"
    if not path.exists():
        # Another server may publish the same file at the same time: a whole file or none.
        handle, draft = tempfile.mkstemp(dir=FOLDER)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    return f"{_base()}/boundaries/{path.name}"
