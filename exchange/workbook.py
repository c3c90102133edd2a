"""Reads the sheets iData and iMeta of a workbook, within fixed limits."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import ParseError

from exchange.faults import FrameworkFaults, TableFault
from exchange.tables import MAX_BYTES, Table, as_table, too_large

SHEETS = ("iData", "iMeta")
MAX_CELLS = 5_000_000
# What the readers raise for a file that is no workbook, or is damaged or encrypted.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    RuntimeError,
)


def read_workbook(path: Path) -> tuple[Table, Table]:
    """Read a workbook's sheets iData and iMeta; of formulas, the values that were saved.

    Sizes are added up before anything is unpacked: a small file can hold gigabytes.
    Raises FrameworkFaults for a file that is no workbook, is too large, or lacks a sheet.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    name = str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MAX_BYTES:
            raise too_large(name, size)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            absent = [sheet for sheet in SHEETS if sheet not in book.sheetnames]
            if absent:
                found = ", ".join(book.sheetnames)
                raise FrameworkFaults(
                    TableFault(
                        name, f"has no sheet {sheet}", f"sheets iData and iMeta; found {found}"
                    )
                    for sheet in absent
                )
            data, meta = (
                as_table(f"{name}[{sheet}]", _lines(book[sheet].iter_rows(values_only=True), name))
                for sheet in SHEETS
            )
        finally:
            book.close()
    except (*_DAMAGED, InvalidFileException) as error:
        problem = f"cannot be read as a workbook ({error})"
        raise FrameworkFaults([TableFault(name, problem, "an .xlsx file")]) from error
    return data, meta


def _lines(rows: Iterable[tuple[object, ...]], name: str) -> list[tuple[int, list[str]]]:
    lines: list[tuple[int, list[str]]] = []
    cells = width = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row)
        if cells > MAX_CELLS:
            limit = f"up to {MAX_CELLS:,}"
            raise FrameworkFaults([TableFault(name, "has too many cells", limit)])
        texts = [_text(value) for value in row]
        while texts and not texts[-1]:  # formatted cells beyond the table
            texts.pop()
        width = width or len(texts)
        if texts:
            lines.append((number, texts + [""] * (width - len(texts))))
    return lines


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    # The shortest text that reads back as the same number; a year is stored as 2018.0.
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
