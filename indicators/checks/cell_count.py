"""Every row has as many cells as the header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indicators.csv_table import CsvTable
from indicators.faults import Fault

_WHOLE = re.compile(r"-?[0-9]+")
_DIGITS = re.compile(r"[0-9]+")


def _comma_in_number(table: CsvTable, row: list[str]) -> str | None:
    """Return the number that an unquoted decimal comma tore into two cells."""
    if len(row) != len(table.header) + 1 or "value" not in table.header:
        return None
    at = table.header.index("value")
    if _WHOLE.fullmatch(row[at]) and _DIGITS.fullmatch(row[at + 1]):
        return f"{row[at]},{row[at + 1]}"
    return None


def cell_count(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault for each row with too few or too many cells."""
    if not table.readable:
        return
    width = len(table.header)
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) == width:
            continue
        number = _comma_in_number(table, row)
        if number is None:
            yield Fault("cell_count", table.name, line, value=str(len(row)), allowed=str(width))
        else:
            point = number.replace(",", ".")
            yield Fault("decimal_comma", table.name, line, "value", number, point)
