"""The columns of the table of records: which belong to which kind, and the forms of their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from indicators.field_records import Activity, Body, District, MonthlyReturn
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import region_names
from indicators.table_words import folded
from indicators.text import LANGUAGES, Text

NEEDED: Final = ("record", "region", "district")
BODY_KEY: Final = ("district", "body_kind", "place", "number")
# The columns of each kind. A district is known by its name, a body by district, kind, place, number.
OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    District.kind: ("record", "region", "district", "source", "until", "note"),
    Body.kind: ("record", "region", *BODY_KEY, "members", "set_up", "dissolved", "note"),
    Activity.kind: (
        "record",
        "region",
        *BODY_KEY,
        "date",
        "activity_kind",
        "subject",
        "asked_by",
        "outcome",
        "follow_up_30",
        "follow_up_90",
        "note",
    ),
    MonthlyReturn.kind: ("record", "region", "district", "month", "note"),
}
# The column in which a field stands, where it has another name.
COLUMN_OF: Final[Mapping[tuple[str, str], str]] = {
    (District.kind, "name"): "district",
    (Activity.kind, "body"): "place",
}
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
_MONTH = re.compile(r"([0-9]{1,2})\.([0-9]{4})", re.ASCII)
_FIRST = re.compile(r"([0-9]{4}-[0-9]{2})-01", re.ASCII)


@lru_cache(maxsize=1)
def columns_by_name() -> Mapping[str, str]:
    """Return column by each of its names, ``folded``."""
    found: dict[str, str] = {}
    for id_, column in load_field_scheme().columns.items():
        for name in (id_, *_texts(column.name), *column.also):
            found.setdefault(folded(name), id_)
    return found


@lru_cache(maxsize=1)
def words_by_name() -> Mapping[str, Mapping[str, str]]:
    """Return the word of the scheme, or the id of a region, by its names and by column."""
    named: dict[str, Mapping[str, Text]] = {**load_field_scheme().names(), "region": region_names()}
    return {
        column: {folded(name): id_ for id_, text in words.items() for name in (id_, *_texts(text))}
        for column, words in named.items()
    }


def _texts(text: Text) -> list[str]:
    return [text.get(lang) for lang in LANGUAGES]


def cell_in_form(column: str, text: str) -> str:
    """Return a cell as the contents know it: words as ids, dates with the year first."""
    text = text.strip()
    if column in words_by_name():
        return words_by_name()[column].get(folded(text), text)
    if column in ("date", "until", "set_up", "dissolved", "month"):
        return _date(column, text)
    return text


def _date(column: str, text: str) -> str:
    if match := _DAY.fullmatch(text):
        text = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    elif match := _MONTH.fullmatch(text):
        text = f"{match[2]}-{int(match[1]):02d}"
    # A spreadsheet makes a day of a month that is typed into it.
    if column == "month" and (match := _FIRST.fullmatch(text)):
        return match[1]
    return text
