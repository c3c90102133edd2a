"""Why a region stands where it does: exact parts of the difference to a baseline."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np

from scoring.aggregate import METHODS, Aggregation, shares
from scoring.normalise import Floats
from scoring.score import Result

# A pillar this close to its baseline (in points) has no difference to share out; the slope of the
# index there is taken over a step of this size instead.
NEGLIGIBLE = 1e-7


@dataclass(frozen=True)
class Contributions:
    """Parts of one region's score that add up to its difference from the baseline.

    baseline : score of the baseline, in points;  score : score of the region.
    pillars : (P,) points, NaN where the pillar is not rated;  indicators : (K,) likewise.
    baseline_pillars : (P,) the baseline's pillars, measured with the region's own indicators.
    """

    baseline: float
    score: float
    pillars: Floats
    indicators: Floats
    baseline_pillars: Floats


def shapley(region: Floats, baseline: Floats, weights: Floats, across: Aggregation) -> Floats:
    """Share the difference of two aggregates over their pillars by exact Shapley values.

    region, baseline : (p,) pillars without NaN.  weights : (p,).
    Returns (p,) that add up to ``across(region) − across(baseline)`` up to rounding. Shapley
    (1953): the mean, over all orders in which pillars can change, of each pillar's step.
    """
    count = len(region)
    changed = (np.isin(np.arange(count), members) for members in subsets(count))
    values = np.array([across(np.where(one, region, baseline), weights) for one in changed])
    return shapley_values(values, count)


def subsets(count: int) -> tuple[tuple[int, ...], ...]:
    """List all subsets of ``count`` things, the empty one first, in the order of ``shapley_values``."""
    return tuple(
        tuple(thing for thing in range(count) if number >> thing & 1)
        for number in range(1 << count)
    )


def shapley_values(values: Floats, count: int) -> Floats:
    """Share the value of the whole out over its members.

    values : (2^count, ...) the value of each of ``subsets``.
    Returns (count, ...): the mean, over all orders in which the members can join, of the step that
    each of them makes. They add up to ``values[-1] - values[0]``.
    """
    parts = np.zeros((count, *values.shape[1:]))
    for number, members in enumerate(subsets(count)):
        before, after = factorial(len(members)), factorial(max(count - len(members) - 1, 0))
        for thing in range(count):
            if not number >> thing & 1:
                parts[thing] += (
                    before
                    * after
                    / factorial(count)
                    * (values[number | 1 << thing] - values[number])
                )
    return parts


def against_median(result: Result, period: int, region: str) -> Contributions | None:
    """Explain a score against the national median, or return None when it is not rated.

    The baseline is an imagined region with the median of each indicator over all regions,
    measured with the indicators that this region has and with the same weights, so that a gap in
    the figures is not read as a difference.
    """
    t, r = result.period_index[period], result.region_index[region]
    if np.isnan(result.score[t, r]):
        return None
    observed = ~np.isnan(result.normalised[t, r])
    median = _medians(result.normalised[t], observed)
    return _explain(result, t, r, median)


def against_period(result: Result, period: int, earlier: int, region: str) -> Contributions | None:
    """Explain a region's change since ``earlier``, or return None when it cannot be compared.

    ``result`` must be like for like over the two periods, else ValueError.
    """
    t, before = result.period_index[period], result.period_index[earlier]
    r = result.region_index[region]
    if np.isnan(result.score[[t, before], r]).any():
        return None
    if (np.isnan(result.normalised[t, r]) != np.isnan(result.normalised[before, r])).any():
        raise ValueError("the result is not like for like: the periods have other indicators")
    return _explain(result, t, r, result.normalised[before, r])


def _explain(result: Result, t: int, r: int, reference: Floats) -> Contributions:
    scheme = result.scheme
    across = METHODS[scheme.across_pillars]
    normalised = result.normalised[t, r]
    rated = ~np.isnan(result.pillars[t, r])
    steps = np.full(len(scheme.indicators), np.nan)  # pillar points of each indicator
    base = np.full(len(scheme.pillars), np.nan)
    for p, part in enumerate(scheme.slices):
        if not rated[p]:
            continue
        seen = ~np.isnan(normalised[part])
        weight = shares(seen, scheme.inner_weights[part])
        steps[part] = 100.0 * weight * (normalised[part] - reference[part])
        base[p] = result.pillars[t, r, p] - np.nansum(steps[part])
    weights = scheme.pillar_weights[rated]
    own, other = result.pillars[t, r, rated], base[rated]
    parts = np.full(len(scheme.pillars), np.nan)
    parts[rated] = shapley(own, other, weights, across)
    slope = np.full(len(scheme.pillars), np.nan)
    # Where a pillar does not differ, its indicators may still differ and cancel out: they are
    # shared out along the slope of the index there.
    flat = np.abs(own - other) < NEGLIGIBLE
    nudged = np.where(flat, other - np.copysign(NEGLIGIBLE * 1e3, other - 50.0), other)
    slope[rated] = shapley(own, nudged, weights, across) / (own - nudged)
    indicators = np.full(len(scheme.indicators), np.nan)
    for p, part in enumerate(scheme.slices):
        if rated[p]:
            gap = result.pillars[t, r, p] - base[p]
            exact = parts[p] / gap if abs(gap) >= NEGLIGIBLE else slope[p]
            indicators[part] = exact * steps[part]
    return Contributions(
        baseline=float(across(base, scheme.pillar_weights)),
        score=float(across(result.pillars[t, r], scheme.pillar_weights)),
        pillars=parts,
        indicators=indicators,
        baseline_pillars=base,
    )


def _medians(normalised: Floats, needed: np.ndarray) -> Floats:
    medians = np.full(normalised.shape[-1], np.nan)
    columns = np.flatnonzero(needed)
    medians[columns] = np.nanmedian(normalised[:, columns], axis=0)
    return medians
