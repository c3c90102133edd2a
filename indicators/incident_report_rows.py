"""A reported incident as rows of the log: held against the log's own checks, and shown like it."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from indicators.checks.incidents import REGIONS, numbered, unit_then
from indicators.csv_table import read_csv
from indicators.faults import Fault
from indicators.incident_report import (
    Centre,
    IncidentReport,
    ReportedAccount,
    ReportedCodes,
    ReportedSource,
    Told,
)
from indicators.incident_report_faults import IncidentReportError
from indicators.incident_scheme import load_incident_scheme
from indicators.incidents import (
    Account,
    Coded,
    Incident,
    IncidentSource,
    Revision,
    Seat,
    check_incidents,
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
from indicators.table_words import load_table_words
from indicators.territories import CURRENT, NATION
from indicators.text import LANGUAGES, Text

CODER: Final = "reviewed_report"
ITEM: Final = "item"  # how exactly a reported source is named
ALMATY: Final = datetime.timezone(datetime.timedelta(hours=5))
CODED: Final = ("trigger", "response", "mobilisation", "harm")
_OWN: Final = "reported"  # id while a report is held against the checks
Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report is held against: the regions with their history, and the known centres."""

    regions: tuple[Mapping[str, str], ...]
    seats: Mapping[str, Seat]
    files: Mapping[str, bytes]

    @property
    def today(self) -> tuple[str, ...]:
        """Today's regions, without the country."""
        return tuple(
            row["region"] for row in self.regions if not row["until"] and row["region"] != NATION
        )

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


def report_tables(report: IncidentReport, id_: str, *, filled: bool) -> Tables:
    """Return the rows of a report by file of the log.

    Parameters
    ----------
    id_ : str
        Id of the incident in the log; a centre of its own gets it too.
    filled : bool
        Whether a text that is not translated yet stands in its original language in the columns of
        the others: to look at it, never to publish it.
    """
    last = report.deaths[-1] if report.deaths else None
    unit, borders = _then(report)
    seat = id_ if report.centre is not None else report.seat
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
        INCIDENT_SEATS: [] if report.centre is None else [_seat_row(report, id_, filled)],
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


# -- held against the checks -----------------------------------------------------------------------

_CODES: Final[Mapping[str, str]] = {
    "missing": "missing",
    "unknown_code": "word",
    "incident_date": "date",
    "end_before_start": "order",
    "future": "future",
    "not_a_count": "number",
    "size_order": "highest",
    "unknown_region": "region",
    "seat": "seat",
    "control_character": "character",
    "formula": "formula",
    "no_source": "source",
}
_RENAMED: Final[Mapping[str, str]] = {
    "kind": "what",
    "id": "sources",
    "fatalities": "deaths",
    "fatalities_status": "deaths",
    "reference": "title",
    "en": "note",
    **{f"{name}_text": f"{name}.text" for name in CODED},
    **{f"{name}_date": f"{name}.date" for name in ("official", "independent")},
}
_TOLD = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/\"<>]+\.[^\s\"<>]+")
_LANGUAGE = re.compile(r"_(en|ru|kk)$")


def first_fault(
    report: IncidentReport, today: datetime.date | None, whole: bool
) -> IncidentReportError | None:
    """Return the first thing that keeps a report from being a row of the log; None for nothing.

    The checks are the log's own; what only a report can have wrong is looked at before.
    """
    today = today or datetime.datetime.now(ALMATY).date()
    for fault in (*_own_faults(report), *_log_faults(report, today)):
        if whole or fault.code not in {"missing", "source", "account"}:
            return fault
    return None


