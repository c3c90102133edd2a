"""The checks that every source's figures pass: those of the data package, and the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from geodata.regions import load_regions
from indicators.faults import Fault
from indicators.inspection import inspect_package
from indicators.layout import OBSERVATION_COLUMNS, Row
from indicators.observations import DATA
from indicators.package import Package, read_folder
from indicators.period import parse_period
from intake.csvfile import csv_bytes
from intake.sources.rows import COUNTRY, Refusal
from intake.sources.spec import Spec

OF_THE_WHOLE: Final = frozenset({"sum", "sum_inside", "age"})
"""Faults that do not say which row is wrong; a person looks at them before anything is loaded."""
_FILE: Final = "rows.csv"
_FIRST: Final = 2  # line of the first row under the header


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that passed, those that did not, and what a person should look at."""

    rows: tuple[Row, ...]
    refused: tuple[Refusal, ...]
    doubts: tuple[str, ...]


def check(rows: list[Row], spec: Spec, today: date) -> Checked:
    """Check rows as `./run validate` does a file of figures: range, unit, source, region, sums.

    today : a period that is not over by then is refused.
    """
    early = [row for row in rows if not _over(row, today)]
    refused = [Refusal(row, f"the period is not over on {today.isoformat()}") for row in early]
    left = [row for row in rows if row not in set(early)]
    if not left:
        return Checked((), tuple(refused), ())
    package = Package({_FILE: csv_bytes(OBSERVATION_COLUMNS, left)}, complete=False)
    found = inspect_package(package, reference=read_folder(DATA))
    doubts = list(_absent(rows))
    wrong: dict[int, str] = {}
    for fault in (*found.errors, *found.warnings):
        if fault.row is None or fault.code in OF_THE_WHOLE:
            doubts.append(_line(fault))
        else:
            wrong.setdefault(fault.row - _FIRST, _line(fault))
    refused += [Refusal(left[at], why) for at, why in sorted(wrong.items())]
    passed = tuple(row for at, row in enumerate(left) if at not in wrong)
    return Checked(passed, tuple(refused), tuple(doubts))


def _absent(rows: list[Row]) -> Iterator[str]:
    """Yield the series that lack a region altogether: a name or term may have changed."""
    by_series: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_series[row.indicator].add(row.region)
    for series, found in by_series.items():
        absent = [code for code in load_regions().ids if code not in found]
        if found != {COUNTRY} and absent:  # national sources lack all, and that is no fault
            yield f"{series}: no figure of {', '.join(absent)}"


def _over(row: Row, today: date) -> bool:
    period = parse_period(row.period)
    return period is not None and period.end <= today


def _line(fault: Fault) -> str:
    whose = " ".join(part for part in (fault.series, fault.region) if part)
    cell = " ".join(part for part in (fault.column, fault.value and f'"{fault.value}"') if part)
    said = f"{fault.message()} (allowed: {fault.rule()})"
    return ": ".join(part for part in (whose, cell, said) if part)
