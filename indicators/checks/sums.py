"""The regions of an additive series add up to the national row."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from indicators.checks.context import Context, Figure
from indicators.faults import Fault
from indicators.territories import CURRENT, NATION, Place

_MAX_DECIMALS = 6


def decimals(text: str) -> int:
    """Return how many decimals a printed number really has; ``36.0`` has none."""
    return min(len(text.partition(".")[2].rstrip("0")), _MAX_DECIMALS)


def sums(context: Context) -> Iterator[Fault]:
    """Yield a fault where the sum differs by more than rounding.

    Each figure is rounded to the decimals that are printed, so that each may be off by half a
    last digit for no fault at all. Beyond that, a difference within
    the tolerance of the series is a warning. Sums are formed only where the country is covered
    exactly once, and not where one of the figures is known to be doubtful.
    """
    territories = context.territories
    if territories is None:
        return
    additive = {id_ for id_, one in context.series.items() if one.additive}
    groups: dict[tuple[str, str], dict[Place, Figure]] = defaultdict(dict)
    for row in context.figures.itertuples(index=False, name=None):
        if row[0] in additive and math.isfinite(row[-1]):
            figure = Figure(*row)
            key = (figure.indicator, figure.period)
            groups[key].setdefault((figure.region, figure.borders), figure)
    for (id_, _), places in groups.items():
        nation = places.get((NATION, CURRENT))
        parts = territories.partition(places.keys())
        if nation is not None and parts is not None:
            figures = [places[place] for place in parts]
            yield from _compare(nation, figures, context.series[id_].tolerance)


def _compare(nation: Figure, parts: list[Figure], tolerance: float) -> Iterator[Fault]:
    if any(figure.status == "suspect" for figure in (nation, *parts)):
        return
    summed = math.fsum(figure.number for figure in parts)
    digits = max(decimals(figure.value) for figure in parts)
    # The last term is for the sum itself, which binary fractions cannot hold exactly.
    half_digits = len(parts) * 10**-digits + 10 ** -decimals(nation.value)
    rounding = 0.5 * half_digits + 1e-9 * abs(nation.number)
    slack = max(rounding, tolerance * abs(nation.number))
    difference = abs(nation.number - summed)
    if difference > rounding:
        yield Fault(
            "sum" if difference > slack else "sum_inside",
            nation.file,
            nation.row,
            "value",
            nation.value,
            f"{summed - slack:.{digits}f} … {summed + slack:.{digits}f}",
            nation.indicator,
            nation.region,
            f"{summed:.{digits}f}",
        )
