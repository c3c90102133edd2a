"""How strongly a series holds on to its last value, from the changes that are watched in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.normalise import Floats
from scoring.signals.change import base, change
from scoring.signals.histories import histories
from scoring.signals.seasonal_z import CONSISTENT

OUTLYING = 3.5  # a single event must not pass for persistence
STEPS = 100


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


def persistence(
    correlation: float, seasons: int, years: int, periods: int, number: int, seed: int
) -> float:
    """Return the persistence ρ in [0, 1) under which changes correlate as they do.

    By indirect inference: the ρ with which ``number`` drawn histories of ``periods`` periods show
    the same ``lag_one`` of their changes as the figures, to a hundredth. In short histories the
    correlation comes out too low, and in both alike. 0 when even independent values would correlate
    more.
    """

    def shown(rho: float) -> float:
        values = histories(number, periods, rho, np.random.default_rng(seed))
        changes = change(values, base(values, seasons, years), "difference")
        return lag_one(list(changes), seasons)

    low, high = 0, STEPS
    if correlation <= shown(0.0):
        return 0.0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if shown(middle / STEPS) <= correlation else (low, middle)
    return low / STEPS
