"""Best and worst place of each region over pillar weights in a box: exact integer programmes.

Region a is ahead of b where a linear function of the weights is above zero, so that the best
place asks for the weights at which the fewest such conditions fail. Where one of the two has a
pillar that the other lacks, their scores have different denominators and the condition is
bilinear: it is relaxed by McCormick's envelopes (1976), and the box is split until the relaxed
answer is one that weights really give.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isnan

import numpy as np
from numpy.typing import NDArray

from scoring.normalise import Floats
from scoring.robustness.box import around, highest
from scoring.robustness.linear import MARGIN, LinearIndex
from scoring.score import ranks

NODES = 200  # boxes looked at for one place before it is reported as not proved


@dataclass(frozen=True)
class _Pairs:
    """What is certain before any programme is solved.

    above : (R, R) bool, row is above column under all weights.
    never : (R, R) bool, row is above column under none.
    alike : (R, R) bool, both have the same pillars rated.
    """

    above: NDArray[np.bool_]
    never: NDArray[np.bool_]
    alike: NDArray[np.bool_]


def place_range(
    index: LinearIndex, delta: float, bottom: Floats, top: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
    """Find the smallest and the largest place of each region over weights within ±delta.

    bottom, top : (R,) each region's extreme scores over those weights.
    Returns three (R,): the smallest place, the largest, and whether both are proved. Weights that
    leave any of the regions unrated are left out. A place that exists only where two scores are
    level to a millionth of a point may not be seen.
    """
    count = len(index.regions)
    if not count:
        return np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0, bool)
    low, high = around(index.weights, delta)
    keep = index.keeps_rating(slice(None))
    pairs = _pairs(index, low, high, bottom, top)
    tried = ranks(index.scores(_corners(index, low, high, keep)))
    smallest = tried.min(axis=0).astype(np.intp)
    largest = tried.max(axis=0).astype(np.intp)
    exact = np.ones(count, dtype=bool)
    for r in range(count):
        programme = _Programme(index, pairs, keep, r)
        # A region's place is 1 and one more for each region above it.
        smallest[r], first = programme.solve(low, high, int(smallest[r]), ahead=True)
        largest[r], second = programme.solve(low, high, int(largest[r]), ahead=False)
        exact[r] = first and second
    return smallest, largest, exact


class _Programme:
    """The places of one region."""

    def __init__(self, index: LinearIndex, pairs: _Pairs, keep: Floats, r: int) -> None:
        self.index, self.keep, self.r = index, keep, r
        self.others = np.arange(len(index.regions)) != r
        self.sure = int(pairs.above[:, r].sum())  # above this region under all weights
        open_pairs = self.others & ~pairs.above[:, r] & ~pairs.never[:, r]
        self.open = np.flatnonzero(open_pairs)
        self.alike = pairs.alike[r]

    def solve(self, low: Floats, high: Floats, known: int, *, ahead: bool) -> tuple[int, bool]:
        """Improve a known place: the smallest if ``ahead``, else the largest.

        Returns the place and whether it is proved that there is none beyond it.
        """
        sign = 1 if ahead else -1
        beyond = self.sure + 1 if ahead else self.sure + 1 + len(self.open)
        boxes = [(low, high)]
        for _ in range(NODES):
            if not boxes or known == beyond:
                return known, True
            box = boxes.pop()
            answer = self._relaxed(*box, ahead=ahead)
            if answer is None:
                continue
            failed, weights, held = answer
            bound = self.sure + 1 + (failed if ahead else len(self.open) - failed)
            known = self._better(known, weights, ahead=ahead)
            if sign * (known - bound) > 0:
                # The answer may stand in a corner where scores are level but for rounding.
                known = self._better(known, self._deepest(held, *box), ahead=ahead)
            if sign * (known - bound) > 0:
                boxes += self._halves(*box)
        return known, False

    def _better(self, known: int, weights: Floats, *, ahead: bool) -> int:
        """Return the place that these weights give, if it is beyond the known one."""
        place = float(ranks(self.index.scores(weights[None]))[0, self.r])
        if isnan(place):  # a solver may overstep the rating of a region by a hair
            return known
        return int(min(known, place) if ahead else max(known, place))

    def _deepest(self, held: Floats, low: Floats, high: Floats) -> Floats:
        """Find weights of a box at which rows g, all ``g · w ≥ 0``, hold by as much as they can."""
        from scipy.optimize import linprog

        pillars = len(low)
        # The last variable is how much the rows hold by; those of the rating only have to hold.
        rows = np.vstack([held, self.keep])
        by = np.concatenate([np.ones(len(held)), np.zeros(len(self.keep))])
        solution = linprog(
            np.concatenate([np.zeros(pillars), [-1.0]]),
            A_ub=np.hstack([-rows, by[:, None]]),
            b_ub=np.zeros(len(rows)),
            A_eq=np.concatenate([np.ones(pillars), [0.0]])[None],
            b_eq=np.ones(1),
            bounds=[*zip(low, high, strict=True), (0.0, 1.0)],
        )
        if solution.status != 0:
            raise ArithmeticError(f"the linear programme has no answer: {solution.message}")
        assert solution.x is not None  # it has an answer
        weights = np.clip(solution.x[:pillars], low, high)
        deepest: Floats = weights / weights.sum()
        return deepest

    def _halves(self, low: Floats, high: Floats) -> list[tuple[Floats, Floats]]:
        """Split along the longest side of a pillar that not all of the regions have."""
        rated = self.index.rated[[self.r, *self.open]]
        sides = np.where((rated != rated[0]).any(axis=0), high - low, 0.0)
        p = int(np.argmax(sides))
        if sides[p] <= MARGIN:
            return [(low, high)]  # nothing to split: counted as looked at until there are too many
        middle = (low[p] + high[p]) / 2
        below, beyond = high.copy(), low.copy()
        below[p] = beyond[p] = middle
        return [(low, below), (beyond, high)]

    def _relaxed(
        self, low: Floats, high: Floats, *, ahead: bool
    ) -> tuple[int, Floats, Floats] | None:
        """Fewest open pairs that fail in a box, at least, and weights that come near it.

        Returns their number, the weights, and the rows of the pairs that do not fail there; None
        when no weights lie in the box.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        pillars, count = len(low), len(self.open)
        blocks = [np.hstack([np.ones((1, pillars)), np.zeros((1, count))])]
        least, most = [np.ones(1)], [np.ones(1)]
        if len(self.keep):
            blocks.append(np.hstack([self.keep, np.zeros((len(self.keep), count))]))
            least.append(np.zeros(len(self.keep)))
            most.append(np.full(len(self.keep), np.inf))
        conditions = []
        for j, s in enumerate(self.open):
            rows = self._condition(int(s), low, high, ahead=ahead)
            lowest = (rows * highest(-rows, low, high)).sum(axis=1)
            paid = np.zeros((len(rows), count))
            paid[:, j] = np.maximum(MARGIN - lowest, 0.0)
            conditions.append(rows)
            blocks.append(np.hstack([rows, paid]))
            least.append(np.full(len(rows), MARGIN))
            most.append(np.full(len(rows), np.inf))
        solution = milp(
            np.concatenate([np.zeros(pillars), np.ones(count)]),
            integrality=np.concatenate([np.zeros(pillars), np.ones(count)]),
            bounds=Bounds(
                np.concatenate([low, np.zeros(count)]), np.concatenate([high, np.ones(count)])
            ),
            constraints=LinearConstraint(
                np.vstack(blocks), np.concatenate(least), np.concatenate(most)
            ),
            options={"mip_rel_gap": 0.0},
        )
        if solution.status == 2:  # infeasible
            return None
        if solution.status != 0:
            raise ArithmeticError(f"the integer programme has no answer: {solution.message}")
        weights = np.clip(solution.x[:pillars], low, high)
        failed = solution.x[pillars:] > 0.5
        held = [rows for rows, fails in zip(conditions, failed, strict=True) if not fails]
        return (
            ceil(solution.fun - 1e-3),
            weights / weights.sum(),
            np.vstack([np.empty((0, pillars)), *held]),
        )

    def _condition(self, s: int, low: Floats, high: Floats, *, ahead: bool) -> Floats:
        """Rows g, all ``g · w ≥ 0`` where this region is ahead of s (or s ahead of it)."""
        a, b = (self.r, s) if ahead else (s, self.r)
        parts, counted = self.index.parts, self.index.rated
        if self.alike[s]:
            return (parts[a] - parts[b])[None]
        more = _envelope(parts[a], counted[b], low, high, upper=True)
        less = _envelope(parts[b], counted[a], low, high, upper=False)
        return (more[:, None] - less[None]).reshape(-1, len(low))


