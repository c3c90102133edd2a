"""Best and worst of a linear function over weights near the chosen ones."""

from __future__ import annotations

import numpy as np

from scoring.normalise import Floats

ITERATIONS = 100  # of a ratio's maximum, which is found in a handful
SETTLED = 1e-12


def around(weights: Floats, delta: Floats | float) -> tuple[Floats, Floats]:
    """Lowest and highest of each weight within ±delta, inside [0, 1].

    weights : (P,).  delta : a number, or (..., 1).  Returns two (P,) or (..., P).
    """
    return np.maximum(weights - delta, 0.0), np.minimum(weights + delta, 1.0)


def highest(gain: Floats, low: Floats, high: Floats) -> Floats:
    """Find weights with the highest Σ gain·w, each between low and high, summing to 1.

    gain, low, high : (..., P).  Returns (..., P). What is left after the lowest weights goes to
    the highest gain first: a fractional knapsack, which is exact.
    """
    low, high = np.broadcast_to(low, gain.shape), np.broadcast_to(high, gain.shape)
    order = np.argsort(-gain, axis=-1, kind="stable")
    room = np.take_along_axis(high - low, order, axis=-1)
    before = np.cumsum(room, axis=-1) - room
    left = 1.0 - low.sum(axis=-1, keepdims=True)
    given = np.clip(left - before, 0.0, room)
    weights = np.empty_like(gain)
    np.put_along_axis(weights, order, np.take_along_axis(low, order, axis=-1) + given, axis=-1)
    return weights


def highest_under(gain: Floats, low: Floats, high: Floats, row: Floats) -> Floats:
    """Find the same for one (P,) gain where also ``row · w ≥ 0``: a linear programme.

    The chosen weights must meet the condition, so that there are some that do.
    """
    from scipy.optimize import linprog

    size = float(np.abs(gain).max()) or 1.0
    solution = linprog(
        -gain / size,
        A_ub=-row[None],
        b_ub=[0.0],
        A_eq=np.ones((1, len(gain))),
        b_eq=[1.0],
        bounds=list(zip(low.tolist(), high.tolist(), strict=True)),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if solution.status != 0 or solution.x is None:
        raise ArithmeticError(f"the linear programme ended without an answer: {solution.message}")
    found: Floats = np.clip(solution.x, low, high)
    return found


def highest_mean(
    parts: Floats, counted: Floats, slack: Floats, start: Floats, low: Floats, high: Floats
) -> Floats:
    """Find weights with the highest ``w · parts / w · counted`` for each of R regions.

    parts, counted, slack : (R, P), parts 0 where not counted.  start : (P,) weights that lie
    between low and high and leave every region something counted.  low, high : (R, P).
    Returns (R, P). Weights with ``slack · w < 0`` are left out.

    Dinkelbach (1967): the highest ratio is the one at which the highest ``Σ w (parts − ratio ·
    counted)`` is 0; each round takes the ratio at the last answer.
    """
    weights = np.broadcast_to(start, parts.shape).copy()
    ratio = _ratio(parts, counted, weights)
    for _ in range(ITERATIONS):
        gain = parts - ratio[:, None] * counted
        found = highest(gain, low, high)
        for r in np.flatnonzero((slack * found).sum(axis=1) < -SETTLED):
            found[r] = highest_under(gain[r], low[r], high[r], slack[r])
        better = (found * gain).sum(axis=1) > SETTLED
        # Where nothing is left to gain, the weights may be ones that count nothing at all.
        better &= (found * counted).sum(axis=1) > SETTLED
        if not better.any():
            break
        weights[better] = found[better]
        ratio = _ratio(parts, counted, weights)
    return weights


def _ratio(parts: Floats, counted: Floats, weights: Floats) -> Floats:
    ratio: Floats = (parts * weights).sum(axis=1) / (counted * weights).sum(axis=1)
    return ratio
