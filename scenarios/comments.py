"""Comments on the score of a region: filed by who answers it, shown after an analyst's review."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, select

from scenarios.actors import ANALYST, VIEWER, Actor
from scenarios.content import check_id, check_year
from scenarios.database import Database
from scenarios.faults import NoSuchComment
from scenarios.ids import is_id, new_id
from scenarios.records import (
    CREATED,
    DECLINED,
    REVIEWED,
    SHOWN,
    STATES,
    TO_REVIEW,
    Comment,
    Conflict,
)
from scenarios.rows import to_comment
from scenarios.tables import comment as table
from scenarios.texts import LONGEST_COMMENT, lines
from scenarios.trail import permitted, record

MOST_AT_ONCE = 200


class Comments:
    """The part of the store that keeps comments."""

    database: Database

    def add_comment(self, actor: Actor, region: str, period: int, text: str) -> Comment:
        """File a comment, which an analyst has to review before others see it.

        A viewer who has signed in may; where nobody signs in, it needs an analyst.

        Raises
        ------
        NotAllowed, TextError, ContentError, StoreError
            For who may not, a text, a region or a period that cannot be, a database that fails.
        """
        actor = permitted(actor, ANALYST if actor.subject is None else VIEWER)
        now = datetime.now(UTC)
        made = Comment(
            id=new_id(),
            version=1,
            region=check_id(region),
            period=check_year(period),
            text=lines("comment", text, LONGEST_COMMENT, least=1),
            author=actor.name,
            author_subject=actor.subject,
            at=now,
            state=TO_REVIEW,
            reviewer=None,
            reviewed=None,
            review_note="",
        )
        with self.database.writing() as connection:
            connection.execute(table.insert().values(vars(made)))
            record(connection, actor, CREATED, made, now)
        return made

    def review_comment(
        self, actor: Actor, id: str, version: int, state: str, note: str = ""
    ) -> Comment:
        """Show a comment or decline it, with a note on why; also to change an earlier decision.

        Raises
        ------
        Conflict
            When it was reviewed meanwhile: nothing was written, and both versions are told.
        NotAllowed, NoSuchComment, TextError, StoreError
            For who may not, what is not there, a note that cannot be, a database that fails.
        """
        actor = permitted(actor, ANALYST)
        if state not in (SHOWN, DECLINED):
            raise ValueError(f"a review ends with {SHOWN} or {DECLINED}, not {state!r}")
        note = lines("note", note, LONGEST_COMMENT)
        with self.database.writing() as connection:
            before = _get(connection, id)
            after = replace(
                before,
                version=version + 1,
                state=state,
                reviewer=actor.name,
                reviewed=datetime.now(UTC),
                review_note=note,
            )
            written = connection.execute(
                table.update()
                .where(table.c.id == id, table.c.version == version)
                .values(vars(after))
            )
            if written.rowcount != 1:
                theirs = _get(connection, id)
                yours = replace(after, version=version)
                raise Conflict("comment", yours, theirs, id=id, who=theirs.reviewer)
            assert after.reviewed is not None
            record(connection, actor, REVIEWED, after, after.reviewed)
        return after

    def comment(self, id: str) -> Comment:
        """Return a comment.  Raises NoSuchComment, StoreError."""
        with self.database.reading() as connection:
            return _get(connection, id)

    def comments(
        self,
        region: str | None = None,
        period: int | None = None,
        states: Collection[str] = (SHOWN,),
        limit: int = MOST_AT_ONCE,
    ) -> tuple[Comment, ...]:
        """Return comments, newest first; of every region and period unless they are named.

        Raises
        ------
        StoreError
            When the database fails.
        """
        wanted: list[ColumnElement[bool]] = [
            table.c.state.in_([state for state in STATES if state in states])
        ]
        if region is not None:
            wanted.append(table.c.region == check_id(region))
        if period is not None:
            wanted.append(table.c.period == check_year(period))
        query = select(table).where(*wanted).order_by(table.c.at.desc(), table.c.id).limit(limit)
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(map(to_comment, rows))


def _get(connection: Connection, id: str) -> Comment:
    row = None
    if is_id(id):
        row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise NoSuchComment("comment", id=id)
    return to_comment(row)
