"""Several files in one: the index in COINr's format, and the data package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from exchange.export import export
from indicators.additions import current_package
from indicators.observations import DATA
from reports.order import Order
from reports.wording import Wording

COMMAND = "./run"


def coinr(words: Wording, order: Order) -> bytes:
    """Return iData.csv, iMeta.csv and a text on how to build the index from them, as ZIP."""
    files = export(words.assessment, (order.period,), COMMAND)
    content = {name: text.encode() for name, text in files.items()}
    return zipped(content, words.assessment.observations.created)


def data_package(words: Wording, folder: Path = DATA) -> bytes:
    """Return the data package without the tables that it is built from, as ZIP.

    Figures that this installation added stand in it as in a package that was built with them.
    """
    files = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.is_file() and inside.parts[0] != "tables" and not hidden:
            files[inside.as_posix()] = path.read_bytes()
    files.update(current_package(folder).files)
    return zipped(files, words.assessment.observations.created)


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """Pack files in their order: the same bytes for the same files and day."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            add(archive, name, content, day)
    return held.getvalue()


def add(archive: zipfile.ZipFile, name: str, content: bytes, day: date) -> None:
    """Add a file to an archive, dated by the figures and not by the clock."""
    member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)
