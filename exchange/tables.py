"""Reads a table as text that knows its rows: from a CSV file, or from a sheet of a workbook."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from exchange.faults import FrameworkFaults, TableFault

MAX_BYTES = 50 * 1024 * 1024
MISSING = frozenset({"", "NA", "NaN"})  # as R writes what is not there


@dataclass(frozen=True)
class Table:
    """A table of texts.

    file : its name in messages;  columns : of the header;  rows : row number, cells by column.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_csv(path: Path) -> Table:
    """Read a CSV file: UTF-8 with or without a byte order mark, commas, quotes as in RFC 4180.

    Raises FrameworkFaults for a file that cannot be read, or that is no such table.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        reason = error.strerror or str(error)
        raise _whole(str(path), f"cannot be read ({reason})", "a file that is there") from error
    if size > MAX_BYTES:
        raise too_large(str(path), size)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _whole(
            str(path), f"is not UTF-8 (byte {error.start + 1})", "text in UTF-8"
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            lines.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        problem = f"is not a table from row {start} on ({error})"
        raise _whole(str(path), problem, "cells separated by commas, quotes closed") from error
    return as_table(str(path), lines)


def as_table(file: str, lines: list[tuple[int, list[str]]]) -> Table:
    """Make a table of rows of cells, the first of which is the header; empty rows are left out.

    Raises FrameworkFaults for an empty table, column names that are missing or stand twice, and
    rows with another number of cells.
    """
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        raise _whole(file, "is empty", "a row of column names and at least one row under it")
    (first, header), *body = filled
    columns = tuple(cell.strip() for cell in header)
    faults = [
        TableFault(file, "column name stands twice", "each name once", first, value=name)
        for name, count in Counter(columns).items()
        if count > 1
    ]
    if "" in columns:
        faults.append(TableFault(file, "a column has no name", "a name for each column", first))
    if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        faults.append(TableFault(file, "has one column", "columns separated by commas", first))
    faults += [
        TableFault(file, f"has {len(cells)} cells", f"{len(columns)}, as in the header", number)
        for number, cells in body
        if len(cells) != len(columns)
    ]
    if faults:
        raise FrameworkFaults(faults)
    rows = tuple(
        (number, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
        for number, cells in body
    )
    return Table(file, columns, rows)


def too_large(file: str, size: int) -> FrameworkFaults:
    """Return the fault of a file beyond the limit, in bytes as they would be in memory."""
    return _whole(file, f"is too large ({size / 1e6:.0f} MB)", f"up to {MAX_BYTES / 1e6:.0f} MB")


def _whole(file: str, problem: str, allowed: str) -> FrameworkFaults:
    return FrameworkFaults([TableFault(file, problem, allowed)])
