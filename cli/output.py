"""Where a command's answer goes: to the screen, or whole into a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cli import UserError


def put(text: str, path: Path | None) -> None:
    """Print ``text``, or write it to ``path`` as UTF-8 in one step: a reader never meets a half.

    Raises
    ------
    UserError
        When the file cannot be written.
    """
    if path is None:
        sys.stdout.write(text)
        return
    put_bytes(text.encode(), path)


def put_bytes(content: bytes, path: Path) -> None:
    """Write ``content`` to ``path`` in one step, and its folder where there is none yet.

    Raises UserError when it cannot be written.
    """
    # Beside the file, so that the last step is a rename inside one file system.
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(content)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from error
