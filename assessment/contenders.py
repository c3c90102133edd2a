"""What the index is held against: other scores of the same region-years, and the index in parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from assessment.baseline import Assessment
from indicators.derive import POPULATION
from scoring.by_others import mid_rank
from scoring.normalise import Floats
from scoring.score import score

INDEX = "index"
BASELINE, WITHOUT, CAPACITY = "baseline", "without", "capacity"
OWN_BASELINES = ("population", "earlier_incidents", "equal_ranks")  # the others are indicators


def baseline(
    assessment: Assessment,
    name: str,
    periods: tuple[int, ...],
    earlier: Mapping[tuple[str, int], int],
) -> Floats:
    """Return a simple score, (T periods, R regions), NaN where its figure is missing; high is more.

    name : one of the protocol's baselines.
    earlier : incidents of the outcome by region and year, for ``earlier_incidents``.
    """
    inputs, scheme = assessment.result.inputs, assessment.result.scheme
    rows = [inputs.periods.index(period) for period in periods]
    regions = inputs.regions
    if name == "population":
        return np.array([[_people(assessment, r, year) for r in regions] for year in periods])
    if name == "earlier_incidents":
        counts = [[earlier.get((r, year), 0) for r in regions] for year in periods]
        return np.array(counts, dtype=float)
    if name == "equal_ranks":
        ranked = [mid_rank(inputs.values[t], scheme.turns) for t in rows]
        return np.array([np.nanmean(table, axis=1) for table in ranked])
    k = inputs.indicators.index(name)
    found: Floats = scheme.directions[k] * inputs.values[rows, :, k]
    return found


def _people(assessment: Assessment, region: str, year: int) -> float:
    annual = assessment.observations.annual(POPULATION, region, "current", year)
    return float("nan") if annual is None or annual.suspect else annual.value


def without(assessment: Assessment, pillar: str, periods: tuple[int, ...]) -> Floats:
    """Return the index without one pillar, (T, R); the weights of the rest are shared out again."""
    scheme = assessment.result.scheme
    gone = next(part for part in scheme.pillars if part.id == pillar)
    lost = {indicator.id for indicator in gone.indicators}
    rest = scheme.only([name for name in scheme.indicator_ids if name not in lost])
    return score(assessment.result.inputs.only(periods, rest.indicator_ids), rest).score


def with_capacity(assessment: Assessment, use: str, periods: tuple[int, ...]) -> Floats:
    """Return the index with the optional pillars as they are, left out or flipped, (T, R)."""
    result = assessment.result
    rows = [result.period_index[period] for period in periods]
    if use == "as_is":
        return result.score[rows]
    if use == "without":
        return result.score_without_optional[rows]
    flipped = replace(result.scheme, flipped=True)
    return score(result.inputs.only(periods, result.inputs.indicators), flipped).score
