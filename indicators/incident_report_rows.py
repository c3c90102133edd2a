"""A reported incident as rows of the log, and as an incident that is shown like those of the log."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from indicators.checks.incidents import REGIONS, numbered, unit_then
from indicators.csv_table import read_csv
from indicators.incident_duplicates import Whereabouts
from indicators.incident_report import (
    Centre,
    IncidentReport,
    ReportedAccount,
    ReportedCodes,
    Told,
)
from indicators.incident_scheme import load_incident_scheme
from indicators.incidents import (
    Account,
    Coded,
    Incident,
    IncidentSource,
    Revision,
    Seat,
    read_incidents,
)
from indicators.layout import (
    INCIDENT_DEATHS,
    INCIDENT_SEATS,
    INCIDENT_SOURCES,
    INCIDENTS,
    SIDE_TABLES,
)
from indicators.observations import DATA
from indicators.period import parse_period
from indicators.territories import CURRENT
from indicators.text import LANGUAGES, Text

CODER: Final = "reviewed_report"
ITEM: Final = "item"  # how exactly a reported source is named
CODED: Final = ("trigger", "response", "mobilisation", "harm")
Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report is held against: the regions with their history, and the known centres."""

    regions: tuple[Mapping[str, str], ...]
    seats: Mapping[str, Seat]
    files: Mapping[str, bytes]

    def seats_of(self, region: str) -> tuple[Seat, ...]:
        """Return the centres that the log knows in a region."""
        return tuple(seat for seat in self.seats.values() if seat.region == region)


@lru_cache(maxsize=2)
def load_ground(root: Path = DATA) -> Ground:
    """Read regions and centres of the data package in a folder.

    Raises
    ------
    DataFaults
        If the log has faults.
    """
    log = read_incidents(root)
    files = {name: (root / name).read_bytes() for name in (REGIONS, INCIDENT_SEATS)}
    rows = numbered(read_csv(REGIONS, files[REGIONS], SIDE_TABLES[REGIONS].columns))
    return Ground(tuple(row for _, row in rows), {seat.id: seat for seat in log.seats}, files)


def report_tables(
    report: IncidentReport, id_: str, *, filled: bool, centre: str = "reported"
) -> Tables:
    """Return the rows of a report by file of the log.

    Parameters
    ----------
    id_ : str
        Id of the incident in the log.
    filled : bool
        Whether a text that is not translated yet stands in its original language in the columns of
        the others: to look at it, never to publish it.
    centre : str
        Id of the centre that the report describes itself, if it does.
    """
    last = report.deaths[-1] if report.deaths else None
    unit, borders = _then(report)
    seat = report.seat if report.centre is None else centre
    row = {
        "id": id_,
        "date": report.date,
        "last_date": report.last_date,
        "date_precision": report.date_precision,
        **_cells("place", report.place, report, filled),
        **_cells("district", report.district, report, filled),
        "region": report.region,
        "region_then": unit,
        "borders_then": borders,
        "seat": seat,
        "kind": report.what,
        "size_low": _number(report.size_low),
        "size_high": _number(report.size_high),
        "size_status": report.size_status,
        "fatalities": "" if last is None else str(last.deaths),
        "fatalities_status": "" if last is None else last.status,
        **_cells("official", report.official.text, report, filled),
        "official_date": report.official.date,
        **_cells("independent", report.independent.text, report, filled),
        "independent_date": report.independent.date,
        "overlaps": "",
        "coder": CODER,
    }
    for name in CODED:
        part: ReportedCodes = getattr(report, name)
        row[name] = " ".join(part.codes)
        row |= _cells(f"{name}_text", part.text, report, filled)
    return {
        INCIDENTS: [row],
        INCIDENT_SOURCES: [
            {
                "incident": id_,
                **_cells("publisher", one.publisher, report, filled),
                "reference": one.reference,
                "precision": ITEM,
            }
            for one in report.sources
        ],
        INCIDENT_DEATHS: [
            {
                "incident": id_,
                "deaths": str(one.deaths),
                "status": one.status,
                "as_of": one.as_of,
                **_cells("source", one.source, report, filled),
                **dict(zip(LANGUAGES, _texts(one.note, report, filled), strict=True)),
            }
            for one in report.deaths
        ],
        INCIDENT_SEATS: [] if report.centre is None else [_seat_row(report, centre, filled)],
    }


def _seat_row(report: IncidentReport, id_: str, filled: bool) -> Row:
    centre = report.centre
    assert centre is not None
    row = {"id": id_, "region": report.region, "lon": str(centre.lon), "lat": str(centre.lat)}
    for name in ("name", "unit"):
        texts = _texts(getattr(centre, name), report, filled)
        row |= {f"{name}_{lang}": text for lang, text in zip(LANGUAGES, texts, strict=True)}
    for name in ("gazetteer", "gazetteer_id", "basis", "basis_source"):
        row[name] = getattr(centre, name)
    return row


