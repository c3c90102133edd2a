"""The options themselves: other ways to fill a gap, and to aggregate pillars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from scoring.aggregate import FLOOR, POINTS, SLOPE, TOP
from scoring.normalise import Floats

NEIGHBOURS = 5


# -- what stands for a missing value: (R, K) values and where they apply, to (R, K) -----------------


def none(values: Floats, applicable: np.ndarray) -> Floats:
    """Leave gaps; the weight is shared out over what is observed."""
    return values


def mean(values: Floats, applicable: np.ndarray) -> Floats:
    """Take the mean of the regions that have a value."""
    return _filled(values, applicable, _by_column(np.mean, values))


def median(values: Floats, applicable: np.ndarray) -> Floats:
    """Take the median of the regions that have a value."""
    return _filled(values, applicable, _by_column(np.median, values))


def nearest(values: Floats, applicable: np.ndarray) -> Floats:
    """Take the mean of the five regions most alike in what both have, among those with a value.

    Distances are those of scikit-learn's ``KNNImputer`` on columns of unit variance, which gives
    the same values (tested); for 20 regions it is not worth the second that its import takes.
    """
    scale = _by_column(np.std, values)
    scaled = values / np.where(scale > 0, scale, 1.0)
    apart = scaled[:, None, :] - scaled[None, :, :]
    shared = ~np.isnan(apart)
    squares = np.where(shared, apart, 0.0) ** 2
    count = shared.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.sqrt(squares.sum(axis=-1) * values.shape[1] / count)
    filled = values.copy()
    column_means = _by_column(np.mean, values)
    for r, k in np.argwhere(np.isnan(values) & applicable):
        donors = np.flatnonzero(~np.isnan(values[:, k]) & ~np.isnan(distance[r]))
        closest = donors[np.argsort(distance[r, donors], kind="stable")[:NEIGHBOURS]]
        filled[r, k] = values[closest, k].mean() if closest.size else column_means[k]
    return filled


def _by_column(statistic: Callable[[Floats], np.floating], values: Floats) -> Floats:
    """(K,) of a statistic of the values there are; NaN for a column without any."""
    columns = (column[~np.isnan(column)] for column in values.T)
    return np.array([statistic(c) if c.size else np.nan for c in columns], dtype=float)


def _filled(values: Floats, applicable: np.ndarray, by_column: Floats) -> Floats:
    return np.where(np.isnan(values) & applicable, by_column, values)


FILLS: MappingProxyType[str, Callable[[Floats, np.ndarray], Floats]] = MappingProxyType(
    {"none": none, "mean": mean, "median": median, "nearest": nearest}
)


# -- aggregation across P pillars in D draws --------------------------------------------------------
# The formulas of scoring.aggregate, written for ten thousand draws at a time: draws stand last, each
# pillar is a table of its own, and what is the same for all regions is kept once.
#
#     pillars : P tables of (R, D) on 0–100;  weights : P rows of (D,), not rescaled
#     absent  : by position of a pillar, (R, D) bool, where it has no value
#     optional : (P,) bool
#
# A table of ``pillars`` may be written over. Returns (R, D) on 0–100.

Absent = Mapping[int, np.ndarray]
Across = Callable[[Sequence[Floats], Sequence[Floats], Absent, np.ndarray], Floats]


def _mean(terms: Iterable[Floats], weights: Sequence[Floats], absent: Absent) -> Floats:
    """Weighted mean of (R, D) terms over the pillars that have a value; writes over the terms."""
    total: Floats | float = 0.0
    whole: Floats | float = 0.0
    for p, (term, weight) in enumerate(zip(terms, weights, strict=True)):
        part = np.multiply(term, weight, out=term)
        if p in absent:
            part[absent[p]] = 0.0
            whole = whole + np.where(absent[p], 0.0, weight)
        else:
            whole = whole + weight
        total = total + part
    with np.errstate(invalid="ignore"):  # a region without any pillar stays without a score
        return np.asarray(total) / whole


def arithmetic(
    pillars: Sequence[Floats], weights: Sequence[Floats], absent: Absent, optional: np.ndarray
) -> Floats:
    """Weighted mean."""
    return _mean(pillars, weights, absent)


def quadratic(
    pillars: Sequence[Floats], weights: Sequence[Floats], absent: Absent, optional: np.ndarray
) -> Floats:
    """Root of the weighted mean of squares."""
    return np.sqrt(_mean((np.square(p, out=p) for p in pillars), weights, absent))


def inverted_geometric(
    pillars: Sequence[Floats], weights: Sequence[Floats], absent: Absent, optional: np.ndarray
) -> Floats:
    """INFORM's form; see ``scoring.aggregate.inverted_geometric``."""

    def room(pillar: Floats) -> Floats:
        pillar *= -SLOPE * TOP / POINTS
        pillar += FLOOR + SLOPE * TOP
        return np.log(pillar, out=pillar)

    inverted = TOP - np.exp(_mean(map(room, pillars), weights, absent))
    return np.clip(inverted * (POINTS / (TOP - FLOOR)), 0.0, POINTS)


def maximum(
    pillars: Sequence[Floats], weights: Sequence[Floats], absent: Absent, optional: np.ndarray
) -> Floats:
    """Worst of the required pillars.

    An optional one is one that the index can do without: it must not make the index alone, as it
    would here, where weights mean nothing.
    """
    worst = np.full(pillars[0].shape, -np.inf)
    for p in np.flatnonzero(~optional).tolist():
        if not weights[p].any():  # left out
            continue
        term = pillars[p]
        if p in absent:
            term[absent[p]] = -np.inf
        np.maximum(worst, term, out=worst)
    return worst


ACROSS: MappingProxyType[str, Across] = MappingProxyType(
    {
        "inverted_geometric": inverted_geometric,
        "arithmetic": arithmetic,
        "quadratic": quadratic,
        "maximum": maximum,
    }
)
