"""The latest figure of each series is not old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from indicators.checks.context import Context, cells
from indicators.faults import Fault
from indicators.period import parse_period

AGE_YEARS: Final = 3
"""A figure may be so old when the package is made before the age is worth a warning."""


def ages(context: Context) -> Iterator[Fault]:
    """Yield a warning for each series whose latest period ended more than three years ago."""
    created = context.created
    if created is None:
        return
    figures = context.figures
    latest: dict[str, tuple[date, int]] = {}
    rows = zip(cells(figures, "indicator"), cells(figures, "period"), strict=True)
    for at, (id_, text) in enumerate(rows):
        period = parse_period(text)
        if period is not None and (id_ not in latest or period.end > latest[id_][0]):
            latest[id_] = (period.end, at)
    for id_, (end, at) in latest.items():
        if (created - end).days > AGE_YEARS * 365.25:
            row = figures.iloc[at]
            yield Fault(
                "age",
                str(row["file"]),
                int(row["row"]),
                "period",
                str(row["period"]),
                str(AGE_YEARS),
                id_,
            )
