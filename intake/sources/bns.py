"""stat.gov.kz: an element of the site, as JSON or as a table separated by tabs."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache
from pathlib import Path

from geodata.regions import load_regions
from indicators.layout import Row
from intake.sources.answers import number, read_items, read_table
from intake.sources.check import check
from intake.sources.client import Client
from intake.sources.cube import of_a_region, tidy_slices
from intake.sources.faults import ShapeError
from intake.sources.rows import COUNTRY, Answer, make_row, period_of, unique
from intake.sources.spec import Spec

__all__ = ["check", "fetch", "tidy"]

FIXED = frozenset({"NAM", "DAT", "PERIOD", "VAL"})
_MONTH = re.compile(r"[12][0-9]{3}(0[1-9]|1[0-2])")
_WORD = re.compile(r"[\w-]+")
_CITY = frozenset({"city", "город", "г", "қаласы"})
_AREA = frozenset({"region", "oblast", "область", "обл", "облысы"})
COUNTRY_NAMES = ("Republic of Kazakhstan", "Kazakhstan", "Республика Казахстан", "Казахстан")


def fetch(client: Client, spec: Spec) -> list[Answer]:
    """Ask for each element once."""
    answers = []
    for series, binding in spec.series.items():
        where = f"{spec.id}: {series} ({binding.code})"

        def slices(path: Path, kind: str, where: str = where) -> list[dict[str, object]]:
            return read_items(path, kind, where, lambda item: of_a_region(item, where))

        def table(path: Path, kind: str, where: str = where) -> object:
            return read_table(path, kind, where)

        form = binding.answer
        content = client.ask(
            f"/api/iblock/element/{binding.code}/{form}/file/ru/",
            slices if form == "json" else table,
        )
        answers.append(Answer(series, content))
    return answers


def tidy(answers: list[Answer], spec: Spec, read: date) -> list[Row]:
    """Return the figures of regions and country.  Raises ShapeError."""
    rows: list[Row] = []
    for answer in answers:
        form = spec.series[answer.series].answer
        rows += tidy_slices(answer, spec, read) if form == "json" else _of_table(answer, spec, read)
    return unique(rows, spec.id)


def _of_table(answer: Answer, spec: Spec, read: date) -> list[Row]:
    columns, body = answer.content
    binding = spec.series[answer.series]
    where = f"{spec.id}: {answer.series} ({binding.code})"
    if not {"PERIOD", "VAL"} | set(binding.where) <= set(columns):
        expected = ", ".join(["PERIOD", "VAL", *binding.where])
        raise ShapeError(where, f"columns {expected}", ", ".join(columns))
    # Each dictionary has two columns: its names, and their level under the same word with an L.
    named = [c for c in columns if f"L{c}" in columns and c not in FIXED | set(binding.where)]
    if len(named) != 1:
        raise ShapeError(where, "one column of regions", ", ".join(named or columns))
    at = {name: columns.index(name) for name in (*named, "PERIOD", "VAL", *binding.where)}
    rows = []
    for cells in body:
        region = region_named(cells[at[named[0]]], spec)
        if region is None or any(cells[at[c]] != words for c, words in binding.where.items()):
            continue
        value = number(cells[at["VAL"]], f"{where}: {region} {cells[at['PERIOD']]}")
        if value is not None:
            when = period_of(_last_day(cells[at["PERIOD"]], where), binding, where)
            rows.append(make_row(spec, answer.series, region, when, value, read=read))
    if not any(row.region == COUNTRY for row in rows):
        raise ShapeError(where, "figures of Kazakhstan", body[0][at[named[0]]])
    return rows


def _last_day(printed: str, where: str) -> str:
    """Return the last day of a month ``yyyymm`` as the other form of the source has it."""
    if not _MONTH.fullmatch(printed):
        raise ShapeError(where, "a month such as 202412", printed)
    year, month = int(printed[:4]), int(printed[4:])
    return f"{calendar.monthrange(year, month)[1]:02d}.{month:02d}.{year}"


def region_named(printed: str, spec: Spec) -> str | None:
    """Return the region of a printed name: in any of three languages, with or without "region".

    Almaty is the city, unless the name says that it is the region. Other spellings are declared
    (`names` of the source).
    """
    if printed in spec.names:
        return spec.names[printed]
    core, kind = _parts(printed)
    known = _names()
    # The city of Aktobe is no region: only a name without a word for its kind may be either.
    kinds = ("city", "area") if kind is None else (kind,)
    return next((known[core, one] for one in kinds if (core, one) in known), None)


def _parts(name: str) -> tuple[str, str | None]:
    """Return a name without its word for city or region, and which of the two it had."""
    words = _WORD.findall(name.casefold().replace("ё", "е"))
    core = " ".join(word for word in words if word not in _CITY | _AREA)
    if any(word in _AREA for word in words):
        return core, "area"
    return core, "city" if any(word in _CITY for word in words) else None


@cache
def _names() -> dict[tuple[str, str], str]:
    names = {(_parts(name)[0], "area"): COUNTRY for name in COUNTRY_NAMES}
    for region in load_regions().regions:
        kind = "city" if region.type == "city" else "area"
        for language in ("en", "ru", "kk"):
            names[_parts(region.names.get(language))[0], kind] = region.id
    return names
