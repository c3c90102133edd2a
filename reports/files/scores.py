"""The scores of a year as a table, and the whole result as JSON with a schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np

from assessment.table import score_table
from reports.files.csv_file import as_csv
from reports.order import Order
from reports.wording import Wording
from scoring.uncertainty.bands import LEVELS

SCHEMA: Final = Path(__file__).with_name("result.schema.json")
RESULT = "kelisim-result/1"


def scores_csv(words: Wording, order: Order) -> bytes:
    """Return one row a region as CSV, UTF-8; the columns are those of ``score_table``."""
    return as_csv(score_table(words.assessment, order.period, order.language, order.settings))


def result_json(words: Wording, order: Order, stamped: str) -> bytes:
    """Return one year of the index with everything it was made from, as ``result.schema.json`` says.

    Numbers are unrounded; null is missing, or not rated.
    """
    assessment = words.assessment
    result, bands = assessment.result, assessment.uncertainty(order.period)
    inputs, scheme, t = result.inputs, result.scheme, result.period_index[order.period]
    regions = {
        region: {
            "name": words.region_name(region),
            "score": _number(result.score[t, r]),
            "score_arithmetic": _number(result.score_arithmetic[t, r]),
            "score_without_optional": _number(result.score_without_optional[t, r]),
            "class": None if result.classes[t, r] < 0 else scheme.classes[result.classes[t, r]],
            "place": _number(result.rank[t, r]),
            "bands": {
                f"p{100 * level:.0f}": {
                    "score": _number(bands.score[i, r]),
                    "place": _number(bands.place[i, r]),
                }
                for i, level in enumerate(LEVELS)
            },
            "bounds": [_number(result.low[t, r]), _number(result.high[t, r])],
            "coverage": _number(result.coverage[t, r]),
            "reliability": str(result.reliability.grade[t, r]),
            "pillars": {
                name: {
                    "value": _number(result.pillars[t, r, p]),
                    "coverage": _number(result.pillar_coverage[t, r, p]),
                }
                for p, name in enumerate(scheme.pillar_ids)
            },
            "indicators": {
                name: {
                    "value": _number(inputs.values[t, r, k]),
                    "applies": bool(inputs.applicable[r, k]),
                    "normalised": _number(result.normalised[t, r, k]),
                    "age": _number(inputs.age[t, r, k]),
                    "estimated": bool(inputs.estimated[t, r, k]),
                    "source": None if source < 0 else inputs.sources[source],
                }
                for k, name in enumerate(inputs.indicators)
                for source in (int(inputs.source[t, r, k]),)
            },
        }
        for r, region in enumerate(inputs.regions)
    }
    facts = {
        "schema": RESULT,
        "stamp": json.loads(stamped),
        "method": {
            "version": scheme.version,
            "normalisation": scheme.normalisation,
            "within_pillars": scheme.within_pillars,
            "across_pillars": scheme.across_pillars,
            "coverage": scheme.coverage,
            "classes": dict(zip(scheme.classes, scheme.cuts, strict=True)),
            "pillars": {
                pillar.id: {
                    "weight": pillar.weight,
                    "optional": pillar.optional,
                    "indicators": {
                        indicator.id: {
                            "weight": indicator.weight,
                            "lo": indicator.lo,
                            "hi": indicator.hi,
                            "direction": int(turn),
                            "transform": indicator.transform,
                        }
                        for indicator, turn in zip(
                            pillar.indicators, scheme.turns[part], strict=True
                        )
                    },
                }
                for pillar, part in zip(scheme.pillars, scheme.slices, strict=True)
            },
        },
        "regions": regions,
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
