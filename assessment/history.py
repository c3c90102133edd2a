"""Years of a region that can be compared: their scores like for like, bands and trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from assessment.baseline import Assessment
from assessment.beside import over
from scoring.frozen import freeze
from scoring.like_for_like import runs
from scoring.normalise import Floats
from scoring.score import Result
from scoring.trend import Trend, trend
from scoring.uncertainty.bands import LEVELS
from scoring.uncertainty.model import scores
from scoring.uncertainty.places import quantile


@dataclass(frozen=True)
class Run:
    """Years in a row, all regions scored on what each of them has in all of these years.

    result : like for like, its periods are the years.
    bands : (3, T, R) scores at ``LEVELS`` over the draws, NaN where not rated.
    median : (T,) of the regions rated in all of the years.
    """

    result: Result
    bands: Floats
    median: Floats

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def years(self) -> tuple[int, ...]:
        """The years, in order."""
        return self.result.inputs.periods

    def score(self, region: str) -> Floats:
        """(T,) scores of one region."""
        found: Floats = self.result.score[:, self.result.region_index[region]]
        return found

    def share(self, region: str) -> float:
        """Share of the region's weight on which the comparison stands."""
        return float(self.result.coverage[0, self.result.region_index[region]])

    def count(self, region: str) -> int:
        """How many indicators that is."""
        r = self.result.region_index[region]
        return int(np.isfinite(self.result.inputs.values[0, r]).sum())

    def trend(self, region: str) -> Trend | None:
        """Slope of the region's scores; None of too few years, or of years not rated."""
        values = self.score(region)
        return None if np.isnan(values).any() else trend(self.years, values.tolist())


def years_of_runs(assessment: Assessment, region: str, last: int) -> tuple[tuple[int, ...], ...]:
    """Return the runs of years of a region up to ``last`` that can be compared, latest first."""
    result = assessment.result
    found = runs(result.inputs, result.scheme, region, last)
    return tuple(run.inputs.periods for run in found)


def run(assessment: Assessment, years: tuple[int, ...]) -> Run:
    """Score years like for like, and again in every draw."""
    result, draws = over(assessment, years)
    regions = len(result.inputs.regions)
    bands = np.full((len(LEVELS), len(years), regions), np.nan)
    with threadpool_limits(limits=1):
        for t, year in enumerate(years):
            drawn = scores(result, year, draws)
            rated = np.flatnonzero(~np.isnan(drawn[:, 0]))
            ordered = np.sort(drawn[rated], axis=1)
            for level, row in zip(LEVELS, bands, strict=True):
                row[t, rated] = quantile(ordered, level)
    always = ~np.isnan(result.score).any(axis=0)
    middle = np.median(result.score[:, always], axis=1) if always.any() else np.nan
    return Run(result, bands, np.broadcast_to(middle, len(years)).copy())
