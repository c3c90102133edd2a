"""The way in to the log of incidents: reads it with its sources, checks it, and keeps it as it is."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from indicators.checks import FILE_CHECKS
from indicators.checks.descriptor import parse_created
from indicators.checks.filled import table_faults
from indicators.checks.incidents import REGIONS, incident_faults, numbered
from indicators.csv_table import CsvTable, read_csv
from indicators.faults import DataFaults, Fault
from indicators.incident_scheme import IncidentScheme, load_incident_scheme
from indicators.layout import (
    INCIDENT_DEATHS,
    INCIDENT_SEATS,
    INCIDENT_SOURCES,
    INCIDENT_TABLES,
    INCIDENTS,
    SIDE_TABLES,
)
from indicators.observations import DATA
from indicators.package import DESCRIPTOR
from indicators.period import parse_period
from indicators.territories import NATION
from indicators.text import Text

__all__ = [
    "Account",
    "Coded",
    "Incident",
    "IncidentSource",
    "Incidents",
    "Revision",
    "Seat",
    "read_incidents",
]

_TABLES: Final = (*INCIDENT_TABLES, REGIONS)


@dataclass(frozen=True, slots=True)
class Account:
    """What one side said of an incident, and when (a year, month or day; empty if not stated)."""

    text: Text
    date: str


@dataclass(frozen=True, slots=True)
class Coded:
    """Words of the scheme, and the sourced text that they stand for; both may be empty."""

    codes: tuple[str, ...]
    text: Text | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One number of deaths that was given at one time."""

    deaths: int
    status: str
    as_of: str
    source: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class IncidentSource:
    """Who reported, and where; ``precision`` says whether an item or only a site is named.

    ``url`` is empty in the log: its references are those of the tabulation.
    """

    publisher: Text
    reference: str
    precision: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """The centre of a district or city, at which an incident is drawn; WGS 84 degrees."""

    id: str
    name: Text
    unit: Text
    region: str
    lon: float
    lat: float
    gazetteer: str
    gazetteer_id: str
    basis: str
    basis_source: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One row of the log. What the sources do not state is None or empty.

    Attributes
    ----------
    date : str
        First day, or month where ``date_precision`` is ``month``; ISO 8601.
    last_date : str
        Last day, empty if not stated.
    region : str
        Region in today's borders; ``KZ`` for the whole country or a place that is not known.
    region_then, borders_then : str
        Unit that held the place on the first day, and its borders as figures name them.
    size_low, size_high : int or None
        How many people took part; ``size_status`` says what the numbers are.
    fatalities : int or None
    fatalities_counted : bool
        Whether ``fatalities`` are deaths of the incident itself, so that they may be summed.
    overlaps : tuple of str
        Other rows that hold the same events.
    reported : bool
        Whether it was reported to this installation and reviewed here: it is no row of the log, and
        enters neither signals nor validation.
    counts : bool
        Whether the row counts as an incident: false where its events stand in other rows.
    """

    id: str
    date: str
    last_date: str
    date_precision: str
    place: Text
    district: Text | None
    region: str
    region_then: str
    borders_then: str
    seat: Seat | None
    kind: str
    size_low: int | None
    size_high: int | None
    size_status: str
    fatalities: int | None
    fatalities_status: str
    fatalities_counted: bool
    revisions: tuple[Revision, ...]
    official: Account | None
    independent: Account | None
    trigger: Coded
    response: Coded
    mobilisation: Coded
    harm: Coded
    sources: tuple[IncidentSource, ...]
    overlaps: tuple[str, ...]
    coder: str
    reported: bool = False

    @property
    def year(self) -> int:
        """The year of the first day."""
        return int(self.date[:4])

    @property
    def first_day(self) -> datetime.date:
        """The first day; the first of the month where only that is stated."""
        period = parse_period(self.date)
        if period is None:
            raise AssertionError(f"{self.id}: a checked row has a date")
        return period.start

    @property
    def counts(self) -> bool:
        """Whether the row is counted; its events stand in other rows otherwise."""
        return not self.overlaps


@dataclass(frozen=True, slots=True)
class Incidents:
    """The log, oldest first; iterate over it, or take what counts by region and year.

    ``seats`` are the centres that it knows, those without an incident among them.
    """

    rows: tuple[Incident, ...]
    scheme: IncidentScheme
    seats: tuple[Seat, ...] = ()

    def __iter__(self) -> Iterator[Incident]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, incident: str) -> Incident:
        """Return one incident by id; KeyError when there is none."""
        for row in self.rows:
            if row.id == incident:
                return row
        raise KeyError(incident)

    @property
    def counted(self) -> tuple[Incident, ...]:
        """The rows that count, each event once; those of the whole country among them."""
        return tuple(row for row in self.rows if row.counts)

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the log."""
        years = [row.year for row in self.rows]
        return min(years), max(years)

    def by_region_year(
        self, kinds: Collection[str] | None = None
    ) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """Return the kinds of the counted incidents by today's region and year.

        Parameters
        ----------
        kinds : collection of str, optional
            Only incidents of these kinds; all when not given.

        Returns
        -------
        mapping of (str, int) to tuple of str
            One kind an incident, in the order of their dates: its length is their number. A
            region-year without an incident has no entry. Rows of the whole country are not in it.
        """
        found: dict[tuple[str, int], tuple[str, ...]] = {}
        for row in self.counted:
            if row.region != NATION and (kinds is None or row.kind in kinds):
                key = (row.region, row.year)
                found[key] = (*found.get(key, ()), row.kind)
        return MappingProxyType(found)


