"""Places of many units in many draws, with ties: the dear part of every uncertainty analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scoring.normalise import Floats
from scoring.ordering import RELATIVE_ROUNDING
from scoring.score import ROUNDING

# Up to so many units places fit into a byte, and comparing each with each other is fastest.
FEW = 40
NOTHING = 1e-300


@dataclass(frozen=True)
class PlaceCounts:
    """How often each unit held each place.

    up_to : (n, n) int, in how many draws the unit (row) held this place (column) or a better one.
    draws : how many there were.
    """

    up_to: NDArray[np.int64]
    draws: int

    @classmethod
    def of(cls, places: NDArray[np.uint8]) -> PlaceCounts:
        """Count (n, D) places, 1 the best."""
        units, draws = places.shape
        counts = [np.bincount(own, minlength=units + 1)[1:] for own in places]
        return cls(np.cumsum(counts, axis=1), draws)

    @property
    def share(self) -> Floats:
        """(n, n) share of the draws in which a unit (row) holds a place (column, from 1)."""
        return np.diff(self.up_to, axis=1, prepend=0) / self.draws

    def mean(self) -> Floats:
        """(n,) mean place: one more than the mean number of places that were not good enough."""
        return 1.0 + (self.draws - self.up_to).sum(axis=1) / self.draws

    def quantile(self, share: float) -> Floats:
        """(n,) place below which ``share`` of the draws lie, linear between neighbours.

        The same as ``numpy.quantile`` of the places themselves: with D draws in order, the value
        at position ``share·(D − 1)``.
        """
        position = share * (self.draws - 1)
        below = int(np.floor(position))
        low = 1.0 + np.count_nonzero(self.up_to <= below, axis=1)
        if position == below:
            return low
        high = 1.0 + np.count_nonzero(self.up_to <= below + 1, axis=1)
        return low + (position - below) * (high - low)


def compare(scores: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """Compare each of a few (n, D) scores with each other, n up to ``FEW``.

    Returns (n, D) places, 1 the highest, ties share; and (n, n) in how many draws the unit of a
    row scores above the unit of a column.
    """
    units = len(scores)
    places = np.ones(scores.shape, dtype=np.uint8)
    above = np.zeros((units, units))
    limits = scores + ROUNDING
    for a, b in combinations(range(units), 2):
        for first, second in ((a, b), (b, a)):
            higher = scores[first] > limits[second]
            above[first, second] = np.count_nonzero(higher)
            places[second] += higher
    return places, above


def share_above(first: Floats, second: Floats) -> Floats:
    """Return (n,) in which share of the draws each unit of ``first`` scores above its own second.

    first, second : (n, D), a column the same draw in both; a tie counts half. NaN where a unit has
    no score in one of them.
    """
    above = np.count_nonzero(first > second + ROUNDING, axis=1)
    below = np.count_nonzero(second > first + ROUNDING, axis=1)
    share = 0.5 + (above - below) / (2 * first.shape[1])
    return np.where(np.isnan(first[:, 0] + second[:, 0]), np.nan, share)


def place_table(units: int, draws: int, chunks: Iterable[Floats]) -> NDArray[np.uint16]:
    """Place of each unit in each draw, from chunks of (n, d) scores without NaN.

    Returns (n, draws), 1 the highest, ties share the better place: two bytes a place.
    """
    table = np.empty((units, draws), dtype=np.uint16 if units < 1 << 16 else np.uint32)
    start = 0
    for scores in chunks:
        places, whose = places_by_sorting(scores)
        end = start + scores.shape[1]
        table[whose, np.arange(start, end)[:, None]] = places
        start = end
    return table


def places_by_sorting(scores: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort each draw of (n, D) scores; returns (D, n) places, and whose they are.

    Sorting numbers is several times faster than sorting positions by numbers. So each score
    carries its unit in the lowest bits of its mantissa: with 2,000 units that leaves 41 bits.
    Scores that differ by no more than rounding, which is 1e-12 of the largest of the draw or what
    those bits leave, are equal.
    """
    units = len(scores)
    bits = max(units - 1, 1).bit_length()
    mask = np.uint64((1 << bits) - 1)
    whole = np.ascontiguousarray(scores.T, dtype=np.float64).view(np.uint64) & ~mask
    whole |= np.arange(units, dtype=np.uint64)
    packed = whole.view(np.float64)
    packed.sort(axis=1)
    whose = (whole & mask).astype(np.int64)
    places = np.broadcast_to(np.arange(units, 0, -1), whose.shape)
    size = np.maximum(np.abs(packed[:, :1]), np.abs(packed[:, -1:]))
    # Of zeros the unit's bits make numbers that are next to nothing, and equal all the same.
    limit = max(RELATIVE_ROUNDING, 2.0 ** (bits - 51)) * size + NOTHING
    apart = np.diff(packed, axis=1) > limit
    if not apart.all():
        # The last of those that are equal has the better place; the others share it.
        ends = np.where(np.pad(apart, ((0, 0), (0, 1)), constant_values=True), places, 0)
        places = np.maximum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    return places, whose


def quantile(ordered: np.ndarray, share: float) -> Floats:
    """Quantile of rows that are in order, linear between neighbours, as ``numpy.quantile``."""
    position = share * (ordered.shape[1] - 1)
    below = int(position)
    low = ordered[:, below].astype(float)
    high = ordered[:, min(below + 1, ordered.shape[1] - 1)]
    return low + (position - below) * (high - low)
