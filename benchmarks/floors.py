"""Plain NumPy for the same questions: how fast they are answered without any care."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.special import ndtr

from scoring.normalise import Floats
from scoring.score import Result
from scoring.uncertainty.factors import Plan
from scoring.uncertainty.variants import FILLS

SHARES = (0.05, 0.5, 0.95)


def ranks(scores: Floats) -> Floats:
    """(D, n) scores to places: 1 is the highest, ties share the better place."""
    order = np.argsort(-scores, axis=1)
    ordered = np.take_along_axis(scores, order, axis=1)
    first = np.ones(ordered.shape, dtype=bool)
    first[:, 1:] = ordered[:, 1:] < ordered[:, :-1] - 1e-9
    place = np.maximum.accumulate(np.where(first, np.arange(1, scores.shape[1] + 1), 1), axis=1)
    found = np.empty(scores.shape)
    np.put_along_axis(found, order, place, axis=1)
    return found


def weight_monte_carlo(
    normalised: Floats, groups: Sequence[int], draws: int, kappa: float, seed: int
) -> tuple[Floats, Floats]:
    """Draw weights of groups and inside them, score, rank; mean, median, 5 % and 95 % of ranks."""
    rng = np.random.default_rng(seed)
    above = rng.dirichlet(np.full(len(groups), kappa / len(groups)), size=draws)
    inner = [rng.dirichlet(np.full(size, kappa / size), size=draws) for size in groups]
    effective = np.hstack([own * above[:, [g]] for g, own in enumerate(inner)])
    places = ranks(effective @ normalised.T)
    return places.mean(axis=0), np.quantile(places, SHARES, axis=0)


def uncertainty(result: Result, period: int, plan: Plan) -> tuple[Floats, ...]:
    """All factors of the plan, drawn and summed up as their formulas stand."""
    t, scheme = result.period_index[period], result.scheme
    rng = np.random.default_rng(plan.seed)
    scores = run(result, period, plan, *sample(result, plan, rng, plan.draws))
    places = ranks(scores)
    ahead = (scores[:, :, None] > scores[:, None, :]).mean(axis=0)
    high = (scores >= scheme.cuts[3]).mean(axis=0)
    top = (places <= 5).mean(axis=0)
    assert scores.shape[1] == result.score[t].size
    return (
        np.quantile(scores, SHARES, axis=0),
        np.quantile(places, SHARES, axis=0),
        ahead,
        high,
        top,
    )


def sample(
    result: Result, plan: Plan, rng: np.random.Generator, size: int
) -> tuple[dict[str, np.ndarray], Floats, Floats]:
    """Draw every factor: options by position, weights of pillars and of indicators."""
    scheme = result.scheme
    chosen = {
        "normalisation": rng.integers(len(plan.normalisations), size=size),
        "aggregation": rng.integers(len(plan.aggregations), size=size),
        "fill": rng.integers(len(plan.fills), size=size),
        "optional": rng.integers(len(plan.optional), size=size),
        "left": rng.integers(len(scheme.indicators) + 1, size=size),
        "percentile": rng.uniform(*plan.percentiles, size=size),
    }
    pillars = rng.dirichlet(202 * scheme.pillar_weights, size=size)
    inner = np.hstack(
        [rng.dirichlet(202 * scheme.inner_weights[part], size=size) for part in scheme.slices]
    )
    return chosen, pillars, inner


def run(
    result: Result,
    period: int,
    plan: Plan,
    chosen: dict[str, np.ndarray],
    pillar_weights: Floats,
    inner: Floats,
) -> Floats:
    """(D, R) scores."""
    t, scheme = result.period_index[period], result.scheme
    values, applicable = result.inputs.values[t], result.inputs.applicable
    size = len(inner)
    inner = inner.copy()
    some = chosen["left"] < len(scheme.indicators)
    inner[np.flatnonzero(some), chosen["left"][some]] = 0.0
    pillars = np.empty((size, len(values), len(scheme.pillars)))
    for n, method in enumerate(plan.normalisations):
        for f, fill in enumerate(plan.fills):
            rows = np.flatnonzero((chosen["normalisation"] == n) & (chosen["fill"] == f))
            filled = FILLS[fill](values, applicable)
            placed = _placed(filled, method, result, chosen["percentile"][rows])
            seen = ~np.isnan(filled)
            weighted = np.where(seen, placed, 0.0) * inner[rows][:, None, :]
            used = seen * inner[rows][:, None, :]
            for p, part in enumerate(scheme.slices):
                with np.errstate(invalid="ignore", divide="ignore"):
                    pillars[rows, :, p] = (
                        100 * weighted[..., part].sum(axis=-1) / used[..., part].sum(axis=-1)
                    )
    weights = np.broadcast_to(pillar_weights[:, None, :], pillars.shape).copy()
    for p in np.flatnonzero(scheme.optional).tolist():
        flipped = chosen["optional"] == plan.optional.index("flipped")
        pillars[flipped, :, p] = 100 - pillars[flipped, :, p]
        weights[chosen["optional"] == plan.optional.index("without"), :, p] = 0.0
    weights[np.isnan(pillars)] = 0.0
    weights /= weights.sum(axis=-1, keepdims=True)
    pillars = np.nan_to_num(pillars)
    room = np.log(1 + 0.9 * (10 - pillars / 10))
    required = np.where(weights > 0, pillars, 0.0)[..., ~scheme.optional]
    ways = {
        "arithmetic": (weights * pillars).sum(axis=-1),
        "quadratic": np.sqrt((weights * pillars**2).sum(axis=-1)),
        "inverted_geometric": (10 - np.exp((weights * room).sum(axis=-1))) * 100 / 9,
        "maximum": required.max(axis=-1),
    }
    options = [chosen["aggregation"] == a for a in range(len(plan.aggregations))]
    return np.select(
        [option[:, None] for option in options], [ways[name] for name in plan.aggregations]
    )


def _placed(values: Floats, method: str, result: Result, percentile: Floats) -> Floats:
    """(D or 1, R, K) on 0–1."""
    indicators = result.scheme.indicators
    directions = np.array([i.direction for i in indicators])
    if method == "phi":
        z = (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0, ddof=1)
        return np.asarray(ndtr(directions * z))[None]
    if method == "mid_rank":
        signed = directions * values
        below = (signed[:, None] > signed[None]).sum(axis=1)
        equal = (signed[:, None] == signed[None]).sum(axis=1)
        return ((below + 0.5 * equal) / (~np.isnan(values)).sum(axis=0))[None]
    lows = np.empty((len(percentile), len(indicators)))
    highs = np.empty_like(lows)
    for k, indicator in enumerate(indicators):
        if indicator.moves:
            lows[:, k] = np.percentile(indicator.reference, percentile)
            highs[:, k] = np.percentile(indicator.reference, 100 - percentile)
        else:
            lows[:, k], highs[:, k] = indicator.lo, indicator.hi
    for k in (k for k, i in enumerate(indicators) if i.transform == "log"):
        values = values.copy()
        values[:, k] = np.log(np.maximum(values[:, k], 1e-9))
        lows[:, k], highs[:, k] = np.log(lows[:, k]), np.log(highs[:, k])
    placed = np.clip((values - lows[:, None]) / (highs - lows)[:, None], 0, 1)
    return np.where(directions == 1, placed, 1 - placed)


def total_order(outputs: Floats, factors: int) -> Floats:
    """Jansen's total indices of (N·(k + 2), m) outputs, in one pass."""
    blocks = outputs.reshape(-1, factors + 2, outputs.shape[1])
    a, b = blocks[:, 0], blocks[:, -1]
    variance = np.vstack([a, b]).var(axis=0)
    return ((a[:, None] - blocks[:, 1:-1]) ** 2).mean(axis=0) / (2 * variance)


def chain(values: Floats, groups: Sequence[int]) -> Floats:
    """Min–max, mean inside groups, mean of groups, rank."""
    low, high = values.min(axis=0), values.max(axis=0)
    placed = 100 * (values - low) / (high - low)
    ends = np.cumsum([0, *groups])
    pillars = np.column_stack([placed[:, a:b].mean(axis=1) for a, b in pairwise(ends)])
    return ranks(pillars.mean(axis=1)[None])[0]
