"""Scales that place a region by the other regions of the same period, not between goalposts."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np

from scoring.normalise import Floats, standardised

# (R, K) values and (K,) directions, to (R, K) on 0–1; NaN stays.
ByOthers = Callable[[Floats, np.ndarray], Floats]


def phi(values: Floats, directions: np.ndarray) -> Floats:
    """Take the normal probability of the z-score: how unusual a value is, were they normal.

    Where all are alike none is unusual: the middle.
    """
    from scipy.special import ndtr

    placed: Floats = ndtr(directions * standardised(values))
    return placed


def mid_rank(values: Floats, directions: np.ndarray) -> Floats:
    """Share of the regions below, those that are equal counted half."""
    signed = directions * values
    with np.errstate(invalid="ignore"):
        below = (signed[:, None] > signed[None]).sum(axis=1)
        equal = (signed[:, None] == signed[None]).sum(axis=1)
    seen = ~np.isnan(values)
    placed = (below + 0.5 * equal) / np.maximum(seen.sum(axis=0), 1)
    return np.where(seen, placed, np.nan)


BY_OTHERS: MappingProxyType[str, ByOthers] = MappingProxyType({"phi": phi, "mid_rank": mid_rank})
