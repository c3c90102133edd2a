"""Periods have a known form, are not in the future, and fit the borders."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.context import Context, cells, marked
from indicators.faults import Fault
from indicators.period import PERIOD_FORMS, parse_period


def periods(context: Context) -> Iterator[Fault]:
    """Yield a fault for each period of an unknown form."""
    unknown = [parse_period(cell) is None for cell in cells(context.figures, "period")]
    yield from marked(context, unknown, "period", "period", PERIOD_FORMS)


def future(context: Context) -> Iterator[Fault]:
    """Yield a fault for each period that begins after the package was made."""
    created = context.created
    if created is None:
        return
    parsed = [parse_period(cell) for cell in cells(context.figures, "period")]
    late = [one is not None and one.start > created for one in parsed]
    yield from marked(context, late, "future", "period", created.isoformat())


def former_regions(context: Context) -> Iterator[Fault]:
    """Yield a fault for each figure of a former region after the year of its division."""
    territories = context.territories
    if territories is None:
        return
    last = {
        place: year
        for borders, codes in territories.by_borders.items()
        for place in ((code, borders) for code in codes)
        if (year := territories.last_year(*place)) is not None
    }
    figures = context.figures
    late = []
    for region, borders, text in zip(
        cells(figures, "region"), cells(figures, "borders"), cells(figures, "period"), strict=True
    ):
        year = last.get((region, borders))
        period = parse_period(text) if year is not None else None
        late.append(year is not None and period is not None and period.start.year > year)
    yield from marked(
        context, late, "borders_period", "period", lambda f: str(last[f.region, f.borders])
    )
