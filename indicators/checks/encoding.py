"""The text is UTF-8 without a byte order mark."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.csv_table import BOM, CsvTable
from indicators.faults import Fault


def encoding(table: CsvTable) -> Iterator[Fault]:
    """Yield a fault for a byte order mark and for the first byte that is not UTF-8."""
    if table.data.startswith(BOM):
        yield Fault("bom", table.name, 1, value="EF BB BF")
    if table.text is None:
        content = table.data.removeprefix(BOM)
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            yield Fault("not_utf8", table.name, line, value=f"{content[error.start]:02X}")
