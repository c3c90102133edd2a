"""Reports that were published here, as rows that a release can take into ``data/tables``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count, islice, product
from string import ascii_lowercase

from indicators.incident_report import IncidentReport
from indicators.incident_report_rows import Tables, report_tables, untranslated
from indicators.incidents import Incidents
from indicators.layout import INCIDENT_TABLES

UNTRANSLATED, NO_SEAT = "untranslated", "no_seat"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that cannot be rows of the log yet.

    why : ``UNTRANSLATED`` or ``NO_SEAT``.  fields : path and language of each text that is missing.
    """

    report: str
    why: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """Rows by file of the log, the id that each report got there, and what was left out."""

    tables: Tables
    ids: Mapping[str, str]
    left_out: tuple[LeftOut, ...]


def export_reports(reports: Iterable[tuple[str, IncidentReport]], log: Incidents) -> Export:
    """Return the rows of reports in the order of their dates.

    Parameters
    ----------
    reports : iterable of (str, IncidentReport)
        Whole reports by the id under which they are kept here.
    log : Incidents
        The log to which the rows shall be added; its ids are not used again.

    Notes
    -----
    A row of the log stands in three languages and has its place on the map. Nothing is made up: a
    report that lacks one of these is left out and named.
    """
    tables: Tables = {name: [] for name in INCIDENT_TABLES}
    ids: dict[str, str] = {}
    left_out = []
    taken = {row.id for row in log}
    centres = {seat.id for seat in log.seats}
    for key, report in sorted(reports, key=lambda one: (one[1].date, one[0])):
        if missing := untranslated(report):
            left_out.append(LeftOut(key, UNTRANSLATED, missing))
            continue
        if not report.seat and report.centre is None:
            left_out.append(LeftOut(key, NO_SEAT))
            continue
        ids[key] = _free(f"{report.date[:4]}-{_slug(report.place.en)}", taken)
        centre = ""
        if report.centre is not None:
            centre = _free(_slug(report.centre.name.en), centres)
            centres.add(centre)
        taken.add(ids[key])
        for name, rows in report_tables(report, ids[key], filled=False, centre=centre).items():
            tables[name].extend(rows)
    return Export(tables, ids, tuple(left_out))


def _slug(name: str) -> str:
    """Return a name in small Latin letters with hyphens between its words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z]+", plain)) or "place"


def _free(id_: str, taken: Collection[str]) -> str:
    """Return an id that is not taken: the same with ``-b``, ``-c`` and so on after it."""
    marks = ("".join(each) for n in count(1) for each in product(ascii_lowercase, repeat=n))
    candidates = chain((id_,), (f"{id_}-{mark}" for mark in islice(marks, 1, None)))
    return next(one for one in candidates if one not in taken)