def _then(report: IncidentReport) -> tuple[str, str]:
    day = parse_period(report.date)
    if day is None:
        return report.region, CURRENT
    return unit_then(report.region, day.start, load_ground().regions)


def _cells(name: str, text: Told, report: IncidentReport, filled: bool) -> Row:
    columns = (name, f"{name}_ru", f"{name}_kk")
    return dict(zip(columns, _texts(text, report, filled), strict=True))


def _texts(text: Told, report: IncidentReport, filled: bool) -> tuple[str, ...]:
    original = text.get(report.language) if filled else ""
    return tuple(text.get(language) or original for language in LANGUAGES)


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def report_texts(report: IncidentReport) -> tuple[tuple[str, Told], ...]:
    """Return every text of a report that has to be translated, by its path."""
    centre: Centre | None = report.centre
    return (
        ("place", report.place),
        ("district", report.district),
        *(() if centre is None else (("centre.name", centre.name), ("centre.unit", centre.unit))),
        ("official.text", report.official.text),
        ("independent.text", report.independent.text),
        *((f"{name}.text", getattr(report, name).text) for name in CODED),
        *((f"deaths.{i}.source", one.source) for i, one in enumerate(report.deaths)),
        *((f"deaths.{i}.note", one.note) for i, one in enumerate(report.deaths)),
        *((f"sources.{i}.publisher", one.publisher) for i, one in enumerate(report.sources)),
    )


def untranslated(report: IncidentReport) -> tuple[tuple[str, str], ...]:
    """Return path and language of each text that a row of the log still lacks."""
    return tuple(
        (field, language)
        for field, text in report_texts(report)
        if not text.is_empty
        for language in LANGUAGES
        if not text.get(language)
    )


def csv_of(name: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return a table of the log as a file, with its columns in their order."""
    out = io.StringIO()
    writer = csv.DictWriter(out, SIDE_TABLES[name].columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def where_reported(report: IncidentReport, id_: str) -> Whereabouts | None:
    """Return when and where a report says that something was; None while it has no date."""
    first = parse_period(report.date)
    last = parse_period(report.last_date) or first
    if first is None or last is None:
        return None
    placed = report.centre or load_ground().seats.get(report.seat)
    point = None if placed is None else (placed.lon, placed.lat)
    return Whereabouts(id_, first.start, last.end, report.region, point)


# -- shown like a row of the log -------------------------------------------------------------------


@lru_cache(maxsize=1024)
def as_incident(report: IncidentReport, id_: str) -> Incident:
    """Return a whole report as an incident, told apart from the log by ``reported``.

    A text that is not translated yet stands in its original language.
    """
    scheme, ground = load_incident_scheme(), load_ground()
    last = report.deaths[-1] if report.deaths else None
    unit, borders = _then(report)
    seat = ground.seats.get(report.seat)
    if report.centre is not None:
        seat = _seat(report.centre, report, id_)

    def text(given: Told) -> Text | None:
        if given.is_empty:
            return None
        en, ru, kk = _texts(given, report, filled=True)
        return Text(en=en, ru=ru, kk=kk)

    def needed(given: Told) -> Text:
        found = text(given)
        if found is None:
            raise AssertionError(f"{id_}: a checked report has this text")
        return found

    def account(given: ReportedAccount) -> Account | None:
        words = text(given.text)
        return None if words is None else Account(words, given.date)

    def coded(given: ReportedCodes) -> Coded:
        return Coded(given.codes, text(given.text))

    return Incident(
        id=id_,
        date=report.date,
        last_date=report.last_date,
        date_precision=report.date_precision,
        place=needed(report.place),
        district=text(report.district),
        region=report.region,
        region_then=unit,
        borders_then=borders,
        seat=seat,
        kind=report.what,
        size_low=report.size_low,
        size_high=report.size_high,
        size_status=report.size_status,
        fatalities=None if last is None else last.deaths,
        fatalities_status="" if last is None else last.status,
        fatalities_counted=last is not None and scheme.fatality_statuses[last.status].counts,
        revisions=tuple(
            Revision(one.deaths, one.status, one.as_of, needed(one.source), text(one.note))
            for one in report.deaths
        ),
        official=account(report.official),
        independent=account(report.independent),
        trigger=coded(report.trigger),
        response=coded(report.response),
        mobilisation=coded(report.mobilisation),
        harm=coded(report.harm),
        sources=tuple(
            IncidentSource(needed(one.publisher), f"{one.title}, {one.date}", ITEM, one.url)
            for one in report.sources
        ),
        overlaps=(),
        coder=CODER,
        reported=True,
    )


def _seat(centre: Centre, report: IncidentReport, id_: str) -> Seat:
    name, unit = (
        Text(**dict(zip(LANGUAGES, _texts(given, report, filled=True), strict=True)))
        for given in (centre.name, centre.unit)
    )
    return Seat(
        id_,
        name,
        unit,
        report.region,
        centre.lon,
        centre.lat,
        centre.gazetteer,
        centre.gazetteer_id,
        centre.basis,
        centre.basis_source,
    )
