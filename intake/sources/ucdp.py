"""UCDP GED: events with deaths, counted by region and year."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from indicators.layout import Row
from intake.sources.answers import number, read_json
from intake.sources.client import Client
from intake.sources.events import Event, check, count
from intake.sources.faults import ShapeError, SourceError
from intake.sources.rows import Answer
from intake.sources.spec import Spec

__all__ = ["check", "fetch", "tidy"]

_DATE: Final = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
COUNTRY_NAME: Final = "Kazakhstan"
VAGUE: Final = 6
"""``where_prec`` from which on only the country is known (GED codebook)."""


def fetch(client: Client, spec: Spec) -> list[Answer]:
    """Ask for the events page by page.  Raises SourceError when the pages do not end."""
    version = spec.query["version"]
    fixed = {name: text for name, text in spec.query.items() if name != "version"}
    events: list[Event] = []
    for page in range(spec.max_pages):
        pages, more = client.ask(
            f"/api/gedevents/{version}",
            partial(_page, spec.id),
            query={**fixed, "pagesize": str(spec.page_size), "page": str(page)},
            headers={"x-ucdp-access-token": client.secrets[spec.keys["token"]]},
            keep=spec.keep,
        )
        events += more
        if page + 1 >= pages:
            break
    else:
        raise SourceError(f"{spec.id}: more than {spec.max_pages} pages")
    if not events:
        raise ShapeError(spec.id, "events", "an empty list")
    return [Answer("counts", events)]


def _page(where: str, path: Path, kind: str) -> tuple[int, list[Event]]:
    came = read_json(path, kind, where)
    match came:
        case {"TotalPages": int(pages), "Result": [*events]}:
            return pages, [_event(event, where) for event in events]
        case _:
            raise ShapeError(where, "{TotalPages, Result: [events]}", came)


def _event(came: Any, where: str) -> Event:
    wanted = ("id", "country", "date_start", "longitude", "latitude", "where_prec", "best")
    if not isinstance(came, dict) or not set(wanted) <= set(came):
        keys = ", ".join(came) if isinstance(came, dict) else came
        raise ShapeError(where, f"events {{{', '.join(wanted)}}}", keys)
    if came["country"] != COUNTRY_NAME:
        raise ShapeError(where, f"events of {COUNTRY_NAME}", came["country"])
    return make_event(
        came["id"],
        came["date_start"],
        (came["longitude"], came["latitude"]),
        int(number(came["where_prec"], where) or VAGUE) < VAGUE,
        came["best"],
        where,
    )


def make_event(
    code: object,
    day: object,
    point: tuple[object, object],
    placed: bool,
    deaths: object,
    where: str,
) -> Event:
    """Return an event from what a source printed.  Raises ShapeError."""
    whose = f"{where}: event {code}"
    year = str(day)[:4]
    if not _DATE.match(str(day)):
        raise ShapeError(whose, "a date such as 2022-01-05", day)
    lon, lat, dead = (number(one, whose) for one in (*point, deaths))
    if dead is None or dead < 0 or dead != int(dead):
        raise ShapeError(whose, "a whole number of deaths", deaths)
    known = lon is not None and lat is not None
    return Event(
        str(code), int(year), float(lon or 0), float(lat or 0), placed and known, int(dead)
    )


def tidy(answers: list[Answer], spec: Spec, read: date) -> list[Row]:
    """Return the counts.  Raises ShapeError."""
    return count((event for answer in answers for event in answer.content), spec, read)
