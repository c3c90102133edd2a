"""When enough is known of a node for it to be rated: by weight, and by number of children."""

from __future__ import annotations

import numpy as np

from scoring.hierarchy import Hierarchy
from scoring.normalise import Floats

# A share of exactly 2/3 is enough, whatever the order of summing was.
ROUNDING = 1e-9


def weight_coverage(
    observed: np.ndarray,
    applicable: np.ndarray,
    hierarchy: Hierarchy,
    optional: frozenset[str],
    least: float,
) -> dict[str, np.ndarray]:
    """Say in which units each aggregate is rated, by the weight of what is observed.

    observed, applicable : (n, k) bool, columns in the order of ``hierarchy.indicators``.
    Returns (n,) bool for each aggregate. A node is rated when some indicator below it is observed,
    those that are hold at least ``least`` of the weight of those that apply, and each aggregate
    right below it that is not optional is rated. An optional branch of which nothing is observed is
    left out on both sides: the index can do without it.
    """
    effective = hierarchy.effective_weights
    due: dict[str, Floats] = {}
    seen: dict[str, Floats] = {}
    for k, name in enumerate(hierarchy.indicators):
        due[name] = np.where(applicable[:, k], effective[name], 0.0)
        seen[name] = np.where(observed[:, k] & applicable[:, k], effective[name], 0.0)
    rated: dict[str, np.ndarray] = {}
    for name in hierarchy.aggregates:
        children = hierarchy.children[name]
        seen[name] = sum((seen[child] for child in children), np.zeros(len(observed)))
        due[name] = sum(
            (
                np.where((seen[child] > 0) | (child not in optional), due[child], 0.0)
                for child in children
            ),
            np.zeros(len(observed)),
        )
        share = np.divide(seen[name], due[name], out=np.zeros(len(observed)), where=due[name] > 0)
        rated[name] = (share >= least - ROUNDING) & (seen[name] > 0)
        for child in children:
            if child in rated and child not in optional:
                rated[name] &= rated[child]
    return rated


def enough_children(values: Floats, least: float) -> np.ndarray:
    """Say in which units at least the share ``least`` of the children is there: (n, c) to (n,)."""
    present = ~np.isnan(values)
    return np.asarray(present.sum(axis=1) >= least * values.shape[1] - ROUNDING)
