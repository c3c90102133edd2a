"""Evaluate an indicator's formula for today's regions, in the borders the figures belong to.

A figure belongs to the borders it was collected in. For each of today's regions and each year the
formula is tried first on figures in today's borders, then on those of the former region that held
it; all terms of one evaluation come from the same borders, so that a ratio never divides an old
region's count by a new region's population. A value found in the former region is *inherited*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from indicators import steps
from indicators.figures import Annual, Observation, Observations
from indicators.formula import Call, Formula, Node, Number, Operation, Prefer, SeriesName
from indicators.period import parse_period
from indicators.series import Series
from indicators.steps import Place, Step, Term

NATION = "KZ"
COUNTRY = Place(NATION, "current")
POPULATION = "population_annual_average"
# Never used in a score: doubtful figures, and the press's lists of the best and worst regions.
UNSCORED = frozenset({"suspect", "press"})
# An indicator that is only shown may rest on the press.
UNSHOWN = frozenset({"suspect"})
# A count of part of a year is no yearly figure of a region, but it is good inside a sum over the
# former region, whose parts together were counted the whole year.
PART_OF_YEAR = "partial_year"


class Regions(Protocol):
    """What evaluation needs to know of regions and their history (``geodata.regions`` has it)."""

    def lineage(self, region_id: str, year: int) -> tuple[tuple[str, str], ...]:
        """Units that may hold a figure of ``year`` for today's region, best first."""

    def parts(self, unit: tuple[str, str]) -> tuple[str, ...]:
        """Today's regions inside a unit."""


@dataclass(frozen=True)
class Derived:
    """The value of an indicator for one region and year, with the steps that gave it.

    borders : those that the value speaks of: today's, a former region's, or several where a mean
    over years reaches across a split. Empty where it was made of changes only, each of which was
    taken inside one set of borders.
    """

    step: Step
    year: int
    inherited: bool
    apportioned: bool = False
    borders: frozenset[str] = frozenset()

    @property
    def value(self) -> float:
        """In the unit of the formula."""
        return self.step.value

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All figures that it was made from, each once."""
        return tuple(dict.fromkeys(self.step.terms))

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
        """Sources of all observations behind the value, each once, the formula's subject first."""
        every = (obs.source for term in self.terms for obs in term.observations)
        return tuple(dict.fromkeys(every))


