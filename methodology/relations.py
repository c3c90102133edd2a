"""How indicators move together, and how the index stands to figures that are not in it."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Final

import numpy as np

from assessment.baseline import Assessment
from methodology.environment import plain
from methodology.weights import correlation
from scoring.normalise import Floats

FEWEST_REGIONS: Final = 10  # a correlation over fewer says nothing
PAIRS_SHOWN: Final = 5


def related(assessment: Assessment, period: int, lang: str) -> dict[str, Any]:
    """Return the pairs of indicators that move together most in one period, as pressures."""
    registry, result = assessment.registry, assessment.result
    values = result.normalised[result.period_index[period]]
    pairs = []
    for i, j in combinations(range(len(result.inputs.indicators)), 2):
        count = int((np.isfinite(values[:, i]) & np.isfinite(values[:, j])).sum())
        r = correlation(values[:, i], values[:, j])
        if count >= FEWEST_REGIONS and np.isfinite(r):
            pairs.append((abs(r), r, count, i, j))
    names = [plain(card.name.get(lang)) for card in registry.scored]
    pillars = [card.pillar for card in registry.scored]
    strongest = sorted(pairs, reverse=True)[:PAIRS_SHOWN]
    return {
        "fewest": FEWEST_REGIONS,
        "count": len(pairs),
        "pairs": [
            {
                "one": names[i],
                "other": names[j],
                "r": r,
                "regions": count,
                "same_pillar": pillars[i] == pillars[j],
            }
            for _, r, count, i, j in strongest
        ],
    }


def linked(assessment: Assessment, period: int, lang: str) -> dict[str, Any]:
    """Return the rank correlation of the index with each shown indicator known widely enough.

    Each indicator is taken in its direction, so that a positive value means agreement.
    """
    result, panel = assessment.result, assessment.panel
    index = result.score[result.period_index[period]]
    rows = []
    for card in assessment.registry.shown:
        values = np.full(len(panel.regions), np.nan)
        for place, region in enumerate(panel.regions):
            entry = panel.get(card.id, region, period)
            if entry is not None:
                values[place] = card.direction * entry.value
        both = np.isfinite(values) & np.isfinite(index)
        if both.sum() < FEWEST_REGIONS:
            continue
        r = correlation(_places(values[both]), _places(index[both]))
        rows.append({"name": plain(card.name.get(lang)), "r": r, "regions": int(both.sum())})
    return {"fewest": FEWEST_REGIONS, "rows": rows}


def _places(values: Floats) -> Floats:
    """Mid-ranks: equal values share the mean of their places."""
    below = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    places: Floats = below + (equal + 1) / 2
    return places
