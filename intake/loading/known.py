"""What a table may speak of: series, regions, units and sources, by id and by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from indicators.additions import current_id, current_package
from indicators.csv_table import CsvTable, read_csv
from indicators.faults import DataFaults
from indicators.figures import Key, Observation, Observations
from indicators.inspection import inspect_package
from indicators.layout import SIDE_TABLES
from indicators.package import Package
from indicators.series import Series, load_series, load_units
from indicators.table_words import folded
from indicators.territories import Territories, read_territories
from indicators.text import LANGUAGES, Text


@dataclass(frozen=True)
class Known:
    """The figures that count now, and the names of all that a table may speak of.

    onto : the vintage that counts, None for the base alone.  package : the figures with it.
    version : data version of ``package``.  today : figures of later periods are refused.
    observations, held : the figures, and the same by series, region, borders and period.
    """

    onto: str | None
    package: Package
    version: str
    today: date
    series: Mapping[str, Series]
    territories: Territories
    sources: frozenset[str]
    notes: frozenset[str]
    observations: Observations
    held: Mapping[Key, Observation]
    region_rows: tuple[Mapping[str, str], ...]

    @cached_property
    def series_by_name(self) -> Mapping[str, str]:
        """Id of a series by id and name, ``folded``; names that two series share are left out."""
        return _by_name((one.id, _texts(one.name)) for one in self.series.values())

    @cached_property
    def regions_by_name(self) -> Mapping[str, str]:
        """Id of a region by id and name, ``folded``."""
        return _by_name(
            (row["region"], [row[f"name_{lang}"] for lang in LANGUAGES]) for row in self.region_rows
        )

    @cached_property
    def units_by_label(self) -> Mapping[str, str]:
        """Id of a unit by id and label, ``folded``."""
        return _by_name((one.id, _texts(one.label)) for one in load_units().values())


def _texts(text: Text) -> list[str]:
    return [text.get(lang) for lang in LANGUAGES]


def _by_name(named: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    ids: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for id_, texts in named:
        ids[folded(id_)] = id_
        for text in texts:
            names.setdefault(folded(text), set()).add(id_)
    unique = {name: next(iter(found)) for name, found in names.items() if len(found) == 1}
    return {**unique, **ids}


def load_known(today: date | None = None) -> Known:
    """Read what counts now.

    today : the last day that a period may begin on; that of the clock when not given.

    Raises DataFaults when the figures that count now have faults themselves.
    """
    onto = current_id()
    package = current_package()
    inspection = inspect_package(package)
    observations = inspection.observations
    if observations is None:
        raise DataFaults(inspection.errors)
    table = _side(package, "regions.csv")
    by_column, _lines = table.by_column()
    rows = tuple(
        dict(zip(by_column, row, strict=True)) for row in zip(*by_column.values(), strict=True)
    )
    return Known(
        onto=onto,
        package=package,
        version=observations.version,
        today=today or datetime.now(UTC).date(),
        series=load_series(),
        territories=read_territories(rows),
        sources=frozenset(observations.sources),
        notes=frozenset(observations.notes),
        observations=observations,
        held={(one.series, one.region, one.borders, one.period): one for one in observations},
        region_rows=rows,
    )


def _side(package: Package, name: str) -> CsvTable:
    return read_csv(name, package.files[name], SIDE_TABLES[name].columns)
