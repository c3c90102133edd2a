"""Places and ranks along the units, with ties sharing the better one and missing staying missing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Sums of the same numbers in another order differ by far less than this share of their size; what
# differs by less is one score.
RELATIVE_ROUNDING = 1e-12


def ascending(values: Floats) -> Floats:
    """Rank each column from its lowest value, which is 1; equal values share the lower rank.

    values : (n,) or (n, k).  Returns the same shape, NaN where missing ("sport" ranks, "min").
    """
    return _placed(values, np.zeros(values.shape[1:]))


def descending(values: Floats, *, summed: bool = True) -> Floats:
    """Rank each column from its highest value, which is 1; equal values share the better rank.

    values : (n,) or (n, k).  Returns the same shape, NaN where missing.
    summed : the values are sums, so that those which differ by no more than rounding (1e-12 of the
    column's largest) are equal, whatever the order of summing was; else only the same are equal.
    """
    if not summed:
        return ascending(-values)
    if len(values) == 0:
        return values.copy()
    size = np.fmax(np.fmax.reduce(values, axis=0), -np.fmin.reduce(values, axis=0))
    return _placed(-values, RELATIVE_ROUNDING * np.nan_to_num(size))


def _placed(values: Floats, tolerance: Floats) -> Floats:
    count = len(values)
    if count == 0:
        return values.copy()
    rows = np.ascontiguousarray(values.T)  # what is sorted stands side by side: much faster
    order = np.argsort(rows, axis=-1)  # NaN last
    ordered = np.take_along_axis(rows, order, axis=-1)
    # A value begins a new place when it is truly above the one before; the others share its place.
    first = np.ones(rows.shape)
    above = ordered[..., 1:] > ordered[..., :-1] + np.asarray(tolerance)[..., None]
    np.copyto(first[..., 1:], np.arange(2.0, count + 1), where=above)
    places = np.empty(rows.shape)
    np.put_along_axis(places, order, np.maximum.accumulate(first, axis=-1), axis=-1)
    places[np.isnan(rows)] = np.nan
    return places.T
