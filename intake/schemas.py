"""The Table Schemas of the built files: field, type, meaning and what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from indicators.layout import STATUSES
from indicators.series import Series

BORDERS: Final = ("current", "pre2022", "pre2018", "joint")
REGION_PATTERN: Final = r"KZ(-(YUZ|\d\d(\+\d\d)?))?"
PERIOD_PATTERN: Final = (
    r"\d{4}(-Q[1-4]|-\d{2}(-\d{2})?)?(/\d{4}-\d{2})?"  # 2023, 2023-Q3, 2022-07, 2023-01/2023-09
)
NOTES_PATTERN: Final = r"[a-z0-9_]+( [a-z0-9_]+)*"

Field = dict[str, Any]


def text(name: str, description: str, **constraints: Any) -> Field:
    """Return a field of type string; `constraints` are Table Schema's."""
    field: Field = {"name": name, "type": "string", "description": description}
    if constraints:
        field["constraints"] = constraints
    return field


def translated(*, required: bool = True) -> list[Field]:
    """Return the fields en, ru, kk."""
    languages = (("en", "English"), ("ru", "Russian"), ("kk", "Kazakh"))
    return [text(key, f"Text in {name}.", required=required) for key, name in languages]


def observations_schema(series: Sequence[Series]) -> dict[str, Any]:
    """Return the Table Schema of a theme that holds these series."""
    value = {
        "name": "value",
        "type": "number",
        "description": "The figure, a plain decimal in the unit of the row.",
        "constraints": {"required": True},
    }
    return {
        "fields": [
            text(
                "indicator", "Id of the series.", required=True, enum=sorted(s.id for s in series)
            ),
            text(
                "region",
                "ISO 3166-2 code; KZ is the country, KZ-YUZ South Kazakhstan until June 2018, "
                "KZ-10+63 and the like both parts of a divided unit together.",
                required=True,
                pattern=REGION_PATTERN,
            ),
            text(
                "borders",
                "Borders that the figure was collected in.",
                required=True,
                enum=list(BORDERS),
            ),
            text(
                "period",
                "ISO 8601: year, quarter, month, day, or an interval of months.",
                required=True,
                pattern=PERIOD_PATTERN,
            ),
            value,
            text("unit", "Id of the unit.", required=True, enum=sorted({s.unit for s in series})),
            text("source", "Key of sources.csv.", required=True),
            text("detail", "Table, element, file or article, as the source prints it."),
            text(
                "status", "How far the figure may be trusted.", required=True, enum=list(STATUSES)
            ),
            text("note", "Keys of notes.csv, separated by spaces.", pattern=NOTES_PATTERN),
        ],
        "primaryKey": ["indicator", "region", "borders", "period"],
        "foreignKeys": [
            {"fields": ["source"], "reference": {"resource": "sources", "fields": ["source"]}}
        ],
        "missingValues": [""],
    }


def table_schema(fields: list[Field], key: str | None) -> dict[str, Any]:
    """Return a Table Schema; `key` is the column that names a row."""
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key is not None:
        schema["primaryKey"] = [key]
    return schema


def list_schemas() -> dict[str, dict[str, Any]]:
    """Return the Table Schemas of the lists beside the observations, by resource name."""
    month = r"\d{4}-\d{2}"
    return {
        "sources": table_schema(
            [
                text("source", "Key of the source.", required=True),
                text("title", "Title in English.", required=True),
                text("title_ru", "Title in Russian.", required=True),
                text("title_kk", "Title in Kazakh.", required=True),
                # Empty in all three languages or in none; a Table Schema has no words for that.
                text("publisher", "Who published the figures; empty where several did."),
                text("publisher_ru", "Publisher in Russian."),
                text("publisher_kk", "Publisher in Kazakh."),
                text("licence", "Terms of use in English.", required=True),
                text("licence_ru", "Terms of use in Russian.", required=True),
                text("licence_kk", "Terms of use in Kazakh.", required=True),
                text("url", "Site of the publisher, where it is known."),
                text("obtained_via", "The republication the figures were read in.", required=True),
                text("accessed", "Month of the tabulation.", required=True, pattern=month),
                text(
                    "trust",
                    "Trust in the source.",
                    required=True,
                    enum=["high", "medium", "low", "expert"],
                ),
            ],
            "source",
        ),
        "regions": table_schema(
            [
                text("region", "ISO 3166-2 code.", required=True, pattern=REGION_PATTERN),
                text("kato", "Code of the national classifier KATO.", pattern=r"\d{9}"),
                text("type", "Kind of unit.", required=True, enum=["oblast", "city", "country"]),
                text("name_en", "Name in English.", required=True),
                text("name_ru", "Name in Russian.", required=True),
                text("name_kk", "Name in Kazakh.", required=True),
                text("since", "Month of foundation, if after 2009.", pattern=month),
                text("until", "Month in which the unit ended.", pattern=month),
                text("split_from", "The unit that it was divided from.", pattern=REGION_PATTERN),
            ],
            "region",
        ),
        "notes": table_schema(
            [text("id", "Key of the note.", required=True, pattern=r"[a-z0-9_]+"), *translated()],
            "id",
        ),
        "known_faults": table_schema(
            [
                text("id", "Key of the fault.", required=True),
                text("series", "Series that it touches, separated by spaces.", required=True),
                *translated(),
            ],
            "id",
        ),
        "exclusions": table_schema(
            [
                text("what", "Key of the rule.", required=True),
                {
                    "name": "rows",
                    "type": "integer",
                    "description": "Rows of the tables that the rule leaves out.",
                    "constraints": {"required": True, "minimum": 0},
                },
                *translated(),
            ],
            "what",
        ),
    }
