"""The file has exactly the columns of its kind, in any order."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.delimiter import has_other_delimiter
from indicators.csv_table import CsvTable
from indicators.faults import Fault


def columns(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault for each column that misses, is unknown or stands twice."""
    if not table.header or has_other_delimiter(table):
        return
    allowed = ", ".join(table.columns)
    for column in table.columns:
        if column not in table.header:
            yield Fault("column_missing", table.name, 1, column, allowed=allowed)
    known = {*table.columns, *table.optional}
    for column in dict.fromkeys(table.header):
        if column not in known:
            yield Fault("column_unknown", table.name, 1, column, column, allowed)
        elif table.header.count(column) > 1:
            yield Fault("column_repeated", table.name, 1, column, column)
