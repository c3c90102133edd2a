"""The protocol of the validation: what was decided before scores and incidents were compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from indicators.registry import HERE
from indicators.schema import Identifier
from indicators.series import explain
from indicators.text import Text
from indicators.yaml_file import RegistryError, read_yaml

FILE = HERE / "validation_protocol.yaml"

Year = Annotated[int, Field(ge=1990, le=2100)]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Several = Annotated[int, Field(ge=1000, le=1_000_000)]
Baseline = Literal[
    "population", "earlier_incidents", "poverty_share", "net_migration_size", "equal_ranks"
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Outcome(_Frozen):
    """Which incidents make a region-year a positive one."""

    id: Identifier
    kinds: Literal["all"] | tuple[Identifier, ...]
    without_months: tuple[Month, ...] = ()
    name: Text


class ScoreYears(_Frozen):
    """The first year whose score is used; the last one follows from the log and the window."""

    first: Year


class LogYears(_Frozen):
    """The last year that the log covers."""

    last: Year


class Alarms(_Frozen):
    """What counts as an alarm: a class that needs attention, and a place among the first."""

    attention: Literal[True]
    top: int = Field(ge=1, le=20)


class Power(_Frozen):
    """The case for which the power is stated."""

    regions: int = Field(ge=2)
    positives: int = Field(ge=1)
    auc: float = Field(gt=0.5, lt=1)


class Protocol(_Frozen):
    """All definitions of the validation."""

    version: str
    date: date
    question: Text
    main_outcome: Identifier
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    windows: tuple[Annotated[int, Field(ge=1, le=5)], ...] = Field(min_length=1)
    score_years: ScoreYears
    log_years: LogYears
    frozen: tuple[Text, ...]
    main_metric: Literal["auc_within_years"]
    confidence: float = Field(gt=0.5, lt=1)
    tops: tuple[Annotated[int, Field(ge=1, le=20)], ...] = Field(min_length=1)
    alarms: Alarms
    bootstraps: Several
    permutations: Several
    seed: int = Field(ge=0)
    baselines: tuple[Baseline, ...]
    without_pillars: tuple[Identifier, ...]
    capacity: tuple[Literal["as_is", "without", "flipped"], ...]
    misses: int = Field(ge=1, le=50)
    power: Power
    definitions: tuple[Text, ...]
    rules: tuple[Text, ...]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = [outcome.id for outcome in self.outcomes]
        if len(set(ids)) < len(ids):
            raise ValueError("two outcomes have the same id")
        if self.main_outcome not in ids:
            raise ValueError(f"main_outcome names no outcome: {self.main_outcome}")
        for name in ("windows", "tops", "baselines", "without_pillars", "capacity"):
            listed = getattr(self, name)
            if len(set(listed)) < len(listed):
                raise ValueError(f"{name} names one twice")
        if self.log_years.last - max(self.windows) < self.score_years.first:
            raise ValueError("the log ends before the longest window of the first score year")
        if self.power.positives >= self.power.regions:
            raise ValueError("power: more positives than regions can have")
        return self

    @property
    def main_window(self) -> int:
        """Years after the score that the main result looks at."""
        return self.windows[0]

    def outcome(self, outcome_id: str) -> Outcome:
        """Return one outcome by id; KeyError when there is none."""
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return outcome
        raise KeyError(outcome_id)


@dataclass(frozen=True)
class Sealed:
    """The protocol, its text, and the hash that names exactly this text."""

    protocol: Protocol
    text: str
    sha256: str


@lru_cache(maxsize=4)
def load_protocol(path: Path = FILE) -> Sealed:
    """Read the protocol; its hash is the SHA-256 of the file with line feeds as line ends.

    Raises RegistryError for a file that is missing or breaks its schema.
    """
    content = read_yaml(path)
    try:
        protocol = Protocol.model_validate(content)
    except ValidationError as error:
        raise RegistryError(f"{path.name}: {explain(error)}") from None
    # read_text turns the line ends of any system into line feeds: a checkout changes no hash.
    text = path.read_text(encoding="utf-8")
    return Sealed(protocol, text, hashlib.sha256(text.encode()).hexdigest())
