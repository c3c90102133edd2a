"""Maps the columns of a table, brings rows into the package's form, and says what is wrong with them.

The checks are those of the data package. Most rows have no fault, and are let through by a quicker
look (``sound.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from indicators.checks import CHECKS, FILE_CHECKS
from indicators.checks.context import Context, Figure
from indicators.checks.numbers import PLAIN, parse_number
from indicators.csv_table import CsvTable
from indicators.faults import DataFaults, Fault
from indicators.layout import OBSERVATION_COLUMNS
from indicators.package import Package
from indicators.table_words import folded, load_table_words
from indicators.territories import CURRENT
from intake.loading.known import Known
from intake.loading.tables import Line

PENDING: Final = "loaded_"
"""Stands for the source that is named when the table is taken over."""
OFFICIAL: Final = "official"
NEEDED: Final = ("indicator", "region", "period", "value", "unit")
_OF_ROWS = ("cell_count", "characters", "formulas")
_OF_FIGURES = (
    "filled",
    "numbers",
    "periods",
    "series",
    "regions",
    "units",
    "plausible",
    "sources",
    "statuses",
    "notes",
    "future",
    "former_regions",
)
_SPACES = "[ \u00a0\u202f]"
_PRINTED = re.compile(rf"[-\u2212]?[0-9]+(?:{_SPACES}[0-9]{{3}})*(?:[.,][0-9]+)?")


@dataclass
class Reader:
    """Reads the rows of one table.

    file : its name.  header : as it stands.  place : position of each of the package's columns.
    of_log : whether the table is made of the field log.  series : those that it may hold: a
    ``collected`` one comes from the field log alone.
    forms : how a cell of a column is brought into the package's form.  defaults : of empty cells.
    """

    known: Known
    file: str
    header: list[str]
    of_log: bool = False
    place: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Map the columns.  Raises DataFaults when they cannot be."""
        words = load_table_words()
        names = words.known()
        faults: list[Fault] = []
        found: dict[str, int] = {}
        allowed = ", ".join((*words.columns, *words.passed))
        for at, text in enumerate(self.header):
            column = names.get(folded(text))
            if not text.strip():
                continue
            if column is None:
                group = words.speaks_of_groups(text)
                code = "group_share" if group else "column_unknown"
                faults.append(Fault(code, self.file, 1, text, text, allowed))
            elif column in found:
                faults.append(Fault("column_repeated", self.file, 1, text, text))
            else:
                found[column] = at
        faults += [
            Fault("column_missing", self.file, 1, column, allowed=", ".join(NEEDED))
            for column in NEEDED
            if column not in found
        ]
        if faults:
            raise DataFaults(faults)
        self.place = {column: found[column] for column in OBSERVATION_COLUMNS if column in found}
        self.series = {
            id_: one for id_, one in self.known.series.items() if self.of_log or not one.collected
        }
        self.sources = self.known.sources | {PENDING}
        self.forms: Mapping[str, Callable[[str], str]] = {
            "indicator": _among(self.known.series_by_name),
            "region": _among(self.known.regions_by_name),
            "value": plain_number,
            "unit": _among(self.known.units_by_label),
        }
        self.defaults = {"borders": CURRENT, "source": PENDING, "status": OFFICIAL}

    def in_form(self, column: str, text: str) -> str:
        """Return a cell in the package's form."""
        form = self.forms.get(column, str.strip)
        return form(text) or self.defaults.get(column, "")

    def ragged(self, row: int, count: int) -> Fault:
        """Return the fault of a row that has not as many cells as the header."""
        width = len(self.header)
        column = self.header[min(count, width) - 1]
        return Fault("cell_count", self.file, row, column, str(count), str(width))

    def faults(self, lines: Sequence[Line]) -> list[Fault]:
        """Return what is wrong with whole rows that have a value, the first of each cell."""
        return list(_first_of_each_cell([*self._faults_of_text(lines), *self._faults(lines)]))

    def _faults_of_text(self, lines: Sequence[Line]) -> Iterator[Fault]:
        """Yield the faults of the cells as they stand, of the columns that are taken over."""
        header = [""] * len(self.header)
        for column, at in self.place.items():
            header[at] = column
        kept = [at for at, column in enumerate(header) if column]
        table = CsvTable(
            self.file,
            b"",
            tuple(self.place),
            header=[header[at] for at in kept],
            rows=[[cells[at].strip() for at in kept] for _, cells in lines],
            lines=[row for row, _ in lines],
        )
        for check in _OF_ROWS:
            yield from FILE_CHECKS[check](table)

    def _faults(self, lines: Sequence[Line]) -> Iterator[Fault]:
        """Yield the faults of the cells in the package's form."""
        frame: dict[str, pd.Series[Any]] = {}
        for column in OBSERVATION_COLUMNS:
            at = self.place.get(column)
            texts = [self.in_form(column, "" if at is None else cells[at]) for _, cells in lines]
            frame[column] = pd.Series(texts, dtype="object")
        frame["file"] = pd.Series([self.file] * len(lines), dtype="object")
        frame["row"] = pd.Series([row for row, _ in lines], dtype="int64")
        frame["number"] = pd.Series(map(parse_number, frame["value"]), dtype="float64")
        context = Context(
            package=Package({}, complete=False),
            figures=pd.DataFrame(frame)[list(Figure._fields)],
            side_tables={},
            series=self.series,
            descriptor=None,
            created=self.known.today,
            territories=self.known.territories,
            sources=frozenset(self.sources),
            notes=self.known.notes,
        )
        words = load_table_words()
        for check in _OF_FIGURES:
            for fault in CHECKS[check](context):
                code = fault.code
                if code == "unknown_series" and fault.value in self.known.series:
                    code = "collected"
                elif code == "unknown_series" and words.speaks_of_groups(fault.value):
                    code = "group_share"
                if code == fault.code:
                    yield fault
                else:
                    yield Fault(code, self.file, fault.row, fault.column, fault.value)


def plain_number(text: str) -> str:
    """Return a printed number with a decimal point and without spaces; other text as it is.

    A comma is always a decimal comma: ``1 234,5`` is 1234.5, and ``1,234`` is 1.234.
    """
    text = text.strip()
    if PLAIN.fullmatch(text) or not _PRINTED.fullmatch(text):
        return text
    return re.sub(_SPACES, "", text).replace(",", ".").replace("\u2212", "-")


def _among(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: names.get(folded(text), text.strip())


def _first_of_each_cell(faults: Sequence[Fault]) -> Iterator[Fault]:
    seen: set[tuple[int | None, str]] = set()
    for fault in faults:
        if (fault.row, fault.column) not in seen:
            seen.add((fault.row, fault.column))
            yield fault
