"""Records that monitors send in and analysts review; only what was accepted counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, or_, select, text, true

from indicators.record_notes import check_note
from scenarios.actors import ANALYST, MONITOR, Actor
from scenarios.contents import CONTENTS, Record, check_together, rests_on
from scenarios.database import Database
from scenarios.faults import Forbidden, NoSuchSubmission, SubmissionError
from scenarios.ids import is_id, new_id
from scenarios.records import (
    DRAFTED,
    REVISED,
    SUBMISSION,
    SUBMITTED,
    Conflict,
    SubmissionPage,
    WholeEvent,
)
from scenarios.rows import submission_row, to_counted, to_submission, to_whole_event
from scenarios.submission_rules import (
    check_four_eyes,
    check_may_change,
    check_may_write,
    check_move,
    check_reason,
    checked,
    is_own,
    may_see,
    now,
    writer,
)
from scenarios.submitted import (
    ACCEPTED,
    DECISIONS,
    DRAFT,
    REVIEW,
    WITHDRAWN,
    Counted,
    Submission,
)
from scenarios.tables import event
from scenarios.tables import submission as table
from scenarios.trail import permitted, record

AT_ONCE = 50
MOST_AT_ONCE = 5000
_BETWEEN = "~"
_LOCK = 5_201_314_043  # of PostgreSQL: any number, the same in every process
_ORDER = {kind: place for place, kind in enumerate(CONTENTS)}


class Submissions:
    """The part of the store that keeps records with their review.

    Every write raises NotAllowed (its kind Forbidden says what is in the way), NoSuchSubmission for
    a record that the actor may not see, Conflict for a version that is no longer the newest,
    SubmissionError for a step or a reference that cannot be, TextError or the content's own error
    for what cannot be kept, StoreError when the database fails; then nothing was written.
    """

    database: Database

    # -- writing ---------------------------------------------------------------------------------

    def submit(
        self, actor: Actor, content: Record, note: str = "", *, draft: bool = False
    ) -> Submission:
        """Send a record in for a review, or keep it as a draft until it is finished."""
        (made,) = self._send(actor, [(content, note)], DRAFT if draft else REVIEW)
        return made

    def submit_many(
        self,
        actor: Actor,
        given: Sequence[tuple[Record, str]],
        *,
        ids: Sequence[str] | None = None,
    ) -> tuple[Submission, ...]:
        """Send in many records with their notes, all or none; returned as they were given.

        ids : new ones, of ``new_id``, where some of the records rest on others of them; those come
        first.
        """
        return self._send(actor, given, REVIEW, ids)

    def revise(
        self,
        actor: Actor,
        id: str,
        version: int,
        content: Record,
        note: str = "",
        *,
        draft: bool = False,
    ) -> Submission:
        """Write a record anew: it waits for a review, and what was accepted goes on counting.

        draft : leave a draft a draft.
        """
        actor, at = writer(actor), now()
        state = DRAFT if draft else REVIEW
        content, note = checked(content, at, state), check_note(note)
        with self._writing() as connection:
            before = _seen(connection, actor, id)
            check_may_change(actor, before)
            check_may_write(actor, content)
            after = replace(
                before,
                version=version + 1,
                region=content.region,
                state=state,
                content=content,
                note=note,
                writer=actor.name,
                writer_subject=actor.subject,
                changed=at,
            )
            _check_version(after, before)
            check_move(before, state)
            if content.kind != before.kind:
                raise SubmissionError("kind", id=id, kind=before.kind, other=content.kind)
            _check_reference(connection, actor, content)
            _check_move_away(connection, before, content)
            _put(connection, after)
            sent = before.state == DRAFT and state == REVIEW
            record(connection, actor, SUBMITTED if sent else REVISED, after, at)
        return after

    def review_submission(
        self, actor: Actor, id: str, version: int, state: str, reason: str = ""
    ) -> Submission:
        """Accept a record, ask back or reject it; the last two need a reason."""
        (decided,) = self.review_many(actor, [(id, version)], state, reason)
        return decided

    def review_many(
        self, actor: Actor, given: Sequence[tuple[str, int]], state: str, reason: str = ""
    ) -> tuple[Submission, ...]:
        """Decide on many records (id, version) at once, all or none; returned as they were given.

        What others rest on is accepted first, in whatever order they come.
        """
        actor, at = permitted(actor, ANALYST), now()
        if state not in DECISIONS:
            raise ValueError(f"a review ends with {', '.join(DECISIONS)}, not {state!r}")
        reason = check_reason(reason, needed=state != ACCEPTED)
        _check_number(given)
        for id, times in Counter(id for id, _ in given).items():
            if times > 1:
                raise SubmissionError("twice", id=id)
        decided = {}
        with self._writing() as connection:
            found = [(_seen(connection, actor, id), version) for id, version in given]
            for before, version in sorted(found, key=lambda one: _ORDER[one[0].kind]):
                after = replace(
                    before,
                    version=version + 1,
                    state=state,
                    reviewer=actor.name,
                    reviewed=at,
                    review_note=reason,
                )
                check_four_eyes(actor, before)
                _check_version(after, before)
                check_move(before, state)
                if state == ACCEPTED:
                    _check_ground(connection, before.content)
                    _check_move_away(connection, before, before.content)
                    after = replace(
                        after,
                        counted=before.content,
                        counted_version=before.version,
                        counted_at=at,
                    )
                _put(connection, after)
                record(connection, actor, state, after, at)
                decided[before.id] = after
        return tuple(decided[id] for id, _ in given)

    def withdraw(self, actor: Actor, id: str, version: int, reason: str = "") -> Submission:
        """Withdraw a record for good: it counts no more, and stays in the trail.

        Its author may, without a reason, as long as it was never accepted; an analyst always.
        """
        actor, at = writer(actor), now()
        with self._writing() as connection:
            before = _seen(connection, actor, id)
            check_may_change(actor, before)
            if before.counted is not None and not actor.is_at_least(ANALYST):
                raise Forbidden("accepted", id=id)
            freely = is_own(actor, before) and before.counted is None
            after = replace(
                before,
                version=version + 1,
                state=WITHDRAWN,
                reviewer=actor.name,
                reviewed=at,
                review_note=check_reason(reason, needed=not freely),
                counted=None,
                counted_version=None,
                counted_at=None,
            )
            _check_version(after, before)
            check_move(before, WITHDRAWN)
            _check_unused(connection, id)
            _put(connection, after)
            record(connection, actor, WITHDRAWN, after, at)
        return after

    def _send(
        self,
        actor: Actor,
        given: Sequence[tuple[Record, str]],
        state: str,
        ids: Sequence[str] | None = None,
    ) -> tuple[Submission, ...]:
        actor, at = writer(actor), now()
        _check_number(given)
        clean = [(checked(content, at, state), check_note(note)) for content, note in given]
        for content, _ in clean:
            check_may_write(actor, content)
        made = []
        ids = [new_id() for _ in clean] if ids is None else ids
        if not all(map(is_id, ids)):
            raise ValueError("ids must be those of new_id")
        with self._writing() as connection:
            for id, (content, note) in zip(ids, clean, strict=True):
                _check_reference(connection, actor, content)
                one = Submission(
                    id=id,
                    version=1,
                    kind=content.kind,
                    region=content.region,
                    state=state,
                    content=content,
                    note=note,
                    author=actor.name,
                    author_subject=actor.subject,
                    created=at,
                    writer=actor.name,
                    writer_subject=actor.subject,
                    changed=at,
                    reviewer=None,
                    reviewed=None,
                    review_note="",
                    counted=None,
                    counted_version=None,
                    counted_at=None,
                )
                connection.execute(table.insert().values(submission_row(one)))
                record(connection, actor, DRAFTED if state == DRAFT else SUBMITTED, one, at)
                made.append(one)
        return tuple(made)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Open a transaction that no other one which writes records runs beside.

        What a record rests on must not change between the look at it and the write. SQLite has one
        writer anyway; here PostgreSQL has too.
        """
        with self.database.writing() as connection:
            if not self.database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    # -- reading ---------------------------------------------------------------------------------

    def submission(self, actor: Actor, id: str) -> Submission:
        """Return a record.  Raises NoSuchSubmission, also when the actor may not see it."""
        with self.database.reading() as connection:
            return _seen(connection, actor, id)

    def submissions(
        self,
        actor: Actor,
        *,
        kinds: Collection[str] = (),
        region: str | None = None,
        state: str | None = None,
        own: bool = False,
        oldest: bool = False,
        limit: int = AT_ONCE,
        before: str | None = None,
    ) -> SubmissionPage:
        """Return the records that the actor may see, the last written first.

        kinds, region, state : only those; all where they are not named.
        own : only those that the actor made; where nobody signs in, those under the same name.
        oldest : the first written first, as a queue is worked through.
        before : ``more`` of the page before, for the next one.  Raises SubmissionError for another.
        """
        wanted = _wanted(actor, kinds, own=own)
        if region is not None:
            wanted.append(table.c.region == _plain(region))
        if state is not None:
            wanted.append(table.c.state == _plain(state))
        counting = select(func.count()).select_from(table).where(*wanted)
        order = [column if oldest else column.desc() for column in (table.c.changed, table.c.id)]
        query = select(table).order_by(*order).limit(limit + 1)
        if before is not None:
            wanted.append(_beyond(before, oldest=oldest))
        with self.database.reading() as connection:
            rows = connection.execute(query.where(*wanted)).all()
            total = connection.execute(counting).scalar_one()
        found = tuple(map(to_submission, rows[:limit]))
        more = _end(found[-1]) if len(rows) > limit else None
        return SubmissionPage(found, total, more)

    def every_submission(
        self, actor: Actor, *, kinds: Collection[str] = (), own: bool = False
    ) -> tuple[Submission, ...]:
        """Return all records that the actor may see, as they are at one moment.

        kinds, own : as in ``submissions``, and in the same order.
        """
        query = (
            select(table)
            .where(*_wanted(actor, kinds, own=own))
            .order_by(table.c.changed.desc(), table.c.id.desc())
        )
        with self.database.reading() as connection:
            return tuple(map(to_submission, connection.execute(query).all()))

    def counted(self, kinds: Collection[str] = ()) -> tuple[Counted, ...]:
        """Return all that counts, of every kind unless they are named, in the order of acceptance.

        Open to everybody: nothing in it is a note or a name.
        """
        columns = [table.c[name] for name in ("id", "kind", "counted")]
        columns += [table.c.counted_version, table.c.counted_at]
        wanted = [table.c.counted.is_not(None), _of(kinds) if kinds else true()]
        query = select(*columns).where(*wanted).order_by(table.c.counted_at, table.c.id)
        with self.database.reading() as connection:
            return tuple(map(to_counted, connection.execute(query).all()))

    def counted_state(self, kinds: Collection[str] = ()) -> str:
        """Return a text that differs whenever what counts does, and does not come back.

        Asked quickly, and often. A record is withdrawn for good, and from one withdrawal to the next
        the versions that count only grow; no clock is asked.
        """
        withdrawn = func.count(case((table.c.state == WITHDRAWN, 1)))
        return self._state(kinds, withdrawn, func.sum(table.c.counted_version))

    def records_state(self, kinds: Collection[str] = ()) -> str:
        """Return a text that differs after each write of such a record, whoever may see it."""
        return self._state(kinds, func.count(), func.sum(table.c.version))

    def _state(self, kinds: Collection[str], *columns: ColumnElement[int]) -> str:
        query = select(*columns).where(_of(kinds) if kinds else true())
        with self.database.reading() as connection:
            return "/".join(map(str, connection.execute(query).one()))

    def submission_trail(self, actor: Actor, id: str) -> tuple[WholeEvent, ...]:
        """Return the steps of a record, newest first, each with what was then true.

        Only those that the actor may see: what a record said of another region is not theirs.
        Raises NoSuchSubmission as ``submission`` does.
        """
        query = (
            select(event)
            .where(event.c.kind == SUBMISSION, event.c.subject == id)
            .order_by(event.c.version.desc())
        )
        with self.database.reading() as connection:
            _seen(connection, actor, id)
            steps = tuple(map(to_whole_event, connection.execute(query).all()))
        return tuple(
            one for one in steps if one.submission is not None and may_see(actor, one.submission)
        )


