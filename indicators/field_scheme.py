"""The scheme by which field records are made: every word, limit and threshold, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from indicators.series import Identifier, explain
from indicators.text import Text
from indicators.yaml_file import RegistryError, read_yaml

SCHEME_FILE: Final = Path(__file__).with_name("field_scheme.yaml")

Share = Annotated[float, Field(gt=0, le=1)]
FollowUp = Literal["follow_up_30", "follow_up_90"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Frozen):
    """The thresholds of the counts and of the rating; shares are of 1."""

    months: int = Field(ge=1, le=24)
    min_completeness: Share
    active_districts: Share
    settled_after_90: Share


class Limits(_Frozen):
    """What a record may hold: characters of a text, the largest numbers, days of a follow-up."""

    first_year: int
    members: int = Field(ge=1)
    number: int = Field(ge=1)
    name: int = Field(ge=1)
    place: int = Field(ge=1)
    source: int = Field(ge=1)
    note: int = Field(ge=1)
    follow_up_days: dict[FollowUp, Annotated[int, Field(ge=1)]]


class Code(_Frozen):
    """One word of the scheme."""

    name: Text


class Subject(Code):
    """What a meeting or case was about; ``public_as`` names the one that the public is told of it."""

    public_as: Identifier | None = None


class RecordKind(_Frozen):
    """One kind of record, and what it is."""

    name: Text
    definition: Text


class BodyKind(_Frozen):
    """One kind of body; only one that ``counts`` enters the counts and the rating."""

    counts: bool
    name: Text


class ActivityKind(_Frozen):
    """One kind of activity; one that is a ``case`` has an outcome."""

    case: bool
    name: Text
    definition: Text


class Ending(_Frozen):
    """How a case ended, or stands at a follow-up: settled or not."""

    settled: bool
    name: Text
    definition: Text | None = None


class LogSource(_Frozen):
    """The source that figures taken over from the log name."""

    title: Text
    licence: Text


class Column(_Frozen):
    """One column of the table of records: its name, and others by which it is known."""

    name: Text
    also: tuple[str, ...] = ()


class FieldScheme(_Frozen):
    """All that records and their counts go by; get it with ``load_field_scheme``."""

    version: str
    rule: Rule
    limits: Limits
    records: dict[Identifier, RecordKind]
    body_kinds: dict[Identifier, BodyKind]
    activity_kinds: dict[Identifier, ActivityKind]
    subjects: dict[Identifier, Subject]
    askers: dict[Identifier, Code]
    outcomes: dict[Identifier, Ending]
    follow_ups: dict[Identifier, Ending]
    ratings: dict[Literal[0, 1, 2], Code]
    source: LogSource
    columns: dict[Identifier, Column]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for what, flags in (
            ("body_kinds", [kind.counts for kind in self.body_kinds.values()]),
            ("activity_kinds", [kind.case for kind in self.activity_kinds.values()]),
            ("outcomes", [ending.settled for ending in self.outcomes.values()]),
            ("follow_ups", [ending.settled for ending in self.follow_ups.values()]),
        ):
            if len(set(flags)) < 2:
                raise ValueError(f"{what}: some must count, and some not")
        if set(self.ratings) != {0, 1, 2}:
            raise ValueError("ratings: must be 0, 1 and 2")
        for id_, subject in self.subjects.items():
            if subject.public_as is not None and subject.public_as not in self.subjects:
                raise ValueError(f"subjects: {id_}: public_as: there is no '{subject.public_as}'")
        return self

    def names(self) -> Mapping[str, Mapping[str, Text]]:
        """Return what the words of each field that holds one are called; ``record`` names the kind."""
        return {
            "record": {id_: one.name for id_, one in self.records.items()},
            "body_kind": {id_: one.name for id_, one in self.body_kinds.items()},
            "activity_kind": {id_: one.name for id_, one in self.activity_kinds.items()},
            "subject": {id_: one.name for id_, one in self.subjects.items()},
            "asked_by": {id_: one.name for id_, one in self.askers.items()},
            "outcome": {id_: one.name for id_, one in self.outcomes.items()},
            "follow_up_30": {id_: one.name for id_, one in self.follow_ups.items()},
            "follow_up_90": {id_: one.name for id_, one in self.follow_ups.items()},
        }


@lru_cache(maxsize=4)
def load_field_scheme(path: Path = SCHEME_FILE) -> FieldScheme:
    """Return the scheme.

    Raises
    ------
    RegistryError
        If the file breaks its schema: an unknown key, a missing language, a threshold out of range.
    """
    try:
        return FieldScheme.model_validate(read_yaml(path))
    except ValidationError as error:
        raise RegistryError(f"{path.name}: {explain(error)}") from error
