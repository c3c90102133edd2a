"""The field log as its page reads it: kept while nothing is written, and read again when it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import streamlit as st

from assessment.field_counts import FieldCounts, count_to, count_years
from indicators.field_records import (
    FIELD_CONTENTS,
    Activity,
    Body,
    District,
    FieldContent,
    MonthlyReturn,
)
from indicators.field_scheme import load_field_scheme
from scenarios import Actor
from scenarios.actors import ANALYST
from scenarios.submission_rules import KAZAKHSTAN
from scenarios.submitted import DRAFT, REJECTED, WITHDRAWN, Submission
from views.keeping import store

KINDS: Final = tuple(FIELD_CONTENTS)


def today() -> date:
    """Return the day that it is in Kazakhstan."""
    return datetime.datetime.now(KAZAKHSTAN).date()


@dataclass(frozen=True)
class Log:
    """What counts, and what it comes to.

    state : of the store when it was read.
    records : ids and contents of all that is accepted.  now : by region, the months up to today.
    years : by year that is over, by region.
    """

    state: str
    records: tuple[tuple[str, FieldContent], ...]
    now: Mapping[str, FieldCounts]
    years: Mapping[int, Mapping[str, FieldCounts]]

    def number(self, kind: type[FieldContent]) -> int:
        """Return how many accepted records are of a kind."""
        return sum(isinstance(content, kind) for _id, content in self.records)


def log() -> Log:
    """Return what counts; counted anew when it changes, and on another day.  Raises StoreError."""
    kept = store()
    return _log(str(kept.database.url), kept.counted_state(KINDS), today())


@st.cache_resource(show_spinner=False, max_entries=4)
def _log(database: str, state: str, day: date) -> Log:
    records = tuple((one.id, _content(one.content)) for one in store().counted(KINDS))
    return Log(
        state,
        records,
        MappingProxyType(dict(count_to(records, day))),
        MappingProxyType(dict(count_years(records, day))),
    )


def _content(content: object) -> FieldContent:
    assert isinstance(content, District | Body | Activity | MonthlyReturn)
    return content


def content_of(row: Submission) -> FieldContent:
    """Return what a record of the field log says."""
    return _content(row.content)


# -- what others rest on ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Ground:
    """Districts and bodies that a visitor may see, by id, as they were written last.

    standing : ids of those that a new record may name.  counted : ids of those that count.
    """

    districts: Mapping[str, District]
    bodies: Mapping[str, Body]
    standing: frozenset[str]
    counted: frozenset[str]

    def districts_of(self, region: str) -> list[str]:
        """Return the districts of a region that a new record may name, by name."""
        found = [id_ for id_, one in self.districts.items() if one.region == region]
        return sorted(
            (id_ for id_ in found if id_ in self.standing), key=lambda id_: self.districts[id_].name
        )

    def bodies_of(self, district: str) -> list[str]:
        """Return the bodies of a district that a new record may name, by kind, place and number."""

        def order(id_: str) -> tuple[str, str, int]:
            body = self.bodies[id_]
            return body.body_kind, body.place, body.number

        found = [id_ for id_, one in self.bodies.items() if one.district == district]
        return sorted((id_ for id_ in found if id_ in self.standing), key=order)


def ground(actor: Actor) -> Ground:
    """Return what a visitor's records may rest on; read again when any of it is written."""
    kept, kinds = store(), (District.kind, Body.kind)
    return _ground(str(kept.database.url), kept.records_state(kinds), eyes(actor), actor)


def eyes(actor: Actor) -> tuple[str, ...]:
    """Say whose eyes it is read with: all analysts see the same."""
    if actor.is_at_least(ANALYST):
        return (ANALYST,)
    return actor.role, str(actor.subject), *actor.regions


@st.cache_resource(show_spinner=False, max_entries=16)
def _ground(database: str, state: str, reader: tuple[str, ...], _actor: Actor) -> Ground:
    districts, bodies, named, counted = {}, {}, set(), set()
    for row in store().every_submission(_actor, kinds=(District.kind, Body.kind)):
        content = content_of(row)
        if isinstance(content, District):
            districts[row.id] = content
        elif isinstance(content, Body):
            bodies[row.id] = content
        if row.state != DRAFT and row.standing is not None:
            named.add(row.id)
        if row.counted is not None:
            counted.add(row.id)
    return Ground(
        MappingProxyType(districts),
        MappingProxyType(bodies),
        frozenset(named),
        frozenset(counted),
    )


def standing(row: Submission) -> FieldContent | None:
    """Return what stands of a record of the field log; None for nothing."""
    return None if row.standing is None else _content(row.standing)


def returned(actor: Actor) -> frozenset[tuple[str, str]]:
    """Return the districts and months whose return a visitor sees: accepted, or not decided yet."""
    kept = store()
    state = kept.records_state((MonthlyReturn.kind,))
    return _returned(str(kept.database.url), state, eyes(actor), actor)


@st.cache_resource(show_spinner=False, max_entries=16)
def _returned(
    database: str, state: str, reader: tuple[str, ...], _actor: Actor
) -> frozenset[tuple[str, str]]:
    found = set()
    for row in store().every_submission(_actor, kinds=(MonthlyReturn.kind,)):
        content = standing(row)
        if isinstance(content, MonthlyReturn):
            found.add((content.district, content.month))
    return frozenset(found)


# -- follow-ups that are due -----------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """A settled case of the visitor's own that is to be looked at again.

    field : which look.  since : the first day on which it can be done.
    """

    id: str
    field: str
    since: date


def due(actor: Actor) -> tuple[Due, ...]:
    """Return the looks that are due, the longest due first.

    Of a case past its last look only that one is due: the look before it can no longer be made.
    """
    kept = store()
    state = kept.records_state((Activity.kind,))
    return _due(str(kept.database.url), state, actor.subject or "", actor.name, today(), actor)


@st.cache_resource(show_spinner=False, max_entries=32)
def _due(
    database: str, state: str, subject: str, name: str, day: date, _actor: Actor
) -> tuple[Due, ...]:
    found = []
    for row in store().every_submission(_actor, kinds=(Activity.kind,), own=True):
        content = content_of(row)
        assert isinstance(content, Activity)
        if row.state not in (DRAFT, REJECTED, WITHDRAWN) and (look := look_due(content, day)):
            found.append(Due(row.id, *look))
    return tuple(sorted(found, key=lambda one: (one.since, one.id)))


def look_due(case: Activity, day: date) -> tuple[str, date] | None:
    """Return the look that is due of a case, and since when; None when none is."""
    if not case.is_settled:
        return None
    days = load_field_scheme().limits.follow_up_days
    for name, after in sorted(days.items(), key=lambda one: -one[1]):
        since = case.date + timedelta(days=after)
        if since <= day:
            return None if getattr(case, name) is not None else (name, since)
    return None
