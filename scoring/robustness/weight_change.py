"""The smallest change of the weights that moves a region to another class, or swaps two regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

import numpy as np

from scoring.normalise import Floats
from scoring.robustness.linear import HAIR, MARGIN
from scoring.robustness.nearest import Reached, as_rows, distance, nearest, search, to_the_edge
from scoring.robustness.spaces import Level, Space, indicator_space, pillar_space
from scoring.score import ROUNDING, Result, classify

Towards = Literal["up", "down", "nearest"]
# What was kept by a solver to 1e-10 is kept.
KEPT = 1e-9
# Ratios of the rated weights of two regions that are tried, and how many of the best are followed.
RATIOS, BEST = 31, 3


@dataclass(frozen=True)
class WeightChange:
    """The nearest weights at which something else is said of one region or two.

    level : whose weights moved;  before, after : weights by id, each summing to 1.
    distance : Σ|after − before|, twice the weight that is moved; inf when no weights reach it,
    and ``after`` is then as before.
    exact : that no nearer weights reach it is proved, else the nearest that were found.
    scores_before, scores_after, from_class, to_class : one a region.
    """

    level: Level
    regions: tuple[str, ...]
    before: Mapping[str, float]
    after: Mapping[str, float]
    distance: float
    exact: bool
    scores_before: tuple[float, ...]
    scores_after: tuple[float, ...]
    from_class: tuple[str, ...]
    to_class: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether any weights do it."""
        return self.distance < inf


def change_class(
    result: Result,
    period: int,
    region: str,
    towards: Towards = "nearest",
    level: Level = "pillars",
) -> WeightChange | None:
    """Find the smallest change of weights that moves a region to another class.

    Parameters
    ----------
    towards : the class above, the class below, or whichever of them is nearer.
    level : move the weights of the pillars, or the nominal weights of all indicators.

    Returns
    -------
    None when the region is not rated. The region stays rated, by the same pillars.

    Raises
    ------
    RobustnessError
        When the pillars are aggregated in a way that is not linear on any scale.

    Notes
    -----
    Exact for the pillars' weights, where it is one linear programme. Exact for the indicators'
    where pillars are averaged and the region's rated pillars have all their figures; otherwise
    searched, see ``nearest.search``.
    """
    if _unrated(result, period, region):
        return None
    space = _space(result, period, (region,), level)
    cls = int(result.classes[result.period_index[period], result.region_index[region]])
    found = []
    for sign, wanted in ((1, "up"), (-1, "down")):
        edge = cls + (sign + 1) // 2  # the cut that would be crossed
        if towards in (wanted, "nearest") and 0 < edge < len(result.scheme.cuts):
            found.append(_cross(space, result.scheme.cuts[edge], edge, sign, result))
    reached = [weights for weights in found if weights is not None]
    best = min(reached, key=lambda weights: distance(space.start, weights), default=None)
    return _report(result, level, (region,), space, best, exact=space.parts is not None)


def swap(
    result: Result, period: int, region: str, other: str, level: Level = "pillars"
) -> WeightChange | None:
    """Find the smallest change of weights that puts two regions in the other order.

    After it, the one that had less pressure has more. Of two that are level, either may move.

    Parameters
    ----------
    level : move the weights of the pillars, or the nominal weights of all indicators.

    Returns
    -------
    None when one of the regions is not rated. Both stay rated, by the same pillars.

    Raises
    ------
    RobustnessError
        When the regions are one and the same, or the aggregation is not linear on any scale.

    Notes
    -----
    Exact for the pillars' weights where the two have the same pillars rated. Otherwise, and for
    the indicators' weights except as in ``change_class``, it is searched.
    """
    if _unrated(result, period, region) or _unrated(result, period, other):
        return None
    space = _space(result, period, (region, other), level)
    first, second = space.scores(space.start[None])[0]
    orders = [(0, 1)] if first < second - ROUNDING else [(1, 0)]
    if abs(first - second) <= ROUNDING:
        orders = [(0, 1), (1, 0)]
    tries = [_overtake(space, low, high) for low, high in orders]
    reached = [weights for weights in tries if weights is not None]
    best = min(reached, key=lambda weights: distance(space.start, weights), default=None)
    exact = space.counted is not None and bool((space.counted[0] == space.counted[1]).all())
    return _report(result, level, (region, other), space, best, exact=exact)


