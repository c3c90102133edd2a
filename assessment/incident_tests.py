"""Runs the rule of the record on the log of incidents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assessment.stream_tests import StreamTests, Tested, judge
from assessment.stream_units import Unit, last_days, rules_of
from assessment.watched import RECORD
from geodata.regions import Regions
from indicators.incidents import Incidents
from indicators.steps import Place
from indicators.stream_schema import Stream
from indicators.stream_values import periods_between
from scoring.signals.counts import poisson_tail, record_chance
from scoring.signals.record import comparable, records


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
    ends = last_days(periods)
    counted = incidents.by_region_year()
    counts = np.array(
        [[float(len(counted.get((r, int(p)), ()))) for p in periods] for r in places.ids]
    )
    rates = np.full(len(periods), np.nan)
    for t in range(1, len(periods)):
        rates[t] = counts[:, max(0, t - rules.record.high) : t].mean()
    known = ~np.isnan(rates)
    wrong = np.full(len(periods), np.nan)
    floor = 0.0 if record.floor is None else record.floor
    wrong[known] = [record_chance(rate, rules.record.medium, floor) for rate in rates[known]]
    tested = {}
    for r, region in enumerate(places.ids):
        values = counts[r]
        nothing = np.full(len(periods), np.nan)
        unit = Unit(
            Place(region, "current"),
            values,
            nothing,
            nothing,
            records(values, 1, rules.record.medium, rules.record.high, floor),
            comparable(values, 1, rules.record.medium),
            ((),) * len(periods),
        )
        watched, found = judge(stream, rules, region, [unit], periods, ends)
        p = np.full(len(periods), np.nan)
        for t in np.flatnonzero(found.tested).tolist():
            p[t] = poisson_tail(values[t : t + 1], float(rates[t]))[0]
        tested[region] = Tested(replace(watched, p=p), found, wrong)
    return StreamTests(stream, periods, ends, tested, {RECORD: float(wrong[-1])})
