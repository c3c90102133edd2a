"""Signals: which streams changed suddenly, where and when, and how many alerts chance alone gives.

Signals stand beside the index. They are worked out from the figures and never enter a score.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

from assessment.incident_tests import run_incidents
from assessment.stream_tests import StreamTests, Tested, run_figures, unique
from assessment.stream_units import NAME, Direction
from assessment.watched import Watched
from geodata.regions import Regions
from indicators.figures import Observation, Observations
from indicators.incidents import Incidents, read_incidents
from indicators.registry import Registry
from indicators.steps import Place
from indicators.stream_schema import Stream
from scoring.signals.detect import HIGH, MEDIUM
from scoring.signals.false_discovery import benjamini_hochberg

if TYPE_CHECKING:
    from assessment.baseline import Assessment

Level = Literal["medium", "high"]


@dataclass(frozen=True, slots=True)
class Alert:
    """A change that the rules of a stream call an alarm, to be reviewed by somebody.

    Attributes
    ----------
    id : ``{stream}.{region}.{period}``, the same for the same change in every release.
    end_date : last day of the period.
    level : ``high`` for a record of the longer time, where two rules speak at once, and where the
        alert ``stands``; else ``medium``.
    rules : which rules raised the alarm: ``sudden`` (robust z), ``lasting`` (CUSUM), ``record``.
    direction : of the change.
    value, base, unit of the stream : the value, and what it is held against (see ``Watched``).
    change, expected : in the unit of the change, as it is and as the past leads to expect.
    record_years : years that hold no value as far out, where the rule of the record speaks.
    p : how often chance alone gives a value as striking, in histories without any change.
    q : smallest level of false discoveries at which it stands among the values of its date.
    stands : whether q is at or below the published level.
    inherited : whether it is an alert of the former region that held this one.
    place : the unit that the figures belong to.
    """

    id: str
    stream: str
    region: str
    period: str
    end_date: date
    level: Level
    rules: tuple[str, ...]
    direction: Direction
    value: float
    base: float
    change: float
    expected: float
    z: float
    cusum: float
    limit: float | None
    record_years: int | None
    p: float
    q: float
    stands: bool
    inherited: bool
    place: Place
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class StreamSummary:
    """How often a stream is tested, and how often chance alone raises an alert.

    Attributes
    ----------
    first, last : periods of the first and last figure; ``last_date`` the last day of the latter.
    quiet : days without another alert of the same region after one.
    current : whether the newest figure is young enough for its alerts to be current.
    units : distinct units tested in the last period: regions, or former ones for their parts.
    tests : values tested in all periods, those of a former region once.
    false_alarms_a_year : expected of all units in a year of the stream, when nothing changes.
    one_a_year : the same of one unit by each rule, before the refractory period.
    by_chance : expected in all tests so far.  found : alerts in them.
    """

    stream: str
    first: str
    last: str
    last_date: date
    quiet: int
    current: bool
    units: int
    tests: int
    false_alarms_a_year: float
    one_a_year: Mapping[str, float]
    by_chance: float
    found: int


@dataclass(frozen=True)
class Signals:
    """All streams, all alerts, newest first, and what to expect by chance.

    ``expected_false_alarms`` is the sum over the streams that are current, a year.
    ``level`` is Benjamini and Hochberg's level of false discoveries.
    """

    alerts: tuple[Alert, ...]
    watched: Mapping[tuple[str, str], Watched]
    streams: Mapping[str, StreamSummary]
    expected_false_alarms: float
    level: float
    tests: int

    @property
    def current(self) -> tuple[Alert, ...]:
        """Alerts not older, at the stream's newest figure, than its refractory period.

        An older one has been followed by figures that may raise a new one, and a stream that is no
        longer published has none.
        """
        return tuple(alert for alert in self.alerts if self._is_current(alert))

    def _is_current(self, alert: Alert) -> bool:
        stream = self.streams[alert.stream]
        return stream.current and alert.end_date > stream.last_date - timedelta(days=stream.quiet)

    def get(self, alert: str) -> Alert:
        """Return one alert by id; KeyError when there is none."""
        for one in self.alerts:
            if one.id == alert:
                return one
        raise KeyError(alert)

    def of_region(self, region: str) -> tuple[Alert, ...]:
        """Return the alerts of one region, newest first."""
        return tuple(alert for alert in self.alerts if alert.region == region)


def signals(assessment: Assessment) -> Signals:
    """Work out the signals of an assessment, once for the same figures and streams.

    Weights and other settings of the index have no part in them.
    """
    return find_signals(assessment.registry, assessment.observations, assessment.regions)


_LATEST: OrderedDict[tuple[int, int], tuple[Mapping[str, Stream], Observations, Signals]] = (
    OrderedDict()
)
_KEPT = 4
_LOCK = Lock()


def find_signals(registry: Registry, observations: Observations, regions: Regions) -> Signals:
    """Work out all signals, or return them when these figures and streams were asked for before."""
    # Neither can be hashed; that they are kept here keeps their ids theirs.
    key = (id(registry.streams), id(observations))
    with _LOCK:
        if key not in _LATEST:
            made = make_signals(registry, observations, regions, read_incidents())
            _LATEST[key] = (registry.streams, observations, made)
            while len(_LATEST) > _KEPT:
                _LATEST.popitem(last=False)
        return _LATEST[key][2]


def make_signals(
    registry: Registry, observations: Observations, regions: Regions, incidents: Incidents
) -> Signals:
    """Run the rules of every stream that is watched, and look at all their values together."""
    every = []
    for stream in registry.watched:
        if stream.formula is None:
            every.append(run_incidents(stream, incidents, regions))
        else:
            every.append(run_figures(stream, stream.formula, registry, observations, regions))
    every = [tests for tests in every if tests.periods]
    q = _together(every)
    rate = registry.signals.false_discovery_rate
    watched, alerts = {}, []
    for tests in every:
        for region, one in tests.tested.items():
            own = np.full(len(tests.periods), np.nan)
            for t, place in enumerate(one.watched.places):
                if place is not None:
                    own[t] = q.get((tests.stream.id, place, t), np.nan)
            shown = replace(one.watched, q=own)
            watched[tests.stream.id, region] = shown
            at = np.flatnonzero(shown.alert_at).tolist()
            alerts += [_alert(tests, shown, one, t, rate) for t in at]
    order = list(registry.streams)
    alerts.sort(
        key=lambda a: (
            -a.end_date.toordinal(),
            a.level != "high",
            order.index(a.stream),
            a.region,
        )
    )
    within = timedelta(days=registry.signals.current_within_days)
    streams = {
        tests.stream.id: _summary(tests, tests.end_dates[-1] + within >= observations.created)
        for tests in every
    }
    return Signals(
        tuple(alerts),
        MappingProxyType(watched),
        MappingProxyType(streams),
        sum(one.false_alarms_a_year for one in streams.values() if one.current),
        rate,
        sum(one.tests for one in streams.values()),
    )


def _together(every: Sequence[StreamTests]) -> dict[tuple[str, Place, int], float]:
    """Return q of each tested value among all values of all streams that end on the same day."""
    families: dict[date, list[tuple[tuple[str, Place, int], float]]] = defaultdict(list)
    for tests in every:
        for (place, t), region in unique(tests):
            key = (tests.stream.id, place, t)
            families[tests.end_dates[t]].append((key, float(tests.tested[region].watched.p[t])))
    found: dict[tuple[str, Place, int], float] = {}
    for family in families.values():
        q = benjamini_hochberg(np.array([p for _, p in family]))
        found |= {key: float(value) for (key, _), value in zip(family, q, strict=True)}
    return found


def _alert(tests: StreamTests, watched: Watched, one: Tested, t: int, rate: float) -> Alert:
    stream, found = tests.stream, one.found
    place = watched.places[t]
    if place is None:
        raise AssertionError("what was tested belongs to a unit")
    record = stream.rules.record if stream.rules else None
    level = int(found.record[t])
    direction = NAME[int(found.sign[t])]
    stands = bool(watched.q[t] <= rate)
    high = level == HIGH or len(watched.alarms[t]) > 1 or stands
    return Alert(
        id=f"{stream.id}.{watched.region}.{watched.periods[t]}",
        stream=stream.id,
        region=watched.region,
        period=watched.periods[t],
        end_date=watched.end_dates[t],
        level="high" if high else "medium",
        rules=watched.alarms[t],
        direction=direction,
        value=float(watched.values[t]),
        base=float(watched.base[t]),
        change=float(watched.changes[t]),
        expected=float(watched.expected[t]),
        z=float(watched.z[t]),
        cusum=float(watched.cusum[direction][t]) if watched.cusum else float("nan"),
        limit=watched.limit,
        record_years={MEDIUM: record.medium, HIGH: record.high}.get(level) if record else None,
        p=float(watched.p[t]),
        q=float(watched.q[t]),
        stands=stands,
        inherited=bool(watched.inherited[t]),
        place=place,
        observations=watched.observations[t],
    )


def _summary(tests: StreamTests, current: bool) -> StreamSummary:
    last = len(tests.periods) - 1
    units, count, by_chance, a_year, found = 0, 0, 0.0, 0.0, 0
    for (_, t), region in unique(tests):
        one = tests.tested[region]
        count += 1
        by_chance += float(one.chance_a_year[t]) / tests.stream.seasons
        found += bool(one.watched.alert_at[t])
        if t == last:
            units += 1
            a_year += float(one.chance_a_year[t])
    return StreamSummary(
        tests.stream.id,
        tests.periods[0],
        tests.periods[-1],
        tests.end_dates[-1],
        tests.stream.rules.refractory_days if tests.stream.rules else 0,
        current,
        units,
        count,
        a_year,
        MappingProxyType(dict(tests.one_a_year)),
        by_chance,
        found,
    )
