"""Reads one CSV file into rows that know their line, whatever state the file is in."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, field
from typing import Final

BOM: Final = b"\xef\xbb\xbf"


@dataclass(slots=True)
class CsvTable:
    """What could be read of one file; the checks of the file say what is wrong with it.

    Attributes
    ----------
    columns, optional : tuple of str
        Columns that the file must have and may have, in any order.
    text : str or None
        None if the bytes are not UTF-8.
    header : list of str
    rows : list of list of str
        As they stand, ragged ones included; blank lines are left out.
    lines : list of int
        Line of each row as an editor counts it.
    broken : (int, str) or None
        Line and message where the CSV reader gave up.
    """

    name: str
    data: bytes
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    text: str | None = None
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    broken: tuple[int, str] | None = None

    @property
    def readable(self) -> bool:
        """Whether every column is there once, so that rows can be looked at."""
        return all(self.header.count(column) == 1 for column in self.columns)

    def whole_rows(self) -> tuple[list[list[str]], list[int]]:
        """Return the rows that have as many cells as the header, and their lines."""
        width = len(self.header)
        if all(len(row) == width for row in self.rows):
            return self.rows, self.lines
        kept = [i for i, row in enumerate(self.rows) if len(row) == width]
        return [self.rows[i] for i in kept], [self.lines[i] for i in kept]

    def by_column(self) -> tuple[dict[str, list[str]], list[int]]:
        """Return the cells of whole rows by column, and the rows' lines.

        Optional columns that the file does not have are empty.
        """
        rows, lines = self.whole_rows()
        cells: dict[str, list[str]] = {}
        for column in (*self.columns, *self.optional):
            if column in self.header:
                at = self.header.index(column)
                cells[column] = [row[at] for row in rows]
            else:
                cells[column] = [""] * len(rows)
        return cells, lines


def read_csv(
    name: str, data: bytes, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> CsvTable:
    """Read one file; never raises for its content."""
    table = CsvTable(name, data, columns, optional)
    try:
        table.text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return table
    # newline="" keeps line ends, so that line_num counts what an editor counts.
    reader = csv.reader(io.StringIO(table.text, newline=""), strict=True)
    start = 1
    try:
        for row in reader:
            if not table.header:
                table.header = row
            elif row:
                # Names repeat in thousands of rows; one copy of each is kept.
                table.rows.append([sys.intern(cell) for cell in row])
                table.lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        table.broken = (start, str(error))
    return table
