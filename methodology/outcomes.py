"""Outcomes that the sections tell: what was rated, carried, inherited, and what rests on whom."""

from __future__ import annotations

from typing import Any

import numpy as np
from babel.dates import format_skeleton

from assessment.baseline import Assessment
from indicators.period import parse_period
from methodology.environment import plain
from scoring.score import NOT_RATED


def outcomes(assessment: Assessment, period: int) -> dict[str, Any]:
    """Count what the method came to in one period, over the regions that are rated."""
    result = assessment.result
    t = result.period_index[period]
    rated = np.isfinite(result.score[t])
    bands = assessment.uncertainty(period)
    widths = (bands.place[-1] - bands.place[0])[rated]
    grades = result.reliability.grade[t][rated]
    limits: dict[str, float] = dict(assessment.registry.framework.reliability.grades)  # type: ignore[arg-type]
    observed = np.isfinite(result.inputs.values[t])
    return {
        "rated": int(rated.sum()),
        "not_rated": int((result.classes[t] == NOT_RATED).sum()),
        "missing": int((result.inputs.applicable & ~observed).sum()),
        "due": int(result.inputs.applicable.sum()),
        "carried": int((result.inputs.age[t][observed] > 0).sum()),
        "estimated": int(result.inputs.estimated[t][observed].sum()),
        "clipped": int(result.clipped[t].sum()),
        "least_coverage": float(result.coverage[t][rated].min()),
        "widest_bounds": float((result.high - result.low)[t][rated].max()),
        "median_bounds": float(np.median((result.high - result.low)[t][rated])),
        "widest_band": float(widths.max()),
        "mean_band": float(widths.mean()),
        "median_gap": float((bands.score[1] - result.score[t])[rated].mean()),
        "arithmetic_gap": float((result.score - result.score_arithmetic)[t][rated].mean()),
        "grades": [
            {
                "letter": letter,
                "limit": limits.get(letter),
                "regions": int((grades == letter).sum()),
            }
            for letter in "ABCD"
        ],
    }


def former(assessment: Assessment, lang: str) -> list[dict[str, Any]]:
    """List the former regions, the month of their split, and today's regions in their place."""
    regions = assessment.regions
    rows = []
    for unit in regions.former:
        period = parse_period(unit.valid_to)
        if period is None:
            raise ValueError(f"{unit.id}: {unit.valid_to!r} is no month")
        rows.append(
            {
                "name": plain(unit.names.get(lang)),
                "month": format_skeleton("yMMMM", period.start, locale=lang),
                "parts": [plain(regions.get(part).names.get(lang)) for part in unit.parts],
            }
        )
    return rows


def inheritance(assessment: Assessment) -> dict[str, int]:
    """Count the scored values of all rated years that come from a former region."""
    result, panel = assessment.result, assessment.panel
    scored = set(result.inputs.indicators)
    entries = [
        entry
        for (name, _, period), entry in panel.entries.items()
        if name in scored and period in assessment.rated_periods
    ]
    return {
        "all": len(entries),
        "inherited": sum("inherited" in entry.flags for entry in entries),
        "apportioned": sum("apportioned" in entry.flags for entry in entries),
        "backcast": sum("backcast" in entry.flags for entry in entries),
    }


def expert(assessment: Assessment, lang: str) -> list[dict[str, Any]]:
    """List the scored indicators that rest on an expert's words, with the year of the statement."""
    rows = []
    for card in assessment.registry.scored:
        years = sorted(
            {
                entry.derived.year
                for (name, _, _), entry in assessment.panel.entries.items()
                if name == card.id and "expert" in entry.flags
            }
        )
        if years:
            rows.append({"name": plain(card.name.get(lang)), "first": years[0], "last": years[-1]})
    return rows
