"""Answers that were read to the end, kept on the disk, so that a broken run goes on from there."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path


class Cache:
    """A folder of answers.  An answer that was damaged or is too old counts as absent.

    folder : made when the first answer is kept.
    max_age : seconds for which an answer is used again.
    now : seconds since 1970.
    """

    def __init__(
        self, folder: Path, *, max_age: float, now: Callable[[], float] = time.time
    ) -> None:
        self.folder = folder
        self._max_age = max_age
        self._now = now

    def find(self, request: str) -> tuple[Path, str] | None:
        """Return the file and the content type of a kept answer, or None."""
        body, about = self._paths(request)
        try:
            kept = json.loads(about.read_text(encoding="utf-8"))
            with body.open("rb") as stream:
                whole = hashlib.file_digest(stream, "sha256").hexdigest() == kept["sha256"]
            fresh = 0 <= self._now() - kept["read"] <= self._max_age
            return (body, str(kept["content_type"])) if whole and fresh else None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # a half-written or foreign file is no answer

    def keep(self, request: str, answer: Path, content_type: str) -> None:
        """Move an answer that was read to the end into the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        body, about = self._paths(request)
        with answer.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        note = {
            "request": request,
            "read": self._now(),
            "sha256": digest,
            "content_type": content_type,
        }
        partial = about.with_name(f".{about.name}.{os.getpid()}")
        partial.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
        answer.replace(body)
        partial.replace(about)  # last: without its note a body is not used

    def _paths(self, request: str) -> tuple[Path, Path]:
        name = hashlib.sha256(request.encode()).hexdigest()[:24]
        return self.folder / f"{name}.body", self.folder / f"{name}.json"