# -- what stands in the way ------------------------------------------------------------------------


def _check_number(given: Sequence[object]) -> None:
    if len(given) > MOST_AT_ONCE:
        raise SubmissionError("many", count=len(given), most=MOST_AT_ONCE)


def _check_version(after: Submission, before: Submission) -> None:
    """Raise Conflict unless ``after`` follows ``before``."""
    if after.version != before.version + 1:
        yours = replace(after, version=after.version - 1)
        raise Conflict("submission", yours, before, id=before.id, who=before.last_actor)


def _check_reference(connection: Connection, actor: Actor, content: Record) -> None:
    """Raise SubmissionError unless what a record rests on is there for the actor.

    Raises the content's own error when it cannot be, of that as it was written last.
    """
    reference = rests_on(content)
    if reference is None:
        return
    kind, id = reference
    found = _find(connection, id)
    if found is None or not may_see(actor, found):
        raise SubmissionError("missing", kind=kind, id=id)
    if found.kind != kind:
        raise SubmissionError("other_kind", kind=kind, id=id, found=found.kind)
    if found.state == WITHDRAWN:
        raise SubmissionError("withdrawn", kind=kind, id=id)
    _check_same_region(content, kind, id, found.region)
    check_together(content, found.content)


def _check_ground(connection: Connection, content: Record) -> None:
    """Raise SubmissionError unless what a record rests on counts, in the same region.

    Raises the content's own error when it cannot be, of what counts.
    """
    reference = rests_on(content)
    if reference is None:
        return
    kind, id = reference
    found = _find(connection, id)
    if found is None or found.counted is None:
        raise SubmissionError("not_accepted", kind=kind, id=id)
    _check_same_region(content, kind, id, found.counted.region)
    check_together(content, found.counted)


