"""No required cell is empty, and no id of a side table stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indicators.checks.context import Context, cells, marked
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
    for name, table in context.side_tables.items():
        layout = SIDE_TABLES[name]
        by_column, lines = table.by_column()
        yield from _empty_cells(name, layout, by_column, lines)
        key = layout.columns[0]
        first: dict[str, int] = {}
        for cell, line in zip(by_column[key], lines, strict=True):
            if first.setdefault(cell, line) != line:
                yield Fault("duplicate_id", name, line, key, cell, other=str(first[cell]))
        # An address becomes a link on the Data page; nothing but the web may stand behind it.
        for cell, line in zip(by_column.get("url", []), lines, strict=False):
            if cell and not cell.startswith(("https://", "http://")):
                yield Fault("url", name, line, "url", cell)
        for cell, line in zip(by_column.get("rows", []), lines, strict=False):
            if not (cell.isascii() and cell.isdecimal()):
                yield Fault("text_in_number", name, line, "rows", cell)


def _empty_cells(
    name: str, layout: Layout, by_column: Mapping[str, list[str]], lines: list[int]
) -> Iterator[Fault]:
    for column in (*layout.filled, *layout.together):
        for at, line in enumerate(lines):
            # A text that stands in one language must stand in all.
            needed = column in layout.filled or any(
                by_column[other][at].strip() for other in layout.together
            )
            cell = by_column[column][at]
            if needed and not cell.strip():
                yield Fault("missing", name, line, column, cell)