def _cross(space: Space, cut: float, edge: int, sign: int, result: Result) -> Floats | None:
    cuts = result.scheme.cuts

    def reached(weights: Floats) -> bool:
        score = space.scores(weights[None])[0, :1] - sign * HAIR
        cls = int(classify(score, cuts)[0])
        beyond = cls >= edge if sign > 0 else 0 <= cls < edge
        return bool(beyond and _keeps(space, weights))

    if space.parts is None or space.counted is None:
        return search(
            space.start,
            lambda weights: sign * (space.scores(weights)[:, 0] - cut) - MARGIN,
            space.rows,
            reached,
        )
    parts, counted = space.parts[0], space.counted[0]
    targets = [float(space.form.forward(np.array(cut + sign * gap))) for gap in (MARGIN, 0.0)]
    return _programmes(space, [sign * counted * (parts - goal) for goal in targets], reached)


def _overtake(space: Space, low: int, high: int) -> Floats | None:
    def gap(weights: Floats) -> Floats:
        scores = space.scores(weights)
        difference: Floats = scores[:, low] - scores[:, high]
        return difference

    def reached(weights: Floats) -> bool:
        return bool(gap(weights[None])[0] > ROUNDING + HAIR and _keeps(space, weights))

    parts, counted = space.parts, space.counted
    if parts is None or counted is None or (counted[low] != counted[high]).any():
        hints = _at_fixed_ratios(space, low, high)
        return search(space.start, lambda w: gap(w) - MARGIN, space.rows, reached, hints)
    row = parts[low] - parts[high]
    return _programmes(space, [row - MARGIN, row], reached)


def _at_fixed_ratios(space: Space, low: int, high: int) -> list[Floats]:
    """Solve for an overtaking where the two regions' rated weights stand in a fixed ratio.

    Then their scores have denominators in that ratio, and the condition is linear again.
    """
    if space.parts is None or space.counted is None:
        return []
    found = []
    for share in np.linspace(0.0, 1.0, RATIOS + 2)[1:-1]:
        ratio = share * space.counted[low] - (1 - share) * space.counted[high]
        ahead = share * space.parts[low] - (1 - share) * space.parts[high] - MARGIN
        weights = nearest(space.start, as_rows(space.rows, ratio, -ratio, ahead))
        if weights is not None:
            found.append(weights)
    return sorted(found, key=lambda weights: distance(space.start, weights))[:BEST]


def _programmes(space: Space, rows: list[Floats], reached: Reached) -> Floats | None:
    """Solve for a little more than is asked and come back, else for what is just reached."""
    for row in rows:
        found = nearest(space.start, as_rows(space.rows, row))
        if found is not None and reached(found):
            return to_the_edge(space.start, found, reached)
    return None


def _keeps(space: Space, weights: Floats) -> bool:
    return bool((space.rows @ weights >= -KEPT).all())


def _space(result: Result, period: int, regions: tuple[str, ...], level: Level) -> Space:
    make = pillar_space if level == "pillars" else indicator_space
    return make(result, period, regions)


def _unrated(result: Result, period: int, region: str) -> bool:
    return bool(np.isnan(result.score[result.period_index[period], result.region_index[region]]))


def _report(
    result: Result,
    level: Level,
    regions: tuple[str, ...],
    space: Space,
    found: Floats | None,
    *,
    exact: bool,
) -> WeightChange:
    after = space.start if found is None else found
    scores = space.scores(np.vstack([space.start, after]))
    names = np.array(result.scheme.classes, dtype=object)
    classes = [tuple(names[classify(row, result.scheme.cuts)]) for row in scores]
    return WeightChange(
        level=level,
        regions=regions,
        before=dict(zip(space.ids, space.start.tolist(), strict=True)),
        after=dict(zip(space.ids, after.tolist(), strict=True)),
        distance=inf if found is None else distance(space.start, found),
        exact=exact,
        scores_before=tuple(scores[0].tolist()),
        scores_after=tuple(scores[1].tolist()),
        from_class=classes[0],
        to_class=classes[1],
    )
