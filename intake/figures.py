"""The tables of figures, read row by row into the package's form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indicators.layout import OBSERVATION_COLUMNS
from indicators.series import Series
from intake.csvfile import TableError, read_csv
from intake.notes import NoteBook
from intake.periods import iso_period
from intake.rules import Corrections, Exclusions, Names, Units

TABLE_COLUMNS: Final = OBSERVATION_COLUMNS
"""A table has the columns of a built file; what stands in them is as printed."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The built rows by theme, and what became of the rest."""

    themes: Mapping[str, list[Row]]
    notes: list[Row]
    exclusions: list[Row]


def split_parents(regions: list[dict[str, str]]) -> Mapping[str, frozenset[str]]:
    """Return, for borders such as ``pre2022``, the units that were divided in that year.

    Only these look different in the old borders: any other region is the same before and after,
    and its figures are in current borders whatever the source calls them.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for row in regions:
        if row["split_from"]:
            parents[f"pre{row['since'][:4]}"].add(row["split_from"])
    return {borders: frozenset(units) for borders, units in parents.items()}


class _Reader:
    """Turns rows of the tables into rows of the package by the rules of the other tables."""

    def __init__(
        self, tables: Path, series: Mapping[str, Series], regions: list[dict[str, str]]
    ) -> None:
        self.notes = NoteBook(tables / "notes.csv")
        self.exclusions = Exclusions(tables / "exclusions.csv")
        self.corrections = Corrections(tables / "corrections.csv")
        self._units = Units(tables / "units.csv")
        self._names = Names(tables / "renames.csv", tables / "periods.csv")
        self._parents = split_parents(regions)
        self._series = series

    def carry(self, row: Mapping[str, str]) -> Row:
        """Return the package's row; raise TableError or ValueError if it cannot be carried."""
        name = self._names.series(row["indicator"], row["unit"])
        period = iso_period(self._names.period(row["indicator"], row["period"]))
        value, unit = self._units.convert(row["value"], row["unit"])
        if name not in self._series:
            raise TableError(f"no series {name!r} in the registry")
        if unit != self._series[name].unit:
            raise TableError(f"{name} is in {unit}, the registry says {self._series[name].unit}")
        region, borders, status = row["region"], row["borders"], row["status"]
        if borders in self._parents and region not in self._parents[borders]:
            borders = "current"
        notes = self.notes.ids(row["note"])
        correction = self.corrections.find(name, region, borders, period)
        if correction is not None:
            status = correction.to
            notes.append(self.notes.use(correction.note))
        note = " ".join(dict.fromkeys(notes))
        source, detail = row["source"], row["detail"]
        return (name, region, borders, period, value, unit, source, detail, status, note)


def read_figures(
    tables: Path, series: Mapping[str, Series], regions: list[dict[str, str]]
) -> Figures:
    """Read every table of figures and return the package's rows, sorted.

    Parameters
    ----------
    tables : Path
        The folder `data/tables`.
    series : mapping
        The registry's series by id: they say the theme and the unit.
    regions : list of dict
        Rows of the table of regions.

    Raises
    ------
    TableError
        For the first row that cannot be carried, with its file and line.
    """
    reader = _Reader(tables, series, regions)
    themes: dict[str, list[Row]] = defaultdict(list)
    for path in sorted((tables / "figures").glob("*.csv")):
        for line, row in enumerate(read_csv(path, TABLE_COLUMNS), start=2):
            if reader.exclusions.leave_out(row):
                continue
            try:
                carried = reader.carry(row)
            except (TableError, ValueError) as error:
                raise TableError(f"figures/{path.name}, line {line}: {error}") from error
            themes[series[carried[0]].theme].append(carried)
    reader.corrections.check_used()
    built = {theme: sorted(rows) for theme, rows in sorted(themes.items())}
    _check_complete(built, series)
    notes = [tuple(row) for row in reader.notes.rows()]
    return Figures(built, notes, [tuple(row) for row in reader.exclusions.rows()])


def _check_complete(themes: Mapping[str, list[Row]], series: Mapping[str, Series]) -> None:
    """Raise TableError for two rows with the same key, or a series without any figure.

    One that is collected has none in a release: it is counted from the field log.
    """
    keys: set[Row] = set()
    for rows in themes.values():
        for row in rows:
            if row[:4] in keys:
                raise TableError(f"two figures for {' '.join(row[:4])}")
            keys.add(row[:4])
    found = {key[0] for key in keys}
    silent = sorted(name for name, one in series.items() if not one.collected and name not in found)
    if silent:
        raise TableError(f"series without a figure: {', '.join(silent)}")
    if strange := sorted(name for name in found if series[name].collected):
        raise TableError(f"counted from the field log, not for the tables: {', '.join(strange)}")
