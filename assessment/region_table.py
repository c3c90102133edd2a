"""One region's indicators as a table, with where each figure comes from: for downloads."""

from __future__ import annotations

import pandas as pd

from assessment.baseline import Assessment
from indicators.panel import applies


def region_table(assessment: Assessment, period: int, region: str, lang: str) -> pd.DataFrame:
    """Return one row an indicator that applies to the region; empty cells where it is missing.

    ``value`` is unrounded in the card's unit, ``pressure`` its normalised value on 0–100,
    ``sources`` and ``observations`` name what it was made from (``file:row`` in the data package).
    Raises KeyError for an unknown period or region.
    """
    registry, panel, result = assessment.registry, assessment.panel, assessment.result
    t, r = result.period_index[period], result.region_index[region]
    kind = assessment.regions.get(region).type
    rows = []
    for card in (*registry.scored, *registry.shown):
        if not applies(card, region, kind):
            continue
        entry = panel.get(card.id, region, period)
        scored = card.status == "scored" and entry is not None
        found = entry.derived if entry else None
        observations = [obs for term in found.terms for obs in term.observations] if found else []
        rows.append(
            {
                "region": region,
                "period": period,
                "pillar": card.pillar,
                "indicator": card.id,
                "name": card.name.get(lang),
                "status": card.status,
                "value": entry.value if entry else None,
                "unit": registry.units[card.unit].label.get(lang),
                "year_of_figure": found.year if found else None,
                "pressure": 100 * result.normalised[t, r, result.indicator_index[card.id]]
                if scored
                else None,
                "flags": " ".join(entry.flags) if entry else "",
                "formula": card.formula.text,
                "sources": " ".join(found.sources) if found else "",
                "observations": " ".join(f"{obs.file}:{obs.row}" for obs in observations),
                "method_version": result.scheme.version,
                "data_version": result.inputs.data_version,
            }
        )
    return pd.DataFrame(rows)
