"""From values to scores: one call, one immutable result that carries all its parents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.aggregate import METHODS, Aggregation
from scoring.by_others import BY_OTHERS
from scoring.framework import Scheme
from scoring.frozen import freeze
from scoring.inputs import Inputs
from scoring.normalise import Floats, beyond, goalposts
from scoring.reliability import Reliability, reliability

# Sums of binary fractions miss what they stand for by far less than this. A share of exactly 2/3
# is enough, a score of exactly 20 is in the class that begins there, and equal scores share a
# place, whatever the order of summing was.
ROUNDING = 1e-9
NOT_RATED = -1


@dataclass(frozen=True)
class Result:
    """Scores of T periods × R regions, with everything they were made from.

    normalised : (T, R, K) on 0–1;  clipped : (T, R, K) bool, cut off at a goalpost.
    pillars : (T, R, P) on 0–100, NaN where not rated;  pillar_coverage : (T, R, P) on 0–1.
    score, score_arithmetic, score_without_optional : (T, R) on 0–100, NaN where not rated.
    coverage : (T, R) share of the applicable weight that is observed, see ``rating_coverage``.
    low, high : (T, R) the score if every missing value were best, and if every one were worst.
    classes : (T, R) int, index into ``scheme.classes``, -1 where not rated.
    rank : (T, R), 1 is most pressure, ties share the better place, NaN where not rated.
    """

    inputs: Inputs
    scheme: Scheme
    normalised: Floats
    clipped: np.ndarray
    pillars: Floats
    pillar_coverage: Floats
    score: Floats
    score_arithmetic: Floats
    score_without_optional: Floats
    coverage: Floats
    low: Floats
    high: Floats
    classes: np.ndarray
    rank: Floats
    reliability: Reliability

    def __post_init__(self) -> None:
        freeze(self)

    @cached_property
    def period_index(self) -> dict[int, int]:
        """Position of each period."""
        return {period: i for i, period in enumerate(self.inputs.periods)}

    @cached_property
    def region_index(self) -> dict[str, int]:
        """Position of each region."""
        return {region: i for i, region in enumerate(self.inputs.regions)}

    @cached_property
    def indicator_index(self) -> dict[str, int]:
        """Position of each indicator."""
        return {name: i for i, name in enumerate(self.inputs.indicators)}

    @cached_property
    def pillar_index(self) -> dict[str, int]:
        """Position of each pillar."""
        return {name: i for i, name in enumerate(self.scheme.pillar_ids)}


def score(inputs: Inputs, scheme: Scheme) -> Result:
    """Score every period and region of ``inputs`` by ``scheme``.

    Raises ValueError when the two do not list the same indicators in the same order.
    """
    if inputs.indicators != scheme.indicator_ids:
        raise ValueError("inputs and scheme must list the same indicators in the same order")
    normalised = normalise(inputs.values, scheme)
    pillars, pillar_coverage = rate_pillars(normalised, inputs.applicable, scheme)
    coverage = rating_coverage(inputs.values, inputs.applicable, scheme)
    required = ~scheme.optional & (scheme.pillar_weights > 0)
    rated = ~np.isnan(pillars[..., required]).any(axis=-1) & _enough(coverage, scheme)
    across = METHODS[scheme.across_pillars]

    def where_rated(values: Floats) -> Floats:
        return np.where(rated, values, np.nan)

    scores = where_rated(combine(pillars, scheme, across))
    low, high = bounds(normalised, inputs.applicable, scheme)
    # An optional pillar under the limit of coverage is left out of the score, but its bounds are
    # those of the pillar with all its values: the score may lie outside them.
    low, high = np.fmin(low, scores), np.fmax(high, scores)
    return Result(
        inputs=inputs,
        scheme=scheme,
        normalised=normalised,
        clipped=_clipped(inputs.values, scheme),
        pillars=pillars,
        pillar_coverage=pillar_coverage,
        score=scores,
        score_arithmetic=where_rated(combine(pillars, scheme, METHODS["arithmetic"])),
        score_without_optional=where_rated(combine(_keep(pillars, required), scheme, across)),
        coverage=coverage,
        low=where_rated(low),
        high=where_rated(high),
        classes=classify(scores, scheme.cuts),
        rank=ranks(scores),
        reliability=reliability(inputs, scheme),
    )


def normalise(values: Floats, scheme: Scheme) -> Floats:
    """Put each indicator on 0–1, 1 is most pressure: (..., R, K) in units to the same shape.

    Between its goalposts, or by the other regions of the same period, as the scheme says.
    """
    if scheme.normalisation in BY_OTHERS:
        by_others = BY_OTHERS[scheme.normalisation]
        tables = values.reshape(-1, *values.shape[-2:])
        return np.stack([by_others(table, scheme.turns) for table in tables]).reshape(values.shape)
    return between_goalposts(values, scheme, scheme.turns)


def between_goalposts(values: Floats, scheme: Scheme, turns: np.ndarray) -> Floats:
    """Put each indicator between its goalposts, whatever scale the scheme has: as ``normalise``.

    turns : (K,) 1 or -1, the direction in which each counts.
    """
    return np.stack(
        [
            goalposts(values[..., k], i.lo, i.hi, direction=int(turn), transform=i.transform)
            for k, (i, turn) in enumerate(zip(scheme.indicators, turns, strict=True))
        ],
        axis=-1,
    )


def _clipped(values: Floats, scheme: Scheme) -> np.ndarray:
    if scheme.normalisation in BY_OTHERS:
        return np.zeros(values.shape, dtype=bool)
    ends = [(i.lo, i.hi) for i in scheme.indicators]
    return np.stack([beyond(values[..., k], lo, hi) for k, (lo, hi) in enumerate(ends)], axis=-1)


def rate_pillars(
    normalised: Floats, applicable: np.ndarray, scheme: Scheme
) -> tuple[Floats, Floats]:
    """Aggregate indicators into pillars: (..., R, K) on 0–1 to (..., R, P) on 0–100.

    A pillar is rated when the weight of its observed indicators is at least ``scheme.coverage``
    of the weight of those that apply. Returns the pillars and their coverage.
    """
    within = METHODS[scheme.within_pillars]
    values, covered = [], []
    for part in scheme.slices:
        weights = scheme.inner_weights[part]
        block = normalised[..., part]
        due = np.where(applicable[:, part], weights, 0.0).sum(axis=-1)
        seen = np.where(np.isnan(block), 0.0, weights).sum(axis=-1)
        share = np.divide(seen, due, out=np.zeros_like(seen), where=due > 0)
        covered.append(share)
        values.append(np.where(_enough(share, scheme), 100.0 * within(block, weights), np.nan))
    return np.stack(values, axis=-1), np.stack(covered, axis=-1)


def combine(pillars: Floats, scheme: Scheme, across: Aggregation) -> Floats:
    """Aggregate pillars into the index: (..., P) to (...,), both on 0–100."""
    return across(pillars, scheme.pillar_weights)


def bounds(normalised: Floats, applicable: np.ndarray, scheme: Scheme) -> tuple[Floats, Floats]:
    """Scores if every missing value were the best possible, and if every one were the worst."""
    missing = np.isnan(normalised) & applicable
    ends = []
    for filler in (0.0, 1.0):
        filled = np.where(missing, filler, normalised)
        pillars, _ = rate_pillars(filled, applicable, scheme)
        ends.append(combine(pillars, scheme, METHODS[scheme.across_pillars]))
    return ends[0], ends[1]


def classify(scores: Floats, cuts: tuple[float, ...]) -> np.ndarray:
    """Class of each unrounded score: index of the last cut not above it, -1 for NaN."""
    index = np.searchsorted(np.array(cuts), scores + ROUNDING, side="right") - 1
    return np.where(np.isnan(scores), NOT_RATED, index)


def ranks(scores: Floats) -> Floats:
    """Place of each unrounded score along the last axis: 1 is the highest, ties share, NaN stays."""
    higher = scores[..., None, :] > scores[..., :, None] + ROUNDING
    return np.where(np.isnan(scores), np.nan, 1.0 + higher.sum(axis=-1))


def rating_coverage(values: Floats, applicable: np.ndarray, scheme: Scheme) -> Floats:
    """Share of the applicable weight that is observed: (..., R, K) to (..., R).

    An optional pillar of which nothing is observed is left out on both sides: the index can do
    without it. What is missing in it still counts in the reliability grade.
    """
    observed = ~np.isnan(values)
    due = np.zeros(values.shape[:-1])
    seen = np.zeros(values.shape[:-1])
    for pillar, part in zip(scheme.pillars, scheme.slices, strict=True):
        weights = scheme.nominal_weights[part]
        own = np.where(observed[..., part], weights, 0.0).sum(axis=-1)
        whole = np.where(applicable[:, part], weights, 0.0).sum(axis=-1)
        due += np.where((own > 0) | (not pillar.optional), whole, 0.0)
        seen += own
    return np.divide(seen, due, out=np.zeros_like(seen), where=due > 0)


def _enough(share: Floats, scheme: Scheme) -> np.ndarray:
    return share >= scheme.coverage - ROUNDING


def _keep(pillars: Floats, kept: np.ndarray) -> Floats:
    return np.where(kept, pillars, np.nan)
