"""Cells hold one line of printable text, and nothing that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indicators.csv_table import CsvTable
from indicators.faults import Fault

# Control characters, and the signs that turn the direction of writing or hide in the text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
# The full-width forms are turned into the plain ones by some spreadsheets.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NEGATIVE = re.compile(r"-[0-9][0-9.,]*")


def runs(cell: str) -> bool:
    """Return whether a spreadsheet would take the text for a formula; a number is none."""
    return cell.lstrip().startswith(FORMULA_SIGNS) and not _NEGATIVE.fullmatch(cell)


def _cells_like(
    table: CsvTable, is_wrong: Callable[[str], object]
) -> Iterator[tuple[int, str, str]]:
    """Yield line, column and content of the cells that are wrong."""
    if not table.readable:
        return
    rows, lines = table.whole_rows()
    for at, column in enumerate(table.header):
        # Most cells of a column repeat, so each different text is looked at once.
        wrong = {cell for cell in {row[at] for row in rows} if is_wrong(cell)}
        if wrong:
            for row, line in zip(rows, lines, strict=True):
                if row[at] in wrong:
                    yield line, column, row[at]


def characters(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault for each cell with a control character."""
    for line, column, cell in _cells_like(table, _CONTROL.search):
        yield Fault("control_character", table.name, line, column, cell)


def formulas(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault for each cell that a spreadsheet would take for a formula."""
    for line, column, cell in _cells_like(table, runs):
        yield Fault("formula", table.name, line, column, cell)
