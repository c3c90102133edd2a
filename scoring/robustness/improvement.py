"""The smallest change of a single indicator that moves a region to another class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoring.aggregate import METHODS
from scoring.normalise import Floats, goalposts
from scoring.robustness.linear import HAIR, RobustnessError
from scoring.score import Result, classify, combine, rate_pillars

Indices = NDArray[np.intp]

# Of the way from the value to the goalpost: what is left is about as fine as a double.
HALVINGS = 54


@dataclass(frozen=True)
class SingleChange:
    """One indicator's change that alone moves a region to another class.

    before, after : values in the indicator's own unit; with a little less than this change the
    region stays in its class.
    share : how far the indicator moves between its goalposts, on 0–1; what lies beyond them does
    not count.
    score_before, score_after, from_class, to_class : of the region.
    """

    region: str
    indicator: str
    before: float
    after: float
    share: float
    score_before: float
    score_after: float
    from_class: str
    to_class: str


def single_changes(
    result: Result, period: int, region: str, towards: Literal["down", "up"] = "down"
) -> tuple[SingleChange, ...]:
    """Find for each indicator the smallest change that alone moves a region to another class.

    Parameters
    ----------
    towards : ``down``, an improvement that lowers the class, or ``up``.

    Returns
    -------
    Those that can do it alone, the smallest share of the way between goalposts first. Empty when
    none can, or the region is not rated. An indicator without a figure cannot be improved.

    Raises
    ------
    RobustnessError
        On a scale by the other regions: one region's change would move all of them.

    Notes
    -----
    A score rises or stays when an indicator's pressure rises, so that one crossing lies between
    the value and the goalpost; it is found by halving, with all that scoring does.
    """
    t, r = result.period_index[period], result.region_index[region]
    scheme, cls = result.scheme, int(result.classes[t, r])
    if scheme.normalisation != "goalposts":
        raise RobustnessError("a single change can be told between goalposts only")
    if np.isnan(result.score[t, r]):
        return ()
    values = result.inputs.values[t, r]
    known = np.flatnonzero(~np.isnan(values))
    ends = [
        ind.lo if (turn == 1) == (towards == "down") else ind.hi
        for ind, turn in zip(scheme.indicators, scheme.turns, strict=True)
    ]

    def reached(which: Indices, changed: Floats) -> np.ndarray:
        scores, _ = _moved(result, t, r, which, changed)
        classes = classify(scores + (HAIR if towards == "down" else -HAIR), scheme.cuts)
        return classes < cls if towards == "down" else classes > cls

    # What lies beyond that goalpost already changes nothing, and is not among the possible.
    able = known[reached(known, np.array(ends)[known])]
    outside, inside = values[able], np.array(ends)[able]
    for _ in range(HALVINGS if able.size else 0):
        middle = outside + (inside - outside) / 2
        hit = reached(able, middle)
        outside, inside = np.where(hit, outside, middle), np.where(hit, middle, inside)
    scores, placed = _moved(result, t, r, able, inside)
    classes = classify(scores, scheme.cuts)
    found = [
        SingleChange(
            region=region,
            indicator=scheme.indicator_ids[k],
            before=float(values[k]),
            after=float(inside[n]),
            share=abs(float(placed[n] - result.normalised[t, r, k])),
            score_before=float(result.score[t, r]),
            score_after=float(scores[n]),
            from_class=scheme.classes[cls],
            to_class=scheme.classes[classes[n]],
        )
        for n, k in enumerate(able)
    ]
    # Indicators of one weight need the same share, and rounding must not put them in order.
    return tuple(sorted(found, key=lambda change: round(change.share, 9)))


def smallest_change(
    result: Result, period: int, region: str, towards: Literal["down", "up"] = "down"
) -> SingleChange | None:
    """Find the smallest single change of all indicators, or None when none can do it alone."""
    return next(iter(single_changes(result, period, region, towards)), None)


def _moved(
    result: Result, t: int, r: int, which: Indices, changed: Floats
) -> tuple[Floats, Floats]:
    """Score a region with one indicator changed at a time.

    which : (n,) positions;  changed : (n,) their values.  Returns (n,) scores and (n,) normalised.
    """
    scheme, count = result.scheme, len(which)
    placed = np.empty(count)
    for n, k in enumerate(which):
        ind = scheme.indicators[k]
        placed[n : n + 1] = goalposts(
            changed[n : n + 1],
            ind.lo,
            ind.hi,
            direction=int(scheme.turns[k]),
            transform=ind.transform,
        )
    normalised = np.tile(result.normalised[t, r], (count, 1))
    normalised[np.arange(count), which] = placed
    applicable = np.tile(result.inputs.applicable[r], (count, 1))
    pillars, _ = rate_pillars(normalised, applicable, scheme)
    return combine(pillars, scheme, METHODS[scheme.across_pillars]), placed
