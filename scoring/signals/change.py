"""A value held against the mean of the same season in the years before it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scoring.normalise import Floats

Kind = Literal["percent", "difference"]


def base(values: Floats, seasons: int, years: int) -> Floats:
    """Mean of the same season in each of the ``years`` before; NaN where one of them is missing.

    values : (..., T).  seasons : periods a year.  Returns (..., T).
    """
    earlier = [_lagged(values, seasons * back) for back in range(1, years + 1)]
    mean: Floats = np.mean(earlier, axis=0)
    return mean


def change(values: Floats, base: Floats, kind: Kind) -> Floats:
    """Return ``100 (x / base − 1)`` per cent, or the difference ``x − base``.

    A per cent of a base that is not above zero does not exist and is NaN.
    """
    if kind == "difference":
        return np.asarray(values - base, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(base > 0, 100 * (values / base - 1), np.nan)


def value_at(base: Floats, change: Floats, kind: Kind) -> Floats:
    """Turn a change back into the value that it leads to: where a threshold lies in a chart."""
    return base + change if kind == "difference" else base * (1 + change / 100)


def _lagged(values: Floats, steps: int) -> Floats:
    shifted = np.full(values.shape, np.nan)
    if steps < values.shape[-1]:
        shifted[..., steps:] = values[..., :-steps]
    return shifted
