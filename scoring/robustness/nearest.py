"""The nearest weights that meet conditions: a linear programme, or a search where none will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.normalise import Floats

# The gap of many weightings at once: (n, k) to (n,), above 0 where the condition is met.
Gap = Callable[[Floats], Floats]
Reached = Callable[[Floats], bool]

HALVINGS = 60  # of a segment: beyond that two doubles do not differ
STEPS = 40  # linear programmes in a row, each about the last one's answer
ON_A_RAY = 65  # points looked at on each ray before the first crossing is narrowed down
NUDGE = 1e-6  # step of a slope, in weight


def nearest(start: Floats, rows: Floats) -> Floats | None:
    """Find the weights nearest to ``start`` that meet all conditions, or None if there are none.

    start : (k,) non-negative, summing to 1.  rows : (c, k), of which each asks ``row · w ≥ 0``.
    Returns (k,), non-negative, summing to 1, with the least Σ|w − start|. A linear programme:
    ``w = start + up − down`` with both parts non-negative.
    """
    from scipy.optimize import linprog

    k = len(start)
    scale = np.abs(rows).max(axis=1, keepdims=True)
    scaled = rows / np.where(scale > 0, scale, 1.0)
    solution = linprog(
        np.ones(2 * k),
        A_ub=np.hstack([-scaled, scaled]),
        b_ub=scaled @ start,
        A_eq=np.concatenate([np.ones(k), -np.ones(k)])[None],
        b_eq=[0.0],
        bounds=[(0.0, 1.0)] * k + [(0.0, float(w)) for w in start],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if solution.status == 2:  # infeasible
        return None
    if solution.status != 0 or solution.x is None:
        raise ArithmeticError(f"the linear programme ended without an answer: {solution.message}")
    return onto_simplex(start + solution.x[:k] - solution.x[k:])


def search(
    start: Floats, gap: Gap, rows: Floats, reached: Reached, hints: Sequence[Floats] = ()
) -> Floats | None:
    """Look for near weights where the gap is not linear; None when nothing was found.

    start : (k,).  rows : as in ``nearest``.  The gap is replaced by its slope at the last answer,
    and the linear programme solved again, until it stands still. That begins at ``start`` and at
    the nearest point on a ray to each corner and between each two weights, and at the hints. The
    answer meets all conditions; that there is none nearer is not proved.
    """
    on_ray = _first_on_rays(start, gap, reached)
    found = [] if on_ray is None else [on_ray]
    found += [to_the_edge(start, hint, reached) for hint in hints if reached(hint)]
    for begin in [start, *found]:
        settled = _follow_slope(start, begin, gap, rows)
        if settled is not None and reached(settled):
            found.append(to_the_edge(start, settled, reached))
    return min(found, key=lambda weights: distance(start, weights), default=None)


def to_the_edge(start: Floats, end: Floats, reached: Reached) -> Floats:
    """Go back from ``end``, where the condition is met, towards ``start`` as far as it holds."""
    if reached(start):
        return start
    outside, inside = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (outside + inside) / 2
        if reached(onto_simplex(start + middle * (end - start))):
            inside = middle
        else:
            outside = middle
    return onto_simplex(start + inside * (end - start))


def distance(start: Floats, weights: Floats) -> float:
    """Σ|w − start|: twice the weight that is moved."""
    return float(np.abs(weights - start).sum())


def onto_simplex(weights: Floats) -> Floats:
    """Take away what rounding put below 0 or beyond a sum of 1."""
    kept = np.maximum(weights, 0.0)
    whole: Floats = kept / kept.sum()
    return whole


def _follow_slope(start: Floats, begin: Floats, gap: Gap, rows: Floats) -> Floats | None:
    at = begin
    for step in range(STEPS):
        slope, value = _slope(at, gap)
        # Weights sum to 1, so that a constant can be spread over them.
        tangent = slope + (value - slope @ at)
        if not np.isfinite(tangent).all():
            return None
        found = nearest(start, np.vstack([rows, tangent]))
        if found is None:
            return None
        if distance(at, found) < 1e-12:
            break
        # Where the answers go to and fro between corners, half steps settle between them.
        at = found if step < STEPS // 4 else (at + found) / 2
    return at


def _slope(at: Floats, gap: Gap) -> tuple[Floats, float]:
    steps = np.eye(len(at)) * NUDGE
    values = gap(np.vstack([at, at + steps, np.maximum(at - steps, 0.0)]))
    width = NUDGE + np.minimum(at, NUDGE)
    return (values[1 : len(at) + 1] - values[len(at) + 1 :]) / width, float(values[0])


def _first_on_rays(start: Floats, gap: Gap, reached: Reached) -> Floats | None:
    """Nearest crossing on rays to each corner and from each weight to each other one."""
    k = len(start)
    corners = np.eye(k)
    ends = [corner for corner in corners if distance(start, corner) > 0]
    ends += [
        start + start[j] * (corners[i] - corners[j])
        for i in range(k)
        for j in range(k)
        if i != j and start[j] > 0
    ]
    best: Floats | None = None
    for end in ends:
        ray = start + np.linspace(0.0, 1.0, ON_A_RAY)[1:, None] * (end - start)
        near = best is None or np.abs(ray - start).sum(axis=1) < distance(start, best)
        for place in np.flatnonzero((gap(ray) > 0) & near):
            if reached(onto_simplex(ray[place])):
                best = to_the_edge(start, onto_simplex(ray[place]), reached)
                break
    return best


def as_rows(*rows: Floats) -> NDArray[np.float64]:
    """Stack conditions, single ones and tables of them, into one table."""
    return np.vstack([np.atleast_2d(row) for row in rows if np.size(row)])
