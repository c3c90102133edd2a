"""Runs the rules of one stream on its figures, region by region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assessment.watched import LASTING, RECORD, SUDDEN, Watched, alarms
from geodata.regions import Regions
from indicators.figures import Observation, Observations
from indicators.formula import Formula
from indicators.incidents import Incidents
from indicators.panel import applies
from indicators.period import parse_period
from indicators.registry import Registry
from indicators.steps import Place
from indicators.stream_schema import Stream
from indicators.stream_values import StreamValues, periods_between, published_periods
from scoring.normalise import Floats
from scoring.signals import rules as numbers
from scoring.signals.change import base, change, value_at
from scoring.signals.counts import poisson_tail, record_chance
from scoring.signals.detect import NO_RECORD, Detection, detect
from scoring.signals.null import Null, simulate, strongest
from scoring.signals.record import comparable, records

Figures = tuple[tuple[Observation, ...], ...]
DIRECTION = {"rise": numbers.RISE, "fall": numbers.FALL}
NAME = {sign: name for name, sign in DIRECTION.items()}


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


@dataclass(frozen=True)
class _Unit:
    """A stream in one unit's borders; arrays (T,)."""

    place: Place
    values: Floats
    base: Floats
    changes: Floats
    records: NDArray[np.intp]
    comparable: NDArray[np.bool_]
    observations: Figures


def rules_of(stream: Stream) -> numbers.Rules:
    """Turn the rules of a card into those that are run; ValueError if the stream has none."""
    if stream.rules is None:
        raise ValueError(f"stream '{stream.id}' is not watched")
    sudden, lasting, record = stream.rules.sudden, stream.rules.lasting, stream.rules.record
    history, held = stream.history, stream.change
    return numbers.Rules(
        seasons=stream.seasons,
        kind=held.kind if held else "difference",
        years=held.years if held else 1,
        least=history.least if history else 1,
        most=history.most if history else 1,
        signs=tuple(DIRECTION[name] for name in stream.directions),
        sudden=numbers.Sudden(sudden.threshold, sudden.smallest_spread) if sudden else None,
        lasting=numbers.Lasting(lasting.allowance, lasting.cap, lasting.limit) if lasting else None,
        record=numbers.Record(record.medium, record.high) if record else None,
        quiet=stream.rules.refractory_days,
    )


def null_of(stream: Stream, periods: int, registry: Registry) -> Null:
    """Simulate histories without change, as many periods long as the stream is."""
    settings = registry.signals
    return simulate(
        rules_of(stream), periods, stream.persistence, settings.histories, settings.seed
    )


def run_figures(
    stream: Stream, formula: Formula, registry: Registry, observations: Observations, places: Regions
) -> StreamTests:
    """Run the rules of a stream of published figures in every region it applies to."""
    rules = rules_of(stream)
    periods = published_periods(observations, formula, stream.frequency)
    ends = _ends(periods)
    null = null_of(stream, len(periods), registry)
    # How often the other rules are wrong, where the level keeps the rule of the record quiet.
    quiet = replace(rules, record=None)
    without = simulate(
        quiet, len(periods), stream.persistence, registry.signals.histories, registry.signals.seed
    ) if rules.record and rules.judged else null
    rate = (null.alerts_a_year, without.alerts_a_year if rules.judged else 0.0)
    reader = StreamValues(observations, registry.series, places, founding_days(places))
    units: dict[Place, _Unit] = {}
    tested = {}
    for region in places.regions:
        if not applies(stream, region.id, region.type):
            continue
        line = [Place(*unit) for unit in places.lineage(region.id, 0)]
        for place in line:
            if place not in units:
                units[place] = _read(stream, formula, rules, reader, place, periods)
        one = _test(stream, rules, region.id, [units[place] for place in line], periods, ends)
        floor = stream.rules.record.floor if stream.rules and stream.rules.record else None
        beyond = _beyond(one[0].values, floor, rules) if rules.record else np.ones(len(periods), bool)
        p = _chances(null, rules, one[1])
        watched = replace(one[0], p=p)
        tested[region.id] = Tested(watched, one[1], np.where(beyond, *rate))
    recorded = float((null.detection.record > NO_RECORD).sum()) / null.years
    one_a_year = {
        name: value
        for name, value, used in (
            (SUDDEN, null.sudden_a_year, rules.sudden),
            (LASTING, null.lasting_a_year, rules.lasting),
            (RECORD, recorded, rules.record),
        )
        if used
    }
    return StreamTests(stream, periods, ends, tested, one_a_year)


