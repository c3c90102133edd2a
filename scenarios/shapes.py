"""The shapes in which records are written as JSON and in rows, and the way back, with no guessing.

A key that is missing, unknown or of another type is an error; nothing is converted or filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from assessment.changes import Change
from indicators.record_forms import RecordError
from indicators.record_notes import check_note
from scenarios.actors import LONGEST_NAME
from scenarios.content import Content, check_scores
from scenarios.contents import CONTENTS, Record
from scenarios.faults import TextError
from scenarios.ids import LARGEST_VERSION, is_id
from scenarios.records import AlertReview, Claimed, Comment, Past, Scenario
from scenarios.submitted import Counted, Submission
from scenarios.texts import (
    LONGEST_COMMENT,
    LONGEST_DESCRIPTION,
    LONGEST_EDITION,
    LONGEST_SUBJECT,
    LONGEST_TITLE,
    lines,
    one_line,
)

MOST_STEPS = 500  # of a history in a file; with the longest names they leave room for the rest

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(Z|\+00:00)", re.ASCII)


def _moment(value: object) -> object:
    if isinstance(value, str):
        if not _MOMENT.fullmatch(value):
            raise ValueError("must be a moment such as 2026-11-23T08:00:00+00:00")
        return datetime.fromisoformat(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("must have a time zone")
        return value.astimezone(UTC)
    return value


def _key(text: str) -> str:
    if not is_id(text):
        raise ValueError("is not an id")
    return text


def _kind(text: str) -> str:
    if text not in CONTENTS:
        raise ValueError(f"is not one of {', '.join(CONTENTS)}")
    return text


def _note(text: str) -> str:
    try:
        if check_note(text) != text:
            raise ValueError("has blanks around it, or line ends of another system")
    except RecordError as error:
        raise ValueError(error.user_message) from error
    return text


def _clean(check: Callable[[str, str, int], str], longest: int, text: str) -> str:
    """Refuse what would have been cleaned, or refused, when somebody wrote it."""
    if text[:1].isalnum() and text.isprintable() and text[-1] != " " and len(text) <= longest:
        return text  # as nearly all are: a list reads hundreds
    try:
        if check("text", text, longest) != text:
            raise ValueError("has blanks around it, or line ends of another system")
    except TextError as error:
        raise ValueError(error.user_message) from error
    return text


Moment = Annotated[datetime, BeforeValidator(_moment)]
Version = Annotated[int, Field(ge=1, le=LARGEST_VERSION)]
Key = Annotated[str, AfterValidator(_key)]
Kind = Annotated[str, AfterValidator(_kind)]
Line = Annotated[str, AfterValidator(partial(_clean, one_line, LONGEST_SUBJECT))]
Title = Annotated[str, AfterValidator(partial(_clean, one_line, LONGEST_TITLE))]
Name = Annotated[str, AfterValidator(partial(_clean, one_line, LONGEST_NAME))]
Edition = Annotated[str, AfterValidator(partial(_clean, one_line, LONGEST_EDITION))]
Description = Annotated[str, AfterValidator(partial(_clean, lines, LONGEST_DESCRIPTION))]
Words = Annotated[str, AfterValidator(partial(_clean, lines, LONGEST_COMMENT))]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class ChangeShape(_Shape):
    """One changed figure."""

    region: str
    indicator: str
    kind: str
    amount: float


class ContentShape(_Shape):
    """What a scenario says."""

    year: int
    scale: str
    mean: str
    coverage: str
    capacity: str
    weights: dict[str, float]
    spread: dict[str, float]
    changes: list[ChangeShape]

    def content(self) -> Content:
        """Return the content.  Raises ContentError."""
        changes = tuple(Change(c.region, c.indicator, c.kind, c.amount) for c in self.changes)
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Content(**{**fields, "changes": changes})


class ListedShape(_Shape):
    """A scenario as a list shows it."""

    id: Key
    version: Version
    name: Title
    description: Description
    author: Name
    created: Moment
    changed_by: Name
    changed: Moment
    archived: bool
    copied_from: Key | None
    data_version: Edition
    method_version: Edition


class ScenarioShape(ListedShape):
    """A whole scenario."""

    content: ContentShape
    scores: dict[str, float | None]

    def scenario(self) -> Scenario:
        """Return the scenario.  Raises ContentError."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        fields["content"] = self.content.content()
        return Scenario(**{**fields, "scores": check_scores(self.scores)})


