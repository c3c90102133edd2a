"""What is done to the tables on the way in: what is left out, renamed, dated and doubted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from intake.csvfile import TableError, read_csv

NO_PERIOD: Final = "(none)"
_YEARS = re.compile(r"(\d{4})\.\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that are not carried, and the reason. An empty condition holds for every row."""

    what: str
    indicator: str
    unit: str
    period: str
    texts: tuple[str, str, str]

    def matches(self, row: Mapping[str, str]) -> bool:
        """Whether the row (as in the tables) is left out by this rule."""
        return (
            (not self.indicator or fnmatchcase(row["indicator"], self.indicator))
            and (not self.unit or row["unit"] == self.unit)
            and (not self.period or (row["period"] or NO_PERIOD) == self.period)
        )


class Exclusions:
    """The rules by which rows are left out, and how many rows each has left out."""

    def __init__(self, path: Path) -> None:
        columns = ("what", "indicator", "unit", "period", "en", "ru", "kk")
        self._rules = [
            Exclusion(
                r["what"], r["indicator"], r["unit"], r["period"], (r["en"], r["ru"], r["kk"])
            )
            for r in read_csv(path, columns)
        ]
        self._counts: Counter[str] = Counter()

    def leave_out(self, row: Mapping[str, str]) -> bool:
        """Whether the row is left out; the first rule that holds counts it."""
        for rule in self._rules:
            if rule.matches(row):
                self._counts[rule.what] += 1
                return True
        return False

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return what, number of rows, en, ru, kk in the order of the table."""
        return [(r.what, str(self._counts[r.what]), *r.texts) for r in self._rules]


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of status, never of a value, and the note that says why."""

    series: str
    regions: frozenset[str]
    borders: str
    first: str
    last: str
    to: str
    note: str

    def matches(self, series: str, region: str, borders: str, period: str) -> bool:
        """Whether the correction is about this figure; regions ``*`` are all."""
        return (
            series == self.series
            and ("*" in self.regions or region in self.regions)
            and borders == self.borders
            and self.first <= period <= self.last
        )


class Corrections:
    """The corrections; each must apply to something, or it is out of date."""

    def __init__(self, path: Path) -> None:
        columns = ("series", "region", "borders", "period", "change", "to", "reason_note")
        self._file = path.name
        self._all: list[Correction] = []
        for row in read_csv(path, columns):
            if row["change"] != "status":
                raise TableError(f"{path.name}: {row['series']}: only a status may be changed")
            years = _YEARS.fullmatch(row["period"])
            first, last = years.groups() if years else (row["period"], row["period"])
            self._all.append(
                Correction(
                    row["series"],
                    frozenset(row["region"].split()),
                    row["borders"],
                    first,
                    last,
                    row["to"],
                    row["reason_note"],
                )
            )
        self._used: set[Correction] = set()

    def find(self, series: str, region: str, borders: str, period: str) -> Correction | None:
        """Return the correction of a figure, or None."""
        for correction in self._all:
            if correction.matches(series, region, borders, period):
                self._used.add(correction)
                return correction
        return None

    def check_used(self) -> None:
        """Raise TableError for a correction that no figure needed."""
        for correction in self._all:
            if correction not in self._used:
                raise TableError(
                    f"{self._file}: {correction.series} {correction.first}: no such figure"
                )


class Units:
    """Printed units, the ids they have in the registry, and the factor between the two."""

    def __init__(self, path: Path) -> None:
        self._file = path.name
        self._units = {
            r["printed"]: (r["unit"], Decimal(r["factor"]))
            for r in read_csv(path, ("printed", "unit", "factor"))
        }

    def convert(self, value: str, printed: str) -> tuple[str, str]:
        """Return the value as a plain decimal in the registry's unit, and the unit's id.

        The arithmetic is decimal, so nothing is rounded.

        Raises
        ------
        TableError
            If the unit is unknown or the value is no finite number.
        """
        if printed not in self._units:
            raise TableError(f"{self._file}: no unit for {printed!r}")
        unit, factor = self._units[printed]
        try:
            number = Decimal(value) * factor
        except InvalidOperation as error:
            raise TableError(f"{value!r} is no number") from error
        if not number.is_finite():
            raise TableError(f"{value!r} is not finite")
        text = f"{number:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return ("0" if text in {"-0", ""} else text), unit


class Names:
    """Names and periods that the tables print and the registry writes otherwise."""

    def __init__(self, renames: Path, periods: Path) -> None:
        self._series = {
            (r["indicator"], r["unit"]): r["series"]
            for r in read_csv(renames, ("indicator", "unit", "series"))
        }
        self._periods = {
            (r["indicator"], r["printed"]): r["period"]
            for r in read_csv(periods, ("indicator", "printed", "period", "basis"))
        }

    def series(self, indicator: str, unit: str) -> str:
        """Return the series id of a printed indicator in a printed unit."""
        return self._series.get((indicator, unit), indicator)

    def period(self, indicator: str, printed: str) -> str:
        """Return the printed period, made exact where the table of periods says so."""
        return self._periods.get((indicator, printed), printed)
