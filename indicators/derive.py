"""Evaluate an indicator's formula for today's regions, in the borders the figures belong to.

A figure belongs to the borders it was collected in. For each of today's regions and each year the
formula is tried first on figures in today's borders, then on those of the former region that held
it; all terms of one evaluation come from the same borders, so that a ratio never divides an old
region's count by a new region's population. A value found in the former region is *inherited*.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

from indicators.figures import Annual, Observation, Observations
from indicators.formula import Call, Formula, Node, Number, Operation, SeriesName
from indicators.period import parse_period
from indicators.series import Series

NATION = "KZ"
POPULATION = "population_annual_average"
# Never used in a score: doubtful figures, and the press's lists of the best and worst regions.
UNSCORED = frozenset({"suspect", "press"})
# An indicator that is only shown may rest on the press.
UNSHOWN = frozenset({"suspect"})
# A count of part of a year is no yearly figure of a region, but it is good inside a sum over the
# former region, whose parts together were counted the whole year.
PART_OF_YEAR = "partial_year"


class Place(NamedTuple):
    """A unit in which the figures of one evaluation are sought."""

    region: str
    borders: str


COUNTRY = Place(NATION, "current")


class Regions(Protocol):
    """What evaluation needs to know of regions and their history (``geodata.regions`` has it)."""

    def lineage(self, region_id: str, year: int) -> tuple[tuple[str, str], ...]:
        """Units that may hold a figure of ``year`` for today's region, best first."""

    def parts(self, unit: tuple[str, str]) -> tuple[str, ...]:
        """Today's regions inside a unit."""


