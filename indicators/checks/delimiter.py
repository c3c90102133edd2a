"""Columns are separated by commas."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.csv_table import CsvTable
from indicators.faults import Fault


def has_other_delimiter(table: CsvTable) -> bool:
    """Return whether the header is one cell that another sign would divide."""
    return len(table.header) == 1 and any(sign in table.header[0] for sign in ";\t|")


def delimiter(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault for semicolons, tabs or bars in place of commas."""
    if has_other_delimiter(table):
        yield Fault(
            "delimiter", table.name, 1, value=table.header[0], allowed=",".join(table.columns)
        )
