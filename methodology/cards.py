"""What the text says of one indicator: its card, and how the figures fill it."""

from __future__ import annotations

from typing import Any

import numpy as np

from assessment.baseline import Assessment
from indicators.panel import applies
from indicators.schema import Card
from methodology.environment import plain
from methodology.formula_text import readable


def card_context(assessment: Assessment, card: Card, lang: str) -> dict[str, Any]:
    """Return the values that ``card.md.j2`` asks for; texts in ``lang``, safe in Markdown."""
    registry, regions = assessment.registry, assessment.regions
    pillar = registry.framework.pillar(card.pillar)
    return {
        "id": card.id,
        "version": card.version,
        "scored": card.status == "scored",
        "name": plain(card.name.get(lang)),
        "short": plain(card.short.get(lang)),
        "pillar": plain(pillar.name.get(lang)),
        "definition": plain(card.definition.get(lang)),
        "formula": card.formula.text,
        "readable": readable(card.formula, registry.series, lang),
        "unit": plain(registry.units[card.unit].label.get(lang)),
        "direction": card.direction,
        "denominator": plain(card.denominator.get(lang)),
        "applies_to": card.applies_to,
        "exceptions": [
            {
                "region": regions.get(region).names.get(lang),
                "reason": plain(reason.get(lang)).rstrip("."),
            }
            for region, reason in card.not_applicable.items()
        ],
        "extensive": card.extensive,
        "goalposts": _goalposts(card, lang),
        "max_age": card.max_age,
        "sources": [
            {"id": source.id, "title": plain(source.title.get(lang)), "url": source.url}
            for source in (assessment.observations.sources[name] for name in card.sources)
        ],
        "licence": plain(card.licence.get(lang)),
        "rationale": plain(card.rationale.get(lang)),
        "claims": [
            {
                "text": plain(claim.text.get(lang)),
                "cited": plain(f"{reference.authors}, {reference.year}"),
            }
            for claim in card.claims
            for reference in (registry.references[claim.source],)
        ],
        "caveats": plain(card.caveats.get(lang)),
        "endogenous": card.endogenous,
        "collected": card.collected,
        "filled": _filled(assessment, card),
        "clipped": _clipped(assessment, card),
    }


def _goalposts(card: Card, lang: str) -> dict[str, Any] | None:
    posts = card.goalposts
    if posts is None:
        return None
    first, last = posts.window or (None, None)
    return {
        "lo": posts.lo,
        "hi": posts.hi,
        "transform": posts.transform,
        "basis": posts.basis,
        "first": first,
        "last": last,
        "version": posts.version,
        "note": plain(posts.note.get(lang)),
    }


def _filled(assessment: Assessment, card: Card) -> dict[str, Any] | None:
    """Say in which year the newest own figures stand, and for how many regions; None if never."""
    panel, regions = assessment.panel, assessment.regions
    due = [r for r in panel.regions if applies(card, r, regions.get(r).type)]
    own = {
        period: sum(
            (entry := panel.get(card.id, region, period)) is not None and not entry.carried
            for region in due
        )
        for period in panel.periods
    }
    years = [period for period, count in own.items() if count]
    if not years:
        return None
    return {"first": years[0], "last": years[-1], "present": own[years[-1]], "due": len(due)}


def _clipped(assessment: Assessment, card: Card) -> dict[str, int] | None:
    """Count the values that lie beyond a goalpost; None for an indicator that is not scored."""
    result = assessment.result
    if card.id not in result.indicator_index:
        return None
    k = result.indicator_index[card.id]
    t = result.period_index[assessment.rated_periods[-1]]
    known = np.isfinite(result.inputs.values[..., k])
    return {
        "year": assessment.rated_periods[-1],
        "latest": int(result.clipped[t, :, k].sum()),
        "beyond": int(result.clipped[..., k].sum()),
        "all": int(known.sum()),
    }