def _own_faults(report: IncidentReport) -> Iterable[IncidentReportError]:
    ground = load_ground()
    if report.region not in ground.today:
        yield IncidentReportError("region", "region", report.region, ", ".join(ground.today))
        return
    for field in ("date", "date_precision", "what"):
        if not getattr(report, field):
            yield IncidentReportError("missing", field)
    if report.place.is_empty:
        yield IncidentReportError("missing", "place")
    if report.centre is not None and report.seat:
        yield IncidentReportError("both", "seat", report.seat)
    if report.official.text.is_empty and report.independent.text.is_empty:
        yield IncidentReportError("account", "independent")
    words = load_table_words()
    named = (("place", report.place), ("district", report.district))
    for field, text in named:
        for language in LANGUAGES:
            if words.speaks_of_groups(text.get(language)):
                yield IncidentReportError("group", field, text.get(language))
    for field, text in report_texts(report):
        if not text.is_empty and not text.get(report.language):
            yield IncidentReportError("original", field, allowed=report.language)
    for name in ("official", "independent"):
        account: ReportedAccount = getattr(report, name)
        if account.date and account.text.is_empty:
            yield IncidentReportError("missing", name)
    for name in CODED:
        codes = getattr(report, name).codes
        for code in codes:
            if codes.count(code) > 1:
                yield IncidentReportError("twice", name, code)
    for i, source in enumerate(report.sources):
        yield from _source_faults(f"sources.{i}", source)
    for i, one in enumerate(report.deaths):
        if not one.status:
            yield IncidentReportError("missing", f"deaths.{i}.status")


def _source_faults(field: str, source: ReportedSource) -> Iterable[IncidentReportError]:
    if not source.title:
        yield IncidentReportError("missing", f"{field}.title")
    if not source.date:
        yield IncidentReportError("missing", f"{field}.date")
    elif not _TOLD.fullmatch(source.date) or parse_period(source.date) is None:
        yield IncidentReportError("date", f"{field}.date", source.date, "2022, 2022-01, 2022-01-05")
    if source.url and not _ADDRESS.fullmatch(source.url):
        yield IncidentReportError("address", f"{field}.url", source.url, "https://…, http://…")


def _log_faults(report: IncidentReport, today: datetime.date) -> Iterable[IncidentReportError]:
    tables = report_tables(report, _id_while_checked(report), filled=True)
    ground = load_ground()
    known = numbered(
        read_csv(INCIDENT_SEATS, ground.files[INCIDENT_SEATS], SIDE_TABLES[INCIDENT_SEATS].columns)
    )
    own_seats = len(known) + 2  # the line of a centre of its own
    tables[INCIDENT_SEATS] = [*(dict(row) for _, row in known), *tables[INCIDENT_SEATS]]
    files = {name: csv_of(name, rows) for name, rows in tables.items()}
    files[REGIONS] = ground.files[REGIONS]
    for fault in check_incidents(files, today):
        if fault.code == "empty_file" or fault.code == "incident_id":
            continue  # no deaths, no date yet
        if fault.code == "seat" and not report.seat and report.centre is None:
            continue  # it has no mark on the map until somebody says where
        if fault.code == "incident_date" and not fault.value:
            continue  # told as missing
        yield _of_log(fault, report, own_seats)


def _id_while_checked(report: IncidentReport) -> str:
    period = parse_period(report.date)
    return f"{period.start.year if period else 2000}-{_OWN}"


def _of_log(fault: Fault, report: IncidentReport, own_seats: int) -> IncidentReportError:
    column = _LANGUAGE.sub("", fault.column)
    column = _RENAMED.get(column, column)
    line = fault.row or 2
    if fault.file == INCIDENT_SOURCES:
        column = f"sources.{line - 2}.{column}"
    elif fault.file == INCIDENT_DEATHS:
        column = f"deaths.{line - 2}.{column}"
    elif fault.file == INCIDENT_SEATS:
        column = f"centre.{column}" if line >= own_seats else "seat"
    code = _CODES.get(fault.code)
    if code is None:
        return IncidentReportError("other", column, fault.value, fault.code)
    allowed = fault.allowed
    if code == "seat":
        allowed = ", ".join(seat.id for seat in load_ground().seats_of(report.region)) or "–"
    return IncidentReportError(code, column, fault.value, allowed)


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
            IncidentSource(needed(one.publisher), one.reference, ITEM, one.url)
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
