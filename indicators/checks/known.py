"""Series, regions, borders, units, sources, statuses and notes are known ones."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.context import Context, cells, marked
from indicators.faults import Fault
from indicators.layout import STATUSES
from indicators.package import FIGURES


def series(context: Context) -> Iterator[Fault]:
    """Yield a fault for each series that the registry does not have."""
    unknown = [id_ not in context.series for id_ in cells(context.figures, "indicator")]
    yield from marked(context, unknown, "unknown_series", "indicator")


def right_file(context: Context) -> Iterator[Fault]:
    """Yield a fault for each figure that stands in the file of another theme."""
    if not context.package.complete:
        return
    themes = {id_: f"{FIGURES}/{one.theme}.csv" for id_, one in context.series.items()}
    figures = context.figures
    elsewhere = [
        themes.get(id_, file) != file
        for id_, file in zip(cells(figures, "indicator"), cells(figures, "file"), strict=True)
    ]
    yield from marked(
        context, elsewhere, "wrong_file", "indicator", lambda figure: themes[figure.indicator]
    )


def regions(context: Context) -> Iterator[Fault]:
    """Yield a fault for unknown borders, and for a region that they do not have."""
    territories = context.territories
    if territories is None:
        return
    by_borders = territories.by_borders
    borders = cells(context.figures, "borders")
    unknown = [one not in by_borders for one in borders]
    allowed = ", ".join(by_borders)
    yield from marked(context, unknown, "unknown_borders", "borders", allowed)
    places = zip(cells(context.figures, "region"), borders, strict=True)
    absent = [one in by_borders and region not in by_borders[one] for region, one in places]
    yield from marked(
        context, absent, "unknown_region", "region", lambda f: ", ".join(by_borders[f.borders])
    )


def units(context: Context) -> Iterator[Fault]:
    """Yield a fault for each unit that is not the one its series declares."""
    declared = {id_: one.unit for id_, one in context.series.items()}
    figures = context.figures
    other = [
        declared.get(id_, unit) != unit
        for id_, unit in zip(cells(figures, "indicator"), cells(figures, "unit"), strict=True)
    ]
    yield from marked(context, other, "unit", "unit", lambda f: declared[f.indicator])


def sources(context: Context) -> Iterator[Fault]:
    """Yield a fault for each source that ``sources.csv`` does not list."""
    if context.sources is None:
        return
    unknown = [one not in context.sources for one in cells(context.figures, "source")]
    allowed = ", ".join(sorted(context.sources))
    yield from marked(context, unknown, "unknown_source", "source", allowed)


def statuses(context: Context) -> Iterator[Fault]:
    """Yield a fault for each unknown status."""
    unknown = [one not in STATUSES for one in cells(context.figures, "status")]
    yield from marked(context, unknown, "unknown_status", "status", ", ".join(STATUSES))


def notes(context: Context) -> Iterator[Fault]:
    """Yield a fault for each cell with a note that ``notes.csv`` does not have."""
    known = context.notes
    if known is None:
        return
    unknown = [
        bool(cell) and not all(id_ in known for id_ in cell.split(" "))
        for cell in cells(context.figures, "note")
    ]
    yield from marked(context, unknown, "unknown_note", "note")
