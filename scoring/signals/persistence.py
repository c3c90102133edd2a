"""How strongly a series holds on to its last value, from the changes that are watched in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.normalise import Floats
from scoring.signals.seasonal_z import CONSISTENT

OUTLYING = 3.5  # a single event must not pass for persistence
STEPS = 60


def lag_one(changes: Sequence[Floats], seasons: int) -> float:
    """Correlation of a change with the one before it, pooled over series.

    changes : series of (T,), NaN where missing. Each is centred by the medians of its seasons and
    measured by its own spread, beyond which ±3.5 counts as the nearer end; a series without spread
    says nothing. NaN when there is no pair.
    """
    above, below, pairs = 0.0, 0.0, 0
    for series in changes:
        rest = np.array(series, dtype=float)
        for season in range(seasons):
            part = rest[season::seasons]
            if not np.isnan(part).all():
                part -= np.nanmedian(part)
        known = np.abs(rest[~np.isnan(rest)])
        spread = CONSISTENT * np.median(known) if known.size else 0.0
        if spread == 0:
            continue
        scaled = np.clip(rest / spread, -OUTLYING, OUTLYING)
        product = scaled[1:] * scaled[:-1]
        n = int((~np.isnan(product)).sum())
        above += float(np.nansum(product))
        below += n * float(np.nanmean(scaled**2))
        pairs += n
    return above / below if pairs else float("nan")


def implied_lag_one(persistence: float, seasons: int, years: int) -> float:
    """Correlation of neighbouring changes when the values are an AR(1) with this persistence.

    A change is ``x_t − mean(x_{t−s}, …, x_{t−s·years})``: a filter of the values, whose
    autocovariance at lag k is ``Σ_i Σ_j a_i a_j ρ^|k + i − j|``.
    """
    at = np.array([0, *(seasons * back for back in range(1, years + 1))])
    weight = np.array([1.0, *([-1.0 / years] * years)])
    gap = at[:, None] - at[None, :]

    def covariance(lag: int) -> float:
        return float(weight @ persistence ** np.abs(lag + gap) @ weight)

    return covariance(1) / covariance(0)


def persistence(correlation: float, seasons: int, years: int) -> float:
    """Return the persistence ρ in [0, 1) under which changes correlate as they do.

    The method of moments: ``implied_lag_one(ρ) = correlation``, by bisection; 0 when even values
    without any persistence would correlate more.
    """
    low, high = 0.0, 1 - 1e-6
    if correlation <= implied_lag_one(low, seasons, years):
        return low
    for _ in range(STEPS):
        middle = (low + high) / 2
        if implied_lag_one(middle, seasons, years) < correlation:
            low = middle
        else:
            high = middle
    return low
