"""Reports of incidents that tests send in; nothing in them happened."""

from copy import deepcopy
from datetime import date
from typing import Any

from indicators.incident_report import IncidentReport

TODAY = date(2026, 11, 28)
IN_RUSSIAN: dict[str, Any] = {
    "region": "KZ-31",
    "language": "ru",
    "date": "2025-02-03",
    "date_precision": "day",
    "place": {"ru": "Вымышленное"},
    "seat": "korday",
    "what": "interethnic_clash",
    "independent": {"text": {"ru": "Драка; сгорел дом."}, "date": "2025-02-04"},
    "sources": [
        {
            "title": "Вымышленная заметка",
            "url": "https://example.org/a",
            "date": "2025-02-04",
            "publisher": {"ru": "Пример"},
        }
    ],
}
# Whole in three languages, with every part that a report can have.
WHOLE: dict[str, Any] = {
    "region": "KZ-33",
    "language": "en",
    "date": "2021-10-27",
    "last_date": "2021-10-28",
    "date_precision": "day",
    "place": {"en": "Made-up Place", "ru": "Вымышленное", "kk": "Ойдан шығарылған"},
    "district": {"en": "Made-up", "ru": "Вымышленный", "kk": "Ойдан"},
    "centre": {
        "name": {"en": "Made-up Town", "ru": "Вымышленск", "kk": "Ойдан қала"},
        "unit": {"en": "Made-up district", "ru": "Вымышленный район", "kk": "Ойдан ауданы"},
        "lon": 79.5,
        "lat": 44.25,
        "gazetteer": "geonames",
        "gazetteer_id": "1",
        "basis": "found_district",
        "basis_source": "a map",
    },
    "what": "interethnic_clash",
    "size_low": 40,
    "size_high": 60,
    "size_status": "range",
    "deaths": [
        {
            "deaths": 1,
            "status": "preliminary",
            "as_of": "2021-10-28",
            "source": {"en": "A paper", "ru": "Газета", "kk": "Газет"},
            "note": {"en": "Early.", "ru": "Рано.", "kk": "Ерте."},
        },
        {
            "deaths": 2,
            "status": "official",
            "as_of": "2021-11",
            "source": {"en": "A court", "ru": "Суд", "kk": "Сот"},
        },
    ],
    "official": {
        "text": {"en": "It was denied.", "ru": "Отрицалось.", "kk": "Жоққа шығарылды."},
        "date": "2021-10-29",
    },
    "independent": {"text": {"en": "A brawl.", "ru": "Драка.", "kk": "Төбелес."}},
    "trigger": {"codes": ["quarrel"]},
    "response": {
        "codes": ["detentions", "slow_police"],
        "text": {"en": "Late.", "ru": "Поздно.", "kk": "Кеш."},
    },
    "mobilisation": {"codes": ["rumours"]},
    "harm": {"codes": ["injured", "homes"]},
    "sources": [
        {
            "title": "First",
            "url": "https://example.org/1",
            "date": "2021-10-28",
            "publisher": {"en": "A paper", "ru": "Газета", "kk": "Газет"},
        },
        {
            "title": "Second",
            "date": "2021-11",
            "publisher": {"en": "B paper", "ru": "Газета Б", "kk": "Б газеті"},
        },
    ],
}


def given(base: dict[str, Any] = IN_RUSSIAN, **parts: Any) -> dict[str, Any]:
    """A report as JSON, with some parts replaced; None takes one out."""
    merged = {**deepcopy(base), **parts}
    return {key: value for key, value in merged.items() if value is not None}


def report(base: dict[str, Any] = IN_RUSSIAN, **parts: Any) -> IncidentReport:
    """The same, read."""
    return IncidentReport.from_json(given(base, **parts))
