"""How often chance does at least as well: exactly within years, by seeded draws for whole regions."""

from __future__ import annotations

import numpy as np

from scoring.normalise import Floats
from scoring.validation.auc import Flags, Strata, midranks

_SAME = 1e-12  # AUCs that differ by no more are the same number, computed in two ways


def p_within_years(scores: Floats, outcome: Flags, *, within_years: bool = False) -> float:
    """Chance of an AUC at least as high when each year's events fall on any of its regions.

    scores, outcome : (T, R), as in ``auc``.  within_years : which pairs the AUC is made of.

    Exact and one-sided: the number of events of each year is kept, and all ways to deal them out
    among the rated regions of the year are as likely as each other. Ties are no trouble. NaN where
    there is no pair.
    """
    rated = ~np.isnan(scores)
    ranks = _ranks(scores, within_years=within_years)
    events = outcome.astype(bool) & rated
    if not _has_pairs(events, rated, within_years=within_years):
        return float("nan")
    distribution, observed = np.ones(1), 0
    for t in range(len(scores)):
        # Doubled, mean places are whole numbers: sums are compared without rounding.
        doubled = np.rint(2 * ranks[t, rated[t]]).astype(int)
        distribution = np.convolve(distribution, sums(doubled, int(events[t].sum())))
        observed += int(doubled[events[t, rated[t]]].sum())
    return float(min(distribution[observed:].sum(), 1.0))


def p_whole_regions(
    scores: Floats, outcome: Flags, *, draws: int, seed: int, within_years: bool = False
) -> float:
    """Chance of an AUC at least as high when the regions' histories of events change hands.

    draws : random permutations of the regions;  seed : of them.

    One-sided, ``(1 + as high) / (1 + draws)``. A region where events come back keeps them together,
    so that it does not pass for several independent successes. NaN where there is no pair.
    """
    rated = ~np.isnan(scores)
    ranks = np.where(rated, _ranks(scores, within_years=within_years), 0.0)
    events = outcome.astype(bool)

    def statistic(dealt: Flags) -> Floats:
        happened = dealt & rated
        m = happened.sum(axis=-1).astype(float)
        n = rated.sum(axis=-1) - m
        places = np.where(happened, ranks, 0.0).sum(axis=-1)
        if not within_years:
            m, n, places = (part.sum(axis=-1, keepdims=True) for part in (m, n, places))
        won, pairs = (places - m * (m + 1) / 2).sum(axis=-1), (m * n).sum(axis=-1)
        return np.divide(won, pairs, out=np.full(won.shape, np.nan), where=pairs > 0)

    observed = statistic(events[None])[0]
    if np.isnan(observed):
        return float("nan")
    rng = np.random.default_rng(seed)
    order = rng.permuted(np.tile(np.arange(scores.shape[1]), (draws, 1)), axis=1)
    dealt = statistic(np.swapaxes(events[:, order], 0, 1))
    return float((1 + (dealt >= observed - _SAME).sum()) / (1 + draws))


def chance_level(strata: Strata, level: float) -> float:
    """Return the AUC that chance alone stays at or under in at least ``level`` of all cases.

    strata : events and non-events by year;  no two scores tie. Exact, as in ``p_within_years``.
    NaN where there is no pair.
    """
    if not strata.pairs:
        return float("nan")
    distribution, least = np.ones(1), 0
    for m, n in zip(strata.positives, strata.negatives, strict=True):
        distribution = np.convolve(distribution, sums(np.arange(1, m + n + 1), m))
        least += m * (m + 1) // 2
    won = int(np.searchsorted(np.cumsum(distribution), level - _SAME)) - least
    return won / strata.pairs


def sums(values: np.ndarray, count: int) -> Floats:
    """Chance of each sum of ``count`` of the values, drawn without replacement.

    values : (n,) whole numbers, 0 or more.  Returns (s,): at place i, the chance of a sum of i.
    """
    if not 0 <= count <= values.size:
        raise ValueError(f"{count} of {values.size} values cannot be drawn")
    largest = int(np.sort(values)[values.size - count :].sum())
    ways = np.zeros((count + 1, largest + 1))
    ways[0, 0] = 1.0
    for value in values:
        # From the longest down, so that a value is taken once.
        for taken in range(count, 0, -1):
            ways[taken, value:] += ways[taken - 1, : largest + 1 - value]
    found: Floats = ways[count] / ways[count].sum()
    return found


def _ranks(scores: Floats, *, within_years: bool) -> Floats:
    ranks = np.full(scores.shape, np.nan)
    rated = ~np.isnan(scores)
    if not within_years:
        ranks[rated] = midranks(scores[rated])
        return ranks
    for t, row in enumerate(scores):
        ranks[t, rated[t]] = midranks(row[rated[t]])
    return ranks


def _has_pairs(events: Flags, rated: Flags, *, within_years: bool) -> bool:
    m, n = events.sum(axis=1), (rated & ~events).sum(axis=1)
    return bool((m * n).any() if within_years else m.sum() * n.sum())
