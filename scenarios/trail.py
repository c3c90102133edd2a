"""The audit trail: who did what when, with all that was then true.  Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from scenarios.actors import LONGEST_NAME, Actor
from scenarios.database import Database
from scenarios.faults import NoSuchEvent
from scenarios.ids import LARGEST_NUMBER, LARGEST_VERSION
from scenarios.records import (
    ALERT,
    COMMENT,
    SCENARIO,
    AlertReview,
    Claimed,
    Comment,
    Event,
    Events,
    Scenario,
    WholeEvent,
)
from scenarios.rows import EVENT, event_state, kind_of, to_event, to_whole_event
from scenarios.submitted import Submission
from scenarios.tables import event
from scenarios.texts import one_line

AT_ONCE = 50
# What everybody may read; the steps of records that are sent in only who may see those records.
_PUBLIC = (SCENARIO, COMMENT, ALERT)


def permitted(actor: Actor, role: str) -> Actor:
    """Return the actor as the trail names them.  Raises NotAllowed, TextError."""
    actor.needs(role)
    return replace(actor, name=one_line("author", actor.name, LONGEST_NAME))


def record(
    connection: Connection,
    actor: Actor,
    action: str,
    after: Scenario | Comment | AlertReview | Submission,
    at: datetime,
    claimed: Claimed | None = None,
) -> None:
    """Add a line to the trail, in the transaction that made it true."""
    connection.execute(
        event.insert().values(
            kind=kind_of(after),
            subject=after.id,
            version=after.version,
            action=action,
            actor=actor.name,
            role=actor.role,
            actor_subject=actor.subject,
            at=at,
            label=_label(after),
            state=event_state(after, claimed),
        )
    )


def _label(record: Scenario | Comment | AlertReview | Submission) -> str:
    if isinstance(record, Scenario):
        return record.name
    return record.alert if isinstance(record, AlertReview) else record.region


class Trail:
    """The part of the store that reads the trail, but for what is only for some.

    ``Submissions.submission_trail`` reads the rest.
    """

    database: Database

    def trail(self, limit: int = AT_ONCE, before: int | None = None) -> Events:
        """Return events of everything, newest first.

        before : ``more`` of the page before, for the next one.

        Raises
        ------
        StoreError
            When the database fails.
        """
        query = (
            select(*EVENT)
            .where(event.c.kind.in_(_PUBLIC))
            .order_by(event.c.id.desc())
            .limit(limit + 1)
        )
        if before is not None:
            query = query.where(event.c.id < min(before, LARGEST_NUMBER))
        rows = self._events(query)
        return Events(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)

    def history(
        self, id: str, limit: int = AT_ONCE, before: int | None = None, kind: str = SCENARIO
    ) -> Events:
        """Return the events of one scenario (or of what ``kind`` says), newest first.

        before : ``more`` of the page before, for the next one.

        Raises
        ------
        StoreError
            When the database fails.
        """
        query = (
            select(*EVENT)
            .where(event.c.kind == kind, event.c.kind.in_(_PUBLIC), event.c.subject == id)
            .order_by(event.c.version.desc())
            .limit(limit + 1)
        )
        if before is not None:
            query = query.where(event.c.version < min(before, LARGEST_VERSION))
        rows = self._events(query)
        return Events(rows[:limit], rows[limit - 1].version if len(rows) > limit else None)

    def whole_history(self, id: str) -> Iterator[Event]:
        """Yield all events of one scenario, newest first, asked for some at a time."""
        before = None
        while True:
            events = self.history(id, before=before)
            yield from events
            before = events.more
            if before is None:
                return

    def event(self, id: int) -> WholeEvent:
        """Return one event with what was then true.

        Raises
        ------
        NoSuchEvent, StoreError
            When it is not there, or the database fails.
        """
        row = None
        if 0 < id <= LARGEST_NUMBER:
            with self.database.reading() as connection:
                wanted = event.c.id == id, event.c.kind.in_(_PUBLIC)
                row = connection.execute(select(event).where(*wanted)).one_or_none()
        if row is None:
            raise NoSuchEvent("event", id=id)
        return to_whole_event(row)

    def _events(self, query: object) -> tuple[Event, ...]:
        with self.database.reading() as connection:
            return tuple(map(to_event, connection.execute(query).all()))  # type: ignore[call-overload]
