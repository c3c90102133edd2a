"""The worked example: one region's score, from published figures to the published number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from assessment.baseline import Assessment
from indicators.derive import COUNTRY
from indicators.schema import Card
from indicators.steps import Place, Term
from methodology.constants import FLOOR, SLOPE, TOP
from methodology.constants import POINTS as SCALE
from methodology.environment import plain
from methodology.written_out import written_out
from scoring.aggregate import shares
from scoring.normalise import TRANSFORMS

ROUNDED = 5  # decimals of the steps that are shown; enough for the score's own two
POINTS = 3  # decimals of a pillar


def worked_example(assessment: Assessment, period: int, lang: str) -> dict[str, Any]:
    """Return all steps from figures to score for the region with most pressure in ``period``."""
    result = assessment.result
    t = result.period_index[period]
    r = int(np.nanargmin(result.rank[t]))
    region = result.inputs.regions[r]
    rated = np.isfinite(result.pillars[t, r])
    weights = np.nan_to_num(shares(rated, result.scheme.pillar_weights))
    pillars = [
        _pillar(assessment, t, r, p, float(weights[p]), lang)
        for p in range(len(result.scheme.pillars))
        if rated[p]
    ]
    room = [pillar["room"] ** pillar["weight"] for pillar in pillars]
    framework = assessment.registry.framework
    cls = framework.classes[int(result.classes[t, r])]
    return {
        "region": plain(assessment.regions.get(region).names.get(lang)),
        "year": period,
        "pillars": pillars,
        "left_out": [
            plain(pillar.name.get(lang))
            for pillar, known in zip(framework.pillars, rated, strict=True)
            if not known
        ],
        "product": float(np.prod(room)),
        "score": float(result.score[t, r]),
        "class": plain(cls.name.get(lang)),
        "decimals": ROUNDED,
        "points": POINTS,
    }


def _pillar(
    assessment: Assessment, t: int, r: int, p: int, weight: float, lang: str
) -> dict[str, Any]:
    result = assessment.result
    part = result.scheme.slices[p]
    inside = shares(np.isfinite(result.normalised[t, r, part]), result.scheme.inner_weights[part])
    cards = assessment.registry.scored[part]
    indicators = [
        _indicator(assessment, card, t, r, float(inside[i]), lang)
        for i, card in enumerate(cards)
        if inside[i] > 0
    ]
    points = float(result.pillars[t, r, p])
    return {
        "name": plain(assessment.registry.framework.pillars[p].name.get(lang)),
        "weight": weight,
        "indicators": indicators,
        "missing": [
            plain(card.name.get(lang))
            for i, card in enumerate(cards)
            if not inside[i] > 0 and result.inputs.applicable[r, part.start + i]
        ],
        "not_applicable": [
            plain(card.name.get(lang))
            for i, card in enumerate(cards)
            if not result.inputs.applicable[r, part.start + i]
        ],
        "value": points,
        "room": FLOOR + SLOPE * (TOP - points * TOP / SCALE),
    }


def _indicator(
    assessment: Assessment, card: Card, t: int, r: int, weight: float, lang: str
) -> dict[str, Any]:
    result = assessment.result
    k = result.indicator_index[card.id]
    region, period = result.inputs.regions[r], result.inputs.periods[t]
    entry, posts = assessment.panel.get(card.id, region, period), card.goalposts
    if entry is None or posts is None:
        raise ValueError(f"{card.id}: scored without a figure or goalposts")
    change = TRANSFORMS[posts.transform]
    value = entry.value
    if posts.transform == "log" and value <= 0:
        value = posts.lo  # as scoring takes it
    return {
        "id": card.id,
        "name": plain(card.name.get(lang)),
        "unit": plain(assessment.registry.units[card.unit].label.get(lang)),
        "expression": written_out(entry.derived.step, lang),
        "figures": _figures(assessment, entry.derived.terms, lang),
        "year": entry.derived.year,
        "age": entry.age,
        "value": entry.value,
        "direction": card.direction,
        "transform": posts.transform,
        "lo": posts.lo,
        "hi": posts.hi,
        "moved": [float(change(np.array(x, dtype=float))) for x in (value, posts.lo, posts.hi)],
        "clipped": bool(result.clipped[t, r, k]),
        "pressure": float(result.normalised[t, r, k]),
        "weight": weight,
    }


def _figures(assessment: Assessment, terms: Iterable[Term], lang: str) -> list[dict[str, Any]]:
    """Group the figures by series and place: where they come from, for which years."""
    groups: dict[tuple[str, Place], list[Term]] = {}
    for term in terms:
        groups.setdefault((term.series, term.place), []).append(term)
    registry, observations = assessment.registry, assessment.observations
    names = {Place(*unit): name for unit, name in assessment.regions.all_unit_names.items()}
    rows = []
    for (series, place), group in groups.items():
        years = sorted({term.year for term in group})
        sources = dict.fromkeys(obs.source for term in group for obs in term.observations)
        rows.append(
            {
                "name": plain(registry.series[series].name.get(lang)),
                "unit": plain(registry.units[registry.series[series].unit].label.get(lang)),
                "national": place == COUNTRY,
                "place": "" if place == COUNTRY else plain(names[place].get(lang)),
                "first": years[0],
                "last": years[-1],
                "sources": [plain(observations.sources[s].title.get(lang)) for s in sources],
            }
        )
    return rows
