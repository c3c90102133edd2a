"""Combine pressures into one: arithmetic inside a pillar, inverted geometric across pillars.

All functions take NaN as "not observed": its weight is shared out over the observed ones. Scores
and pillars are on 0–100.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scoring.normalise import Floats

Aggregation = Callable[[Floats, Floats], Floats]

POINTS = 100  # scores and pillars are published on 0–100
# The inverted geometric mean works on 0–10, where the room left to the worst runs from TOP down
# to FLOOR: a room of nothing would make every other pillar meaningless.
TOP, FLOOR = 10, 1
SLOPE = (TOP - FLOOR) / TOP


def shares(observed: np.ndarray, weights: Floats) -> Floats:
    """Rescale weights over what is observed.

    observed : (..., k) bool.  weights : (k,) or (..., k).
    Returns (..., k) that sum to 1, or all NaN where nothing is observed.
    """
    kept = np.where(observed, weights, 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    return np.divide(kept, total, out=np.full_like(kept, np.nan), where=total > 0)


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Weighted mean of the observed values.

    values : (..., k), NaN where not observed.  weights : (k,).  Returns (...,).
    """
    observed = ~np.isnan(values)
    return (shares(observed, weights) * np.where(observed, values, 0.0)).sum(axis=-1)


def inverted_geometric(values: Floats, weights: Floats) -> Floats:
    """Aggregate pressures so that one severe pillar cannot be averaged away.

    values : (..., k) on 0–100, NaN where not rated.  weights : (k,).
    Returns (...,) on 0–100. On 0–10, ``S = (10 − Π (1 + 0.9 (10 − P))^w) · 10/9``: the geometric
    mean of what is *missing* to the worst, in INFORM's form; see the methodology, step 6.
    """
    observed = ~np.isnan(values)
    room = FLOOR + SLOPE * (TOP - np.where(observed, values, 0.0) * (TOP / POINTS))
    weight = shares(observed, weights)
    inverted = (TOP - np.exp((weight * np.log(room)).sum(axis=-1))) * (POINTS / (TOP - FLOOR))
    # exp(log(10)) is a little above 10: without this a score of nothing would be below zero.
    return np.clip(inverted, 0.0, POINTS)


AGGREGATIONS: dict[str, Aggregation] = {
    "arithmetic": arithmetic,
    "inverted_geometric": inverted_geometric,
}
