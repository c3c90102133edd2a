"""Reads a whole framework, figures and tree, and checks the one against the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from exchange.cells import Cells
from exchange.faults import FrameworkFaults, TableFault
from exchange.meta import Meta, read_meta
from exchange.tables import Table, read_csv
from scoring.recipe import Framework

UNIT, UNIT_NAME, TIME = "uCode", "uName", "Time"
WORKBOOK = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Source:
    """A framework and its figures.

    times : as written, from the earliest; one empty text when there is no column Time.
    values, denominators, groups : units × codes, by time.
    names : of units and of codes;  ignored : columns of iData that iMeta does not know.
    """

    framework: Framework
    times: tuple[str, ...]
    values: dict[str, pd.DataFrame]
    denominators: dict[str, pd.DataFrame]
    groups: dict[str, pd.DataFrame]
    unit_names: dict[str, str]
    code_names: dict[str, str]
    ignored: tuple[str, ...]


def read_source(data: Path, meta: Path | None = None) -> Source:
    """Read iData and iMeta, from two CSV files or from one workbook.

    Raises FrameworkFaults with every fault of both, each with file, row, column and what is
    allowed.
    """
    if meta is None and data.suffix.lower() not in WORKBOOK:
        raise FrameworkFaults(
            [
                TableFault(
                    str(data), "stands alone", "an iMeta file beside it, or one workbook (.xlsx)"
                )
            ]
        )
    if meta is None:
        from exchange.workbook import read_workbook

        return combine(*read_workbook(data))
    tables: list[Table] = []
    faults: list[TableFault] = []
    for path in (data, meta):
        try:
            tables.append(read_csv(path))
        except FrameworkFaults as found:
            faults.extend(found.faults)
    if faults:
        raise FrameworkFaults(faults)
    return combine(*tables)


def combine(data: Table, meta: Table) -> Source:
    """Check and join the two tables.  Raises FrameworkFaults."""
    described, faults = read_meta(meta)
    cells = Cells(data)
    for column in (UNIT, *(c for c, kind in described.types.items() if kind in _IN_DATA)):
        if column not in data.columns:
            where = "" if column == UNIT else f" (a code in row {described.rows[column]} of iMeta)"
            cells.fault("is missing", f"a column {column}{where}", column=column)
    units, times = _keys(cells)
    for code, about in described.indicators.items():
        for unit in sorted(about.not_applicable - set(units)):
            allowed = "units of iData, separated by spaces"
            faults.append(
                TableFault(
                    meta.file, "is no unit", allowed, described.rows[code], "NotApplicable", unit
                )
            )
    numbers = {kind: _columns(cells, described, kind) for kind in ("Indicator", "Denominator")}
    labels = pd.DataFrame(
        {
            code: [cells.text(row, code) or None for _, row in data.rows]
            for code in described.of_type("Group")
        },
        dtype=object,
    )
    if faults or cells.faults or described.hierarchy is None:
        raise FrameworkFaults([*faults, *cells.faults])
    known = {UNIT, UNIT_NAME, TIME, *described.types}
    order = sorted(dict.fromkeys(times), key=lambda time: float(time or 0))

    def split(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
        # A framework without groups or denominators has a table of no columns for each time.
        table = table.reindex(range(len(units)))
        found = {}
        for time in order:
            rows = [i for i, own in enumerate(times) if own == time]
            found[time] = table.iloc[rows].set_axis(pd.Index([units[i] for i in rows]), axis=0)
        return found

    return Source(
        framework=Framework(described.hierarchy, described.indicators, described.optional),
        times=tuple(order),
        values=split(numbers["Indicator"]),
        denominators=split(numbers["Denominator"]),
        groups=split(labels),
        unit_names={
            unit: cells.text(row, UNIT_NAME) or unit
            for unit, (_, row) in zip(units, data.rows, strict=True)
        },
        code_names=described.names,
        ignored=tuple(column for column in data.columns if column not in known),
    )


_IN_DATA = ("Indicator", "Group", "Denominator")


def _keys(cells: Cells) -> tuple[list[str], list[str]]:
    """Return unit and time of each row, and note which are missing or stand twice."""
    units, times = [], []
    first: dict[tuple[str, str], int] = {}
    with_time = TIME in cells.table.columns
    for number, row in cells.table.rows:
        unit, time = row.get(UNIT, ""), ""
        if not unit and UNIT in cells.table.columns:
            cells.fault("has no code", "a code of the unit in every row", number, UNIT)
        if with_time:
            moment = cells.number(number, row, TIME, "a number, such as 2024")
            if not cells.text(row, TIME):
                cells.fault("has no time", "a number, such as 2024, in every row", number, TIME)
            time = f"{0 if math.isnan(moment) else moment:.15g}"
        if unit and (unit, time) in first:
            what = f"stands already in row {first[unit, time]}"
            allowed = "each unit once" + (" a time" if with_time else "")
            cells.fault(what, allowed, number, UNIT, unit)
        first.setdefault((unit, time), number)
        units.append(unit)
        times.append(time)
    return units, times


def _columns(cells: Cells, described: Meta, kind: str) -> pd.DataFrame:
    columns = {}
    for code in described.of_type(kind):
        about = described.indicators.get(code)
        column = np.full(len(cells.table.rows), math.nan)
        for i, (number, row) in enumerate(cells.table.rows):
            column[i] = cells.number(number, row, code)
            stray = about is not None and row.get(UNIT, "") in about.not_applicable
            if stray and not math.isnan(column[i]):
                allowed = "NA, because iMeta says that the indicator does not apply to this unit"
                cells.fault("has a value", allowed, number, code, row[code])
        columns[code] = column
    return pd.DataFrame(columns)
