"""Who may see and write a record that is sent in, and which steps there are; no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from indicators.record_forms import RecordError, holds_personal
from scenarios.actors import ANALYST, MONITOR, Actor
from scenarios.contents import CONTENTS, FOR_ANALYSTS, Record, Unfinished
from scenarios.faults import Forbidden, SubmissionError
from scenarios.submitted import DRAFT, SUBMISSION_MOVES, WITHDRAWN, Submission
from scenarios.texts import LONGEST_COMMENT, lines
from scenarios.trail import permitted

# Days in records are days of Kazakhstan, which has had one time since March 2024.
KAZAKHSTAN: Final = timezone(timedelta(hours=5))


def writer(actor: Actor) -> Actor:
    """Return an actor who may write records somewhere.  Raises NotAllowed, TextError."""
    actor = permitted(actor, MONITOR)
    if actor.role == MONITOR and actor.subject is None:
        raise Forbidden("unknown")  # whose records would be theirs?
    return actor


def may_see(actor: Actor, record: Submission) -> bool:
    """Tell whether an actor may see a record with its note.

    An analyst sees all; a monitor sees their own, and those of their regions that were sent in;
    a viewer sees only what counts, without notes and names.
    """
    if actor.is_at_least(ANALYST):
        return True
    if actor.role != MONITOR:
        return False
    return is_own(actor, record) or (record.state != DRAFT and actor.writes_in(record.region))


def is_own(actor: Actor, record: Submission) -> bool:
    """Tell whether an actor made a record; nobody is known who did not sign in."""
    return actor.wrote(record.author_subject)


def check_may_write(actor: Actor, content: Record) -> None:
    """Raise Forbidden when an actor may not write such a record."""
    if content.kind in FOR_ANALYSTS and not actor.is_at_least(ANALYST):
        raise Forbidden("kind", kind=content.kind)
    if not actor.writes_in(content.region):
        allowed = ", ".join(actor.regions) or "–"
        raise Forbidden("region", region=content.region, allowed=allowed)


def check_may_change(actor: Actor, record: Submission) -> None:
    """Raise Forbidden when an actor may not revise or withdraw a record that they see."""
    if not actor.is_at_least(ANALYST) and not is_own(actor, record):
        raise Forbidden("author", id=record.id)
    check_may_write(actor, record.content)


def check_four_eyes(actor: Actor, record: Submission) -> None:
    """Raise Forbidden when an actor would review what they wrote."""
    if is_own(actor, record) or actor.wrote(record.writer_subject):
        raise Forbidden("own", id=record.id)


def check_move(record: Submission, state: str) -> None:
    """Raise SubmissionError unless a step leads from a record's state to ``state``."""
    if record.state == WITHDRAWN:
        raise SubmissionError("final", id=record.id)
    allowed = SUBMISSION_MOVES[record.state]
    if state not in allowed:
        raise SubmissionError("move", before=record.state, after=state, allowed=", ".join(allowed))


def checked(content: Record, now: datetime, state: str) -> Record:
    """Return a content as its own form reads it, whatever was done to the object that came.

    state : the one that it is written for; a draft need not be whole.

    Raises SubmissionError for another kind of object, and the form's own error.
    """
    kind = getattr(content, "kind", None)
    form = CONTENTS.get(kind) if isinstance(kind, str) else None
    if form is None or type(content) is not form:
        raise SubmissionError(
            "content", kind=kind or type(content).__name__, allowed=", ".join(CONTENTS)
        )
    read = form.from_json(content.to_json())
    read.check_on(now.astimezone(KAZAKHSTAN).date())
    if state != DRAFT and isinstance(read, Unfinished):
        read.check_whole()
    return read


def check_reason(reason: str, *, needed: bool) -> str:
    """Return why a decision was made.  Raises TextError, RecordError."""
    cleaned = lines("reason", reason, LONGEST_COMMENT, least=1 if needed else 0)
    if holds_personal(cleaned):
        raise RecordError("personal", "reason")
    return cleaned


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)
