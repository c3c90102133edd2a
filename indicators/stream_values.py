"""The values of a stream: its formula at one date, in one unit's borders, with the figures behind it.

Doubtful figures and those of the press are never read. A figure that bears the name of one of
today's regions for a time before the region had its borders is read only as a back-cast: in which
borders it was counted is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from indicators.derive import COUNTRY, PART_OF_YEAR, UNSCORED, Regions
from indicators.figures import Observation, Observations
from indicators.formula import Call, Formula, Node, Number, Operation, Prefer, SeriesName
from indicators.period import parse_period
from indicators.series import Series
from indicators.steps import Place
from indicators.stream_schema import Frequency

REFUSED = UNSCORED | {PART_OF_YEAR}
RECAST = "backcast"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and the figures that it was made from."""

    value: float
    observations: tuple[Observation, ...]


@dataclass
class StreamValues:
    """Reads streams from one set of observations.

    founded : by region, the first day of the month in which it got its present borders.
    """

    observations: Observations
    series: Mapping[str, Series]
    regions: Regions
    founded: Mapping[str, date]
    _memory: dict[tuple[str, Place, str], Reading | None] = field(default_factory=dict)

    def at(self, formula: Formula, place: Place, period: str) -> Reading | None:
        """Return the value of a formula in a unit and period, or None where a figure is missing."""
        return self._evaluate(formula.root, place, period)

    def _evaluate(self, node: Node, place: Place, period: str) -> Reading | None:
        match node:
            case Number(value=value):
                return Reading(value, ())
            case SeriesName(id=name):
                return self._read(name, place, period)
            case Call(term=term):  # national(x): the schema of a stream allows no other
                return self._evaluate(term, COUNTRY, period)
            case Prefer():  # nor this
                raise AssertionError(node)
            case Operation(symbol=symbol, left=left, right=right):
                first = self._evaluate(left, place, period)
                second = self._evaluate(right, place, period)
                if first is None or second is None or (symbol == "/" and second.value == 0):
                    return None
                value = {
                    "+": lambda a, b: a + b,
                    "-": lambda a, b: a - b,
                    "*": lambda a, b: a * b,
                    "/": lambda a, b: a / b,
                }[symbol](first.value, second.value)
                return Reading(value, (*first.observations, *second.observations))

    def _read(self, name: str, place: Place, period: str) -> Reading | None:
        key = (name, place, period)
        if key not in self._memory:
            self._memory[key] = self._figure(name, place, period) or self._total(
                name, place, period
            )
        return self._memory[key]

    def _figure(self, name: str, place: Place, period: str) -> Reading | None:
        obs = self.observations.at(name, *place, period)
        if obs is None or obs.status in REFUSED or self._uncertain(obs, place, period):
            return None
        return Reading(obs.value, (obs,))

    def _total(self, name: str, place: Place, period: str) -> Reading | None:
        """Add up a count over the parts of a former unit, for which it was recast."""
        if place.borders == "current" or self.series[name].kind != "extensive":
            return None
        parts = [self._figure(name, Place(p, "current"), period) for p in self.regions.parts(place)]
        if any(part is None for part in parts):
            return None
        found = [part for part in parts if part is not None]
        every = tuple(obs for part in found for obs in part.observations)
        return Reading(sum(part.value for part in found), every)

    def _uncertain(self, obs: Observation, place: Place, period: str) -> bool:
        dates = parse_period(period)
        founded = self.founded.get(place.region)
        return (
            place.borders == "current"
            and founded is not None
            and dates is not None
            and dates.end < founded
            and obs.status != RECAST
        )


def periods_between(first: str, last: str, frequency: Frequency) -> tuple[str, ...]:
    """Return all periods from one to another, both included, none left out."""
    years = range(int(first[:4]), int(last[:4]) + 1)
    if frequency == "year":
        return tuple(str(year) for year in years)
    every = (f"{year}-Q{quarter}" for year in years for quarter in range(1, 5))
    return tuple(period for period in every if first <= period <= last)


def published_periods(
    observations: Iterable[Observation], formula: Formula, frequency: Frequency
) -> tuple[str, ...]:
    """Return the periods that a stream covers: from the first figure of its subject to the last."""
    subject = formula.series[0]
    length = {"year": 4, "quarter": 7}[frequency]
    found = [
        obs.period
        for obs in observations
        if obs.series == subject and len(obs.period) == length and obs.status not in REFUSED
        if (obs.period[4:6] == "-Q") == (frequency == "quarter")
    ]
    return periods_between(min(found), max(found), frequency) if found else ()
