"""Precision among the first k of each year, and the chance of doing at least as well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np

from scoring.normalise import Floats
from scoring.validation.auc import Flags


@dataclass(frozen=True)
class Precision:
    """How many of the first k of each year had an event.

    hits : of the ``places`` first places of all years; not whole where regions tie for a place.
    base : share of all rated region-years with an event, what chance gives on average when each year
    has as many places.  p : chance of at least as many hits.
    """

    k: int
    hits: float
    places: int
    base: float
    p: float

    @property
    def share(self) -> float:
        """Hits as a share of the places, NaN without places."""
        return self.hits / self.places if self.places else float("nan")


def precision_at(scores: Floats, outcome: Flags, k: int) -> Precision:
    """Count the events among the k highest scores of each year.

    scores : (T, R), NaN where not rated; a year with fewer than k rated regions gives all of them.
    Regions that tie for the last places count by their chance to be among the first.
    The p value is exact: hypergeometric year by year (the year's events fall on any of its regions),
    and the years are independent.

    Raises ValueError for a k under 1.
    """
    if k < 1:
        raise ValueError(f"k is {k}; it must be 1 or more")
    chances: dict[Fraction, float] = {Fraction(0): 1.0}
    hits, places, rated_years, events_in_all = Fraction(0), 0, 0, 0
    for row, happened in zip(scores, outcome.astype(bool), strict=True):
        rated = ~np.isnan(row)
        values, events = row[rated], happened[rated]
        if not values.size:
            continue
        first = min(k, values.size)
        border = np.sort(values)[::-1][first - 1]
        above, tied = values > border, values == border
        part = Fraction(first - int(above.sum()), int(tied.sum()))
        hits += int(events[above].sum()) + part * int(events[tied].sum())
        places += first
        rated_years += values.size
        events_in_all += int(events.sum())
        year = _year(int(above.sum()), int(tied.sum()), values.size, int(events.sum()), part)
        chances = _together(chances, year)
    if not places:
        return Precision(k, 0.0, 0, float("nan"), float("nan"))
    p = sum(chance for value, chance in chances.items() if value >= hits)
    return Precision(k, float(hits), places, events_in_all / rated_years, min(p, 1.0))


def _year(above: int, tied: int, rated: int, events: int, part: Fraction) -> dict[Fraction, float]:
    """Chance of each number of hits of one year."""
    found: dict[Fraction, float] = defaultdict(float)
    for a in range(min(above, events) + 1):
        for b in range(min(tied, events - a) + 1):
            rest = comb(rated - above - tied, events - a - b)
            ways = comb(above, a) * comb(tied, b) * rest
            if ways:
                found[a + part * b] += ways / comb(rated, events)
    return found


def _together(one: dict[Fraction, float], other: dict[Fraction, float]) -> dict[Fraction, float]:
    found: dict[Fraction, float] = defaultdict(float)
    for value, chance in one.items():
        for more, likely in other.items():
            found[value + more] += chance * likely
    return found
