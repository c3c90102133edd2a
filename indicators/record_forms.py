"""What the fields of a record that people write may hold, and the one error that refuses it.

Records of the field log and reports of incidents are read and checked with these.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Final

from indicators.checks.characters import FORMULA_SIGNS
from indicators.mendable import MendableError
from indicators.observations import DATA
from indicators.period import Period, parse_period
from indicators.table_words import load_table_words
from indicators.territories import read_territories
from indicators.text import Text

SHOWN: Final = 120  # characters of a value that an error repeats
_REGIONS: Final = "regions.csv"
_ID = re.compile(r"[a-z0-9]{1,40}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}", re.ASCII)
_ABOUT = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)
_REFUSED: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class RecordError(MendableError):
    """A record cannot be as it is.

    fields : ``field`` always, and ``value`` and ``allowed`` where there are any.
    """

    REASONS: ClassVar[Mapping[str, str]] = {
        "shape": "a record is a mapping of fields to values, not '{value}'",
        "unknown": "there is no field '{field}'; there are: {allowed}",
        "missing": "{field}: is missing",
        "type": "{field}: '{value}' cannot be; it must be {allowed}",
        "region": "{field}: '{value}' is none of today's regions: {allowed}",
        "word": "{field}: '{value}' is none of the words of the scheme: {allowed}",
        "reference": "{field}: '{value}' is not the id of a record",
        "empty": "{field}: is empty",
        "long": "{field}: has more than {allowed} characters",
        "characters": "{field}: holds a character that cannot be shown, or begins like a formula",
        "group": "{field}: '{value}' speaks of an ethnic, language or religious group; no field does",
        "personal": "{field}: holds a personal number or a telephone number; leave it out",
        "number": "{field}: '{value}' must be a whole number from {allowed}",
        "day": "{field}: '{value}' must be a day such as {allowed}",
        "month": "{field}: '{value}' must be a month such as {allowed}",
        "about": "{field}: '{value}' must be a year, a month or a day, such as {allowed}",
        "future": "{field}: '{value}' lies in the future; at the latest {allowed}",
        "order": "{field}: '{value}' lies before {allowed}",
        "not_set_up": "{field}: '{value}' lies before the body was set up: {allowed}",
        "dissolved": "{field}: '{value}' lies after the body was dissolved: {allowed}",
        "not_over": "{field}: '{value}' is not over yet; the last month that is: {allowed}",
        "needed": "{field}: is needed here, one of: {allowed}",
        "not_here": "{field}: '{value}' does not belong here; only {allowed}",
        "too_early": "{field}: '{value}' can be known from {allowed} on",
    }

    def __init__(self, code: str, field: str, value: object = "", allowed: object = "") -> None:
        text = value if isinstance(value, str) else repr(value)
        cut = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        line = "".join(one if one.isprintable() else " " for one in cut)
        super().__init__(code, field=field, value=line, allowed=allowed)


@lru_cache(maxsize=1)
def _region_rows() -> tuple[Mapping[str, str], ...]:
    with (DATA / _REGIONS).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@lru_cache(maxsize=1)
def regions() -> tuple[str, ...]:
    """Return the ids of today's regions, as ``data/regions.csv`` has them."""
    return read_territories(_region_rows()).regions


@lru_cache(maxsize=1)
def region_names() -> Mapping[str, Text]:
    """Return the names of today's regions by id."""
    rows = {row["region"]: row for row in _region_rows() if not row["until"]}
    return {
        id_: Text(en=row["name_en"], ru=row["name_ru"], kk=row["name_kk"])
        for id_ in regions()
        for row in (rows[id_],)
    }


def read_fields(kind: type, mapping: object, also: Collection[str] = ()) -> dict[str, Any]:
    """Return the fields of a dataclass from a mapping as JSON gives it.

    also : keys that are passed over.

    Raises RecordError for what is no mapping, an unknown key, or a key that must be there and is
    not.
    """
    if not isinstance(mapping, Mapping):
        raise RecordError("shape", "", mapping)
    known = {one.name: one for one in fields(kind)}
    for key in mapping:
        if key not in known and key not in also:
            raise RecordError("unknown", str(key)[:SHOWN], allowed=", ".join(known))
    for name, one in known.items():
        if one.default is MISSING and name not in mapping:
            raise RecordError("missing", name)
    return {name: mapping[name] for name in known if name in mapping}


def check_region(field: str, value: object) -> None:
    """Raise RecordError unless a value is the id of one of today's regions."""
    if not isinstance(value, str) or value not in regions():
        raise RecordError("region", field, value, ", ".join(regions()))


