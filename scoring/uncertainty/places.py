"""Places of many units in many draws, with ties: the dear part of every uncertainty analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scoring.normalise import Floats
from scoring.score import ROUNDING

# Up to here each unit is compared with each other; that also says who is ahead of whom.
FEW = 40


@dataclass(frozen=True)
class PlaceCounts:
    """How often each unit held each place.

    up_to : (n, n) int, in how many draws the unit (row) held this place (column) or a better one.
    draws : how many there were.
    """

    up_to: NDArray[np.int64]
    draws: int

    @classmethod
    def of(cls, units: int, chunks: Iterable[Floats]) -> PlaceCounts:
        """Count the places in chunks of (n, D) scores; the highest has place 1, ties share it."""
        counts = np.zeros(units * units, dtype=np.int64)
        for scores in chunks:
            counts += np.bincount(_cells(scores), minlength=units * units)
        return cls.from_counts(counts.reshape(units, units))

    @classmethod
    def from_counts(cls, counts: NDArray[np.int64]) -> PlaceCounts:
        """Take (n, n) counts of a unit (row) at a place (column)."""
        up_to = np.cumsum(counts, axis=1)
        return cls(up_to, int(up_to[0, -1]))

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

    def at_best(self, place: int) -> Floats:
        """(n,) share of the draws in which a unit holds ``place`` or a better one."""
        return self.up_to[:, place - 1] / self.draws


def _cells(scores: Floats) -> NDArray[np.int64]:
    """Name the cell (unit, place) of each unit in each draw, as one number."""
    units = len(scores)
    if units <= FEW:
        cells = np.arange(units)[:, None] * units + compare(scores)[0]
    else:
        places, whose = places_by_sorting(scores)
        cells = np.multiply(whose, units, out=whose)
        cells += places
    cells -= 1
    return cells.ravel()


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


def places_by_sorting(scores: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort each draw of (n, D) non-negative scores; returns (D, n) places, and whose they are.

    Sorting numbers is several times faster than sorting positions by numbers. So each score
    carries its unit in the lowest bits of its mantissa: with 2,000 units that leaves 41 bits, a
    precision of 5e-11 of 100 points, finer than the difference at which scores count as equal.
    """
    units = len(scores)
    bits = np.uint64(max(units - 1, 1).bit_length())
    mask = (np.uint64(1) << bits) - np.uint64(1)
    whole = np.ascontiguousarray(scores.T, dtype=np.float64).view(np.uint64) & ~mask
    whole |= np.arange(units, dtype=np.uint64)
    packed = whole.view(np.float64)
    packed.sort(axis=1)
    whose = (whole & mask).astype(np.int64)
    places = np.broadcast_to(np.arange(units, 0, -1), whose.shape)
    apart = np.diff(packed, axis=1) > ROUNDING
    if not apart.all():
        # The last of those that are equal has the better place; the others share it.
        ends = np.where(np.pad(apart, ((0, 0), (0, 1)), constant_values=True), places, 0)
        places = np.maximum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    return places, whose
