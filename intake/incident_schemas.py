"""The Table Schemas of the log of incidents and of the three tables beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from indicators.incident_scheme import load_incident_scheme
from indicators.layout import in_languages
from intake.schemas import BORDERS, REGION_PATTERN, Field, table_schema, text, translated

DATE_PATTERN = r"\d{4}-\d{2}(-\d{2})?"
TOLD_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"  # of an account: 2023, 2022-01, 2011-12-20


def _words(name: str, what: str, *, required: bool = False) -> list[Field]:
    """Return the fields of one text in three languages."""
    languages = ("English", "Russian", "Kazakh")
    return [
        text(column, f"{what}, in {language}.", required=required)
        for column, language in zip(in_languages(name), languages, strict=True)
    ]


def _count(name: str, description: str, *, required: bool = False) -> Field:
    constraints: dict[str, Any] = {"minimum": 0}
    if required:
        constraints["required"] = True
    return {
        "name": name,
        "type": "integer",
        "description": description,
        "constraints": constraints,
    }


def _codes(name: str, what: str, words: Sequence[str]) -> list[Field]:
    """Return the field of any number of the scheme's words, and those of their text."""
    one = f"({'|'.join(words)})"
    return [
        text(name, f"{what}: words of the scheme, separated by spaces.", pattern=f"{one}( {one})*"),
        *_words(f"{name}_text", f"{what}, as the sources tell it"),
    ]


def incident_schemas(coders: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the four Table Schemas by resource name; the scheme's words are their enums.

    coders : those of this log. A release names no coder whose rows it does not have, so that one
    who is new to the scheme changes no release that is out.
    """
    scheme = load_incident_scheme()
    single, several = scheme.single(), scheme.several()
    of_incident = {"fields": ["incident"], "reference": {"resource": "incidents", "fields": ["id"]}}
    log = table_schema(
        [
            text("id", "Year and place; stays as it is.", required=True, pattern=r"\d{4}-[a-z-]+"),
            text("date", "First day, or month.", required=True, pattern=DATE_PATTERN),
            text("last_date", "Last day, where it is stated.", pattern=DATE_PATTERN),
            text(
                "date_precision",
                "How exact the dates are.",
                required=True,
                enum=list(single["date_precision"]),
            ),
            *_words("place", "Place as the source names it", required=True),
            *_words("district", "District that the source names"),
            text("region", "Region in today's borders.", required=True, pattern=REGION_PATTERN),
            text(
                "region_then",
                "Unit that held the place on the first day.",
                required=True,
                pattern=REGION_PATTERN,
            ),
            text("borders_then", "Borders of that unit.", required=True, enum=list(BORDERS[:3])),
            text("seat", "Where it is drawn: key of incident_seats.csv."),
            text("kind", "Kind of incident.", required=True, enum=list(single["kind"])),
            _count("size_low", "People who took part, lowest number."),
            _count("size_high", "People who took part, highest number."),
            text("size_status", "What these numbers are.", enum=list(single["size_status"])),
            _count("fatalities", "Deaths that the source states; empty is not stated."),
            text(
                "fatalities_status",
                "What the number of deaths is.",
                enum=list(single["fatalities_status"]),
            ),
            *_words("official", "What an authority or the state news agency said"),
            text("official_date", "When that was said.", pattern=TOLD_PATTERN),
            *_words("independent", "What independent sources said"),
            text("independent_date", "When that was said.", pattern=TOLD_PATTERN),
            *_codes("trigger", "What set it off", several["trigger"]),
            *_codes("response", "What the authorities did", several["response"]),
            *_codes("mobilisation", "How people were mobilised", several["mobilisation"]),
            *_codes("harm", "Harm to people and property", several["harm"]),
            text(
                "overlaps", "Ids of rows that hold the same events; then this one is not counted."
            ),
            text(
                "coder",
                "Who coded the row.",
                required=True,
                enum=[coder for coder in single["coder"] if coder in coders],
            ),
        ],
        "id",
    )
    sources = table_schema(
        [
            text("incident", "Key of incidents.csv.", required=True),
            *_words("publisher", "Who reported it", required=True),
            text("reference", "Item or site, as the tabulation names it."),
            text(
                "precision",
                "How exactly the source is named.",
                required=True,
                enum=list(scheme.source_precisions),
            ),
        ],
        None,
    )
    deaths = table_schema(
        [
            text("incident", "Key of incidents.csv.", required=True),
            _count("deaths", "Deaths that were stated.", required=True),
            text(
                "status",
                "What the number is.",
                required=True,
                enum=list(scheme.fatality_statuses),
            ),
            text("as_of", "When it was stated.", pattern=TOLD_PATTERN),
            *_words("source", "Who stated it", required=True),
            *translated(required=False),
        ],
        None,
    )
    for schema in (sources, deaths):
        schema["foreignKeys"] = [of_incident]
    return {
        "incidents": log,
        "incident_sources": sources,
        "incident_deaths": deaths,
        "incident_seats": _seats(),
    }


def _seats() -> dict[str, Any]:
    scheme = load_incident_scheme()
    degrees = [
        {
            "name": name,
            "type": "number",
            "description": "WGS 84 degrees.",
            "constraints": {"required": True, "minimum": low, "maximum": high},
        }
        for name, low, high in (("lon", 46, 88), ("lat", 40, 56))
    ]
    return table_schema(
        [
            text("id", "Key of the place.", required=True, pattern=r"[a-z-]+"),
            *(
                text(f"{name}_{language}", f"{what}, in {language}.", required=True)
                for name, what in (("name", "City or centre"), ("unit", "City or district"))
                for language in ("en", "ru", "kk")
            ),
            text("region", "Region in today's borders.", required=True, pattern=REGION_PATTERN),
            *degrees,
            text(
                "gazetteer",
                "Where the coordinates are from.",
                required=True,
                enum=list(scheme.gazetteers),
            ),
            text("gazetteer_id", "Id there.", required=True),
            text("basis", "Why this place.", required=True, enum=list(scheme.seat_bases)),
            text("basis_source", "Who says to which district the place belongs."),
        ],
        "id",
    )
