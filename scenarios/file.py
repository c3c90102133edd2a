"""A scenario as one JSON file, for a colleague with another store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from pydantic import ValidationError

from scenarios.content import Content, check_scores
from scenarios.faults import Fault
from scenarios.records import Claimed, Event, Past, Scenario
from scenarios.shapes import MOST_STEPS, FileShape, record_data
from scenarios.strict_json import JsonError, dumps, loads

KEY = "kelisim_scenario"
SCHEMA = 1
LARGEST = 1_000_000  # bytes
_CODES = {"missing": "missing", "extra_forbidden": "unknown"}  # of pydantic, and ours


class FileError(Fault):
    """A file is not a scenario that this program can read."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "large": "the file has more than {most} bytes",
        "encoding": "the file is not text in UTF-8",
        **{code: f"the file cannot be read: {words}" for code, words in JsonError.REASONS.items()},
        "not_ours": "the file is not a scenario of Kelisim: it has no '{key}'",
        "schema": "the file has the schema version {found}; this program reads {known}",
        "missing": "the file lacks '{key}'",
        "unknown": "the file has '{key}', which is not known",
        "wrong": "'{key}' in the file cannot be: {reason}",
    }


@dataclass(frozen=True)
class Imported:
    """What a file says; ``claimed`` is what nobody can check."""

    name: str
    description: str
    content: Content
    data_version: str
    method_version: str
    scores: Mapping[str, float | None]
    claimed: Claimed


def write(scenario: Scenario, events: Iterable[Event] = ()) -> str:
    """Return the file of a scenario as text.

    events : of its history, newest first; the oldest are left out when there are very many.
    """
    steps = tuple(
        Past(one.version, one.action, one.actor, one.at) for one in islice(events, MOST_STEPS)
    )
    claimed = Claimed(
        scenario.id,
        scenario.version,
        scenario.author,
        scenario.created,
        scenario.changed_by,
        scenario.changed,
        steps,
    )
    whole = record_data(scenario)
    parts = ("name", "description", "data_version", "method_version", "content", "scores")
    data = {KEY: SCHEMA, **{part: whole[part] for part in parts}, "origin": record_data(claimed)}
    return dumps(data, indent=1) + "\n"


def read(text: str | bytes) -> Imported:
    """Return what a file says; it reads back as exactly what was written.

    Raises
    ------
    FileError
        For anything but a whole file of a known schema: nothing is guessed or filled in.
    ContentError
        For settings or changes that cannot be.
    """
    data = _data(_decoded(text))
    if not isinstance(data, dict) or KEY not in data:
        raise FileError("not_ours", key=KEY)
    if type(data[KEY]) is not int or data[KEY] != SCHEMA:
        raise FileError("schema", found=data[KEY], known=SCHEMA)
    try:
        shape = FileShape.model_validate(data)
    except ValidationError as error:
        raise _refusal(error) from error
    return Imported(
        shape.name,
        shape.description,
        shape.content.content(),
        shape.data_version,
        shape.method_version,
        check_scores(shape.scores),
        shape.origin.claimed(),
    )


def _decoded(text: str | bytes) -> str:
    if len(text) > LARGEST:
        raise FileError("large", most=LARGEST)
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise FileError("encoding") from error
    return decoded.removeprefix("\ufeff")  # some editors put it before UTF-8


def _data(text: str) -> Any:
    try:
        return loads(text)
    except JsonError as error:
        raise FileError(error.code, **error.fields) from error


def _refusal(error: ValidationError) -> FileError:
    first = error.errors(include_url=False)[0]
    key = ".".join(map(str, first["loc"]))
    return FileError(_CODES.get(first["type"], "wrong"), key=key, reason=first["msg"])
