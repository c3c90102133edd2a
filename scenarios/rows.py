"""Rows of the tables made into records and back; a row that is damaged is an error, not a guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Row

from indicators.record_forms import RecordError
from scenarios import tables
from scenarios.content import ContentError
from scenarios.contents import rests_on
from scenarios.faults import StoreError
from scenarios.records import (
    ALERT,
    COMMENT,
    SCENARIO,
    SUBMISSION,
    AlertReview,
    Comment,
    Event,
    Listed,
    Scenario,
    WholeEvent,
)
from scenarios.shapes import (
    AlertReviewShape,
    ClaimedShape,
    CommentShape,
    CountedShape,
    EventShape,
    ListedShape,
    ScenarioShape,
    SubmissionShape,
    record_data,
)
from scenarios.strict_json import JsonError, dumps, loads
from scenarios.submitted import Counted, Submission

Shape = TypeVar("Shape", bound=BaseModel)
LISTED = [tables.scenario.c[name] for name in ListedShape.model_fields]
EVENT = [tables.event.c[name] for name in EventShape.model_fields]
_JSON = ("content", "scores")


def scenario_row(scenario: Scenario) -> dict[str, Any]:
    """Return the columns of a scenario."""
    fields = vars(scenario)
    data = record_data(scenario)
    texts = {name: dumps(data[name]) for name in _JSON}
    return {**fields, **texts, "folded": folded(scenario)}


def folded(scenario: Listed) -> str:
    """Return what a search looks through: databases do not agree on capitals beyond a–z."""
    return "\n".join((scenario.name, scenario.description, scenario.author)).casefold()


def to_listed(row: Row[Any]) -> Listed:
    """Return the light record of a row.  Raises StoreError when it is damaged."""
    shape = _shape(ListedShape, SCENARIO, row._mapping)
    return Listed(**vars(shape))


def to_scenario(row: Row[Any]) -> Scenario:
    """Return the record of a row.  Raises StoreError when it is damaged."""
    fields = {name: value for name, value in row._mapping.items() if name != "folded"}
    return _scenario(fields | {name: _json(SCENARIO, fields, fields[name]) for name in _JSON})


def to_comment(row: Row[Any]) -> Comment:
    """Return the record of a row.  Raises StoreError when it is damaged."""
    return _shape(CommentShape, COMMENT, row._mapping).comment()


def to_alert_review(row: Row[Any]) -> AlertReview:
    """Return the record of a row.  Raises StoreError when it is damaged."""
    return _shape(AlertReviewShape, ALERT, row._mapping).alert_review()


def submission_row(record: Submission) -> dict[str, Any]:
    """Return the columns of a record that was sent in."""
    data = record_data(record)
    ground = None if record.counted is None else rests_on(record.counted)
    return {
        **vars(record),
        "content": dumps(data["content"]),
        "counted": None if record.counted is None else dumps(data["counted"]),
        "rests_on": None if ground is None else ground[1],
    }


def to_submission(row: Row[Any]) -> Submission:
    """Return the record of a row.  Raises StoreError when it is damaged."""
    fields = {name: value for name, value in row._mapping.items() if name != "rests_on"}
    return _submission({**fields, **_contents(fields, "content", "counted")})


def to_counted(row: Row[Any]) -> Counted:
    """Return what counts of a row.  Raises StoreError when it is damaged."""
    fields = dict(row._mapping)
    fields |= _contents(fields, "counted")
    shape = _shape(CountedShape, SUBMISSION, fields)
    try:
        return shape.whole()
    except RecordError as error:
        raise _damaged(SUBMISSION, fields, error) from error


def _contents(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    texts = {name: fields[name] for name in names if fields[name] is not None}
    return {name: _json(SUBMISSION, fields, text) for name, text in texts.items()}


def _submission(fields: Mapping[str, Any]) -> Submission:
    shape = _shape(SubmissionShape, SUBMISSION, fields)
    try:
        return shape.submission()
    except RecordError as error:
        raise _damaged(SUBMISSION, fields, error) from error


def to_event(row: Row[Any]) -> Event:
    """Return the light record of a row.  Raises StoreError when it is damaged."""
    return Event(**vars(_shape(EventShape, "event", row._mapping)))


def kind_of(record: Scenario | Comment | AlertReview | Submission) -> str:
    """Name the kind of a record, as the trail does."""
    kinds = {Scenario: SCENARIO, Comment: COMMENT, AlertReview: ALERT, Submission: SUBMISSION}
    return kinds[type(record)]


def event_state(record: Scenario | Comment | AlertReview | Submission, claimed: Any = None) -> str:
    """Write all that is true after a write, for the trail."""
    state = {kind_of(record): record_data(record)}
    if claimed is not None:
        state["claimed"] = record_data(claimed)
    return dumps(state)


def to_whole_event(row: Row[Any]) -> WholeEvent:
    """Return the record of a row with what was then true.  Raises StoreError when damaged."""
    fields = dict(row._mapping)
    state = _json("event", fields, fields.pop("state"))
    event = _shape(EventShape, "event", fields)
    if not isinstance(state, dict) or set(state) - {"claimed"} != {event.kind}:
        raise _damaged("event", fields, "its state is of another kind")
    claimed = state.get("claimed")
    return WholeEvent(
        **vars(event),
        scenario=_scenario(state[SCENARIO]) if event.kind == SCENARIO else None,
        comment=_shape(CommentShape, COMMENT, state[COMMENT]).comment()
        if event.kind == COMMENT
        else None,
        alert=_shape(AlertReviewShape, ALERT, state[ALERT]).alert_review()
        if event.kind == ALERT
        else None,
        submission=_submission(state[SUBMISSION]) if event.kind == SUBMISSION else None,
        claimed=None if claimed is None else _shape(ClaimedShape, "event", claimed).claimed(),
    )


def _scenario(fields: Mapping[str, Any]) -> Scenario:
    shape = _shape(ScenarioShape, SCENARIO, fields)
    try:
        return shape.scenario()
    except ContentError as error:
        raise _damaged(SCENARIO, fields, error) from error


def _json(kind: str, fields: Mapping[str, Any], text: object) -> Any:
    try:
        return loads(str(text))
    except JsonError as error:
        raise _damaged(kind, fields, error) from error


def _shape(shape: type[Shape], kind: str, fields: Any) -> Shape:
    try:
        return shape.model_validate(fields if isinstance(fields, dict) else dict(fields))
    except (ValidationError, TypeError, ValueError) as error:
        reason: object = error
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False)[0]
            reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise _damaged(kind, fields, reason) from error


def _damaged(kind: str, fields: Any, reason: object) -> StoreError:
    name = fields.get("id", "?") if isinstance(fields, Mapping) else "?"
    return StoreError("damaged", kind=kind, id=name, reason=reason)
