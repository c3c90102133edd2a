"""A record that was sent in for a review: its states, and what the review made of it; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from scenarios.contents import Record

DRAFT, REVIEW, ACCEPTED, ASKED_BACK, REJECTED, WITHDRAWN = (
    "draft",
    "review",
    "accepted",
    "asked_back",
    "rejected",
    "withdrawn",
)
SUBMISSION_STATES = (DRAFT, REVIEW, ACCEPTED, ASKED_BACK, REJECTED, WITHDRAWN)
DECISIONS = (ACCEPTED, ASKED_BACK, REJECTED)
# From each state, those that a step may lead to. Out of WITHDRAWN there is no way.
SUBMISSION_MOVES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        DRAFT: (DRAFT, REVIEW, WITHDRAWN),
        REVIEW: (REVIEW, *DECISIONS, WITHDRAWN),
        ACCEPTED: (REVIEW, WITHDRAWN),
        ASKED_BACK: (REVIEW, WITHDRAWN),
        REJECTED: (REVIEW, WITHDRAWN),
        WITHDRAWN: (),
    }
)


@dataclass(frozen=True)
class Submission:
    """A record as it stands: what was sent in last, and what counts meanwhile.

    version : 1 when it was made, one more with each step.
    kind, region : those of the content.  state : one of ``SUBMISSION_STATES``.
    note : private; it is no part of the content and never public.
    author, author_subject, created : who made it, and when.
    writer, writer_subject, changed : who wrote the content as it now is, and when.
    reviewer, reviewed, review_note : who decided last, when and why; of a withdrawn record, who
    withdrew it.  None and empty before the first decision; they stay when it is written again.
    counted, counted_version, counted_at : the content that was accepted last, its version and when;
    None when nothing of it counts.
    """

    id: str
    version: int
    kind: str
    region: str
    state: str
    content: Record
    note: str
    author: str
    author_subject: str | None
    created: datetime
    writer: str
    writer_subject: str | None
    changed: datetime
    reviewer: str | None
    reviewed: datetime | None
    review_note: str
    counted: Record | None
    counted_version: int | None
    counted_at: datetime | None

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @property
    def standing(self) -> Record | None:
        """What of it stands: of a rejected version what counts all the same; None for nothing."""
        return self.counted if self.state in (REJECTED, WITHDRAWN) else self.content

    @property
    def last_actor(self) -> str:
        """Who made the last step."""
        decided = self.reviewed is not None and self.reviewed >= self.changed
        return self.reviewer if decided and self.reviewer is not None else self.writer


@dataclass(frozen=True)
class Counted:
    """What counts of a record, as everybody may see it: no note, no names.

    version : of the submission whose content it is.  accepted : the day, in UTC.
    """

    id: str
    kind: str
    region: str
    content: Record
    version: int
    accepted: date
