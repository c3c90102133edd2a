"""Robust seasonal z: how far a value lies from the median of the same season's past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.frozen import freeze
from scoring.normalise import Floats

CONSISTENT = 1.4826  # makes the MAD of normal values their standard deviation


@dataclass(frozen=True)
class SeasonalZ:
    """Each (..., T): what was expected, the spread it was measured by, z, and of how many values."""

    median: Floats
    spread: Floats
    z: Floats
    n: NDArray[np.intp]

    def __post_init__(self) -> None:
        """Let nothing be written into it."""
        freeze(self)


def seasonal_z(
    values: Floats, seasons: int, least: int, most: int, smallest_spread: float = 0.0
) -> SeasonalZ:
    """Return ``z = (x − median) / (1.4826 · MAD)`` over the past alone.

    The median is that of the same season. The MAD is the larger of that of the same season and that
    of all seasons together, each value taken from the median of its own: ten values of a season
    that was calm by luck would turn every ordinary value into an alarm.

    Parameters
    ----------
    values : (..., T), NaN where missing; ``seasons`` periods a year.
    least, most : the ``most`` latest values of each season are used; with fewer than ``least`` of
        the value's own season present nothing is expected, and z is NaN.
    smallest_spread : least spread, in the unit of the values.

    Notes
    -----
    Where the spread is zero, z does not exist: it is NaN and not infinite, for a history without
    any variation says nothing of how far is far.
    """
    shape = values.shape
    median, spread = np.full(shape, np.nan), np.full(shape, np.nan)
    n = np.zeros(shape, dtype=np.intp)
    for t in range(seasons, shape[-1]):
        past, n[..., t] = _latest(values[..., t % seasons : t : seasons], most)
        enough = n[..., t] >= least
        if not enough.any():
            continue
        middle = _median(past)
        own = np.abs(past - middle[..., None])
        every = [own]
        for back in range(1, seasons):
            other, _ = _latest(values[..., (t - back) % seasons : t : seasons], most)
            every.append(np.abs(other - _median(other)[..., None]))
        mad = _median(own)
        if seasons > 1:
            mad = np.maximum(mad, _median(np.concatenate(every, axis=-1)))
        median[..., t] = np.where(enough, middle, np.nan)
        spread[..., t] = np.where(enough, np.maximum(CONSISTENT * mad, smallest_spread), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(spread > 0, (values - median) / spread, np.nan)
    return SeasonalZ(median, spread, z, n)


def nothing_expected(shape: tuple[int, ...]) -> SeasonalZ:
    """Stand in where changes are not held against their history."""
    nothing = np.full(shape, np.nan)
    return SeasonalZ(nothing, nothing, nothing, np.zeros(shape, dtype=np.intp))


def _latest(past: Floats, most: int) -> tuple[Floats, NDArray[np.intp]]:
    """Keep the ``most`` latest values present of each series; count them."""
    present = ~np.isnan(past)
    later = present[..., ::-1].cumsum(axis=-1)[
        ..., ::-1
    ]  # how many from here on, this one included
    kept = np.where(present & (later <= most), past, np.nan)
    # Columns that nobody has are left out: a median over NaN is many times slower.
    used = ~np.isnan(kept).all(axis=tuple(range(kept.ndim - 1)))
    return kept[..., used], np.asarray(np.minimum(present.sum(axis=-1), most), dtype=np.intp)


def _median(values: Floats) -> Floats:
    if values.shape[-1] and not np.isnan(values).any():
        return np.asarray(np.median(values, axis=-1), dtype=float)
    # Missing values sort to the end, so that the middle of the others is found by their number.
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    ordered = np.sort(values, axis=-1)
    count = (~np.isnan(values)).sum(axis=-1)
    low = np.maximum((count - 1) // 2, 0)[..., None]
    high = np.minimum(count // 2, values.shape[-1] - 1)[..., None]
    middle = np.take_along_axis(ordered, low, -1) + np.take_along_axis(ordered, high, -1)
    return np.where(count > 0, middle[..., 0] / 2, np.nan)
