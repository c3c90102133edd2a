"""The trend of a short series: its slope, how sure that is, and whether there is one at all.

A few yearly points allow no more than ranks and medians: one odd year does not move them. Below
``ENOUGH`` points the test finds a real trend in less than six of ten cases (at five points in less
than one), so that what it says is called indicative.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.normalise import Floats

ENOUGH = 8  # points; Mann–Kendall's power is 0.07 at 5, 0.58 at 8, 0.99 at 12 (0.5 sd a year)
FEWEST = 3  # points of which more than one slope can be taken
LEVEL = 0.90  # of the interval, as of the bands


@dataclass(frozen=True)
class Trend:
    """Points a year, by the Theil–Sen estimator.

    slope : median of the slopes between all pairs of points.
    low, high : Sen's interval at ``LEVEL``, from the distribution of Kendall's statistic.
    p : two-sided, of the Mann–Kendall test that there is no trend.
    count : how many points it rests on.
    """

    slope: float
    low: float
    high: float
    p: float
    count: int

    @property
    def indicative(self) -> bool:
        """Whether it rests on too few points to be called more than that."""
        return self.count < ENOUGH


def trend(years: Sequence[float], values: Sequence[float]) -> Trend | None:
    """Estimate the trend of a series; None of fewer than ``FEWEST`` points.

    years, values : of the same length; years differ, and no value is missing.

    Raises ValueError for a missing value, or a year that stands twice.

    Sen (1968), doi:10.1080/01621459.1968.10480934; the interval's ends are counted as
    ``scipy.stats.theilslopes`` counts them. Mann (1945), Kendall (1975).
    """
    x, y = np.array(years, dtype=float), np.array(values, dtype=float)
    if np.isnan(y).any():
        raise ValueError("a value is missing")
    if len(np.unique(x)) < len(x):
        raise ValueError("a year stands twice")
    if len(x) < FEWEST:
        return None
    from scipy.special import ndtri

    first, second = np.triu_indices(len(x), 1)
    slopes = np.sort((y[second] - y[first]) / (x[second] - x[first]))
    ties = np.unique(y, return_counts=True)[1]
    deviation = math.sqrt(_variance(len(x), ties))
    reach = float(ndtri((1 + LEVEL) / 2)) * deviation
    upper = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    lower = max(round((len(slopes) - reach) / 2) - 1, 0)
    return Trend(
        float(np.median(slopes)),
        float(slopes[lower]),
        float(slopes[upper]),
        _mann_kendall(slopes, len(x), ties),
        len(x),
    )


def _variance(count: int, ties: np.ndarray) -> float:
    """Variance of Kendall's statistic without a trend; ``ties`` are the sizes of equal values."""
    spread = count * (count - 1) * (2 * count + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()
    return float(spread) / 18


def _mann_kendall(slopes: Floats, count: int, ties: np.ndarray) -> float:
    """Two-sided p of Kendall's statistic: exact without ties, else normal with continuity."""
    statistic = int(np.sign(slopes).sum())
    if (ties == 1).all():
        ways = _inversions(count)
        # S = pairs − 2 × inversions: as far from the middle as this, on either side.
        apart = np.abs(len(slopes) - 2 * np.arange(len(ways)))
        return min(1.0, float(ways[apart >= abs(statistic)].sum() / ways.sum()))
    variance = _variance(count, ties)
    if variance == 0:
        return 1.0
    from scipy.special import ndtr

    z = max(0, abs(statistic) - 1) / math.sqrt(variance)
    return float(2 * ndtr(-z))


def _inversions(count: int) -> Floats:
    """In how many orders of ``count`` things 0, 1, 2 ... pairs stand the wrong way round."""
    ways = np.ones(1)
    for size in range(2, count + 1):
        ways = np.convolve(ways, np.ones(size))
    return ways
