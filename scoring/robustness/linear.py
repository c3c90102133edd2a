"""An index as a linear function of its pillar weights, on a scale of its own.

Every aggregation here is ``back(Σ w · forward(P) / Σ w)`` over the rated pillars, with ``forward``
and ``back`` rising. So one score is above another, or above a cut, exactly when a linear function
of the weights is above zero, and the best of all weights is a linear programme.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from scoring.aggregate import FLOOR, METHODS, POINTS, SLOPE, TOP
from scoring.framework import Scheme
from scoring.normalise import Floats
from scoring.score import Result

# Scores that differ by less than this are never taken for another order or class: a solver keeps
# its constraints to about 1e-9 of them.
MARGIN = 1e-6
# Sums in another order differ by less than this: what is reported as reached is so by this much.
HAIR = 1e-11
# So much of the weight must stay on what is rated: with none of it there is no score.
LEAST_WEIGHT = 1e-4


class RobustnessError(ValueError):
    """The question cannot be asked of this result; the message says why."""


@dataclass(frozen=True)
class Form:
    """Turns pillars on 0–100 into parts that add up, and back; both rise."""

    forward: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]


def _room(pillars: Floats) -> Floats:
    # Minus the logarithm of the room left to the worst, stretched so that a point of a part is
    # worth between a quarter of a point and two and a half points of the score.
    room = FLOOR + SLOPE * (TOP - np.asarray(pillars, dtype=float) * (TOP / POINTS))
    return -np.log(room) * (POINTS / log(TOP))


def _score_of_room(parts: Floats) -> Floats:
    return (TOP - np.exp(-np.asarray(parts) * (log(TOP) / POINTS))) * (POINTS / (TOP - FLOOR))


def _same(values: Floats) -> Floats:
    return np.asarray(values, dtype=float)


FORMS: dict[str, Form] = {
    "arithmetic": Form(_same, _same),
    "inverted_geometric": Form(_room, _score_of_room),
    "quadratic": Form(
        lambda pillars: np.square(pillars) / POINTS,
        lambda parts: np.sqrt(np.maximum(parts, 0.0) * POINTS),
    ),
    # Weights do not matter to a maximum: all parts of a region are its highest pillar.
    "maximum": Form(_same, _same),
}


@dataclass(frozen=True)
class LinearIndex:
    """The rated regions of one period as functions of the pillar weights.

    regions : ids of the R rated regions;  pillars : (R, P) on 0–100, NaN where not rated.
    parts : (R, P), 0 where not rated;  rated : (R, P) 1.0 or 0.0.
    slack : (R, P); a region keeps enough weight observed while ``slack · w`` is 0 or more.
    weights : (P,) the chosen weights, summing to 1.
    """

    scheme: Scheme
    form: Form
    regions: tuple[str, ...]
    pillars: Floats
    parts: Floats
    rated: Floats
    slack: Floats
    weights: Floats

    def at(self, region: str) -> int:
        """Position of a rated region; RobustnessError when it is not rated."""
        if region not in self.regions:
            raise RobustnessError(f"'{region}' is not rated in this period")
        return self.regions.index(region)

    def scores(self, weights: Floats) -> Floats:
        """Scores as the index computes them: (..., P) weights to (..., R), NaN without weight."""
        name = self.scheme.across_pillars
        if name == "maximum":
            weights = np.ones_like(weights)  # nor does it matter here that one is 0
        every = np.broadcast_to(self.pillars, (*np.shape(weights)[:-1], *self.pillars.shape))
        return METHODS[name](every, np.asarray(weights)[..., None, :])

    def keeps_rating(self, rows: slice | NDArray[np.intp]) -> Floats:
        """Rows g with g · w ≥ 0 that leave regions rated: (n, P), without those that always hold."""
        observed = self.rated[rows] - LEAST_WEIGHT
        found = np.vstack([observed, self.slack[rows]])
        return np.unique(found[(found < 0).any(axis=1)], axis=0)


def linear_index(result: Result, period: int) -> LinearIndex:
    """Read the rated regions of a period as linear functions of the pillar weights.

    Raises
    ------
    RobustnessError
        When the pillars are aggregated in a way that is not linear on any scale.
    """
    scheme, t = result.scheme, result.period_index[period]
    name = scheme.across_pillars
    if name not in FORMS:
        raise RobustnessError(
            f"'{name}' is not linear in the weights on any scale; this can be answered for "
            f"{', '.join(FORMS)}"
        )
    rows = np.flatnonzero(~np.isnan(result.score[t]))
    pillars = result.pillars[t, rows]
    rated = ~np.isnan(pillars)
    if name == "maximum":
        highest = np.nanmax(pillars, axis=1, keepdims=True) if len(rows) else pillars
        parts = np.where(rated, highest, 0.0)
    else:
        parts = np.where(rated, FORMS[name].forward(np.where(rated, pillars, 0.0)), 0.0)
    return LinearIndex(
        scheme=scheme,
        form=FORMS[name],
        regions=tuple(result.inputs.regions[r] for r in rows),
        pillars=pillars,
        parts=parts,
        rated=rated.astype(float),
        slack=_slack(result, t)[rows],
        weights=scheme.pillar_weights / scheme.pillar_weights.sum(),
    )


def _slack(result: Result, t: int) -> Floats:
    """Observed less needed weight of each pillar per unit of its weight, as in ``rating_coverage``."""
    scheme = result.scheme
    observed = ~np.isnan(result.normalised[t])
    columns = []
    for pillar, part in zip(scheme.pillars, scheme.slices, strict=True):
        inner = scheme.inner_weights[part]
        seen = np.where(observed[:, part], inner, 0.0).sum(axis=-1)
        due = np.where(result.inputs.applicable[:, part], inner, 0.0).sum(axis=-1)
        counts = (seen > 0) | (not pillar.optional)
        gap = seen - scheme.coverage * due
        # 2/3 of three equal weights may fall short of 2/3 by a rounding error.
        gap = np.where(np.abs(gap) < MARGIN * 1e-3, 0.0, gap)
        columns.append(np.where(counts, gap, 0.0))
    return np.stack(columns, axis=-1)