class CommentShape(_Shape):
    """A comment."""

    id: Key
    version: Version
    region: Line
    period: int
    text: Annotated[Words, Field(min_length=1)]
    author: Name
    author_subject: str | None
    at: Moment
    state: Literal["to_review", "shown", "declined"]
    reviewer: Name | None
    reviewed: Moment | None
    review_note: Words

    def comment(self) -> Comment:
        """Return the comment."""
        return Comment(**{name: getattr(self, name) for name in type(self).model_fields})


class AlertReviewShape(_Shape):
    """A review of an alert."""

    id: Key
    version: Version
    alert: Line
    state: Literal["to_review", "watching", "confirmed", "closed"]
    note: Words
    reviewer: Name
    reviewed: Moment
    data_version: Edition

    def alert_review(self) -> AlertReview:
        """Return the review."""
        return AlertReview(**{name: getattr(self, name) for name in type(self).model_fields})


class SubmissionShape(_Shape):
    """A record that was sent in."""

    id: Key
    version: Version
    kind: Kind
    region: Line
    state: Literal["draft", "review", "accepted", "asked_back", "rejected", "withdrawn"]
    content: dict[str, Any]
    note: Annotated[str, AfterValidator(_note)]
    author: Name
    author_subject: str | None
    created: Moment
    writer: Name
    writer_subject: str | None
    changed: Moment
    reviewer: Name | None
    reviewed: Moment | None
    review_note: Words
    counted: dict[str, Any] | None
    counted_version: Version | None
    counted_at: Moment | None

    def submission(self) -> Submission:
        """Return the record.  Raises RecordError."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        read = CONTENTS[self.kind].from_json
        counted = None if self.counted is None else read(self.counted)
        return Submission(**{**fields, "content": read(self.content), "counted": counted})


class CountedShape(_Shape):
    """What counts of a record."""

    id: Key
    kind: Kind
    counted: dict[str, Any]
    counted_version: Version
    counted_at: Moment

    def whole(self) -> Counted:
        """Return what counts.  Raises RecordError."""
        content = CONTENTS[self.kind].from_json(self.counted)
        day = self.counted_at.date()
        return Counted(self.id, self.kind, content.region, content, self.counted_version, day)


class EventShape(_Shape):
    """A line of the audit trail."""

    id: Annotated[int, Field(ge=1)]
    kind: Literal["scenario", "comment", "alert", "submission"]
    subject: Key
    version: Version
    action: Annotated[str, Field(pattern="^[a-z_]{1,16}$")]
    actor: Name
    role: Literal["viewer", "monitor", "analyst", "admin"]
    actor_subject: str | None
    at: Moment
    label: Line


class PastShape(_Shape):
    """A step of a history, as a file tells it."""

    version: Version
    action: Literal[
        "created", "changed", "renamed", "archived", "restored", "duplicated", "imported"
    ]
    actor: Name
    at: Moment


class ClaimedShape(_Shape):
    """Where a file says that its scenario comes from."""

    id: Key
    version: Version
    author: Name
    created: Moment
    changed_by: Name
    changed: Moment
    history: Annotated[list[PastShape], Field(max_length=MOST_STEPS)]

    def claimed(self) -> Claimed:
        """Return the claims."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        steps = tuple(Past(one.version, one.action, one.actor, one.at) for one in self.history)
        return Claimed(**{**fields, "history": steps})


class FileShape(_Shape):
    """A file."""

    kelisim_scenario: Literal[1]
    name: Title
    description: Description
    data_version: Edition
    method_version: Edition
    content: ContentShape
    scores: dict[str, float | None]
    origin: ClaimedShape


def content_data(content: Content) -> dict[str, Any]:
    """Return a content for JSON, as ``ContentShape`` reads it."""
    return {
        "year": content.year,
        "scale": content.scale,
        "mean": content.mean,
        "coverage": content.coverage,
        "capacity": content.capacity,
        "weights": dict(content.weights),
        "spread": dict(content.spread),
        "changes": [
            {"region": c.region, "indicator": c.indicator, "kind": c.kind, "amount": c.amount}
            for c in content.changes
        ],
    }


def record_data(
    record: Scenario | Comment | AlertReview | Submission | Claimed,
) -> dict[str, Any]:
    """Return a record for JSON, as its shape reads it."""
    return {name: _plain(value) for name, value in vars(record).items()}


def _plain(value: object) -> object:
    if isinstance(value, Content):
        return content_data(value)
    if type(value) in CONTENTS.values():
        return cast("Record", value).to_json()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Past):
        return {name: _plain(each) for name, each in vars(value).items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value
