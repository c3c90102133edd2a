"""ACLED: protests, riots and violence, counted by region and year.

Its terms forbid passing rows on. So only the columns that a count needs are asked for, they are
never written to the disk, and what leaves this module are counts with attribution and day of access.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from indicators.layout import Row
from intake.sources.answers import read_json
from intake.sources.client import Client
from intake.sources.events import Event, check, count
from intake.sources.faults import ShapeError, SourceError
from intake.sources.rows import Answer
from intake.sources.spec import Spec
from intake.sources.ucdp import COUNTRY_NAME, make_event

__all__ = ["check", "fetch", "tidy"]

FIELDS: Final = (
    "event_id_cnty",
    "country",
    "event_date",
    "longitude",
    "latitude",
    "fatalities",
)


def fetch(client: Client, spec: Spec) -> list[Answer]:
    """Sign in, then ask for the events page by page until one is empty.

    Raises
    ------
    SourceError
        When signing in fails, or the pages do not end.
    """
    form = {
        "username": client.secrets[spec.keys["user"]],
        "password": client.secrets[spec.keys["password"]],
        "grant_type": "password",
        "client_id": "acled",
    }
    token = client.ask("/oauth/token", partial(_token, spec.id), form=form, keep=False)
    client.secrets["token"] = token  # from here on no message may hold it either
    events: list[Event] = []
    for page in range(1, spec.max_pages + 1):
        more = client.ask(
            "/api/acled/read",
            partial(_page, spec.id),
            query={
                "_format": "json",
                **spec.query,
                "fields": "|".join(FIELDS),
                "limit": str(spec.page_size),
                "page": str(page),
            },
            headers={"Authorization": f"Bearer {token}"},
            keep=False,
        )
        if not more:
            break
        events += more
    else:
        raise SourceError(f"{spec.id}: more than {spec.max_pages} pages")
    if not events:
        raise ShapeError(spec.id, "events", "an empty list")
    return [Answer("counts", events)]


def _token(where: str, path: Path, kind: str) -> str:
    came = read_json(path, kind, where)
    match came:
        case {"access_token": str(token)} if token:
            return token
        case {**keys}:  # never the values: one of them may be a key
            raise ShapeError(where, "{access_token}", f"keys {', '.join(map(str, keys))}")
        case _:
            raise ShapeError(where, "{access_token}", type(came).__name__)


def _page(where: str, path: Path, kind: str) -> list[Event]:
    came = read_json(path, kind, where)
    match came:
        case {"count": _, "data": [*rows]}:
            return [_event(row, where) for row in rows]
        case {**keys}:
            raise ShapeError(where, "{count, data: [rows]}", f"keys {', '.join(map(str, keys))}")
        case _:
            raise ShapeError(where, "{count, data: [rows]}", type(came).__name__)


def _event(came: Any, where: str) -> Event:
    if not isinstance(came, dict) or not set(FIELDS) <= set(came):
        keys = ", ".join(came) if isinstance(came, dict) else type(came).__name__
        raise ShapeError(where, f"rows {{{', '.join(FIELDS)}}}", keys)
    if came["country"] != COUNTRY_NAME:
        raise ShapeError(where, f"rows of {COUNTRY_NAME}", came["country"])
    return make_event(
        came["event_id_cnty"],
        came["event_date"],
        (came["longitude"], came["latitude"]),
        True,
        came["fatalities"],
        where,
    )


def tidy(answers: list[Answer], spec: Spec, read: date) -> list[Row]:
    """Return the counts.  Raises ShapeError."""
    return count((event for answer in answers for event in answer.content), spec, read)
