"""The protocol of the validation, for the section that tells it."""

from __future__ import annotations

from typing import Any

from i18n import date_text
from indicators.incident_scheme import load_incident_scheme
from indicators.protocol import load_protocol
from methodology.environment import plain


def validation(lang: str) -> dict[str, Any]:
    """Return what was decided before scores and incidents were held against each other."""
    sealed, kinds = load_protocol(), load_incident_scheme().kinds
    protocol = sealed.protocol
    return {
        "version": protocol.version,
        "date": date_text(protocol.date, lang),
        "sha256": sealed.sha256,
        "question": plain(protocol.question.get(lang)),
        "outcomes": [
            {
                "name": plain(outcome.name.get(lang)),
                "main": outcome.id == protocol.main_outcome,
                "kinds": None
                if outcome.kinds == "all"
                else [plain(kinds[kind].name.get(lang)) for kind in outcome.kinds],
                "without": list(outcome.without_months),
            }
            for outcome in protocol.outcomes
        ],
        "first": protocol.score_years.first,
        "last": protocol.log_years.last,
        "windows": list(protocol.windows),
        "confidence": protocol.confidence,
        "bootstraps": protocol.bootstraps,
        "permutations": protocol.permutations,
        "seed": protocol.seed,
        "frozen": [plain(text.get(lang)) for text in protocol.frozen],
        "definitions": [plain(text.get(lang)) for text in protocol.definitions],
        "rules": [plain(text.get(lang)) for text in protocol.rules],
    }
