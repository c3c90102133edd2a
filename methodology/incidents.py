"""What the section on the log of incidents tells: its scheme, its counts, what it leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from indicators.incidents import read_incidents
from indicators.text import Text
from methodology.environment import plain


class _Named(Protocol):
    @property
    def name(self) -> Text: ...


def incident_context(lang: str) -> dict[str, Any]:
    """Return the values of the section in one language, safe in Markdown."""
    log = read_incidents()
    scheme = log.scheme
    counts = Counter(row.kind for row in log.counted)
    first, last = log.years
    return {
        "version": scheme.version,
        "first": first,
        "last": last,
        "rows": len(log),
        "counted": len(log.counted),
        "placed": sum(map(len, log.by_region_year().values())),
        "official": sum(row.official is not None for row in log.counted),
        "single_source": sum(len(row.sources) == 1 for row in log.counted),
        "site_only": sum(
            all(one.precision != "item" for one in row.sources) for row in log.counted
        ),
        "kinds": [
            {
                "id": key,
                "name": plain(kind.name.get(lang)),
                "family": plain(scheme.families[kind.family].name.get(lang)),
                "definition": plain(kind.definition.get(lang)),
                "count": counts[key],
            }
            for key, kind in scheme.kinds.items()
        ],
        "codes": {
            name: _names(words, lang)
            for name, words in (
                ("triggers", scheme.triggers),
                ("responses", scheme.responses),
                ("mobilisations", scheme.mobilisations),
                ("harms", scheme.harms),
                ("precisions", scheme.date_precisions),
            )
        },
        "near_days": scheme.near.days,
        "near_km": scheme.near.km,
        "gazetteers": _names(scheme.gazetteers, lang),
        "counting": _names({k: s for k, s in scheme.fatality_statuses.items() if s.counts}, lang),
        "not_counting": _names(
            {k: s for k, s in scheme.fatality_statuses.items() if not s.counts}, lang
        ),
    }


def _names(words: Mapping[str, _Named], lang: str) -> list[str]:
    texts: Iterable[str] = (word.name.get(lang) for word in words.values())
    return [plain(text) for text in texts]
