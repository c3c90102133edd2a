"""Reads the first sheet of a workbook row by row; formulas and macros are refused."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

from indicators.faults import DataFaults, Fault
from indicators.package import megabytes

MAX_UNPACKED: Final = 256 * 1024 * 1024
_MAX_WIDTH: Final = 100
# What the readers raise for a workbook that is damaged.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    OverflowError,
)


def is_packed(start: bytes) -> bool:
    """Tell from its first bytes whether a file is a ZIP, as every .xlsx is."""
    return start.startswith(b"PK")


def sheet_rows(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells of the first sheet; sizes are added up before it is unpacked.

    Raises DataFaults for macros, a damaged workbook, or one beyond the limits.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _look_inside(path, name)
        with path.open("rb") as stream:  # by its name, openpyxl would judge the suffix
            book = load_workbook(stream, read_only=True, data_only=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size need not be so
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [cell_text(value) for value in row[:_MAX_WIDTH]]
    except (*_DAMAGED, InvalidFileException) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise DataFaults([Fault("unreadable", name, value=why)]) from error


def _look_inside(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        size = sum(member.file_size for member in members)
        if size > MAX_UNPACKED:
            allowed = megabytes(MAX_UNPACKED)
            fault = Fault("too_large", name, value=megabytes(size), allowed=allowed)
            raise DataFaults([fault])
        names = {member.filename.lower() for member in members}
        if any(one.endswith("vbaproject.bin") for one in names):
            raise DataFaults([Fault("macros", name, value="vbaProject.bin")])
        if "encryptedpackage" in names or any(member.flag_bits & 1 for member in members):
            raise DataFaults([Fault("encrypted", name)])
        for member in members:
            if member.filename.endswith(".xml"):
                with archive.open(member) as stream:
                    if b"<!DOCTYPE" in stream.read(1024):  # no workbook has one
                        raise DataFaults([Fault("unreadable", name, value="DOCTYPE")])


def cell_text(value: object) -> str:
    """Return a cell as the text that it would have in a table of text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # As many digits as a spreadsheet keeps: 5.3 may be stored as 5.300000000000001.
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    # An array formula comes as an object, any other as text that begins with "=".
    return str(value) if isinstance(value, str | int) else "="