@dataclass(frozen=True, slots=True)
class Term:
    """One figure as it entered a formula: where, when, how much, and the observations behind."""

    series: str
    place: Place
    year: int
    value: float
    observations: tuple[Observation, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """The value of an indicator for one region and year, with all that it was made from."""

    value: float
    year: int
    inherited: bool
    terms: tuple[Term, ...]
    apportioned: bool = False

    @property
    def partial(self) -> bool:
        """Whether a yearly figure had to be made from some of its quarters."""
        return any(term.partial for term in self.terms)

    @property
    def statuses(self) -> frozenset[str]:
        """Statuses of all observations behind the value."""
        return frozenset(obs.status for term in self.terms for obs in term.observations)

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of all observations behind the value, each once."""
        return tuple(dict.fromkeys(obs.source for t in self.terms for obs in t.observations))


@dataclass(frozen=True, slots=True)
class _Found:
    """A value on its way up the formula, with its terms and whether a former region gave it."""

    value: float
    terms: tuple[Term, ...] = ()
    inherited: bool = False


@dataclass
class Deriver:
    """Evaluates formulas on one set of observations; remembers what it has read.

    ``refused`` are the statuses of observations that are never used: see ``UNSCORED``.
    """

    observations: Observations
    series: Mapping[str, Series]
    regions: Regions
    refused: frozenset[str] = UNSCORED
    _memory: dict[tuple[str, Place, int], _Found | None] = field(default_factory=dict)

    @cached_property
    def _newest(self) -> dict[tuple[str, Place, int], Observation]:
        """The last-dated figure of each series, unit and year, whatever its frequency."""
        newest: dict[tuple[str, Place, int], tuple[date, Observation]] = {}
        for obs in self.observations:
            period = parse_period(obs.period)
            if period is None or obs.status in self.refused:
                continue
            key = (obs.series, Place(obs.region, obs.borders), period.end.year)
            if key not in newest or period.end > newest[key][0]:
                newest[key] = (period.end, obs)
        return {key: obs for key, (_, obs) in newest.items()}

    def derive(
        self, formula: Formula, region: str, year: int, *, extensive: bool = False
    ) -> Derived | None:
        """Evaluate ``formula`` for today's ``region`` in ``year``; None when figures are missing.

        A rate, share or index of the former region is inherited as it is. A count (``extensive``)
        is apportioned over today's regions by their population of that year.
        """
        for place in self._places(region, year):
            found = self._evaluate(formula.root, region, place, year)
            if found is None:
                continue
            former = place.borders != "current"
            if former and extensive:
                found = self._apportioned(found, region, place, year)
                if found is None:
                    return None
            return Derived(
                found.value,
                year,
                inherited=(former or found.inherited) and not extensive,
                terms=_once(found.terms),
                apportioned=former and extensive,
            )
        return None

    def _apportioned(self, found: _Found, region: str, place: Place, year: int) -> _Found | None:
        people = {
            part: self._read(POPULATION, Place(part, "current"), year)
            for part in self.regions.parts(place)
        }
        known = {part: f for part, f in people.items() if f is not None}
        if len(known) < len(people):
            return None
        shares = apportion(found.value, {part: f.value for part, f in known.items()})
        terms = tuple(term for f in known.values() for term in f.terms)
        return _Found(shares[region], found.terms + terms)

    # -- walking the formula -------------------------------------------------------------------

    def _anywhere(self, node: Node, region: str, year: int) -> _Found | None:
        """Evaluate in today's borders, else in the former region's."""
        for place in self._places(region, year):
            found = self._evaluate(node, region, place, year)
            if found is not None:
                inherited = found.inherited or place.borders != "current"
                return _Found(found.value, found.terms, inherited)
        return None

    def _places(self, region: str, year: int) -> tuple[Place, ...]:
        if region == NATION:
            return (COUNTRY,)
        return tuple(Place(*unit) for unit in self.regions.lineage(region, year))

    def _evaluate(self, node: Node, region: str, place: Place, year: int) -> _Found | None:
        match node:
            case Number(value=value):
                return _Found(value)
            case SeriesName(id=name):
                return self._read(name, place, year)
            case Operation(symbol=symbol, left=left, right=right):
                first = self._evaluate(left, region, place, year)
                second = self._evaluate(right, region, place, year) if first else None
                return _combine(symbol, first, second) if first and second else None
            case Call():
                return self._call(node, region, place, year)

    def _call(self, call: Call, region: str, place: Place, year: int) -> _Found | None:
        match call.function:
            case "mean" | "growth" | "swing":
                found = self._window(call, region, year)
            case "national":
                found = self._evaluate(call.term, NATION, COUNTRY, year)
            case "total":
                found = self._total(call.term, region, place, year)
            case "last":
                found = self._last(call, place, year)
            case "latest":
                years = range(year, year - call.option("years") - 1, -1)
                tries = (self._evaluate(call.term, region, place, y) for y in years)
                found = next((f for f in tries if f is not None), None)
            case _:  # the grammar admits no other: abs
                found = self._evaluate(call.term, region, place, year)
                found = found and _Found(abs(found.value), found.terms, found.inherited)
        return found

    def _total(self, node: Node, region: str, place: Place, year: int) -> _Found | None:
        if place.borders == "current":
            return self._evaluate(node, region, place, year)
        parts = self.regions.parts(place)
        return _sum([self._evaluate(node, part, Place(part, "current"), year) for part in parts])

    def _window(self, call: Call, region: str, year: int) -> _Found | None:
        if self._anywhere(call.term, region, year) is None:
            return None  # a window that does not reach this year is last year's value
        at_least = call.option("at_least")
        if call.function == "mean":
            years = range(year - call.option("years") + 1, year + 1)
            values = [f for y in years if (f := self._anywhere(call.term, region, y))]
            return _average(values, at_least, lambda mean: mean)
        if call.function == "growth":
            links = self._links(call, region, year, math.log)
            return _average(links, at_least, lambda mean: 100 * math.expm1(mean))
        links = self._links(call, region, year, lambda ratio: abs(math.log(ratio)))
        return _average(links, at_least, lambda mean: 100 * mean)

    def _last(self, call: Call, place: Place, year: int) -> _Found | None:
        (name,) = Formula("", call.term).series
        obs = self._newest.get((name, place, year))
        if obs is None:
            return None
        partial = obs.status == PART_OF_YEAR
        return _Found(obs.value, (Term(name, place, year, obs.value, (obs,), partial),))

    def _links(
        self, call: Call, region: str, year: int, measure: Callable[[float], float]
    ) -> list[_Found]:
        """Yearly changes, each inside one set of borders and across no break of method."""
        breaks = {y for name in Formula("", call.term).series for y in self.series[name].breaks}
        links = []
        for end in range(year - call.option("years") + 1, year + 1):
            if end in breaks:
                continue
            for place in self._places(region, end):
                before = self._evaluate(call.term, region, place, end - 1)
                after = self._evaluate(call.term, region, place, end)
                if before and after and before.value > 0 and after.value > 0:
                    links.append(
                        _Found(
                            measure(after.value / before.value),
                            before.terms + after.terms,
                            place.borders != "current",
                        )
                    )
                    break
        return links

    # -- reading figures -----------------------------------------------------------------------

    def _read(self, name: str, place: Place, year: int) -> _Found | None:
        key = (name, place, year)
        if key not in self._memory:
            self._memory[key] = self._look_up(name, place, year)
        return self._memory[key]

    def _look_up(self, name: str, place: Place, year: int) -> _Found | None:
        annual = self._annual(
            name, place.region, place.borders, year, self.refused | {PART_OF_YEAR}
        )
        if annual is not None:
            return _Found(annual.value, (_term(name, place, year, annual),))
        if place.borders == "current" or self.series[name].kind != "extensive":
            return None
        parts: list[_Found | None] = []
        for region in self.regions.parts(place):
            part = self._annual(name, region, "current", year, self.refused)
            if part is None:
                return None
            term = _term(name, Place(region, "current"), year, part)
            parts.append(_Found(term.value, (term,)))
        return _sum(parts)

    def _annual(
        self, name: str, region: str, borders: str, year: int, refused: frozenset[str]
    ) -> Annual | None:
        annual = self.observations.annual(name, region, borders, year)
        if annual is None or any(obs.status in refused for obs in annual.observations):
            return None
        return annual


def apportion(count: float, population: Mapping[str, float]) -> dict[str, float]:
    """Split a former region's count over today's regions by their population.

    The parts add up to ``count``. Raises ValueError when the populations do not add up to
    something above zero.
    """
    whole = math.fsum(population.values())
    if not whole > 0:
        raise ValueError("apportioning needs populations above zero")
    return {region: count * people / whole for region, people in population.items()}


def _term(name: str, place: Place, year: int, annual: Annual) -> Term:
    return Term(name, place, year, annual.value, annual.observations, annual.partial)


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))


def _combine(symbol: str, left: _Found, right: _Found) -> _Found | None:
    match symbol:
        case "+":
            value = left.value + right.value
        case "-":
            value = left.value - right.value
        case "*":
            value = left.value * right.value
        case _:
            if right.value == 0:
                return None  # a rate over nothing does not exist
            value = left.value / right.value
    return _Found(value, left.terms + right.terms, left.inherited or right.inherited)


def _sum(parts: list[_Found | None]) -> _Found | None:
    present = [part for part in parts if part is not None]
    if not present or len(present) < len(parts):
        return None
    return _Found(
        math.fsum(part.value for part in present),
        tuple(term for part in present for term in part.terms),
    )


def _average(found: list[_Found], at_least: int, scale: Callable[[float], float]) -> _Found | None:
    if len(found) < at_least:
        return None
    return _Found(
        scale(math.fsum(f.value for f in found) / len(found)),
        tuple(term for f in found for term in f.terms),
        any(f.inherited for f in found),
    )
