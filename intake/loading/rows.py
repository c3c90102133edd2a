"""Brings the rows of a table into the package's form and checks them, a block at a time.

The checks are those of the data package. Most blocks have no fault, and are let through by a
quicker look: each name among the known ones, each number plain and inside its range.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from indicators.checks import CHECKS, FILE_CHECKS
from indicators.checks.context import Context, Figure
from indicators.checks.numbers import PLAIN, parse_number
from indicators.csv_table import CsvTable
from indicators.faults import DataFaults, Fault
from indicators.layout import OBSERVATION_COLUMNS, STATUSES
from indicators.package import Package
from indicators.period import parse_period
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
_CONTROL_OR_FORMULA = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|^\s*[=+\-@＝＋－＠]"
)
_MOST_NAMES = 10_000


@dataclass(frozen=True)
class Block:
    """Rows that stand one after another, in the package's form.

    columns : cells by ``OBSERVATION_COLUMNS``;  rows : their numbers;  numbers : their values.
    status_given : whether the row itself says its status.
    """

    columns: Mapping[str, list[str]]
    rows: list[int]
    numbers: list[float]
    status_given: list[bool]


@dataclass
class Reader:
    """Reads the rows of one table.

    file : its name.  header : as it stands.  place : position of each of the package's columns.
    empty : rows without a value, which were passed over.
    """

    known: Known
    file: str
    header: list[str]
    place: dict[str, int] = field(init=False)
    empty: int = 0

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
        self.limits = {
            id_: tuple(
                float(open_) if one is None else one
                for one, open_ in zip(series.range, ("-inf", "inf"), strict=True)
            )
            for id_, series in self.known.series.items()
        }
        self._good_units = {(id_, one.unit) for id_, one in self.known.series.items()}
        self._good_sources = self.known.sources | {PENDING}
        former = {
            place: last
            for borders, codes in self.known.territories.by_borders.items()
            for place in ((code, borders) for code in codes)
            if (last := self.known.territories.last_year(*place)) is not None
        }
        self._current = {
            (code, borders)
            for borders, codes in self.known.territories.by_borders.items()
            for code in codes
            if (code, borders) not in former
        }
        self._names: dict[str, dict[str, str]] = {}
        self.forms: Mapping[str, Callable[[str], str]] = {
            "indicator": _among(self.known.series_by_name),
            "region": _among(self.known.regions_by_name),
            "unit": _among(self.known.units_by_label),
        }
        self.defaults = {"borders": CURRENT, "source": PENDING, "status": OFFICIAL}

    def read(self, lines: Sequence[Line]) -> tuple[Block, list[Fault]]:
        """Return the sound rows of a block of lines, and the faults of the others."""
        width = len(self.header)
        faults: list[Fault] = []
        if any(len(cells) != width for _, cells in lines):
            lines, faults = self._whole(lines, width)
        value_at = self.place["value"]
        filled = [line for line in lines if line[1][value_at].strip()]
        self.empty += len(lines) - len(filled)
        raw = list(zip(*(cells for _, cells in filled), strict=True)) if filled else [()] * width
        block = self._in_form([row for row, _ in filled], raw)
        if filled and not self._is_sound(block):
            found = [*self._faults_of_text(filled), *self._faults(block)]
            told = list(_first_of_each_cell(found))
            bad = {fault.row for fault in told}
            faults += told
            block = _without(block, bad)
        return block, faults

    def _whole(self, lines: Sequence[Line], width: int) -> tuple[list[Line], list[Fault]]:
        """Fill up rows of a workbook that end early; a row of text must be whole."""
        packed = self.file.lower().endswith(".xlsx")
        whole: list[Line] = []
        faults: list[Fault] = []
        for row, cells in lines:
            rest = cells[width:]
            if len(cells) == width or (packed and not any(rest)):
                whole.append((row, [*cells[:width], *[""] * (width - len(cells))]))
            else:
                faults.append(
                    Fault(
                        "cell_count",
                        self.file,
                        row,
                        self.header[min(len(cells), width) - 1],
                        str(len(cells)),
                        str(width),
                    )
                )
        return whole, faults

    def _in_form(self, rows: list[int], raw: Sequence[Sequence[str]]) -> Block:
        count = len(rows)

        def column(name: str) -> list[str]:
            at, default = self.place.get(name), self.defaults.get(name, "")
            form = self.forms.get(name, str.strip)
            if at is None:
                return [default] * count
            memory = self._names.setdefault(name, {})
            if len(memory) > _MOST_NAMES:
                memory.clear()
            result = []
            for text in raw[at]:
                known = memory.get(text)
                if known is None:
                    known = memory[text] = form(text) or default
                result.append(known)
            return result

        at = self.place.get("status")
        values = [
            text if PLAIN.fullmatch(text) else plain_number(text)
            for text in raw[self.place["value"]]
        ]
        columns = {
            "indicator": column("indicator"),
            "region": column("region"),
            "borders": column("borders"),
            "period": column("period"),
            "value": values,
            "unit": column("unit"),
            "source": column("source"),
            "detail": [text.strip() for text in raw[self.place["detail"]]]
            if "detail" in self.place
            else [""] * count,
            "status": column("status"),
            "note": column("note"),
        }
        return Block(
            columns,
            rows,
            [parse_number(text) for text in values],
            [False] * count if at is None else [bool(text.strip()) for text in raw[at]],
        )

    def _is_sound(self, block: Block) -> bool:
        """Tell whether no row can have a fault; when in doubt, the checks are run."""
        of = block.columns
        if not set(of["indicator"]) <= self.limits.keys():
            return False
        numbers = np.array(block.numbers)
        limits = np.array([self.limits[one] for one in of["indicator"]])
        return (
            bool(np.isfinite(numbers).all())
            and bool(((limits[:, 0] <= numbers) & (numbers <= limits[:, 1])).all())
            and self.are_sound(
                units=set(zip(of["indicator"], of["unit"], strict=True)),
                places=set(zip(of["region"], of["borders"], strict=True)),
                periods=set(of["period"]),
                sources=set(of["source"]),
                statuses=set(of["status"]),
                notes=set(of["note"]),
                details=set(of["detail"]),
            )
        )

    def are_sound(
        self,
        *,
        units: Set[tuple[str, str]],
        places: Set[tuple[str, str]],
        periods: Set[str],
        sources: Set[str],
        statuses: Set[str],
        notes: Set[str],
        details: Set[str],
    ) -> bool:
        """Tell whether the different cells of some rows, in form, cannot have a fault.

        units : of series and unit;  places : of region and borders.
        """
        return (
            units <= self._good_units
            and places <= self._current
            and sources <= self._good_sources
            and statuses <= set(STATUSES)
            and notes <= {""}
            and all(self._is_past(text) for text in periods)
            and not any(_CONTROL_OR_FORMULA.search(text) for text in details)
        )

    def _is_past(self, text: str) -> bool:
        period = parse_period(text)
        return period is not None and period.start <= self.known.today

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

    def _faults(self, block: Block) -> Iterator[Fault]:
        frame: dict[str, pd.Series[Any]] = {
            name: pd.Series(cells, dtype="object") for name, cells in block.columns.items()
        }
        frame["file"] = pd.Series([self.file] * len(block.rows), dtype="object")
        frame["row"] = pd.Series(block.rows, dtype="int64")
        frame["number"] = pd.Series(block.numbers, dtype="float64")
        context = Context(
            package=Package({}, complete=False),
            figures=pd.DataFrame(frame)[list(Figure._fields)],
            side_tables={},
            series=self.known.series,
            descriptor=None,
            created=self.known.today,
            territories=self.known.territories,
            sources=frozenset(self._good_sources),
            notes=self.known.notes,
        )
        words = load_table_words()
        for check in _OF_FIGURES:
            for fault in CHECKS[check](context):
                group = fault.code == "unknown_series" and words.speaks_of_groups(fault.value)
                if group:
                    yield Fault("group_share", self.file, fault.row, fault.column, fault.value)
                else:
                    yield fault


def plain_number(text: str) -> str:
    """Return a printed number with a decimal point and without spaces; other text as it is.

    A comma is always a decimal comma: ``1 234,5`` is 1234.5, and ``1,234`` is 1.234.
    """
    text = text.strip()
    if not _PRINTED.fullmatch(text):
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


def _without(block: Block, bad: set[int | None]) -> Block:
    keep = [i for i, row in enumerate(block.rows) if row not in bad]
    return Block(
        {name: [cells[i] for i in keep] for name, cells in block.columns.items()},
        [block.rows[i] for i in keep],
        [block.numbers[i] for i in keep],
        [block.status_given[i] for i in keep],
    )
