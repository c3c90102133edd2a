"""The answers of the Bureau of National Statistics: lists of terms, each with its periods."""

from __future__ import annotations

from datetime import date
from typing import Any

from indicators.layout import Row
from intake.sources.answers import number
from intake.sources.faults import ShapeError
from intake.sources.rows import COUNTRY, Answer, make_row, period_of, region_of
from intake.sources.spec import Spec

Slice = dict[str, Any]


def of_a_region(item: Any, where: str) -> Slice | None:
    """Keep an element of an answer if it is about one of our regions or the country.

    Raises
    ------
    ShapeError
        When it is no element of the form {terms, termNames, periods}.
    """
    expected = "elements {terms, termNames, periods}"
    if not isinstance(item, dict):
        raise ShapeError(where, expected, item)
    ids, names, periods = (item.get(name) for name in ("terms", "termNames", "periods"))
    if not (isinstance(ids, list) and isinstance(names, list) and isinstance(periods, list)):
        raise ShapeError(where, expected, f"keys {', '.join(map(str, item))}")
    if len(ids) != len(names):
        raise ShapeError(where, "a name for each term", f"{len(ids)} terms, {len(names)} names")
    return item if any(map(region_of, ids)) else None


def tidy_slices(answer: Answer, spec: Spec, read: date) -> list[Row]:
    """Return the figures of the totals, by region.

    Raises
    ------
    ShapeError
        When no element is the country's total, or a value or day has another form.
    """
    series, binding = answer.series, spec.series[answer.series]
    where = f"{spec.id}: {series} ({binding.code})"
    rows: list[Row] = []
    for item in answer.content:
        known = [code for code in map(region_of, item["terms"]) if code]
        others = [
            str(name)
            for one, name in zip(item["terms"], item["termNames"], strict=True)
            if region_of(one) is None
        ]
        if len(known) != 1 or any(name not in binding.totals for name in others):
            continue
        for period in item["periods"]:
            if not isinstance(period, dict) or not {"date", "value"} <= set(period):
                raise ShapeError(where, "periods {date, value}", period)
            value = number(period["value"], f"{where}: {known[0]} {period['date']}")
            if value is None:
                continue
            when = period_of(str(period["date"]), binding, where)
            rows.append(make_row(spec, series, known[0], when, value, read=read))
    if not any(row.region == COUNTRY for row in rows):
        names = [item["termNames"] for item in answer.content[:2]]
        expected = f"figures of Kazakhstan with {' / '.join(binding.totals)} for all else"
        raise ShapeError(where, expected, names or "an empty list")
    return rows
