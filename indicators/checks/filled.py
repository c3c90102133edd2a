"""No required cell is empty, and no id of a side table stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indicators.checks.context import Context, cells, marked
from indicators.csv_table import CsvTable
from indicators.faults import Fault
from indicators.layout import REQUIRED_CELLS, SIDE_TABLES, Layout


def filled(context: Context) -> Iterator[Fault]:
    """Yield a fault for each required cell of the figures that is empty."""
    for column in REQUIRED_CELLS:
        empty = [not cell.strip() for cell in cells(context.figures, column)]
        yield from marked(context, empty, "missing", column)


def side_tables(context: Context) -> Iterator[Fault]:
    """Yield a fault for each empty required cell, repeated id and unusable address.

    A cell is required too where the same text stands in another language.
    """
    yield from table_faults(context.side_tables)


def table_faults(tables: Mapping[str, CsvTable]) -> Iterator[Fault]:
    """Yield the faults of readable side tables, by file name, each looked at by itself."""
    for name, table in tables.items():
        layout = SIDE_TABLES[name]
        by_column, lines = table.by_column()
        yield from _empty_cells(name, layout, by_column, lines)
        if layout.keyed:
            yield from _repeated_keys(name, layout.columns[0], by_column, lines)
        # An address becomes a link on the Data page; nothing but the web may stand behind it.
        for cell, line in zip(by_column.get("url", []), lines, strict=False):
            if cell and not cell.startswith(("https://", "http://")):
                yield Fault("url", name, line, "url", cell)
        for cell, line in zip(by_column.get("rows", []), lines, strict=False):
            if not (cell.isascii() and cell.isdecimal()):
                yield Fault("text_in_number", name, line, "rows", cell)


def _repeated_keys(
    name: str, key: str, by_column: Mapping[str, list[str]], lines: list[int]
) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for cell, line in zip(by_column[key], lines, strict=True):
        if first.setdefault(cell, line) != line:
            yield Fault("duplicate_id", name, line, key, cell, other=str(first[cell]))


def _empty_cells(
    name: str, layout: Layout, by_column: Mapping[str, list[str]], lines: list[int]
) -> Iterator[Fault]:
    for column in layout.filled:
        for cell, line in zip(by_column[column], lines, strict=True):
            if not cell.strip():
                yield Fault("missing", name, line, column, cell)
    # A text that stands in one language must stand in all.
    for columns in layout.together:
        for at, line in enumerate(lines):
            if any(by_column[column][at].strip() for column in columns):
                for column in columns:
                    if not by_column[column][at].strip():
                        yield Fault("missing", name, line, column, by_column[column][at])