def _check_same_region(content: Record, kind: str, id: str, theirs: str) -> None:
    if theirs != content.region:
        raise SubmissionError(
            "other_region", kind=kind, id=id, region=content.region, theirs=theirs
        )


def _check_move_away(connection: Connection, before: Submission, content: Record) -> None:
    """Raise SubmissionError when a record would leave behind those that rest on it."""
    if before.counted is not None and before.counted.region != content.region:
        _check_unused(connection, before.id)


def _check_unused(connection: Connection, id: str) -> None:
    """Raise SubmissionError when what counts of others rests on this record."""
    query = select(func.count()).select_from(table).where(table.c.rests_on == id)
    if count := connection.execute(query).scalar_one():
        raise SubmissionError("in_use", id=id, count=count)


# -- rows ------------------------------------------------------------------------------------------


def _seen(connection: Connection, actor: Actor, id: str) -> Submission:
    found = _find(connection, id)
    if found is None or not may_see(actor, found):
        raise NoSuchSubmission("submission", id=id)
    return found


def _find(connection: Connection, id: str) -> Submission | None:
    if not is_id(id):  # an address may hold what no database takes
        return None
    row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    return None if row is None else to_submission(row)


def _put(connection: Connection, after: Submission) -> None:
    following = table.c.id == after.id, table.c.version == after.version - 1
    written = connection.execute(table.update().where(*following).values(submission_row(after)))
    assert written.rowcount == 1, "another one wrote inside our transaction"