def run_incidents(stream: Stream, incidents: Incidents, places: Regions) -> StreamTests:
    """Run the rule of the record on the incidents of each region and year.

    Every region counts under today's borders, which the log knows for each incident. Chance is that
    of counts that come singly, as often as in all regions together in the years before.
    """
    rules = rules_of(stream)
    record = stream.rules.record if stream.rules else None
    if rules.record is None or record is None:
        raise ValueError(f"stream '{stream.id}': incidents are watched by the rule of the record")
    first, last = incidents.years
    periods = periods_between(str(first), str(last), "year")
    ends = _ends(periods)
    counted = incidents.by_region_year()
    counts = np.array(
        [[float(len(counted.get((r, int(p)), ()))) for p in periods] for r in places.ids]
    )
    rates = np.full(len(periods), np.nan)
    for t in range(1, len(periods)):
        rates[t] = counts[:, max(0, t - rules.record.high) : t].mean()
    known = ~np.isnan(rates)
    wrong = np.full(len(periods), np.nan)
    wrong[known] = [record_chance(rate, rules.record.medium, record.floor) for rate in rates[known]]
    tested = {}
    for r, region in enumerate(places.ids):
        values = counts[r]
        nothing = np.full(len(periods), np.nan)
        unit = _Unit(
            Place(region, "current"),
            values,
            nothing,
            nothing,
            records(values, 1, rules.record.medium, rules.record.high, record.floor),
            comparable(values, 1, rules.record.medium),
            ((),) * len(periods),
        )
        watched, found = _test(stream, rules, region, [unit], periods, ends)
        p = np.full(len(periods), np.nan)
        for t in np.flatnonzero(found.tested):
            p[t] = poisson_tail(values[t : t + 1], float(rates[t]))[0]
        tested[region] = Tested(replace(watched, p=p), found, wrong)
    return StreamTests(stream, periods, ends, tested, {RECORD: float(wrong[-1])})


def founding_days(places: Regions) -> dict[str, date]:
    """Return, for the regions that were divided, the first day of the month of the division."""
    return {
        part: date(int(former.valid_to[:4]), int(former.valid_to[5:]), 1)
        for former in places.former
        for part in former.parts
    }


def _ends(periods: tuple[str, ...]) -> tuple[date, ...]:
    return tuple(dates.end for period in periods if (dates := parse_period(period)))


def _read(
    stream: Stream,
    formula: Formula,
    rules: numbers.Rules,
    reader: StreamValues,
    place: Place,
    periods: tuple[str, ...],
) -> _Unit:
    readings = [reader.at(formula, place, period) for period in periods]
    values = np.array([np.nan if reading is None else reading.value for reading in readings])
    held = base(values, rules.seasons, rules.years)
    nothing = np.zeros(len(periods), dtype=np.intp)
    found, there = nothing, nothing.astype(bool)
    if rules.record and stream.rules and stream.rules.record:
        sign, rule = rules.signs[0], stream.rules.record
        found = records(sign * values, rules.seasons, rule.medium, rule.high, sign * rule.floor)
        there = comparable(values, rules.seasons, rule.medium)
    return _Unit(
        place,
        values,
        held,
        change(values, held, rules.kind),
        found,
        there,
        tuple(() if reading is None else reading.observations for reading in readings),
    )


def _test(
    stream: Stream,
    rules: numbers.Rules,
    region: str,
    line: list[_Unit],
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


def _chosen(line: list[_Unit], t: int, rules: numbers.Rules) -> _Unit | None:
    ready = (lambda u: not np.isnan(u.changes[t])) if rules.judged else (lambda u: u.comparable[t])
    for allowed in (ready, lambda u: not np.isnan(u.values[t])):
        for unit in line:
            if allowed(unit):
                return unit
    return None


def _behind(unit: _Unit, t: int, rules: numbers.Rules) -> tuple[Observation, ...]:
    """Return the figures of a value, then those of the values it is held against."""
    earlier = (t - rules.seasons * back for back in range(1, rules.years + 1))
    every = (unit.observations[t], *(unit.observations[s] for s in earlier if s >= 0))
    return tuple(dict.fromkeys(obs for part in every for obs in part))


def _beyond(values: Floats, floor: float | None, rules: numbers.Rules) -> NDArray[np.bool_]:
    sign = rules.signs[0]
    return np.asarray(sign * values >= sign * (floor if floor is not None else -np.inf))


def _chances(null: Null, rules: numbers.Rules, found: Detection) -> Floats:
    z, total = strongest(found, rules)
    p = np.full(z.shape, np.nan)
    here = found.tested
    p[here] = null.chance(z[here], found.z.n[here], total[here], found.record[here])
    return p


def unique(tests: StreamTests) -> Iterator[tuple[tuple[Place, int], str]]:
    """Yield each tested (unit, period) once, with the first region that it stands for."""
    seen = set()
    for region, one in tests.tested.items():
        for t in np.flatnonzero(one.watched.tested):
            place = one.watched.places[t]
            if place is not None and (place, int(t)) not in seen:
                seen.add((place, int(t)))
                yield (place, int(t)), region