def _envelope(one: Floats, two: Floats, low: Floats, high: Floats, *, upper: bool) -> Floats:
    """Two rows that bound the product of ``one · w`` and ``two · w`` over a box: (2, P)."""
    both = np.stack([one, two])
    ends = np.stack(
        [
            (both * highest(-both, low, high)).sum(axis=1),
            (both * highest(both, low, high)).sum(axis=1),
        ]
    )
    (a0, b0), (a1, b1) = ends
    # Weights sum to 1, so that the constant is spread over them.
    if upper:
        return np.stack([a1 * two + b0 * one - a1 * b0, a0 * two + b1 * one - a0 * b1])
    return np.stack([a0 * two + b0 * one - a0 * b0, a1 * two + b1 * one - a1 * b1])


def _pairs(index: LinearIndex, low: Floats, high: Floats, bottom: Floats, top: Floats) -> _Pairs:
    alike = (index.rated[:, None] == index.rated[None]).all(axis=2)
    gap = index.parts[:, None] - index.parts[None]
    least = (gap * highest(-gap, low, high)).sum(axis=2)
    most = (gap * highest(gap, low, high)).sum(axis=2)
    # Of regions with other pillars rated only what their own extremes say is certain.
    apart = bottom[:, None] - top[None]
    above = np.where(alike, least > MARGIN, apart > MARGIN)
    return _Pairs(above, np.where(alike, most <= MARGIN, above.T), alike)


def _corners(index: LinearIndex, low: Floats, high: Floats, keep: Floats) -> Floats:
    """List the chosen weights, and corners of the box where one region gains most on another."""
    gap = (index.parts[:, None] - index.parts[None]).reshape(-1, len(low))
    gains = np.vstack([gap, index.parts, -index.parts])
    corners = np.unique(np.round(highest(gains, low, high), 12), axis=0)
    corners /= corners.sum(axis=1, keepdims=True)
    kept = (corners @ keep.T >= 0).all(axis=1)
    return np.vstack([index.weights, corners[kept]])
