"""World Bank, version 2 of its interface: national figures only."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from indicators.layout import Row
from intake.sources.answers import number, read_json
from intake.sources.check import check
from intake.sources.client import Client
from intake.sources.faults import ShapeError, SourceError
from intake.sources.rows import COUNTRY, Answer, make_row, unique
from intake.sources.spec import Spec

__all__ = ["check", "fetch", "tidy"]

_YEAR: Final = re.compile(r"[12][0-9]{3}")


def fetch(client: Client, spec: Spec) -> list[Answer]:
    """Ask for each indicator, page by page.  Raises SourceError when the pages do not end."""
    answers = []
    for series, binding in spec.series.items():
        where = f"{spec.id}: {series} ({binding.code})"
        rows: list[Any] = []
        for page in range(1, spec.max_pages + 1):
            pages, more = client.ask(
                f"/v2/country/KAZ/indicator/{binding.code}",
                partial(_page, where),
                query={"format": "json", "per_page": str(spec.page_size), "page": str(page)},
            )
            rows += more
            if page >= pages:
                break
        else:
            raise SourceError(f"{where}: more than {spec.max_pages} pages")
        answers.append(Answer(series, rows))
    return answers


def _page(where: str, path: Path, kind: str) -> tuple[int, list[Any]]:
    """Return the number of pages and the rows of this one."""
    came = read_json(path, kind, where)
    match came:
        case [{"message": [{"key": said, "value": why}, *_]}]:
            raise SourceError(f"{where}: the source says: {said}: {why}")
        case [{"pages": int(pages)}, [*rows]] if rows:
            return pages, rows
        case _:
            raise ShapeError(where, "[{pages}, [rows]]", came)


def tidy(answers: list[Answer], spec: Spec, read: date) -> list[Row]:
    """Return the yearly figures of the country.  Raises ShapeError."""
    rows = []
    for answer in answers:
        binding = spec.series[answer.series]
        where = f"{spec.id}: {answer.series} ({binding.code})"
        for item in answer.content:
            match item:
                case {
                    "countryiso3code": "KAZ",
                    "date": str(year),
                    "indicator": {"id": code},
                    "value": printed,
                } if code == binding.code and _YEAR.fullmatch(year):
                    value = number(printed, f"{where}: {year}")
                case _:
                    raise ShapeError(where, f"a year of KAZ for {binding.code}", item)
            if value is not None:
                rows.append(make_row(spec, answer.series, COUNTRY, year, value, read=read))
    return unique(rows, spec.id)
