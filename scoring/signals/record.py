"""Records: a value beyond all values of the years before it, and beyond an absolute floor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.normalise import Floats


def record(values: Floats, seasons: int, years: int, floor: float) -> NDArray[np.bool_]:
    """Say where a value is above every value of the ``years`` before it and not below ``floor``.

    Parameters
    ----------
    values : (..., T), signed so that up is the direction of alarm, and the floor with them.

    Notes
    -----
    All seasons are looked at. Where one value of those years is missing nothing is a record:
    the missing one may have been higher. The first value that can be one has them all before it.
    """
    found = np.zeros(values.shape, dtype=bool)
    back = seasons * years
    for t in range(back, values.shape[-1]):
        # NaN compares as false, in the value as in any of those before it.
        higher = (values[..., t, None] > values[..., t - back : t]).all(axis=-1)
        found[..., t] = higher & (values[..., t] >= floor)
    return found


def comparable(values: Floats, seasons: int, years: int) -> NDArray[np.bool_]:
    """Say where a value and all values of the ``years`` before it are there to be compared."""
    found = np.zeros(values.shape, dtype=bool)
    back = seasons * years
    for t in range(back, values.shape[-1]):
        found[..., t] = ~np.isnan(values[..., t - back : t + 1]).any(axis=-1)
    return found


def records(values: Floats, seasons: int, medium: int, high: int, floor: float) -> NDArray[np.intp]:
    """Return 2 where a value is a record of ``high`` years, else 1 of ``medium`` years, else 0."""
    level = record(values, seasons, medium, floor).astype(np.intp)
    return level + record(values, seasons, high, floor)
