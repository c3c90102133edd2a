"""A reported incident is held against the log's own checks, and against what only a report can lack."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from indicators.checks.incidents import REGIONS, numbered
from indicators.csv_table import read_csv
from indicators.faults import Fault
from indicators.incident_report import IncidentReport, ReportedAccount, ReportedSource
from indicators.incident_report_faults import IncidentReportError
from indicators.incident_report_rows import (
    CODED,
    csv_of,
    load_ground,
    report_tables,
    report_texts,
)
from indicators.incidents import check_incidents
from indicators.layout import INCIDENT_DEATHS, INCIDENT_SEATS, INCIDENT_SOURCES, SIDE_TABLES
from indicators.period import parse_period
from indicators.record_forms import about, holds_personal, regions, speaks_of_groups
from indicators.text import LANGUAGES

ABOUT: Final = "2022, 2022-01, 2022-01-05"
MISSING: Final = frozenset({"missing", "source", "account"})  # what a draft may lack
_OWN: Final = "reported"  # id while a report is held against the checks
_CODES: Final[Mapping[str, str]] = {
    "missing": "missing",
    "unknown_code": "word",
    "incident_date": "about",
    "end_before_start": "order",
    "future": "future",
    "not_a_count": "number",
    "size_order": "highest",
    "unknown_region": "region",
    "seat": "seat",
    "control_character": "characters",
    "formula": "characters",
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
_ADDRESS = re.compile(r"https?://[^\s/\"<>]+\.[^\s\"<>]+")
_LANGUAGE = re.compile(r"_(en|ru|kk)$")


def faults(report: IncidentReport, today: datetime.date | None) -> tuple[IncidentReportError, ...]:
    """Return all that keeps a report from being rows of the log.

    today : nothing may lie after it; None for no limit.
    """
    return tuple(IncidentReportError(*one) for one in _found(report, today))


@lru_cache(maxsize=4096)  # a list of reports is read again with each click on its page
def _found(
    report: IncidentReport, today: datetime.date | None
) -> tuple[tuple[str, str, str, str], ...]:
    looks = (_missing, _texts, _codes, _sources)
    found = [fault for look in looks for fault in look(report)]
    if report.region in regions():
        found.extend(_log_faults(report, today))
    else:  # the others of its place follow from it
        found.append(IncidentReportError("region", "region", report.region, ", ".join(regions())))
    parts = ("field", "value", "allowed")
    return tuple((one.code, *(one.fields[part] for part in parts)) for one in found)  # type: ignore[misc]


def first_wrong(report: IncidentReport, today: datetime.date | None) -> IncidentReportError | None:
    """Return the first fault of what is there, as even a draft may not have it; None for none."""
    return next((one for one in faults(report, today) if one.code not in MISSING), None)


def still_missing(report: IncidentReport) -> tuple[IncidentReportError, ...]:
    """Return a fault for each thing that is still to be filled in before a report is sent."""
    found = {one.fields["field"]: one for one in faults(report, None) if one.code in MISSING}
    return tuple(found.values())


def _missing(report: IncidentReport) -> Iterator[IncidentReportError]:
    for field in ("date", "date_precision"):
        if not getattr(report, field):
            yield IncidentReportError("missing", field)
    if report.place.is_empty:
        yield IncidentReportError("missing", "place")
    if not report.what:
        yield IncidentReportError("missing", "what")
    if report.official.text.is_empty and report.independent.text.is_empty:
        yield IncidentReportError("account", "independent")
    for name in ("official", "independent"):
        account: ReportedAccount = getattr(report, name)
        if account.date and account.text.is_empty:
            yield IncidentReportError("missing", f"{name}.text")


def _texts(report: IncidentReport) -> Iterator[IncidentReportError]:
    for field, text in report_texts(report):
        if not text.is_empty and not text.get(report.language):
            yield IncidentReportError("original", field, allowed=report.language)
        for language in LANGUAGES:
            if holds_personal(text.get(language)):
                yield IncidentReportError("personal", field)
    for field, text in (("place", report.place), ("district", report.district)):
        for language in LANGUAGES:
            if speaks_of_groups(text.get(language)):
                yield IncidentReportError("group", field, text.get(language))


def _codes(report: IncidentReport) -> Iterator[IncidentReportError]:
    for name in CODED:
        codes = getattr(report, name).codes
        for code in codes:
            if codes.count(code) > 1:
                yield IncidentReportError("twice", name, code)
    if report.centre is not None and report.seat:
        yield IncidentReportError("both", "seat", report.seat)


def _sources(report: IncidentReport) -> Iterator[IncidentReportError]:
    for i, source in enumerate(report.sources):
        yield from _source(f"sources.{i}", source)


def _source(field: str, source: ReportedSource) -> Iterator[IncidentReportError]:
    if not source.title:
        yield IncidentReportError("missing", f"{field}.title")
    if holds_personal(source.title):
        yield IncidentReportError("personal", f"{field}.title")
    if not source.date:
        yield IncidentReportError("missing", f"{field}.date")
    elif about(source.date) is None:
        yield IncidentReportError("about", f"{field}.date", source.date, ABOUT)
    if source.url and not _ADDRESS.fullmatch(source.url):
        yield IncidentReportError("address", f"{field}.url", source.url, "https://…, http://…")


def _log_faults(
    report: IncidentReport, today: datetime.date | None
) -> Iterator[IncidentReportError]:
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
        if fault.code in {"empty_file", "incident_id"} or fault.column == "fatalities_status":
            continue  # no deaths, no date yet; of the deaths, their own rows tell
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
    if code == "word" and not fault.value:
        code = "missing"
    if code is None:
        return IncidentReportError("other", column, fault.value, fault.code)
    allowed = fault.allowed
    if code == "about" and column in ("date", "last_date"):
        code = "month" if len(allowed) == len("2022-01") else "day"
    if code == "seat":
        allowed = ", ".join(seat.id for seat in load_ground().seats_of(report.region)) or "–"
    return IncidentReportError(code, column, fault.value, allowed)
