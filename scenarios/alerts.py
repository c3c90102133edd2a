"""Reviews of alerts: what an analyst made of a signal, step by step; never a part of a score."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from scenarios.actors import ANALYST, Actor
from scenarios.database import Database
from scenarios.faults import NoSuchReview, ReviewError
from scenarios.ids import new_id
from scenarios.records import (
    MOVES,
    REOPENED,
    REVIEWED,
    TO_REVIEW,
    AlertReview,
    Conflict,
    needs_note,
)
from scenarios.rows import to_alert_review
from scenarios.tables import alert_review as table
from scenarios.texts import LONGEST_COMMENT, LONGEST_EDITION, lines, one_line
from scenarios.trail import permitted, record

_ALERT = re.compile(r"[a-z][a-z0-9_]{0,79}\.[A-Za-z][A-Za-z0-9-]{0,79}\.\d{4}(-Q[1-4])?", re.ASCII)


class AlertReviews:
    """The part of the store that keeps reviews of alerts."""

    database: Database

    def review_alert(
        self,
        actor: Actor,
        alert: str,
        version: int,
        state: str,
        note: str = "",
        *,
        data_version: str,
    ) -> AlertReview:
        """Put an alert into a state, with a note on why.

        alert : its id.  version : that of the review which this one follows; 0 when the alert has
        none yet, and so is to be reviewed.  data_version : of the figures that were looked at.

        Raises
        ------
        Conflict
            When it was reviewed meanwhile: nothing was written, and both versions are told.
        ReviewError
            For what cannot be an alert, and for a state that ``MOVES`` does not lead to.
        NotAllowed, NoSuchReview, TextError, StoreError
            For who may not, a review that is not there, a note that is missing or cannot be, a
            database that fails.
        """
        actor = permitted(actor, ANALYST)
        if not isinstance(alert, str) or not _ALERT.fullmatch(alert):
            raise ReviewError("alert", id=alert)
        note = lines("note", note, LONGEST_COMMENT)
        with self.database.writing() as connection:
            before = _find(connection, alert)
            after = AlertReview(
                id=new_id() if before is None else before.id,
                version=version + 1,
                alert=alert,
                state=state,
                note=note,
                reviewer=actor.name,
                reviewed=datetime.now(UTC),
                data_version=one_line("data version", data_version, LONGEST_EDITION),
            )
            if before is None and version != 0:
                raise NoSuchReview("review", id=alert)
            if before is not None and version != before.version:
                raise _conflict(after, before)
            _check_move(TO_REVIEW if before is None else before.state, state, note)
            if not self._put(connection, after):
                theirs = _find(connection, alert)
                assert theirs is not None  # rows are never deleted
                raise _conflict(after, theirs)
            action = REOPENED if state == TO_REVIEW else REVIEWED
            record(connection, actor, action, after, after.reviewed)
        return after

    def alert_review(self, alert: str) -> AlertReview | None:
        """Return the review of an alert, or None when it waits for the first.  Raises StoreError."""
        with self.database.reading() as connection:
            return _find(connection, alert) if _ALERT.fullmatch(alert) else None

    def alert_reviews(self) -> Mapping[str, AlertReview]:
        """Return all reviews by alert, the last made first.  Raises StoreError."""
        query = select(table).order_by(table.c.reviewed.desc(), table.c.alert)
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return MappingProxyType({one.alert: one for one in map(to_alert_review, rows)})

    def _put(self, connection: Connection, after: AlertReview) -> bool:
        """Write a review, unless another one was faster."""
        values = dict(vars(after))
        if after.version > 1:
            following = table.c.id == after.id, table.c.version == after.version - 1
            written = connection.execute(table.update().where(*following).values(values))
            return written.rowcount == 1
        insert = sqlite.insert if self.database.is_sqlite else postgresql.insert
        added = insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)
        return connection.execute(added).one_or_none() is not None


def _check_move(before: str, after: str, note: str) -> None:
    if after not in MOVES[before]:
        allowed = ", ".join(MOVES[before])
        raise ReviewError("move", before=before, after=after, allowed=allowed)
    if needs_note(before, after):
        lines("note", note, LONGEST_COMMENT, least=1)


def _conflict(yours: AlertReview, theirs: AlertReview) -> Conflict[AlertReview]:
    begun = replace(yours, version=yours.version - 1)
    return Conflict("alert", begun, theirs, id=yours.alert, who=theirs.reviewer)


def _find(connection: Connection, alert: str) -> AlertReview | None:
    row = connection.execute(select(table).where(table.c.alert == alert)).one_or_none()
    return None if row is None else to_alert_review(row)
