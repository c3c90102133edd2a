"""Runs the rules of one stream on its figures, region by region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from assessment.stream_units import (
    NAME,
    Unit,
    founding_days,
    last_days,
    line_of,
    read_units,
    rules_of,
)
from assessment.watched import LASTING, RECORD, SUDDEN, Watched, alarms
from geodata.regions import Regions
from indicators.figures import Observation, Observations
from indicators.formula import Formula
from indicators.panel import applies
from indicators.registry import Registry
from indicators.steps import Place
from indicators.stream_schema import Stream
from indicators.stream_values import StreamValues, published_periods
from scoring.normalise import Floats
from scoring.signals import rules as numbers
from scoring.signals.change import value_at
from scoring.signals.detect import NO_RECORD, Detection, detect
from scoring.signals.null import Null, simulate, strongest
from scoring.signals.power import Delay, delays

SIZES = (0.0, 1.0, 2.0, 3.0, 4.0)  # in standard deviations of the value; the first is chance
YEARS = 3
PLANTED = 500


@dataclass(frozen=True)
class Tested:
    """One stream in one region, before its values are looked at together with all others.

    chance_a_year : (T,) false alerts that chance alone gives in a year at this value.
    """

    watched: Watched
    found: Detection
    chance_a_year: Floats


@dataclass(frozen=True)
class StreamTests:
    """One stream in all its regions, and how often each rule is wrong of one unit in a year."""

    stream: Stream
    periods: tuple[str, ...]
    end_dates: tuple[date, ...]
    tested: Mapping[str, Tested]
    one_a_year: Mapping[str, float]


def null_of(stream: Stream, rules: numbers.Rules, periods: int, registry: Registry) -> Null:
    """Simulate histories without change, as many periods long as the stream is."""
    settings = registry.signals
    return simulate(rules, periods, stream.persistence, settings.histories, settings.seed)


def run_figures(
    stream: Stream,
    formula: Formula,
    registry: Registry,
    observations: Observations,
    places: Regions,
) -> StreamTests:
    """Run the rules of a stream of published figures in every region it applies to."""
    rules = rules_of(stream)
    periods = published_periods(observations, formula, stream.frequency)
    ends = last_days(periods)
    null = null_of(stream, rules, len(periods), registry)
    reader = StreamValues(observations, registry.series, places, founding_days(places))
    units = read_units(stream, formula, rules, reader, places, periods)
    tested = {}
    for region in places.regions:
        line = [units[place] for place in line_of(places, region.id) if place in units]
        if not applies(stream, region.id, region.type):
            continue
        watched, found = judge(stream, rules, region.id, line, periods, ends)
        watched = replace(watched, p=_chances(null, rules, found))
        tested[region.id] = Tested(watched, found, _wrong(stream, rules, null, watched))
    one_a_year = {
        name: value
        for name, value, used in (
            (SUDDEN, null.sudden_a_year, rules.sudden),
            (LASTING, null.lasting_a_year, rules.lasting),
            (RECORD, null.recorded_a_year, rules.record),
        )
        if used
    }
    return StreamTests(stream, periods, ends, tested, one_a_year)


def judge(
    stream: Stream,
    rules: numbers.Rules,
    region: str,
    line: Sequence[Unit],
    periods: tuple[str, ...],
    ends: tuple[date, ...],
) -> tuple[Watched, Detection]:
    """Put a region's own values and those of the unit that held it into one series, and test it.

    Its own come first, where they allow a comparison; a former unit's stand in where they do not.
    """
    chosen = [_chosen(line, t, rules) for t in range(len(periods))]
    at = np.array([-1 if unit is None else line.index(unit) for unit in chosen])

    def joined(name: str, missing: float) -> np.ndarray:
        rows = np.array([getattr(unit, name) for unit in line])
        return np.where(at < 0, missing, rows[at, np.arange(len(periods))])

    values, held, changes = (joined(name, np.nan) for name in ("values", "base", "changes"))
    known = np.flatnonzero(at >= 0)
    restarted = np.zeros(len(periods), dtype=bool)
    restarted[known[1:]] = at[known[1:]] != at[known[:-1]]
    days = np.array([end.toordinal() for end in ends], dtype=np.intp)
    found = detect(
        changes,
        joined("records", NO_RECORD).astype(np.intp),
        joined("comparable", 0).astype(bool),
        days,
        rules,
        restarted,
    )
    reach = found.z.spread * (rules.sudden.threshold if rules.sudden else np.nan)
    expected = found.z.median
    bounds = {
        numbers.FALL: value_at(held, expected - reach, rules.kind),
        numbers.RISE: value_at(held, expected + reach, rules.kind),
    }
    none = np.full(len(periods), np.nan)
    watched = Watched(
        stream=stream.id,
        region=region,
        periods=periods,
        end_dates=ends,
        values=values,
        base=held,
        changes=changes,
        expected=expected,
        spread=found.z.spread,
        z=found.z.z,
        expected_value=value_at(held, expected, rules.kind),
        lower=bounds[numbers.FALL] if numbers.FALL in rules.signs else none,
        upper=bounds[numbers.RISE] if numbers.RISE in rules.signs else none,
        cusum={NAME[sign]: part.path.copy() for sign, part in found.cusum.items()},
        limit=rules.lasting.limit if rules.lasting else None,
        threshold=rules.sudden.threshold if rules.sudden else None,
        n=found.z.n,
        p=none,
        q=none,
        tested=found.tested,
        inherited=at > 0,
        restarted=restarted,
        alarms=alarms(found),
        alert_at=found.alert,
        places=tuple(None if unit is None else unit.place for unit in chosen),
        observations=tuple(
            () if unit is None else _behind(unit, t, rules) for t, unit in enumerate(chosen)
        ),
    )
    return watched, found


def _chosen(line: Sequence[Unit], t: int, rules: numbers.Rules) -> Unit | None:
    """Return the unit whose value of a period can be tested, or failing that has a value at all."""

    def ready(unit: Unit) -> bool:
        return not np.isnan(unit.changes[t]) if rules.judged else bool(unit.comparable[t])

    def there(unit: Unit) -> bool:
        return not np.isnan(unit.values[t])

    asked: tuple[Callable[[Unit], bool], ...] = (ready, there)
    return next((unit for question in asked for unit in line if question(unit)), None)


def _behind(unit: Unit, t: int, rules: numbers.Rules) -> tuple[Observation, ...]:
    """Return the figures of a value, then those of the values it is held against."""
    earlier = (t - rules.seasons * back for back in range(1, rules.years + 1))
    every = (unit.observations[t], *(unit.observations[s] for s in earlier if s >= 0))
    return tuple(dict.fromkeys(obs for part in every for obs in part))


def _wrong(stream: Stream, rules: numbers.Rules, null: Null, watched: Watched) -> Floats:
    """Return the false alerts a year at the level and spread of each value; at most so many."""
    wrong = np.zeros(len(watched.periods))
    with np.errstate(divide="ignore", invalid="ignore"):
        if rules.judged:
            wrong += null.judged_a_year(rules.least_change / watched.spread)
        record = stream.rules.record if stream.rules else None
        if record is None:
            return wrong
        least = -np.inf if record.least_change is None else record.least_change
        often = null.record_a_year(least / watched.spread)
    if record.floor is not None:
        sign = rules.signs[0]
        often = np.where(sign * watched.values >= sign * record.floor, often, 0.0)
    return wrong + often


def _chances(null: Null, rules: numbers.Rules, found: Detection) -> Floats:
    z, total = strongest(found, rules)
    p = np.full(z.shape, np.nan)
    here = found.tested
    p[here] = null.chance(z[here], found.z.n[here], total[here], found.record[here])
    return p


@lru_cache(maxsize=32)
def planted(rules: numbers.Rules, periods: int, persistence: float, seed: int) -> tuple[Delay, ...]:
    """Say how often and how soon a lasting shift of each of ``SIZES`` would be found.

    By the rules of z and CUSUM, within a year of quarters or three years.
    """
    asked = replace(rules, record=None)
    within = rules.seasons if rules.seasons > 1 else YEARS
    return delays(asked, periods, persistence, SIZES, within, PLANTED, seed)


def unique(tests: StreamTests) -> Iterator[tuple[tuple[Place, int], str]]:
    """Yield each tested (unit, period) once, with the first region that it stands for."""
    seen = set()
    for region, one in tests.tested.items():
        for t in np.flatnonzero(one.watched.tested):
            place = one.watched.places[t]
            if place is not None and (place, int(t)) not in seen:
                seen.add((place, int(t)))
                yield (place, int(t)), region