def check_incidents(files: Mapping[str, bytes], created: datetime.date | None) -> tuple[Fault, ...]:
    """Return the faults of the log in the files of a package, by file and row.

    Parameters
    ----------
    files : mapping
        Content by path in the package: the four tables of the log, and ``regions.csv``.
    created : date or None
        The day of the release.
    """
    return _read(files, created)[1]


def read_incidents(root: Path = DATA) -> Incidents:
    """Read and check the log of the data package in a folder.

    Raises
    ------
    DataFaults
        With every fault of the log, a missing file among them.
    RegistryError
        If the scheme is broken.
    """
    files = {name: (root / name).read_bytes() for name in _TABLES if (root / name).is_file()}
    described = root / DESCRIPTOR
    created = None
    if described.is_file():
        created = parse_created(json.loads(described.read_text(encoding="utf-8")))
    tables, faults = _read(files, created)
    if faults:
        raise DataFaults(faults)
    scheme = load_incident_scheme()
    seats = {row["id"]: _seat(row) for _, row in numbered(tables[INCIDENT_SEATS])}
    sources = _grouped(tables[INCIDENT_SOURCES])
    deaths = _grouped(tables[INCIDENT_DEATHS])
    rows = [
        _incident(row, seats, sources.get(row["id"], []), deaths.get(row["id"], []), scheme)
        for _, row in numbered(tables[INCIDENTS])
    ]
    ordered = sorted(rows, key=lambda row: (row.first_day, row.id))
    return Incidents(tuple(ordered), scheme, tuple(seats.values()))


def _read(
    files: Mapping[str, bytes], created: datetime.date | None
) -> tuple[dict[str, CsvTable], tuple[Fault, ...]]:
    faults = [Fault("missing_file", name) for name in _TABLES if name not in files]
    tables = {
        name: read_csv(name, files[name], SIDE_TABLES[name].columns)
        for name in _TABLES
        if name in files
    }
    for table in tables.values():
        for check in FILE_CHECKS.values():
            faults.extend(check(table))
    readable = {name: table for name, table in tables.items() if table.readable}
    faults.extend(table_faults(readable))
    faults.extend(incident_faults(readable, created))
    return tables, tuple(sorted(faults, key=lambda fault: (fault.file, fault.row or 0)))


def _grouped(table: CsvTable) -> dict[str, list[Mapping[str, str]]]:
    groups: dict[str, list[Mapping[str, str]]] = {}
    for _, row in numbered(table):
        groups.setdefault(row["incident"], []).append(row)
    return groups


def _incident(
    row: Mapping[str, str],
    seats: Mapping[str, Seat],
    sources: Iterable[Mapping[str, str]],
    deaths: Iterable[Mapping[str, str]],
    scheme: IncidentScheme,
) -> Incident:
    status = row["fatalities_status"]
    return Incident(
        id=row["id"],
        date=row["date"],
        last_date=row["last_date"],
        date_precision=row["date_precision"],
        place=_needed(row, "place"),
        district=_text(row, "district"),
        region=row["region"],
        region_then=row["region_then"],
        borders_then=row["borders_then"],
        seat=seats[row["seat"]] if row["seat"] else None,
        kind=row["kind"],
        size_low=_count(row["size_low"]),
        size_high=_count(row["size_high"]),
        size_status=row["size_status"],
        fatalities=_count(row["fatalities"]),
        fatalities_status=status,
        fatalities_counted=bool(status) and scheme.fatality_statuses[status].counts,
        revisions=tuple(
            Revision(
                int(one["deaths"]),
                one["status"],
                one["as_of"],
                _needed(one, "source"),
                Text(en=one["en"], ru=one["ru"], kk=one["kk"]) if one["en"] else None,
            )
            for one in deaths
        ),
        official=_account(row, "official"),
        independent=_account(row, "independent"),
        trigger=_coded(row, "trigger"),
        response=_coded(row, "response"),
        mobilisation=_coded(row, "mobilisation"),
        harm=_coded(row, "harm"),
        sources=tuple(
            IncidentSource(_needed(one, "publisher"), one["reference"], one["precision"])
            for one in sources
        ),
        overlaps=tuple(row["overlaps"].split(" ")) if row["overlaps"] else (),
        coder=row["coder"],
    )


def _text(row: Mapping[str, str], name: str) -> Text | None:
    if not row[name]:
        return None
    return Text(en=row[name], ru=row[f"{name}_ru"], kk=row[f"{name}_kk"])


def _needed(row: Mapping[str, str], name: str) -> Text:
    text = _text(row, name)
    if text is None:
        raise AssertionError(f"a checked row has a {name}")
    return text


def _account(row: Mapping[str, str], name: str) -> Account | None:
    text = _text(row, name)
    return None if text is None else Account(text, row[f"{name}_date"])


def _coded(row: Mapping[str, str], name: str) -> Coded:
    codes = tuple(row[name].split(" ")) if row[name] else ()
    return Coded(codes, _text(row, f"{name}_text"))


def _count(text: str) -> int | None:
    return int(text) if text else None


def _seat(row: Mapping[str, str]) -> Seat:
    return Seat(
        row["id"],
        Text(en=row["name_en"], ru=row["name_ru"], kk=row["name_kk"]),
        Text(en=row["unit_en"], ru=row["unit_ru"], kk=row["unit_kk"]),
        row["region"],
        float(row["lon"]),
        float(row["lat"]),
        row["gazetteer"],
        row["gazetteer_id"],
        row["basis"],
        row["basis_source"],
    )