def _visible(actor: Actor) -> ColumnElement[bool]:
    """Say in SQL what ``may_see`` says."""
    if actor.is_at_least(ANALYST):
        return true()
    if actor.role != MONITOR:
        return false()
    sent_in = and_(table.c.region.in_(actor.regions), table.c.state != DRAFT)
    if actor.subject is None:
        return sent_in
    return or_(table.c.author_subject == actor.subject, sent_in)


def _wanted(actor: Actor, kinds: Collection[str], *, own: bool) -> list[ColumnElement[bool]]:
    wanted = [_visible(actor)]
    if own:
        wanted.append(_made_by(actor))
    if kinds:
        wanted.append(_of(kinds))
    return wanted


def _of(kinds: Collection[str]) -> ColumnElement[bool]:
    return table.c.kind.in_([kind for kind in CONTENTS if kind in kinds])


def _plain(asked: str) -> str:
    """Return what is asked for as a database takes it; what it does not take is nowhere."""
    return asked if asked.isascii() and asked.isprintable() else ""


def _end(last: Submission) -> str:
    return f"{last.changed.isoformat()}{_BETWEEN}{last.id}"


def _made_by(actor: Actor) -> ColumnElement[bool]:
    if actor.subject is not None:
        return table.c.author_subject == actor.subject
    return and_(table.c.author_subject.is_(None), table.c.author == actor.name)


def _beyond(before: str, *, oldest: bool) -> ColumnElement[bool]:
    moment, _, id = before.partition(_BETWEEN)
    try:
        changed = datetime.fromisoformat(moment)
    except ValueError as error:
        raise SubmissionError("page", before=before) from error
    if changed.tzinfo is None or not is_id(id):
        raise SubmissionError("page", before=before)
    if oldest:
        return or_(table.c.changed > changed, and_(table.c.changed == changed, table.c.id > id))
    return or_(table.c.changed < changed, and_(table.c.changed == changed, table.c.id < id))
