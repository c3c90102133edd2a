"""Runs every check over a package, and makes the figures of it when it is sound."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from indicators.checks import CHECKS, FILE_CHECKS
from indicators.checks.context import Context, Figure
from indicators.checks.descriptor import parse_created
from indicators.checks.numbers import parse_number
from indicators.csv_table import CsvTable, read_csv
from indicators.faults import Fault
from indicators.figures import Exclusion, KnownFault, Observation, Observations, Source
from indicators.layout import OBSERVATION_COLUMNS, SIDE_TABLES
from indicators.package import DESCRIPTOR, FIGURES, Package
from indicators.period import parse_period
from indicators.series import Series, load_series
from indicators.territories import read_territories
from indicators.text import Text


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the checks found.

    Attributes
    ----------
    errors, warnings : tuple of Fault
        By file and row.
    figures : int
        Rows of figures that were looked at.
    observations : Observations or None
        None if there are errors, or if a single file outside a package was looked at.
    """

    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    figures: int
    observations: Observations | None


def inspect_package(
    package: Package,
    series: Mapping[str, Series] | None = None,
    reference: Package | None = None,
) -> Inspection:
    """Check a package; never raises for its content.

    Parameters
    ----------
    package : Package
        From ``indicators.package.read_folder``, ``read_zip`` or ``read_single``.
    series : mapping, optional
        Series by id; the registry's own when not given.
    reference : Package, optional
        For a single file: the package whose sources, regions and notes it may name.

    Raises
    ------
    RegistryError
        If ``series`` is not given and the registry is broken.
    """
    series = load_series() if series is None else series
    context, faults = _read(package, series, reference)
    for check in CHECKS.values():
        faults.extend(check(context))
    found = sorted(_first_of_each_cell(faults), key=lambda fault: (fault.file, fault.row or 0))
    errors = tuple(fault for fault in found if not fault.is_warning)
    warnings = tuple(fault for fault in found if fault.is_warning)
    observations = _observations(context, warnings) if package.complete and not errors else None
    return Inspection(errors, warnings, len(context.figures), observations)


def _first_of_each_cell(faults: Iterable[Fault]) -> Iterator[Fault]:
    seen: set[tuple[str, int | None, str]] = set()
    for fault in faults:
        cell = (fault.file, fault.row, fault.column)
        # Rows and files may have several faults; a cell that is no number needs no second one.
        if not fault.column or fault.is_warning or cell not in seen:
            seen.add(cell)
            yield fault


def _read(
    package: Package, series: Mapping[str, Series], reference: Package | None
) -> tuple[Context, list[Fault]]:
    faults = list(package.faults)
    # Where the package itself could not be opened, nothing more can be said of its files.
    opened = bool(package.files) or not package.faults
    side: dict[str, CsvTable] = {}
    for name, layout in SIDE_TABLES.items():
        own = package.files.get(name) if package.complete else None
        if own is not None:
            side[name] = read_csv(name, own, layout.columns)
        elif package.complete and layout.needed and opened:
            faults.append(Fault("missing_file", name))
    figures = [
        read_csv(name, data, OBSERVATION_COLUMNS)
        for name, data in package.files.items()
        if not package.complete or PurePosixPath(name).match(f"{FIGURES}/*.csv")
    ]
    if not figures and opened:
        faults.append(Fault("missing_file", f"{FIGURES}/*.csv"))
    for table in (*side.values(), *figures):
        for check in FILE_CHECKS.values():
            faults.extend(check(table))
    descriptor = _descriptor(package, faults) if package.complete and opened else None
    side = {name: table for name, table in side.items() if table.readable}
    known = side
    if reference is not None:
        known = {
            name: read_csv(name, reference.files[name], layout.columns)
            for name, layout in SIDE_TABLES.items()
            if name in reference.files
        }
    regions = known.get("regions.csv")
    context = Context(
        package=package,
        figures=_frame(figures),
        side_tables=side,
        series=series,
        descriptor=descriptor,
        created=None if descriptor is None else parse_created(descriptor),
        territories=None if regions is None else read_territories(_records(regions)),
        sources=_ids(known.get("sources.csv")),
        notes=_ids(known.get("notes.csv")),
    )
    return context, faults


