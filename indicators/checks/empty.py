"""The file has a header and rows."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.csv_table import CsvTable
from indicators.faults import Fault


def empty(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault for a file with nothing in it, or with nothing under its header."""
    if table.text is not None and not table.rows and table.broken is None:
        yield Fault("empty_file", table.name)
