"""A stream in each unit's own borders, before a region's values are put into one series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geodata.regions import Regions
from indicators.figures import Observation
from indicators.formula import Formula
from indicators.panel import applies
from indicators.period import parse_period
from indicators.steps import Place
from indicators.stream_schema import Stream
from indicators.stream_values import StreamValues
from scoring.normalise import Floats
from scoring.signals import rules as numbers
from scoring.signals.change import base, change
from scoring.signals.detect import NO_RECORD
from scoring.signals.record import comparable, records

Figures = tuple[tuple[Observation, ...], ...]
Direction = Literal["rise", "fall"]
DIRECTION: dict[Direction, int] = {"rise": numbers.RISE, "fall": numbers.FALL}
NAME = {sign: name for name, sign in DIRECTION.items()}


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
        least_change=-inf if stream.rules.least_change is None else stream.rules.least_change,
    )


@dataclass(frozen=True)
class Unit:
    """A stream in one unit's borders; arrays (T,)."""

    place: Place
    values: Floats
    base: Floats
    changes: Floats
    records: NDArray[np.intp]
    comparable: NDArray[np.bool_]
    observations: Figures


def read_units(
    stream: Stream,
    formula: Formula,
    rules: numbers.Rules,
    reader: StreamValues,
    places: Regions,
    periods: tuple[str, ...],
) -> dict[Place, Unit]:
    """Read a stream in every unit, today's and former, of the regions to which it applies."""
    every = {
        place: None
        for region in places.regions
        if applies(stream, region.id, region.type)
        for place in line_of(places, region.id)
    }
    return {place: _read(stream, formula, rules, reader, place, periods) for place in every}


def line_of(places: Regions, region: str) -> tuple[Place, ...]:
    """Return a region's own unit, then the former ones that held it."""
    return tuple(Place(*unit) for unit in places.lineage(region, 0))


def founding_days(places: Regions) -> dict[str, date]:
    """Return, for the regions that were divided, the first day of the month of the division."""
    return {
        part: date(int(former.valid_to[:4]), int(former.valid_to[5:]), 1)
        for former in places.former
        for part in former.parts
    }


def last_days(periods: tuple[str, ...]) -> tuple[date, ...]:
    """Return the last day of each period."""
    return tuple(dates.end for period in periods if (dates := parse_period(period)))


def _read(
    stream: Stream,
    formula: Formula,
    rules: numbers.Rules,
    reader: StreamValues,
    place: Place,
    periods: tuple[str, ...],
) -> Unit:
    readings = [reader.at(formula, place, period) for period in periods]
    values = np.array([np.nan if reading is None else reading.value for reading in readings])
    held = base(values, rules.seasons, rules.years)
    changes = change(values, held, rules.kind)
    nothing = np.zeros(len(periods), dtype=np.intp)
    found, there = nothing, nothing.astype(bool)
    if rules.record and stream.rules and stream.rules.record:
        sign, rule = rules.signs[0], stream.rules.record
        floor = -np.inf if rule.floor is None else sign * rule.floor
        found = records(sign * values, rules.seasons, rule.medium, rule.high, floor)
        if rule.least_change is not None:
            found = np.where(sign * changes >= rule.least_change, found, NO_RECORD)
        there = comparable(values, rules.seasons, rule.medium)
    return Unit(
        place,
        values,
        held,
        changes,
        found,
        there,
        tuple(() if reading is None else reading.observations for reading in readings),
    )
