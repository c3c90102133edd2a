"""The values that the sections ask for, plain and in one language: choices and outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np

from assessment.baseline import Assessment
from i18n import date_text
from indicators.schema import Card
from methodology.constants import FLOOR, PERCENTILES, POINTS, SLOPE, TOP
from methodology.environment import plain
from methodology.field_log import field_context
from methodology.incidents import incident_context
from methodology.ledger import ledger_example
from methodology.outcomes import expert, former, inheritance, outcomes
from methodology.relations import linked, related
from methodology.streams import signals_context
from methodology.validation import validation
from methodology.weights import weights_of
from methodology.worked import worked_example
from scoring.aggregate import arithmetic, inverted_geometric
from scoring.trend import ENOUGH, LEVEL
from scoring.uncertainty.bands import APART, LEVELS
from scoring.uncertainty.bands import TOP as FIRST
from scoring.uncertainty.draws import TYPICAL_WEIGHT, concentration
from scoring.uncertainty.variants import NEIGHBOURS


def context(assessment: Assessment, lang: str, steps: int) -> dict[str, Any]:
    """Return what the templates of the sections ask for; texts in ``lang``, safe in Markdown.

    steps : how many sections follow the handbook.
    """
    registry = assessment.registry
    framework = registry.framework
    latest = assessment.rated_periods[-1]
    attention = next(c for c in framework.classes if c.id == framework.attention_from)
    return {
        "years": {
            "first": assessment.rated_periods[0],
            "latest": latest,
            "from": framework.first_year,
            "to": framework.last_year,
        },
        "steps": steps,
        "regions": _regions(assessment),
        "framework": {
            "version": framework.version,
            "coverage": framework.coverage,
            "like_for_like": framework.like_for_like,
            "weights_note": plain(framework.weights_note.get(lang)),
            "attention": plain(attention.name.get(lang)),
            "attention_lower": attention.lower,
            "stale_after": framework.reliability.stale_after_years,
        },
        "pillars": _pillars(assessment, lang, latest),
        "counts": {"scored": len(registry.scored), "shown": len(registry.shown)},
        "shown": [_brief(card, lang) for card in registry.shown],
        "endogenous": [_brief(card, lang) for card in registry.scored if card.endogenous],
        "transforms": sorted({c.goalposts.transform for c in registry.scored if c.goalposts}),
        "windows": sorted(
            {c.goalposts.window for c in registry.scored if c.goalposts and c.goalposts.window}
        ),
        "max_ages": {
            "least": min(card.max_age for card in registry.scored),
            "most": max(card.max_age for card in registry.scored),
        },
        "scale": {"least": 0, "most": POINTS},
        "geometric": {
            "top": TOP,
            "floor": FLOOR,
            "slope": SLOPE,
            "rescale": TOP - FLOOR,
            "step": POINTS // TOP,
        },
        "percentiles": {"low": PERCENTILES[0], "high": PERCENTILES[1]},
        "trend": {"enough": ENOUGH, "level": LEVEL},
        "demonstration": _demonstration(),
        "ledger": ledger_example(),
        "classes": _classes(assessment, lang, latest),
        "uncertainty": {
            **registry.framework.uncertainty.model_dump(),
            "percentiles": registry.framework.uncertainty.goalpost_percentile,
            "weight": TYPICAL_WEIGHT,
            "concentration": concentration(
                TYPICAL_WEIGHT, registry.framework.uncertainty.weight_band
            ),
            "levels": [100 * level for level in LEVELS],
            "apart": APART,
            "neighbours": NEIGHBOURS,
            "top": FIRST,
        },
        "outcomes": outcomes(assessment, latest),
        "related": related(assessment, latest, lang),
        "linked": linked(assessment, latest, lang),
        "former": former(assessment, lang),
        "inheritance": inheritance(assessment),
        "expert": expert(assessment, lang),
        "incidents": incident_context(lang),
        "field": field_context(lang),
        "signals": signals_context(assessment, lang),
        "validation": validation(lang),
        "example": worked_example(assessment, latest, lang),
        "references": [
            {"id": key, "citation": plain(reference.citation)}
            for key, reference in sorted(
                registry.references.items(), key=lambda item: item[1].citation.casefold()
            )
        ],
        "data": {
            "release": assessment.observations.release,
            "version": assessment.observations.version,
            "date": date_text(assessment.observations.created, lang),
            "figures": len(assessment.observations),
            "sources": len(assessment.observations.sources),
            "series": sum(not one.collected for one in registry.series.values()),
        },
        "card_versions": [
            {**_brief(card, lang), "version": card.version}
            for card in (*registry.scored, *registry.shown)
        ],
    }


def _demonstration() -> dict[str, float]:
    """Show on two pillars of equal weight how each mean treats one severe pillar."""
    pair, even = np.array([90.0, 10.0]), np.array([0.5, 0.5])
    return {
        "high": float(pair[0]),
        "low": float(pair[1]),
        "arithmetic": float(arithmetic(pair, even)),
        "geometric": float(np.sqrt(pair.prod())),
        "inverted": float(inverted_geometric(pair, even)),
    }


def _brief(card: Card, lang: str) -> dict[str, str]:
    return {"id": card.id, "name": plain(card.name.get(lang))}


def _regions(assessment: Assessment) -> dict[str, Any]:
    types = [region.type for region in assessment.regions.regions]
    return {
        "count": len(types),
        "oblasts": types.count("oblast"),
        "cities": types.count("city"),
    }


def _pillars(assessment: Assessment, lang: str, period: int) -> list[dict[str, Any]]:
    registry, result = assessment.registry, assessment.result
    weights = weights_of(result, period)
    pillars = []
    for p, pillar in enumerate(registry.framework.pillars):
        total = sum(pillar.indicators.values())
        pillars.append(
            {
                "id": pillar.id,
                "name": plain(pillar.name.get(lang)),
                "question": plain(pillar.question.get(lang)),
                "weight": pillar.weight,
                "optional": pillar.optional,
                "effective": float(weights.pillar_effective[p]),
                "importance": float(weights.pillar_importance[p]),
                "indicators": [
                    {
                        **_brief(registry.cards[name], lang),
                        "parts": parts,
                        "inside": parts / total,
                        "nominal": pillar.weight * parts / total,
                        "effective": float(weights.effective[k]),
                        "importance": float(weights.importance[k]),
                    }
                    for name, parts in pillar.indicators.items()
                    for k in (result.indicator_index[name],)
                ],
            }
        )
    return pillars


def _classes(assessment: Assessment, lang: str, period: int) -> list[dict[str, Any]]:
    classes = assessment.registry.framework.classes
    members = assessment.result.classes[assessment.result.period_index[period]]
    uppers = [*(cls.lower for cls in classes[1:]), None]
    return [
        {
            "id": cls.id,
            "name": plain(cls.name.get(lang)),
            "lower": cls.lower,
            "upper": upper,
            "regions": int((members == i).sum()),
        }
        for i, (cls, upper) in enumerate(zip(classes, uppers, strict=True))
    ]