def _descriptor(package: Package, faults: list[Fault]) -> dict[str, Any] | None:
    data = package.files.get(DESCRIPTOR)
    if data is None:
        faults.append(Fault("missing_file", DESCRIPTOR))
        return None
    try:
        content = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        faults.append(
            Fault("not_json", DESCRIPTOR, getattr(error, "lineno", None), value=str(error))
        )
        return None
    if not isinstance(content, dict):
        faults.append(Fault("not_json", DESCRIPTOR, value=type(content).__name__, allowed="{…}"))
        return None
    return content


def _records(table: CsvTable) -> list[dict[str, str]]:
    by_column, _ = table.by_column()
    return [dict(zip(by_column, row, strict=True)) for row in zip(*by_column.values(), strict=True)]


def _ids(table: CsvTable | None) -> frozenset[str] | None:
    if table is None or not table.readable:
        return None
    by_column, _ = table.by_column()
    return frozenset(by_column[table.columns[0]])


def _frame(tables: Iterable[CsvTable]) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {name: [] for name in Figure._fields}
    for table in tables:
        if table.readable:
            by_column, lines = table.by_column()
            for name in OBSERVATION_COLUMNS:
                columns[name].extend(by_column[name])
            columns["file"].extend([table.name] * len(lines))
            columns["row"].extend(lines)
    columns["number"] = [parse_number(text) for text in columns["value"]]
    # Plain Python strings: the checks look at every cell once, and need no conversion for it.
    typed = {
        name: pd.Series(cells, dtype={"row": "int64", "number": "float64"}.get(name, "object"))
        for name, cells in columns.items()
    }
    return pd.DataFrame(typed)


def _observations(context: Context, warnings: tuple[Fault, ...]) -> Observations:
    """Make the figures of a package that has no errors."""
    descriptor, created = context.descriptor, context.created
    if descriptor is None or created is None:
        raise AssertionError("a package without errors has a descriptor and a date")
    by_key = {}
    for row in context.figures.itertuples(index=False):
        figure = Figure(*row)
        key = (figure.indicator, figure.region, figure.borders, figure.period)
        by_key[key] = Observation(
            *key,
            figure.number,
            figure.unit,
            figure.source,
            figure.detail,
            figure.status,
            tuple(figure.note.split(" ")) if figure.note else (),
            figure.file,
            figure.row,
        )
    side = {name: _records(table) for name, table in context.side_tables.items()}
    return Observations(
        version=descriptor["id"],
        release=descriptor["version"],
        created=created,
        sources=MappingProxyType({row["source"]: _source(row) for row in side["sources.csv"]}),
        notes=MappingProxyType({row["id"]: _text(row) for row in side["notes.csv"]}),
        known_faults=tuple(
            KnownFault(row["id"], tuple(row["series"].split()), _text(row))
            for row in side.get("known_faults.csv", [])
        ),
        exclusions=tuple(
            Exclusion(row["what"], int(row["rows"]), _text(row))
            for row in side.get("exclusions.csv", [])
        ),
        warnings=warnings,
        _table=_table(context.figures),
        _by_key=MappingProxyType(by_key),
        _series=context.series,
    )


def _text(row: Mapping[str, str]) -> Text:
    return Text(en=row["en"], ru=row["ru"], kk=row["kk"])


def _columns_text(row: Mapping[str, str], name: str) -> Text:
    return Text(en=row[name], ru=row[f"{name}_ru"], kk=row[f"{name}_kk"])


def _source(row: Mapping[str, str]) -> Source:
    return Source(
        row["source"],
        _columns_text(row, "title"),
        _columns_text(row, "publisher") if row["publisher"].strip() else None,
        _columns_text(row, "licence"),
        row["url"],
        row["obtained_via"],
        row["accessed"],
        row["trust"],
    )


def _table(figures: pd.DataFrame) -> pd.DataFrame:
    table = figures.drop(columns="value").rename(columns={"indicator": "series", "number": "value"})
    # There are few different periods; each is turned into dates once.
    codes, texts = pd.factorize(table["period"])
    periods = [parse_period(str(text)) for text in texts]
    table["start"] = np.array([p and p.start for p in periods], dtype="datetime64[s]")[codes]
    table["end"] = np.array([p and p.end for p in periods], dtype="datetime64[s]")[codes]
    order = ["series", "region", "borders", "period", "value", "unit", "source", "detail"]
    return table[[*order, "status", "note", "file", "row", "start", "end"]]
