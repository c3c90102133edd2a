"""What the section on the field log tells: its records, its thresholds, the rule of the rating."""

from __future__ import annotations

from typing import Any

from indicators.field_scheme import load_field_scheme
from methodology.environment import plain


def field_context(lang: str) -> dict[str, Any]:
    """Return the values of the section in one language, safe in Markdown."""
    scheme = load_field_scheme()
    rule, days = scheme.rule, scheme.limits.follow_up_days
    return {
        "version": scheme.version,
        "months": rule.months,
        "completeness": rule.min_completeness,
        "districts": rule.active_districts,
        "settled": rule.settled_after_90,
        "sooner": days["follow_up_30"],
        "later": days["follow_up_90"],
        "records": [
            {"name": plain(one.name.get(lang)), "definition": plain(one.definition.get(lang))}
            for one in scheme.records.values()
        ],
        "apart": [
            plain(kind.name.get(lang)) for kind in scheme.body_kinds.values() if not kind.counts
        ],
        "public": [
            {
                "subject": plain(one.name.get(lang)),
                "wider": plain(scheme.subjects[one.public_as].name.get(lang)),
            }
            for one in scheme.subjects.values()
            if one.public_as is not None
        ],
        "ratings": {
            "none": 0,
            "some": 1,
            "lasting": 2,
        },
    }
