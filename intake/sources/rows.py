"""Rows of figures in the form of the data package: region, borders, period, value."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from geodata.regions import load_regions
from indicators.layout import Row
from indicators.series import load_series
from intake.sources.answers import plain
from intake.sources.faults import ShapeError
from intake.sources.spec import Binding, Spec

COUNTRY: Final = "KZ"
COUNTRY_TERM: Final = 741880
"""Term of the country in the dictionaries of Taldau and stat.gov.kz."""
_TERM: Final = re.compile(r"[0-9]{1,12}")
_DAY: Final = re.compile(r"([0-9]{2})\.([0-9]{2})\.([12][0-9]{3})")
Key = tuple[str, str, str, str]


def key(row: Row) -> Key:
    """Return what a figure is known by: series, region, borders, period."""
    return (row.indicator, row.region, row.borders, row.period)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for one series (or, for events, for all counts): the parts that matter."""

    series: str
    content: Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken, and the reason."""

    row: Row
    why: str


@cache
def terms() -> dict[int, str]:
    """Return the codes of the regions and of the country by their term in BNS dictionaries."""
    known = {region.taldau_term: region.id for region in load_regions().regions}
    return {COUNTRY_TERM: COUNTRY, **known}


def region_of(term: object) -> str | None:
    """Return the region (or country) of a term, a number or its digits; None for any other."""
    text = str(term)
    return terms().get(int(text)) if _TERM.fullmatch(text) else None


def period_of(day: str, binding: Binding, where: str) -> str:
    """Return the ISO period of a source's last day, such as ``31.12.2024``.

    Raises
    ------
    ShapeError
        When it is no day, or not the last day of a period of the declared length: a quarter that
        was taken for a year would be a silent error.
    """
    found = _DAY.fullmatch(day.strip())
    if found is None:
        raise ShapeError(where, "a day such as 31.12.2024", day)
    at, month, year = (int(part) for part in found.groups())
    lengths = {"year": 12, "january_1": 12, "quarter": 3, "month": 1}
    wrong = (
        not 1 <= month <= 12
        or month % lengths[binding.period]
        or at != calendar.monthrange(year, month)[1]
    )
    if wrong:
        names = {"january_1": "year"}
        kind = names.get(binding.period, binding.period)
        raise ShapeError(where, f"the last day of a {kind}", day)
    forms = {
        "year": f"{year}",
        "january_1": f"{year}-01-01",
        "quarter": f"{year}-Q{month // 3}",
        "month": f"{year}-{month:02d}",
    }
    return forms[binding.period]


def make_row(
    spec: Spec,
    series: str,
    region: str,
    period: str,
    value: Decimal,
    *,
    read: date,
) -> Row:
    """Return a figure in the package's form.

    Raises
    ------
    ShapeError
        When a region that did not exist yet has a figure before the declared year: the source has
        recast its figures, and in which borders its neighbours are is for a person to decide.
    """
    regions = load_regions()
    binding = spec.series[series]
    year = int(period[:4])
    borders, status = "current", "official"
    parents = {f.id for f in regions.former if f.borders == "pre2022"}
    if region in parents and year < binding.current_since:
        borders = "pre2022"
    elif region != COUNTRY and (since := regions.get(region).valid_from):
        born = int(since[:4])
        if regions.get(region).predecessor in parents and year < binding.current_since:
            raise ShapeError(
                f"{spec.id}: {series}",
                f"no figure of {region} before {binding.current_since}",
                f"{plain(value)} for {period}",
            )
        status = "backcast" if year < born else status
    if region in parents and borders == "current":
        founded = max(f.last_year for f in regions.former if f.id == region)
        status = "backcast" if year < founded else status
    source = binding.source or spec.source
    detail = f"{spec.id} {binding.code}, read {read.isoformat()}"
    unit = load_series()[series].unit
    text = plain(value * binding.factor)
    return Row(series, region, borders, period, text, unit, source, detail, status, "")


def unique(rows: list[Row], where: str) -> list[Row]:
    """Return the rows without repetitions, sorted.

    Raises
    ------
    ShapeError
        When one figure has two values.
    """
    found: dict[Key, Row] = {}
    for row in rows:
        other = found.setdefault(key(row), row)
        if other.value != row.value:
            raise ShapeError(
                f"{where}: {row.indicator} {row.region} {row.period}",
                "one value",
                f"{other.value} and {row.value}",
            )
    return [found[name] for name in sorted(found)]
