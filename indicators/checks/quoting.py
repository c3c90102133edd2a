"""Quotation marks are opened and closed as RFC 4180 says."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.csv_table import CsvTable
from indicators.faults import Fault


def quoting(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault at the row where reading had to stop."""
    if table.broken is not None:
        line, message = table.broken
        yield Fault("quoting", table.name, line, value=message)
