"""Best and worst score, class and place of each region over all pillar weights within ±δ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.normalise import Floats
from scoring.robustness.box import around, highest_mean
from scoring.robustness.linear import LinearIndex, RobustnessError, linear_index
from scoring.robustness.places import place_range
from scoring.score import Result, classify

HALVINGS = 40  # of δ between 0 and 1: far finer than any weight is known


@dataclass(frozen=True)
class Extremes:
    """What can be said of R rated regions under any weights within ±delta.

    regions : (R,) ids.  low, high : (R,) lowest and highest score, exact.
    low_class, high_class : (R,) int, index into the scheme's classes, of those scores.
    best_rank, worst_rank : (R,) int, the smallest and the largest place, as in
    ``Result.rank_range``: 1 is most pressure. Both are places that some weights give.
    exact : (R,) bool, that no weights give a place beyond them is proved.
    """

    delta: float
    regions: tuple[str, ...]
    low: Floats
    high: Floats
    low_class: NDArray[np.intp]
    high_class: NDArray[np.intp]
    best_rank: NDArray[np.intp]
    worst_rank: NDArray[np.intp]
    exact: NDArray[np.bool_]

    def table(self) -> pd.DataFrame:
        """Lay the same out with a row a region, for pages and files."""
        names = ("low", "high", "low_class", "high_class", "best_rank", "worst_rank", "exact")
        return pd.DataFrame(
            {name: getattr(self, name) for name in names},
            index=pd.Index(self.regions, name="region"),
        )


def extremes(result: Result, period: int, delta: float) -> Extremes:
    """Find the extremes of each rated region over all pillar weights within ±delta.

    Parameters
    ----------
    delta : half width in weight, from 0 to 1: each pillar's weight w lies in [w − δ, w + δ] ∩
        [0, 1], and together they are 1.

    Raises
    ------
    RobustnessError
        When ``delta`` is not from 0 to 1, or the aggregation is not linear on any scale.

    Notes
    -----
    Scores are maxima of a ratio of linear functions, see ``box``; places are integer programmes,
    see ``places``. Only weights count that leave a region rated, and for its place all regions.
    """
    _check(delta)
    index = linear_index(result, period)
    low, high = score_range(index, np.full(len(index.regions), delta))
    best, worst, exact = place_range(index, delta, low, high)
    cuts = result.scheme.cuts
    return Extremes(
        delta=delta,
        regions=index.regions,
        low=low,
        high=high,
        low_class=classify(low, cuts),
        high_class=classify(high, cuts),
        best_rank=best,
        worst_rank=worst,
        exact=exact,
    )


def holds_within(result: Result, period: int, region: str, delta: float) -> bool:
    """Say whether a region keeps its class under all pillar weights within ±delta.

    Raises
    ------
    RobustnessError
        When the region is not rated, ``delta`` is not from 0 to 1, or as in ``extremes``.
    """
    _check(delta)
    index = linear_index(result, period)
    r = index.at(region)
    return bool(_holds(index, np.full(len(index.regions), delta))[r])


def class_margins(result: Result, period: int) -> Mapping[str, float]:
    """Find for each rated region the smallest δ at which some weights change its class.

    Returns δ by region, rounded up to a multiple of 2⁻⁴⁰; inf when no weights at all do.

    Raises
    ------
    RobustnessError
        When the aggregation is not linear on any scale.
    """
    index = linear_index(result, period)
    never = _holds(index, np.ones(len(index.regions)))
    holds, changes = np.zeros(len(index.regions)), np.ones(len(index.regions))
    for _ in range(HALVINGS):
        middle = (holds + changes) / 2
        same = _holds(index, middle)
        holds, changes = np.where(same, middle, holds), np.where(same, changes, middle)
    found = np.where(never, np.inf, changes)
    return dict(zip(index.regions, found.tolist(), strict=True))


def score_range(index: LinearIndex, delta: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest score of each region over weights within its own ±delta: two (R,)."""
    if not index.regions:
        return np.empty(0), np.empty(0)
    low, high = around(index.weights, delta[:, None])
    ends = []
    for sign in (-1.0, 1.0):
        weights = highest_mean(
            sign * index.parts, index.rated, index.slack, index.weights, low, high
        )
        ends.append(np.diagonal(index.scores(weights)))
    # The chosen weights are among them, whatever the rounding errors are.
    own = index.scores(index.weights[None])[0]
    return np.minimum(ends[0], own), np.maximum(ends[1], own)


def _holds(index: LinearIndex, delta: Floats) -> NDArray[np.bool_]:
    cuts = index.scheme.cuts
    low, high = score_range(index, delta)
    same: NDArray[np.bool_] = classify(low, cuts) == classify(high, cuts)
    return same


def _check(delta: float) -> None:
    if not (isfinite(delta) and 0 <= delta <= 1):
        raise RobustnessError(f"weights can move by 0 to 1, not by {delta}")
