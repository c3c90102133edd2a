"""Combine several values into one: the means, the maximum, and the inverted geometric mean.

All functions take NaN as "not observed": its weight is shared out over the observed ones.
``values`` is (..., k), ``weights`` is (k,) or (..., k) and need not sum to 1; the result is (...,),
NaN where nothing is observed. Copeland's method compares units and stands in ``copeland.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from scoring.normalise import Floats

Aggregation = Callable[[Floats, Floats], Floats]

POINTS = 100  # scores and pillars are published on 0–100
# The inverted geometric mean works on 0–10, where the room left to the worst runs from TOP down
# to FLOOR: a room of nothing would make every other pillar meaningless.
TOP, FLOOR = 10, 1
SLOPE = (TOP - FLOOR) / TOP


class AggregationError(ValueError):
    """A mean is not defined for the values, or there is no such mean."""


def shares(observed: np.ndarray, weights: Floats) -> Floats:
    """Rescale weights over what is observed.

    observed : (..., k) bool.  weights : (k,) or (..., k).
    Returns (..., k) that sum to 1, or all NaN where nothing is observed.
    """
    kept = np.where(observed, weights, 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    return np.divide(kept, total, out=np.full_like(kept, np.nan), where=total > 0)


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Weighted mean of the observed values."""
    observed = ~np.isnan(values)
    if observed.all():
        return _mean(values, observed, weights)
    return _mean(np.where(observed, values, 0.0), observed, weights)


def geometric(values: Floats, weights: Floats) -> Floats:
    """``Π x^w``.  Raises AggregationError for a value of zero or less."""
    observed = _checked("geometric", values)
    return np.exp(_mean(np.log(np.where(observed, values, 1.0)), observed, weights))


def harmonic(values: Floats, weights: Floats) -> Floats:
    """``1 / Σ w / x``.  Raises AggregationError for a value of zero or less."""
    observed = _checked("harmonic", values)
    return 1.0 / _mean(1.0 / np.where(observed, values, 1.0), observed, weights)


def power(values: Floats, weights: Floats, exponent: float) -> Floats:
    """``(Σ w x^p)^(1/p)``, the mean of power p: 1 is arithmetic, −1 harmonic, 0 geometric.

    Raises AggregationError for a negative value, and for zero when p is 0 or less.
    """
    if exponent == 0:
        return geometric(values, weights)
    observed = _checked(f"power:{exponent:g}", values)
    # By the largest of each row (the smallest when p < 0), so that no power overflows.
    extreme = np.fmax if exponent > 0 else np.fmin
    size = extreme.reduce(values, axis=-1, keepdims=True)
    unit = np.where(size > 0, size, 1.0)
    relative = np.where(observed, values, 0.0 if exponent > 0 else unit) / unit
    mean = _mean(relative**exponent, observed, weights)
    return np.asarray(mean ** (1 / exponent) * unit[..., 0])


def quadratic(values: Floats, weights: Floats) -> Floats:
    """``√(Σ w x²)``.  Raises AggregationError for a negative value."""
    return power(values, weights, 2.0)


def maximum(values: Floats, weights: Floats) -> Floats:
    """Return the highest of the observed values that weigh anything."""
    return np.asarray(np.fmax.reduce(np.where(weights > 0, values, np.nan), axis=-1))


def inverted_geometric(values: Floats, weights: Floats) -> Floats:
    """Aggregate pressures so that one severe pillar cannot be averaged away.

    values : (..., k) on 0–100, NaN where not rated.
    Returns (...,) on 0–100. On 0–10, ``S = (10 − Π (1 + 0.9 (10 − P))^w) · 10/9``: the geometric
    mean of what is *missing* to the worst, in INFORM's form; see the methodology, step 6.
    """
    observed = ~np.isnan(values)
    room = FLOOR + SLOPE * (TOP - np.where(observed, values, 0.0) * (TOP / POINTS))
    mean = _mean(np.log(room), observed, weights)
    inverted = (TOP - np.exp(mean)) * (POINTS / (TOP - FLOOR))
    # exp(log(10)) is a little above 10: without this a score of nothing would be below zero.
    return np.clip(inverted, 0.0, POINTS)


METHODS: dict[str, Aggregation] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "quadratic": quadratic,
    "inverted_geometric": inverted_geometric,
    "maximum": maximum,
}
# What a method asks of every value: in words, and as a test in which NaN counts as asking nothing.
# 100 may be missed by rounding.
Domain = tuple[str, Callable[[Floats], np.ndarray]]
_POSITIVE: Domain = ("above 0", lambda x: ~(x <= 0))
_NOT_NEGATIVE: Domain = ("0 or more", lambda x: ~(x < 0))
DOMAINS: dict[str, Domain] = {
    "geometric": _POSITIVE,
    "harmonic": _POSITIVE,
    "quadratic": _NOT_NEGATIVE,
    "inverted_geometric": ("from 0 to 100", lambda x: ~((x < 0) | (x > POINTS + 1e-9))),
}


def method(name: str) -> Aggregation:
    """Return the aggregation of that name; ``power:P`` is the mean of power P.

    Raises AggregationError for a name that there is not.
    """
    exponent = _exponent(name)
    if exponent is not None:
        return partial(power, exponent=exponent)
    if name not in METHODS:
        allowed = ", ".join((*METHODS, "power:P"))
        raise AggregationError(f"there is no aggregation '{name}'; there are: {allowed}")
    return METHODS[name]


def domain(name: str) -> Domain | None:
    """Return what the aggregation asks of values, or None when it takes any."""
    exponent = _exponent(name)
    if exponent is not None:
        return _NOT_NEGATIVE if exponent > 0 else _POSITIVE
    return DOMAINS.get(name)


def _exponent(name: str) -> float | None:
    kind, _, text = name.partition(":")
    if kind != "power":
        return None
    try:
        exponent = float(text)
    except ValueError:
        exponent = np.nan
    if not np.isfinite(exponent):
        raise AggregationError(f"'{name}' needs a number after the colon, such as power:0.5")
    return exponent


def _checked(name: str, values: Floats) -> np.ndarray:
    """Say what is observed; AggregationError when a value lies where the mean is not defined."""
    needed = domain(name)
    if needed is not None and not needed[1](values).all():
        raise AggregationError(f"the {name} mean needs values {needed[0]}")
    return ~np.isnan(values)


def _mean(terms: Floats, observed: np.ndarray, weights: Floats) -> Floats:
    """Mean of terms of which those not observed are any finite number: (..., k) to (...,)."""
    weights = np.asarray(weights, dtype=float)
    if observed.all() and weights.ndim == 1:
        kept, total = weights, np.asarray(weights.sum())
    else:
        kept = np.where(observed, weights, 0.0)
        total = kept.sum(axis=-1)
    # Not a matrix product: its last digit depends on the other rows.
    summed = np.einsum("...k,...k->...", terms, kept)
    return np.divide(summed, total, out=np.full(summed.shape, np.nan), where=total > 0)
