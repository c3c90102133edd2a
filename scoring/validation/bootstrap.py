"""How far an AUC moves when other regions are drawn: all years of a region stay together."""

from __future__ import annotations

import numpy as np

from scoring.normalise import Floats
from scoring.validation.auc import Flags

_PART = 512  # so many draws are multiplied at a time


def drawn_regions(regions: int, draws: int, *, seed: int) -> np.ndarray:
    """(B draws, R) how often each region stands in each draw of R with replacement."""
    rng = np.random.default_rng(seed)
    chances = np.full(regions, 1 / regions)
    return rng.multinomial(regions, chances, size=draws)


def bootstrapped(
    scores: Floats, outcome: Flags, counts: np.ndarray, *, within_years: bool = False
) -> Floats:
    """AUC of each draw: (B,), NaN for a draw without a pair.

    scores, outcome : (T, R), as in ``auc``.  counts : (B, R), of ``drawn_regions``.
    The same counts for two scores make their draws a pair.
    """
    won, pairs = _by_regions(scores, outcome, within_years=within_years)
    found = np.full(len(counts), np.nan)
    for start in range(0, len(counts), _PART):
        part = counts[start : start + _PART].astype(float)
        top, bottom = (((part @ table) * part).sum(axis=1) for table in (won, pairs))
        np.divide(top, bottom, out=found[start : start + _PART], where=bottom > 0)
    return found


def percentile_interval(drawn: Floats, *, confidence: float = 0.95) -> tuple[float, float]:
    """Middle part of the draws that have a number; NaN when none has."""
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def _by_regions(scores: Floats, outcome: Flags, *, within_years: bool) -> tuple[Floats, Floats]:
    """(R, R) pairs won, and pairs, of the years of one region against those of another."""
    years, regions = scores.shape
    rated = ~np.isnan(scores)
    events, others = outcome.astype(bool) & rated, ~outcome.astype(bool) & rated
    won, pairs = np.zeros((regions, regions)), np.zeros((regions, regions))
    for t in range(years):
        for u in [t] if within_years else range(years):
            compared = events[t][:, None] & others[u][None, :]
            higher = scores[t][:, None] > scores[u][None, :]
            tied = scores[t][:, None] == scores[u][None, :]
            won += np.where(compared, higher + 0.5 * tied, 0.0)
            pairs += compared
    return won, pairs
