"""Typed models of an indicator card and of the framework.

The two are where every choice of the method is written down. A key that is not declared here is
an error, so that a misspelt choice is never silently ignored.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from indicators.formula import Formula
from indicators.series import Limit
from indicators.text import Text

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _fraction(text: str) -> str:
    try:
        share = Fraction(text)
    except ZeroDivisionError:
        share = Fraction(0)
    if not 0 < share <= 1:
        raise ValueError("must be a share above 0 and up to 1, such as 2/3")
    return text


Share = Annotated[str, AfterValidator(_fraction)]
"""A share written as a fraction (``2/3``), which a decimal could not state exactly."""


class Goalposts(_Frozen):
    """The fixed ends of an indicator's scale, in the indicator's own unit.

    ``basis`` says where they come from: a ``norm``, or the frozen 5th and 95th ``percentile`` of
    all region-years of ``window``. They never move with the year that is scored.
    """

    transform: Literal["identity", "log", "asinh"] = "identity"
    lo: float = Field(allow_inf_nan=False)
    hi: float = Field(allow_inf_nan=False)
    basis: Literal["norm", "percentile"]
    window: tuple[int, int] | None = None
    version: str
    note: Text

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not self.lo < self.hi:
            raise ValueError(f"goalposts: lo ({self.lo}) must be below hi ({self.hi})")
        if self.transform == "log" and self.lo <= 0:
            raise ValueError("goalposts: a log transform needs lo above 0")
        if self.window is not None and self.window[0] > self.window[1]:
            raise ValueError("goalposts: the window ends before it begins")
        if (self.basis == "percentile") != (self.window is not None):
            raise ValueError("goalposts: a window belongs to basis 'percentile', and only there")
        return self


class Suppression(_Frozen):
    """A rate over fewer than ``below`` cases of a series says more of chance than of a region."""

    series: Identifier
    below: int = Field(gt=0)


class Claim(_Frozen):
    """What a source says that speaks for measuring this: key of references.yaml, and the gist."""

    source: Identifier
    text: Text


class Card(_Frozen):
    """One indicator: what it measures, how, why, and what to beware of.

    ``range`` holds the values that can occur at all, in its unit; None is open. The figures of one
    that is ``collected`` come from the field log of an installation, so that a release has none;
    its ``sources`` are those of what else is in the formula.
    """

    id: Identifier
    version: str
    status: Literal["scored", "shown"]
    pillar: Identifier
    name: Text
    short: Text
    definition: Text
    formula: Formula
    extensive: bool = False
    unit: Identifier
    range: tuple[Limit | None, Limit | None] = (None, None)
    decimals: int = Field(ge=0, le=4)
    direction: Literal[1, -1]
    denominator: Text
    applies_to: Literal["all", "oblasts", "cities"] = "all"
    not_applicable: dict[str, Text] = Field(default_factory=dict)
    goalposts: Goalposts | None = None
    max_age: int = Field(ge=0, le=10)
    suppress: Suppression | None = None
    collected: bool = False
    sources: tuple[Identifier, ...]
    licence: Text
    rationale: Text
    claims: tuple[Claim, ...] = ()
    caveats: Text
    endogenous: bool = False
    group_share: Literal["none", "ethnic", "language", "religious"] = "none"

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.group_share != "none":
            raise ValueError(
                f"card '{self.id}': a share of the population ({self.group_share}) is never an "
                "indicator here (do no harm)"
            )
        low, high = self.range
        if low is not None and high is not None and low > high:
            raise ValueError(f"card '{self.id}': range: the lower limit is above the upper one")
        if not self.sources and not self.collected:
            raise ValueError(
                f"card '{self.id}': sources: at least one, of the figures it is made of"
            )
        if self.collected and self.status == "scored":
            raise ValueError(
                f"card '{self.id}': a release could not be scored by collected figures"
            )
        if self.status == "scored" and self.goalposts is None:
            raise ValueError(f"card '{self.id}': a scored indicator needs goalposts")
        if self.status == "scored" and not self.claims:
            raise ValueError(f"card '{self.id}': a scored indicator needs the claim it rests on")
        return self


class Pillar(_Frozen):
    """One pillar: its weight in the index, and the weights of its indicators inside it."""

    id: Identifier
    weight: float = Field(gt=0, le=1)
    optional: bool = False
    name: Text
    short: Text
    question: Text
    indicators: dict[Identifier, Annotated[float, Field(gt=0)]] = Field(min_length=1)


class RiskClass(_Frozen):
    """One class of the index: all scores from ``lower`` up to the next class."""

    id: Identifier
    name: Text
    lower: float = Field(ge=0, lt=100)


class Reliability(_Frozen):
    """How the reliability grade is made: the age that counts as fully stale, and the grades."""

    stale_after_years: float = Field(gt=0)
    grades: dict[Literal["A", "B", "C"], Annotated[float, Field(gt=0, lt=1)]]


class Uncertainty(_Frozen):
    """Which choices the uncertainty analysis varies, and between what; each draw chooses anew.

    ``goalpost_percentile`` is the range of the lower goalpost, where goalposts are percentiles;
    ``weight_band`` half the width of the middle 90 % of a weight of 25 %. ``sensitivity_base`` is
    the size of the base sample of the Sobol indices.
    """

    draws: int = Field(ge=100, le=100_000)
    seed: int = Field(ge=0)
    normalisation: tuple[Literal["goalposts", "phi", "mid_rank"], ...] = Field(min_length=1)
    goalpost_percentile: tuple[
        Annotated[float, Field(ge=0, lt=50)], Annotated[float, Field(ge=0, lt=50)]
    ]
    across_pillars: tuple[
        Literal["inverted_geometric", "arithmetic", "quadratic", "maximum"], ...
    ] = Field(min_length=1)
    weight_band: float = Field(ge=0, le=0.2)
    leave_one_out: bool
    missing: tuple[Literal["none", "mean", "median", "nearest"], ...] = Field(min_length=1)
    optional_pillars: tuple[Literal["as_is", "without", "flipped"], ...] = Field(min_length=1)
    sensitivity_base: Literal[256, 512, 1024, 2048, 4096]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        low, high = self.goalpost_percentile
        if low > high:
            raise ValueError("uncertainty: goalpost_percentile must not fall")
        for name, own in (
            ("normalisation", "goalposts"),
            ("missing", "none"),
            ("optional_pillars", "as_is"),
        ):
            options = getattr(self, name)
            if options[0] != own:
                raise ValueError(
                    f"uncertainty: {name} must begin with '{own}', as the index is made"
                )
            if len(set(options)) < len(options):
                raise ValueError(f"uncertainty: {name} names an option twice")
        return self


class Framework(_Frozen):
    """Pillars, weights, aggregation and classes: the shape of the index."""

    version: str
    first_year: int
    last_year: int
    coverage: Share
    like_for_like: Share
    within_pillars: Literal["arithmetic"]
    across_pillars: Literal["inverted_geometric"]
    weights_note: Text
    pillars: tuple[Pillar, ...]
    classes: tuple[RiskClass, ...] = Field(min_length=1)
    attention_from: Identifier
    reliability: Reliability
    uncertainty: Uncertainty

    @model_validator(mode="after")
    def _sound(self) -> Self:
        across = self.uncertainty.across_pillars
        if across[0] != self.across_pillars or len(set(across)) < len(across):
            raise ValueError(
                f"uncertainty: across_pillars must begin with '{self.across_pillars}', as the index "
                "is made, and name no option twice"
            )
        total = sum(pillar.weight for pillar in self.pillars)
        if abs(total - 1) > 1e-12:
            raise ValueError(f"pillar weights must sum to 1, not {total}")
        for kind, ids in (
            ("pillars", [pillar.id for pillar in self.pillars]),
            ("classes", [cls.id for cls in self.classes]),
        ):
            if len(set(ids)) < len(ids):
                raise ValueError(f"two {kind} have the same id")
        if self.first_year > self.last_year:
            raise ValueError("first_year is after last_year")
        cuts = [cls.lower for cls in self.classes]
        if cuts != sorted(set(cuts)) or cuts[0] != 0:
            raise ValueError("classes must start at 0 and rise")
        if self.attention_from not in {cls.id for cls in self.classes}:
            raise ValueError(f"attention_from names no class: {self.attention_from}")
        grades = list(self.reliability.grades.values())
        if list(self.reliability.grades) != ["A", "B", "C"] or grades != sorted(grades):
            raise ValueError("reliability grades must be A, B, C with rising limits")
        return self

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """The scored indicators, pillar by pillar."""
        return tuple(name for pillar in self.pillars for name in pillar.indicators)

    def pillar(self, pillar_id: str) -> Pillar:
        """Return one pillar by id; KeyError when there is none."""
        for pillar in self.pillars:
            if pillar.id == pillar_id:
                return pillar
        raise KeyError(pillar_id)
