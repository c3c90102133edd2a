"""Files that the browser fetches once by URL, served from ``static/`` by Streamlit itself."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import streamlit as st

from geodata.boundaries import Boundaries

STATIC = Path(__file__).resolve().parent.parent / "static"
FOLDER = STATIC / "boundaries"


def _base() -> str:
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}/app/static" if path else "/app/static"


def topojson_url() -> str:
    """Address of the empty world outline that keeps plotly from asking its CDN for one."""
    return f"{_base()}/topojson/"


@st.cache_resource(show_spinner=False)
def boundaries_url(_boundaries: Boundaries, name: str) -> str:
    """Publish a layer of the map under a name that changes with its content; return its address.

    ``name`` is the layer's hash: the cache's key, and what lets a browser keep the file for ever.
    """
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.geojson"
    if not path.exists():
        # Another server may publish the same file at the same time: a whole file or none.
        handle, draft = tempfile.mkstemp(dir=FOLDER)
        with os.fdopen(handle, "wb") as file:
            file.write(_boundaries.text)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    return f"{_base()}/boundaries/{name}.geojson"
