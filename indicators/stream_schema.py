"""Typed models of a stream: a dynamic figure that is watched for sudden change, and its rules.

A stream never enters a score. A key that is not declared here is an error.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from indicators.formula import Call, Formula, Node, Operation, Prefer
from indicators.schema import Identifier
from indicators.text import Text

Frequency = Literal["quarter", "year"]
Alarm = Literal["rise", "fall", "both"]
SEASONS: dict[Frequency, int] = {"quarter": 4, "year": 1}
Spreads = Annotated[float, Field(gt=0, le=20, allow_inf_nan=False)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Change(_Frozen):
    """What is watched: a value held against the mean of the same season in the years before it.

    All values of one change stand in the same borders, so that a division of a region is no change.
    ``kind`` is ``percent`` of that mean, or the ``difference`` from it in the stream's unit.
    """

    kind: Literal["percent", "difference"]
    years: int = Field(ge=1, le=10)
    unit: Identifier
    decimals: int = Field(ge=0, le=4)


class History(_Frozen):
    """How many years of changes a value is judged by: it is not judged by fewer than ``least``."""

    least: int = Field(ge=4, le=50)
    most: int = Field(ge=4, le=50)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.least > self.most:
            raise ValueError("history: least cannot be more than most")
        return self


class Sudden(_Frozen):
    """The rule of the robust seasonal z: an alert at ``threshold`` or beyond.

    ``smallest_spread`` is the least spread that a history is given, in the unit of the change: a
    figure printed in tenths cannot vary by less than it is printed in.
    """

    threshold: Spreads
    smallest_spread: float = Field(default=0, ge=0, allow_inf_nan=False)


class Lasting(_Frozen):
    """The rule of the CUSUM: ``C = max(0, C + min(z, cap) − allowance)``, an alert above ``limit``.

    ``limit`` is the smallest tenth at which false alarms of one region are ``run_length`` years
    apart or more in the simulated histories of the stream.
    """

    allowance: float = Field(ge=0, le=5, allow_inf_nan=False)
    cap: Spreads
    limit: float = Field(gt=0, allow_inf_nan=False)
    run_length: float = Field(gt=0, le=1000, allow_inf_nan=False)


class Record(_Frozen):
    """The rule of the record: beyond all values of ``medium`` or ``high`` years before it.

    The value itself is held against those before it in the same borders. A record is worth an alert
    only beyond an absolute floor: ``floor`` of the value, in the stream's unit, or ``least_change``
    in the direction of alarm, in the unit of the change, or both.
    """

    medium: int = Field(ge=1, le=30)
    high: int = Field(ge=1, le=30)
    floor: float | None = Field(default=None, allow_inf_nan=False)
    least_change: float | None = Field(default=None, gt=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.medium >= self.high:
            raise ValueError("record: high must look back further than medium")
        if self.floor is None and self.least_change is None:
            raise ValueError("record: a record needs a floor or a least_change")
        return self


class Rules(_Frozen):
    """The rules that a stream is watched by; one that is left out does not apply.

    ``least_change`` is what a sudden or lasting change must amount to, in the direction of alarm and
    the unit of the change: what is rare need not matter.
    """

    sudden: Sudden | None = None
    lasting: Lasting | None = None
    record: Record | None = None
    least_change: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    refractory_days: int = Field(ge=0, le=3660)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not (self.sudden or self.lasting or self.record):
            raise ValueError("rules: a stream that is watched needs a rule")
        if (self.least_change is not None) != bool(self.sudden or self.lasting):
            raise ValueError("rules: least_change belongs to the rules sudden and lasting")
        return self


class Stream(_Frozen):
    """One stream: what it watches, by which rules, why, and what to beware of.

    status : ``watched``, or ``not_watched`` with ``why_not`` instead of rules.
    source : ``figures``, by the ``formula`` at one date, or ``incidents``, counted by year.
    alarm : which changes count; a change the other way is no alert.
    persistence : correlation of one period with the next in the histories that are simulated to
        work out false alarms; that which the figures have.
    """

    id: Identifier
    version: str
    status: Literal["watched", "not_watched"]
    pillar: Identifier
    name: Text
    short: Text
    what: Text
    source: Literal["figures", "incidents"] = "figures"
    formula: Formula | None = None
    frequency: Frequency
    unit: Identifier
    decimals: int = Field(ge=0, le=4)
    alarm: Alarm
    change: Change | None = None
    history: History | None = None
    persistence: float = Field(default=0, ge=0, lt=1)
    rules: Rules | None = None
    applies_to: Literal["all", "oblasts", "cities"] = "all"
    not_applicable: dict[str, Text] = Field(default_factory=dict)
    sources: tuple[Identifier, ...] = ()
    why: Text
    why_rules: Text | None = None
    why_not: Text | None = None
    caveats: Text

    @property
    def seasons(self) -> int:
        """Periods a year."""
        return SEASONS[self.frequency]

    @property
    def directions(self) -> tuple[Literal["rise", "fall"], ...]:
        """Directions that count as an alarm."""
        return ("rise", "fall") if self.alarm == "both" else (self.alarm,)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        name = f"stream '{self.id}'"
        if (self.source == "figures") != (self.formula is not None):
            raise ValueError(f"{name}: a formula belongs to source 'figures', and only there")
        if (self.source == "figures") != bool(self.sources):
            raise ValueError(f"{name}: sources belong to source 'figures', and only there")
        if self.formula is not None and not _of_one_date(self.formula.root):
            raise ValueError(f"{name}: a formula of a stream may use + - * / and national(x) only")
        if self.status == "not_watched":
            if self.rules or self.why_rules or self.why_not is None:
                raise ValueError(
                    f"{name}: not watched needs why_not, and neither rules nor why_rules"
                )
            return self
        if self.rules is None or self.why_rules is None or self.why_not is not None:
            raise ValueError(f"{name}: watched needs rules and why_rules, and no why_not")
        judged = bool(self.rules.sudden or self.rules.lasting)
        if judged and not (self.change and self.history):
            raise ValueError(f"{name}: the rules sudden and lasting need change and history")
        record = self.rules.record
        if record and record.least_change is not None and self.change is None:
            raise ValueError(f"{name}: least_change needs a change that is watched")
        if self.source == "incidents" and (judged or record is None or record.floor is None):
            raise ValueError(
                f"{name}: incidents are watched by a record with a floor, and no other"
            )
        if self.alarm == "both" and record:
            raise ValueError(f"{name}: the rule of the record needs one direction of alarm")
        return self


class SignalSettings(_Frozen):
    """What holds for all streams.

    false_discovery_rate : the share of alerts by chance that Benjamini and Hochberg's rule allows
        among the values of one period that stand.
    current_within_days : an alert of a stream whose newest figure is older is no current alert.
    histories, seed : how many histories are simulated a stream, and from which seed.
    """

    false_discovery_rate: float = Field(gt=0, lt=1)
    current_within_days: int = Field(gt=0)
    histories: int = Field(ge=100, le=100_000)
    seed: int = Field(ge=0)


def _of_one_date(node: Node) -> bool:
    match node:
        case Operation(left=left, right=right):
            return _of_one_date(left) and _of_one_date(right)
        case Call(function=function, term=term):
            return function == "national" and _of_one_date(term)
        case Prefer():
            return False
        case _:
            return True