@dataclass
class Deriver:
    """Evaluates formulas on one set of observations; remembers what it has read.

    ``refused`` are the statuses of observations that are never used: see ``UNSCORED``.
    """

    observations: Observations
    series: Mapping[str, Series]
    regions: Regions
    refused: frozenset[str] = UNSCORED
    _memory: dict[tuple[str, Place, int], Step | None] = field(default_factory=dict)
    _lineages: dict[tuple[str, int], tuple[Place, ...]] = field(default_factory=dict)

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
            step = self._evaluate(formula.root, region, place, year)
            if step is None:
                continue
            former = self._is_former(place, region, year)
            borders = step.borders | ({place.borders} if formula.has_level else set())
            if former and extensive:
                part = self._apportioned(step, region, place, year)
                if part is None:
                    return None
                return Derived(part, year, inherited=False, apportioned=True, borders=borders)
            inherited = (former or step.inherited) and not extensive
            return Derived(step, year, inherited, borders=borders)
        return None

    def _apportioned(self, whole: Step, region: str, place: Place, year: int) -> Step | None:
        """Take the region's part of a former region's count: count × its people ÷ all people."""
        parts = self.regions.parts(place)
        people = {part: self._read(POPULATION, Place(part, "current"), year) for part in parts}
        own, everybody = people[region], steps.total(list(people.values()))
        if own is None or everybody is None:
            return None
        share = steps.operation("*", whole, own)
        return share and steps.operation("/", share, everybody)

    # -- walking the formula -------------------------------------------------------------------

    def _anywhere(self, node: Node, region: str, year: int) -> Step | None:
        """Evaluate in today's borders, else in the former region's."""
        for place in self._places(region, year):
            step = self._evaluate(node, region, place, year)
            if step is not None:
                inherited = step.inherited or self._is_former(place, region, year)
                return replace(step, inherited=inherited, borders=frozenset({place.borders}))
        return None

    def _is_former(self, place: Place, region: str, year: int) -> bool:
        """Say whether a place is the former region that held this one: not its first place."""
        return place != self._places(region, year)[0]

    def _places(self, region: str, year: int) -> tuple[Place, ...]:
        if region == NATION:
            return (COUNTRY,)
        key = (region, year)
        if key not in self._lineages:
            lineage = self.regions.lineage(region, year)
            self._lineages[key] = tuple(Place(*unit) for unit in lineage)
        return self._lineages[key]

    def _evaluate(self, node: Node, region: str, place: Place, year: int) -> Step | None:
        match node:
            case Number(value=value):
                return steps.number(value)
            case SeriesName(id=name):
                return self._read(name, place, year)
            case Operation(symbol=symbol, left=left, right=right):
                first = self._evaluate(left, region, place, year)
                second = self._evaluate(right, region, place, year) if first else None
                return steps.operation(symbol, first, second) if first and second else None
            case Prefer(first=wanted, second=instead):
                return steps.preferred(
                    self._evaluate(wanted, region, place, year),
                    lambda: self._evaluate(instead, region, place, year),
                )
            case Call():
                return self._call(node, region, place, year)

    def _call(self, call: Call, region: str, place: Place, year: int) -> Step | None:
        match call.function:
            case "mean" | "growth" | "swing":
                return self._window(call, region, year)
            case "national":
                return self._evaluate(call.term, NATION, COUNTRY, year)
            case "total":
                return self._total(call.term, region, place, year)
            case "last":
                return self._last(call, place, year)
            case "latest":
                years = range(year, year - call.option("years") - 1, -1)
                tries = (self._evaluate(call.term, region, place, y) for y in years)
                return next((step for step in tries if step is not None), None)
            case _:  # the grammar admits no other: abs
                return steps.absolute(self._evaluate(call.term, region, place, year))

    def _total(self, node: Node, region: str, place: Place, year: int) -> Step | None:
        if place.borders == "current":
            return self._evaluate(node, region, place, year)
        parts = self.regions.parts(place)
        return steps.total(
            [self._evaluate(node, part, Place(part, "current"), year) for part in parts]
        )

    def _window(self, call: Call, region: str, year: int) -> Step | None:
        if self._anywhere(call.term, region, year) is None:
            return None  # a window that does not reach this year is last year's value
        years = range(year - call.option("years") + 1, year + 1)
        at_least = call.option("at_least")
        if call.function == "mean":
            values = (self._anywhere(call.term, region, y) for y in years)
            return steps.mean([value for value in values if value], at_least)
        breaks = {y for name in Formula("", call.term).series for y in self.series[name].breaks}
        changes = (self._change(call.term, region, y) for y in years if y not in breaks)
        found = [change for change in changes if change]
        return (steps.growth if call.function == "growth" else steps.swing)(found, at_least)

    def _change(self, node: Node, region: str, year: int) -> Step | None:
        """Hold a year against the one before, both in the same borders."""
        for place in self._places(region, year):
            change = steps.change(
                self._evaluate(node, region, place, year - 1),
                self._evaluate(node, region, place, year),
                inherited=self._is_former(place, region, year),
            )
            if change is not None:
                return change
        return None

    def _last(self, call: Call, place: Place, year: int) -> Step | None:
        (name,) = Formula("", call.term).series
        obs = self._newest.get((name, place, year))
        if obs is None:
            return None
        partial = obs.status == PART_OF_YEAR
        return steps.figure(Term(name, place, year, obs.value, (obs,), partial))

    # -- reading figures -----------------------------------------------------------------------

    def _read(self, name: str, place: Place, year: int) -> Step | None:
        key = (name, place, year)
        if key not in self._memory:
            self._memory[key] = self._look_up(name, place, year)
        return self._memory[key]

    def _look_up(self, name: str, place: Place, year: int) -> Step | None:
        found = self._figure(name, place, year, self.refused | {PART_OF_YEAR})
        if found or place.borders == "current":
            return found
        parts = [Place(region, "current") for region in self.regions.parts(place)]
        figures = [self._figure(name, part, year, self.refused) for part in parts]
        if self.series[name].kind == "extensive":
            return steps.total(figures)
        # A rate that is the same in all parts is that of the whole, whatever their sizes.
        if len({figure.value if figure else None for figure in figures}) > 1:
            return None
        return steps.mean([figure for figure in figures if figure], len(parts))

    def _figure(self, name: str, place: Place, year: int, refused: frozenset[str]) -> Step | None:
        annual: Annual | None = self.observations.annual(name, *place, year)
        if annual is None or any(obs.status in refused for obs in annual.observations):
            return None
        return steps.figure(
            Term(name, place, year, annual.value, annual.observations, annual.partial)
        )
