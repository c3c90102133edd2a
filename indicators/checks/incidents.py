"""The log of incidents uses the scheme's words, real dates, known places, and has its sources."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from indicators.checks.context import Context
from indicators.checks.numbers import parse_number
from indicators.csv_table import CsvTable
from indicators.faults import Fault
from indicators.incident_scheme import IncidentScheme, load_incident_scheme
from indicators.layout import INCIDENT_DEATHS, INCIDENT_SEATS, INCIDENT_SOURCES, INCIDENTS
from indicators.period import Period, parse_period
from indicators.territories import CURRENT, NATION

COUNTS: Final = ("size_low", "size_high", "fatalities")
REGIONS: Final = "regions.csv"

Row = Mapping[str, str]


def incidents(context: Context) -> Iterator[Fault]:
    """Yield the faults of the log of incidents; a package without a log has none."""
    yield from incident_faults(context.side_tables, context.created)


def incident_faults(tables: Mapping[str, CsvTable], created: date | None) -> Iterator[Fault]:
    """Yield the faults of the log and of the three tables beside it.

    Parameters
    ----------
    tables : mapping
        The readable side tables by file name, ``regions.csv`` among them.
    created : date or None
        The day of the release; nothing may lie after it.
    """
    if INCIDENTS not in tables:
        return
    scheme = load_incident_scheme()
    seats = {row["id"]: row for _, row in numbered(tables.get(INCIDENT_SEATS))}
    regions = [row for _, row in numbered(tables.get(REGIONS))]
    rows = numbered(tables[INCIDENTS])
    ids = {row["id"] for _, row in rows}
    sourced = {row["incident"] for _, row in numbered(tables.get(INCIDENT_SOURCES))}
    for line, row in rows:
        yield from _words(line, row, scheme)
        yield from _dates(line, row, created)
        yield from _numbers(line, row)
        if regions:
            yield from _region(line, row, regions, seats)
        yield from _overlaps(line, row, ids)
        if row["id"] not in sourced:
            yield Fault("no_source", INCIDENTS, line, "id", row["id"], allowed=INCIDENT_SOURCES)
    yield from _beside(tables, ids, scheme, {row["region"] for row in regions}, created)


def numbered(table: CsvTable | None) -> list[tuple[int, Row]]:
    """Return the whole rows of a table with their lines; none of a table that is not there."""
    if table is None:
        return []
    cells, lines = table.by_column()
    return [
        (line, {column: cells[column][at] for column in table.columns})
        for at, line in enumerate(lines)
    ]


def unit_then(region: str, day: date, regions: Sequence[Row]) -> tuple[str, str]:
    """Return the unit, and its borders, that held today's region on a day.

    A region that was founded later stood in the unit that it was divided from; a region that was
    divided later stood in its own former borders.
    """
    own = next((row for row in regions if row["region"] == region), None)
    if own is not None and own["since"] and day < _founded(own):
        return own["split_from"], f"pre{_founded(own).year}"
    later = [row for row in regions if row["split_from"] == region and day < _founded(row)]
    return (region, f"pre{min(map(_founded, later)).year}") if later else (region, CURRENT)


def _founded(row: Row) -> date:
    period = parse_period(row["since"])
    # A region without a month of foundation has always been there.
    return date.min if period is None else period.start


def _words(line: int, row: Row, scheme: IncidentScheme) -> Iterator[Fault]:
    for column, allowed in scheme.single().items():
        if row[column] and row[column] not in allowed:
            yield _unknown(INCIDENTS, line, column, row[column], allowed)
    for column, allowed in scheme.several().items():
        if row[column] and not set(row[column].split(" ")) <= set(allowed):
            yield _unknown(INCIDENTS, line, column, row[column], allowed)


def _unknown(file: str, line: int, column: str, value: str, allowed: Sequence[str]) -> Fault:
    return Fault("unknown_code", file, line, column, value, allowed=", ".join(allowed))


def _dates(line: int, row: Row, created: date | None) -> Iterator[Fault]:
    month = row["date_precision"] == "month"
    form = "2022-01" if month else "2022-01-05"
    first = _period(row["date"], form)
    last = _period(row["last_date"], form) if row["last_date"] else first
    if first is None:
        yield Fault("incident_date", INCIDENTS, line, "date", row["date"], allowed=form)
    if last is None:
        yield Fault("incident_date", INCIDENTS, line, "last_date", row["last_date"], allowed=form)
    if first is not None and last is not None:
        if last.end < first.start:
            yield Fault(
                "end_before_start", INCIDENTS, line, "last_date", row["last_date"], row["date"]
            )
        if created is not None and last.start > created:
            column = "last_date" if row["last_date"] else "date"
            yield Fault("future", INCIDENTS, line, column, row[column], created.isoformat())
    if first is not None and row["id"][:5] != f"{first.start.year}-":
        yield Fault("incident_id", INCIDENTS, line, "id", row["id"], f"{first.start.year}-…")
    for column in ("official_date", "independent_date"):
        yield from _told(INCIDENTS, line, column, row[column], created)


def _period(text: str, form: str) -> Period | None:
    return parse_period(text) if len(text) == len(form) else None


def _told(file: str, line: int, column: str, text: str, created: date | None) -> Iterator[Fault]:
    """Yield a fault for the date of an account that is none; a year or a month will do."""
    if not text:
        return
    period = parse_period(text)
    if period is None:
        yield Fault("incident_date", file, line, column, text, allowed="2022, 2022-01, 2022-01-05")
    elif created is not None and period.start > created:
        yield Fault("future", file, line, column, text, created.isoformat())


def _numbers(line: int, row: Row) -> Iterator[Fault]:
    for column in COUNTS:
        if row[column] and not _is_count(row[column]):
            yield Fault("not_a_count", INCIDENTS, line, column, row[column])
    low, high = row["size_low"], row["size_high"]
    if _is_count(low) and _is_count(high) and int(low) > int(high):
        yield Fault("size_order", INCIDENTS, line, "size_high", high, low)
    for number, status in (("size_low", "size_status"), ("fatalities", "fatalities_status")):
        if row[number] and not row[status]:
            yield Fault("missing", INCIDENTS, line, status)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _region(
    line: int, row: Row, regions: Sequence[Row], seats: Mapping[str, Row]
) -> Iterator[Fault]:
    today = [one["region"] for one in regions if not one["until"]]
    if row["region"] not in today:
        yield Fault(
            "unknown_region", INCIDENTS, line, "region", row["region"], allowed=", ".join(today)
        )
        return
    day = parse_period(row["date"])
    if day is not None:
        unit, borders = unit_then(row["region"], day.start, regions)
        if (row["region_then"], row["borders_then"]) != (unit, borders):
            told = f"{row['region_then']} {row['borders_then']}"
            yield Fault(
                "region_then", INCIDENTS, line, "region_then", told, allowed=f"{unit} {borders}"
            )
    if row["region"] == NATION:
        if row["seat"]:
            yield Fault("seat", INCIDENTS, line, "seat", row["seat"])
    elif seats.get(row["seat"], {}).get("region") != row["region"]:
        yield Fault("seat", INCIDENTS, line, "seat", row["seat"])


def _overlaps(line: int, row: Row, ids: set[str]) -> Iterator[Fault]:
    others = row["overlaps"].split(" ") if row["overlaps"] else []
    if any(other not in ids or other == row["id"] for other in others):
        yield Fault("unknown_incident", INCIDENTS, line, "overlaps", row["overlaps"])


def _beside(
    tables: Mapping[str, CsvTable],
    ids: set[str],
    scheme: IncidentScheme,
    regions: set[str],
    created: date | None,
) -> Iterator[Fault]:
    for name in (INCIDENT_SOURCES, INCIDENT_DEATHS):
        for line, row in numbered(tables.get(name)):
            if row["incident"] not in ids:
                yield Fault("unknown_incident", name, line, "incident", row["incident"])
    for line, row in numbered(tables.get(INCIDENT_SOURCES)):
        if row["precision"] not in scheme.source_precisions:
            allowed = tuple(scheme.source_precisions)
            yield _unknown(INCIDENT_SOURCES, line, "precision", row["precision"], allowed)
    for line, row in numbered(tables.get(INCIDENT_DEATHS)):
        if not _is_count(row["deaths"]):
            yield Fault("not_a_count", INCIDENT_DEATHS, line, "deaths", row["deaths"])
        if row["status"] not in scheme.fatality_statuses:
            allowed = tuple(scheme.fatality_statuses)
            yield _unknown(INCIDENT_DEATHS, line, "status", row["status"], allowed)
        yield from _told(INCIDENT_DEATHS, line, "as_of", row["as_of"], created)
    yield from _seats(numbered(tables.get(INCIDENT_SEATS)), scheme, regions)


def _seats(
    rows: Sequence[tuple[int, Row]], scheme: IncidentScheme, regions: set[str]
) -> Iterator[Fault]:
    for line, row in rows:
        for column, words in (
            ("basis", tuple(scheme.seat_bases)),
            ("gazetteer", tuple(scheme.gazetteers)),
        ):
            if row[column] not in words:
                yield _unknown(INCIDENT_SEATS, line, column, row[column], words)
        basis = scheme.seat_bases.get(row["basis"])
        if basis is not None and basis.looked_up and not row["basis_source"]:
            yield Fault("missing", INCIDENT_SEATS, line, "basis_source")
        for column in ("lon", "lat"):
            if not math.isfinite(parse_number(row[column])):
                yield Fault("text_in_number", INCIDENT_SEATS, line, column, row[column])
        if regions and row["region"] not in regions:
            yield Fault(
                "unknown_region",
                INCIDENT_SEATS,
                line,
                "region",
                row["region"],
                ", ".join(sorted(regions)),
            )
