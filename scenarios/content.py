"""What a scenario says: how the index is made, which figures are changed, and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from operator import index
from types import MappingProxyType
from typing import ClassVar

from assessment import changes as figures
from assessment import settings as method
from assessment.changes import Change
from assessment.settings import Settings
from scenarios.faults import Fault

MOST_IDS = 500
YEARS = (1000, 9999)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,79}", re.ASCII)


class ContentError(Fault):
    """A scenario says what cannot be, or what this framework does not know."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "unknown": "the scenario weighs what the framework does not have: {unknown}",
        "missing": "the scenario has no weights of {missing}",
        "other": "the scenario is of another framework: it weighs {unknown}, which the framework "
        "does not have, and has no weights of {missing}",
        "nodes": "the scenario has a spread of what the framework does not have: {unknown}",
        "empty": "the scenario has no weights",
        "ids": "the scenario names {count} ids in its {what}; it can name {most}",
        "id": "'{id}' is not an id",
        "number": "the {what} of '{id}' is {value}; it must be a number from {least} to {largest} "
        "with up to {decimals} decimals",
        "choice": "the {what} is '{value}'; it must be one of {allowed}",
        "kind": "a change of '{indicator}' is '{value}'; it must be one of {allowed}",
        "twice": "'{indicator}' of '{region}' is changed twice",
        "many": "there are {count} changes; there can be {most}",
        "year": "the year is {value}; it must be a whole number from {least} to {largest}",
        "score": "the score of '{id}' is {value}; it must be a number, or none",
    }


@dataclass(frozen=True)
class Content:
    """What a scenario says, checked when it is made.

    weights, scale, mean, coverage, capacity : as in ``Settings``.
    spread : only of the nodes that have one.  changes : of figures, all told apart.
    year : for which it was saved.

    Raises
    ------
    ContentError
        For anything that cannot be.
    """

    weights: Mapping[str, float]
    scale: str
    mean: str
    coverage: str
    capacity: str
    spread: Mapping[str, float]
    changes: tuple[Change, ...]
    year: int

    def __post_init__(self) -> None:
        if not self.weights:
            raise ContentError("empty")
        weights = _numbers("weight", self.weights, method.LARGEST)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "spread", _numbers("spread", self.spread, method.WIDEST))
        for what, value, allowed in (
            ("scale", self.scale, method.SCALES),
            ("mean", self.mean, method.MEANS),
            ("coverage", self.coverage, method.COVERAGES),
            ("capacity", self.capacity, method.CAPACITY),
        ):
            if value not in allowed:
                raise ContentError("choice", what=what, value=value, allowed=", ".join(allowed))
        object.__setattr__(self, "changes", _changes(self.changes))
        object.__setattr__(self, "year", check_year(self.year))

    def __hash__(self) -> int:
        return hash((frozenset(self.weights.items()), self.scale, self.mean, self.changes))

    @classmethod
    def of(cls, settings: Settings, changes: Iterable[Change], year: int) -> Content:
        """Return what these settings and changes say.  Raises ContentError."""
        return cls(
            settings.weights,
            settings.scale,
            settings.mean,
            settings.coverage,
            settings.capacity,
            {node: points for node, points in settings.spread.items() if points is not None},
            tuple(changes),
            year,
        )

    def settings(self, base: Settings) -> Settings:
        """Return the settings, in the order of ``base``, the published ones.

        Raises
        ------
        ContentError
            When the scenario is of a framework with other indicators or pillars.
        """
        unknown = ", ".join(name for name in self.weights if name not in base.weights)
        missing = ", ".join(name for name in base.weights if name not in self.weights)
        if unknown or missing:
            code = "other" if unknown and missing else "unknown" if unknown else "missing"
            raise ContentError(code, unknown=unknown, missing=missing)
        if nodes := [node for node in self.spread if node not in base.spread]:
            raise ContentError("nodes", unknown=", ".join(nodes))
        return Settings(
            MappingProxyType({name: self.weights[name] for name in base.weights}),
            self.scale,
            self.mean,
            self.coverage,
            self.capacity,
            MappingProxyType({node: self.spread.get(node) for node in base.spread}),
        )


def check_scores(scores: Mapping[str, float | None]) -> Mapping[str, float | None]:
    """Return scores by region, None for one that is not rated; raises ContentError."""
    if len(scores) > MOST_IDS:
        raise ContentError("ids", what="scores", count=len(scores), most=MOST_IDS)
    checked: dict[str, float | None] = {}
    for region, score in scores.items():
        check_id(region)
        if score is not None and not (_is_number(score) and isfinite(score)):
            raise ContentError("score", id=region, value=score)
        checked[region] = None if score is None else float(score)
    return MappingProxyType(checked)


def check_id(name: str) -> str:
    """Return an id of a region, an indicator or a node; raises ContentError."""
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise ContentError("id", id=name)
    return name


def check_year(year: int) -> int:
    """Return a year; raises ContentError."""
    least, largest = YEARS
    try:
        whole = None if isinstance(year, bool) else index(year)
    except TypeError:
        whole = None
    if whole is None or not least <= whole <= largest:
        raise ContentError("year", value=year, least=least, largest=largest)
    return whole


def _numbers(what: str, table: Mapping[str, float], largest: float) -> Mapping[str, float]:
    if len(table) > MOST_IDS:
        raise ContentError("ids", what=what, count=len(table), most=MOST_IDS)
    return MappingProxyType(
        {
            check_id(name): _number(what, name, value, 0.0, largest, method.DECIMALS)
            for name, value in table.items()
        }
    )


def _number(
    what: str, name: str, value: float, least: float, largest: float, decimals: int
) -> float:
    # What the short form in an address cannot carry would not be the same in a link.
    if (
        not _is_number(value)
        or not least <= value <= largest
        or round(float(value), decimals) != value
    ):
        limits = {"least": f"{least:.0f}", "largest": f"{largest:.0f}", "decimals": decimals}
        raise ContentError("number", what=what, id=name, value=value, **limits)
    return float(value) + 0.0  # no negative zero


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    checked: dict[tuple[str, str], Change] = {}
    listed = tuple(changes)
    if len(listed) > figures.MOST:
        raise ContentError("many", count=len(listed), most=figures.MOST)
    for change in listed:
        place = check_id(change.region), check_id(change.indicator)
        if change.kind not in figures.KINDS:
            allowed = ", ".join(figures.KINDS)
            raise ContentError(
                "kind", indicator=change.indicator, value=change.kind, allowed=allowed
            )
        if place in checked:
            raise ContentError("twice", region=change.region, indicator=change.indicator)
        amount = _number(
            "change",
            change.indicator,
            change.amount,
            -figures.LARGEST,
            figures.LARGEST,
            figures.DECIMALS,
        )
        checked[place] = Change(*place, change.kind, amount)
    return tuple(checked.values())
