"""What the store gives back: scenarios, comments, reviews, and the history of all; frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Final, Generic, TypeVar

from scenarios.content import Content
from scenarios.faults import Fault
from scenarios.submitted import Submission

SCENARIO, COMMENT, ALERT, SUBMISSION = "scenario", "comment", "alert", "submission"
CREATED, CHANGED, RENAMED, ARCHIVED, RESTORED = (
    "created",
    "changed",
    "renamed",
    "archived",
    "restored",
)
DUPLICATED, IMPORTED, REVIEWED, REOPENED = "duplicated", "imported", "reviewed", "reopened"
# Of records that are sent in; a decision is named as the state that it leads to.
DRAFTED, SUBMITTED, REVISED = "drafted", "submitted", "revised"
ACTIONS = (
    CREATED,
    CHANGED,
    RENAMED,
    ARCHIVED,
    RESTORED,
    DUPLICATED,
    IMPORTED,
    REVIEWED,
    REOPENED,
)
TO_REVIEW, SHOWN, DECLINED = "to_review", "shown", "declined"
STATES = (TO_REVIEW, SHOWN, DECLINED)
WATCHING, CONFIRMED, CLOSED = "watching", "confirmed", "closed"
ALERT_STATES = (TO_REVIEW, WATCHING, CONFIRMED, CLOSED)
# From each state of an alert, those that a review may lead to. The same again adds a note; the way
# out of CLOSED is to open it anew.
MOVES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        TO_REVIEW: (WATCHING, CONFIRMED, CLOSED),
        WATCHING: (WATCHING, CONFIRMED, CLOSED),
        CONFIRMED: (CONFIRMED, WATCHING, CLOSED),
        CLOSED: (TO_REVIEW,),
    }
)

T = TypeVar("T")


def needs_note(before: str, after: str) -> bool:
    """Tell whether a step needs a reason: all do, but the first look that leads to watching."""
    return (before, after) != (TO_REVIEW, WATCHING)


@dataclass(frozen=True)
class Listed:
    """A scenario as a list shows it.

    version : 1 when it was made, one more with each write.  created, changed : with time zone UTC.
    copied_from : id of the scenario that it was duplicated from, or None.
    data_version, method_version : under which the scores were worked out.
    """

    id: str
    version: int
    name: str
    description: str
    data_version: str
    method_version: str
    author: str
    created: datetime
    changed_by: str
    changed: datetime
    archived: bool
    copied_from: str | None


@dataclass(frozen=True)
class Scenario(Listed):
    """A whole scenario.

    scores : by region, of the year of the content, when it was saved; None for a region that was
    not rated.
    """

    content: Content
    scores: Mapping[str, float | None]

    def __hash__(self) -> int:
        return hash((self.id, self.version))


@dataclass(frozen=True)
class Event:
    """A line of the audit trail.

    kind : of what it tells, ``SCENARIO``, ``COMMENT``, ``ALERT`` or ``SUBMISSION``;  subject : its
    id, or that of the alert's review;  version : that which the write made.  actor, role,
    actor_subject : who did it.  label : the name of the scenario as it then was, the region of the
    comment or of the record that was sent in, or the alert.
    """

    id: int
    kind: str
    subject: str
    version: int
    action: str
    actor: str
    role: str
    actor_subject: str | None
    at: datetime
    label: str


@dataclass(frozen=True)
class Past:
    """What a file says about a step of its scenario's history; nobody can check it."""

    version: int
    action: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Claimed:
    """What a file says about where its scenario comes from; nobody can check it.

    history : newest first.
    """

    id: str
    version: int
    author: str
    created: datetime
    changed_by: str
    changed: datetime
    history: tuple[Past, ...] = ()


@dataclass(frozen=True)
class WholeEvent(Event):
    """A line of the audit trail with all that was then true.

    scenario, comment, alert, submission : one of them, as it was after the write.
    claimed : of an import, what the file said about itself.
    """

    scenario: Scenario | None = None
    comment: Comment | None = None
    alert: AlertReview | None = None
    submission: Submission | None = None
    claimed: Claimed | None = None


@dataclass(frozen=True)
class Comment:
    """A region's answer to its score of a period; others see it when ``state`` is ``SHOWN``."""

    id: str
    version: int
    region: str
    period: int
    text: str
    author: str
    author_subject: str | None
    at: datetime
    state: str
    reviewer: str | None
    reviewed: datetime | None
    review_note: str


@dataclass(frozen=True)
class AlertReview:
    """Where an alert stands, by the last review of it; an alert without one is to be reviewed.

    alert : its id, ``stream.region.period``.  note : why the reviewer put it into this state.
    data_version : of the figures that the reviewer saw.
    """

    id: str
    version: int
    alert: str
    state: str
    note: str
    reviewer: str
    reviewed: datetime
    data_version: str


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some of a list.  total : how many there are in all."""

    rows: tuple[T, ...]
    total: int

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class SubmissionPage(Page[Submission]):
    """Some records that were sent in.

    more : the ``before`` that asks for the next ones, or None at the end.
    """

    more: str | None = None


@dataclass(frozen=True)
class Events:
    """Some lines of the trail, newest first.

    more : the ``before`` that asks for the next ones, or None at the end.
    """

    rows: tuple[Event, ...]
    more: int | None

    def __iter__(self) -> Iterator[Event]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Conflict(Fault, Generic[T]):
    """Somebody else wrote first; nothing was written.

    yours : what was to be written, with the version that it began from.  theirs : what is there.
    """

    REASONS: ClassVar[Mapping[str, str]] = {
        "scenario": "'{id}' is now version {now}, by {who}; yours began from version {from_}, "
        "and was not saved",
        "comment": "the comment '{id}' was reviewed by {who} meanwhile; yours was not saved",
        "alert": "the alert '{id}' was reviewed by {who} meanwhile; yours was not saved",
        "submission": "the record '{id}' was changed by {who} meanwhile; yours was not saved",
    }

    yours: T
    theirs: T

    def __init__(self, code: str, yours: T, theirs: T, **fields: object) -> None:
        super().__init__(code, **fields)
        self.yours, self.theirs = yours, theirs
