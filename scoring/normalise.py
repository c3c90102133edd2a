"""Put indicators of any unit on one scale.

The published index uses ``goalposts``; the others are for imported frameworks and for the
uncertainty analysis. All work along the first axis: ``x`` is a column (n,), or a table (n, k)
whose columns are normalised one by one. NaN is "not observed" and stays NaN. High is taken as
good or bad as the framework says: a column whose direction is -1 is multiplied by -1 before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.ordering import ascending

Floats = NDArray[np.float64]

TRANSFORMS: dict[str, Callable[[Floats], Floats]] = {
    "identity": lambda x: x,
    "log": np.log,
    "asinh": np.arcsinh,
}


class NormalisationError(ValueError):
    """A column cannot be normalised this way; the message names it and says why."""


def goalposts(
    values: Floats, lo: float, hi: float, *, direction: int = 1, transform: str = "identity"
) -> Floats:
    """Place values between two fixed ends and cut off what lies beyond them.

    values : any shape, in the unit of ``lo`` and ``hi``; NaN stays NaN.
    direction : 1 when a high value is pressure, -1 when a low one is.
    Returns the same shape on 0–1. ``z = clip((T(x) − T(lo)) / (T(hi) − T(lo)), 0, 1)``, and
    ``1 − z`` for direction -1; see the methodology, step 5. A log of a value of zero or less is
    taken as beyond the lower end.
    """
    change = TRANSFORMS[transform]
    low, high = (float(change(np.array(end, dtype=float))) for end in (lo, hi))
    if transform == "log":
        # NaN compares false and stays NaN; zero and less would be -inf or NaN, and mean "lowest".
        values = np.where(values <= 0, lo, values)
    placed = np.clip((change(np.asarray(values, dtype=float)) - low) / (high - low), 0.0, 1.0)
    return placed if direction == 1 else 1.0 - placed


def beyond(values: Floats, lo: float, hi: float) -> NDArray[np.bool_]:
    """Say which values lie outside the goalposts and were cut off (strictly beyond them)."""
    return (values < lo) | (values > hi)


def between_goalposts(
    x: Floats,
    *,
    lo: ArrayLike,
    hi: ArrayLike,
    direction: ArrayLike = 1,
    transform: str | Sequence[str] = "identity",
    ends: tuple[float, float] = (0.0, 100.0),
    names: Sequence[str] = (),
) -> Floats:
    """Place each column between its own goalposts and stretch that over ``ends``.

    lo, hi, direction, transform : one for all columns, or (k,).
    Raises NormalisationError for a column without two goalposts, the first below the second, or
    with goalposts that its transform cannot take.
    """
    shape = x.shape[1:]
    lows, highs = (np.broadcast_to(np.asarray(v, dtype=float), shape) for v in (lo, hi))
    _require(lows < highs, "it needs two goalposts, the lower below the higher", names)
    kinds, signs = np.broadcast_to(transform, shape), np.broadcast_to(direction, shape)
    _require((kinds != "log") | (lows > 0), "its goalposts have no logarithm", names)
    placed = np.empty(x.shape)
    for k in np.ndindex(shape):
        column = x[:, *k]
        placed[:, *k] = goalposts(
            column,
            float(lows[k]),
            float(highs[k]),
            direction=int(signs[k]),
            transform=str(kinds[k]),
        )
    return placed * (ends[1] - ends[0]) + ends[0]


def minmax(
    x: Floats, *, ends: tuple[float, float] = (0.0, 100.0), names: Sequence[str] = ()
) -> Floats:
    """Stretch each column over ``ends``: its lowest value is the first, its highest the second.

    Raises NormalisationError for a column whose values are all the same: no place between the
    ends would follow from them, and a made-up one would move every score.
    """
    low, high = _least(x), _most(x)
    _require(low != high, "all its values are the same", names)
    return (x - low) / (high - low) * (ends[1] - ends[0]) + ends[0]


def zscore(
    x: Floats, *, ends: tuple[float, float] = (0.0, 1.0), names: Sequence[str] = ()
) -> Floats:
    """Give each column the mean ``ends[0]`` and the standard deviation ``ends[1]`` (n − 1).

    Raises NormalisationError for a column whose values are all the same.
    """
    _require(_least(x) != _most(x), "all its values are the same", names)
    return standardised(x) * ends[1] + ends[0]


def standardised(x: Floats) -> Floats:
    """Take each column to mean 0 and standard deviation 1 (n − 1); 0 where all values are the same."""
    count = np.maximum((~np.isnan(x)).sum(axis=0), 1)
    centred = x - np.nansum(x, axis=0) / count
    deviation = np.sqrt(np.nansum(centred**2, axis=0) / np.maximum(count - 1, 1))
    # A column without a figure has no deviation, and nothing to divide.
    return centred / np.where(deviation > 0, deviation, 1.0)


def phi(x: Floats, *, names: Sequence[str] = ()) -> Floats:
    """Give the share of a normal distribution that lies below each value: Φ(z), on 0–1."""
    from scipy.special import ndtr

    shares: Floats = ndtr(zscore(x, names=names))
    return shares


def rank(x: Floats, *, names: Sequence[str] = ()) -> Floats:
    """Rank from the lowest, which is 1; equal values share the lower rank."""
    return ascending(x)


def percentile_rank(x: Floats, *, names: Sequence[str] = ()) -> Floats:
    """Place the ranks on 0–1: ``(rank − 1) / (number observed − 1)``.

    Raises NormalisationError for a column with a single value.
    """
    count = (~np.isnan(x)).sum(axis=0)
    _require(count != 1, "it has a single value, which has no place among others", names)
    return (ascending(x) - 1) / np.maximum(count - 1, 1)


def borda(x: Floats, *, names: Sequence[str] = ()) -> Floats:
    """Count the units that stand lower: ``rank − 1``."""
    return ascending(x) - 1


def distance_to_max(x: Floats, *, names: Sequence[str] = ()) -> Floats:
    """Tell how near to the highest value: ``1 − (max − x) / (max − min)``, on 0–1.

    Raises NormalisationError for a column whose values are all the same.
    """
    low, high = _least(x), _most(x)
    _require(low != high, "all its values are the same", names)
    return 1 - (high - x) / (high - low)


def distance_to_reference(x: Floats, *, reference: int, names: Sequence[str] = ()) -> Floats:
    """Tell how near to one unit: ``1 − (ref − x) / (ref − min)``; above it is above 1.

    reference : row of that unit.
    A column in which that unit has no value, or has the lowest one, cannot be measured by it and
    is NaN: it is a fault of the unit, not of the column, and the other columns can be.
    """
    low, held = _least(x), np.asarray(x[reference])
    reach = np.where(held == low, np.nan, held - low)
    return 1 - (held - x) / reach


def distance_to_target(x: Floats, *, target: ArrayLike, names: Sequence[str] = ()) -> Floats:
    """Tell how near to a target: ``(x − min) / (target − min)``; beyond it is above 1.

    target : a number, or (k,), in the unit and direction of ``x``.
    Raises NormalisationError where there is no target, or it is not above the lowest value: the
    order of the units would be turned round.
    """
    low, aim = _least(x), np.broadcast_to(np.asarray(target, dtype=float), x.shape[1:])
    _require(~np.isnan(aim), "it has no target", names)
    _require(~(aim <= low), "its target does not lie beyond the worst value", names)
    return (x - low) / (aim - low)


def fraction_of_max(x: Floats, *, names: Sequence[str] = ()) -> Floats:
    """Divide by the highest value.  A column whose highest value is 0 has no fractions: NaN."""
    high = _most(x)
    return x / np.where(high == 0, np.nan, high)


def scaled(
    x: Floats, *, ends: tuple[float, float] = (0.0, 100.0), names: Sequence[str] = ()
) -> Floats:
    """Place on 0–100 by two fixed values, not cut off: ``(x − l) / (u − l) · 100``."""
    return (x - ends[0]) / (ends[1] - ends[0]) * 100


# Where a method takes ``ends``, they are the ends of the new scale (goalposts, minmax), its mean and
# deviation (zscore), or the two values of the old scale that become 0 and 100 (scaled).
WITH_ENDS = frozenset({"goalposts", "minmax", "zscore", "scaled"})
METHODS: dict[str, Callable[..., Floats]] = {
    "goalposts": between_goalposts,
    "minmax": minmax,
    "zscore": zscore,
    "phi": phi,
    "rank": rank,
    "percentile-rank": percentile_rank,
    "borda": borda,
    "distance-to-max": distance_to_max,
    "distance-to-reference": distance_to_reference,
    "distance-to-target": distance_to_target,
    "fraction-of-max": fraction_of_max,
    "scaled": scaled,
}


def _least(x: Floats) -> Floats:
    return np.asarray(np.fmin.reduce(x, axis=0, initial=np.nan))


def _most(x: Floats) -> Floats:
    return np.asarray(np.fmax.reduce(x, axis=0, initial=np.nan))


def _require(fine: np.ndarray, reason: str, names: Sequence[str]) -> None:
    """Raise NormalisationError for the first column that is not ``fine``."""
    if np.all(fine):
        return
    first = int(np.flatnonzero(~np.atleast_1d(fine))[0])
    name = names[first] if names else str(first)
    raise NormalisationError(f"indicator '{name}' cannot be normalised: {reason}")