def check_word(field: str, value: object, words: Collection[str]) -> None:
    """Raise RecordError unless a value is one of the words."""
    if not isinstance(value, str) or value not in words:
        raise RecordError("word", field, value, ", ".join(words))


def check_reference(field: str, value: object) -> None:
    """Raise RecordError unless a value could be the id of a record."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise RecordError("reference", field, value)


def check_number(field: str, value: object, most: int) -> None:
    """Raise RecordError unless a value is a whole number from 1 to ``most``."""
    if type(value) is not int or not 1 <= value <= most:
        raise RecordError("number", field, value, f"1 to {most}")


def check_text(field: str, value: object, most: int) -> None:
    """Raise RecordError unless a value is one line of text that can be shown and exported.

    It is not empty, has no blanks around it, does not begin like a formula of a spreadsheet, and
    holds no personal number and no telephone number.
    """
    if not isinstance(value, str):
        raise RecordError("type", field, value, "text")
    if not value.strip():
        raise RecordError("empty", field)
    if len(value) > most:
        raise RecordError("long", field, value, most)
    wrong = any(unicodedata.category(one) in _REFUSED for one in value)
    if wrong or value != value.strip() or value.startswith(FORMULA_SIGNS):
        raise RecordError("characters", field, value)
    if holds_personal(value):
        raise RecordError("personal", field)


def check_no_group(field: str, value: str) -> None:
    """Raise RecordError when a text speaks of a group of people (``table_words.yaml``)."""
    if speaks_of_groups(value):
        raise RecordError("group", field, value)


def speaks_of_groups(text: str) -> bool:
    """Tell whether a word of a text is one of those that loading a table refuses."""
    words = re.sub(r"[^\w]+", " ", text)
    return load_table_words().speaks_of_groups(words)


def check_day(field: str, value: object, first_year: int) -> None:
    """Raise RecordError unless a value is a date of ``first_year`` or later."""
    if type(value) is not date or value.year < first_year:
        raise RecordError("day", field, value, f"{first_year}-01-31")


def check_about(field: str, value: object, first_year: int) -> None:
    """Raise RecordError unless a text is a year, a month or a day, ``first_year`` or later."""
    if about(value) is None or int(str(value)[:4]) < first_year:
        raise RecordError("about", field, value, "2022, 2022-11, 2022-11-05")


def check_month(field: str, value: object, first_year: int) -> None:
    """Raise RecordError unless a text is a month such as 2025-03, of ``first_year`` or later."""
    good = isinstance(value, str) and _MONTH.fullmatch(value) and parse_period(value)
    if not good or int(str(value)[:4]) < first_year:
        raise RecordError("month", field, value, "2025-03")


def about(value: object) -> Period | None:
    """Return first and last day of a year, a month or a day; None for any other text."""
    if not isinstance(value, str) or not _ABOUT.fullmatch(value):
        return None
    return parse_period(value)


def parse_day(field: str, value: object) -> date | None:
    """Return the date that a text of the form 2025-01-31 is; None stays None.

    Raises RecordError for anything else.
    """
    if value is None:
        return None
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError as error:
        raise RecordError("day", field, value, "2025-01-31") from error


# Twelve digits, in one piece or in halves: the number of a person or of a firm.
_PERSONAL = re.compile(r"(?<!\d)\d{6}[ \u00a0-]?\d{6}(?!\d)")
_GAP = r"[ \u00a0().\-\u2010-\u2014]*"
_PHONE = re.compile(
    rf"(?:\+{_GAP}\d|(?<!\d)8){_GAP}(?:\d{_GAP}){{9}}\d(?!\d)"  # +7 701 234-56-78, 8 (701) 234 56 78
    rf"|\+{_GAP}(?:\d{_GAP}){{7,14}}\d(?!\d)"  # of another country
    rf"|(?<!\d)7{_GAP}(?:\d{_GAP}){{9}}\d(?!\d)"  # 7 701 234 56 78
    rf"|(?<!\d)7\d\d[ \u00a0)-]{{1,2}}\d{{3}}[ \u00a0-]?\d\d[ \u00a0-]?\d\d(?!\d)"  # 701 234 56 78
    r"|(?<!\d)7\d{9}(?!\d)"
)


def holds_personal(text: str) -> bool:
    """Tell whether a text holds a number of twelve digits or a telephone number."""
    return bool(_PERSONAL.search(text) or _PHONE.search(text))
