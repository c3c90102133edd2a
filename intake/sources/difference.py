"""What a source would change: against the figures that count here, or beside the log of incidents."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Final

from indicators.additions import current_package
from indicators.layout import INCIDENTS, SIDE_TABLES, Row
from indicators.package import FIGURES
from intake.csvfile import read_csv
from intake.sources.faults import ShapeError
from intake.sources.rows import COUNTRY, Key, key

LIKELY: Final = (Decimal("0.2"), Decimal(5))
ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that counts with another value."""

    row: Row
    old: str
    old_source: str


@dataclass(frozen=True, slots=True)
class Difference:
    """New, changed and unchanged rows, each in the order of the rows."""

    new: tuple[Row, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[Row, ...]

    @property
    def to_load(self) -> tuple[Row, ...]:
        """The rows that a table for loading holds."""
        return tuple(sorted((*self.new, *(change.row for change in self.changed))))


def difference(rows: Sequence[Row], data: Path) -> Difference:
    """Hold rows against the figures that count: the package in `data`, and what was loaded here.

    Values are compared as numbers, not as they are printed: 5 is 5.0.

    Raises
    ------
    DataFaults
        When what was loaded here cannot be read.
    """
    known: dict[Key, Row] = {}
    for path, content in current_package(data).files.items():
        if path.startswith(f"{FIGURES}/"):
            for cells in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
                row = Row(**cells)
                known[key(row)] = row
    new, changed, unchanged = [], [], []
    for row in rows:
        old = known.get(key(row))
        if old is None:
            new.append(row)
        elif Decimal(old.value) == Decimal(row.value):
            unchanged.append(row)
        else:
            changed.append(Change(row, old.value, old.source))
    return Difference(tuple(new), tuple(changed), tuple(unchanged))


def check_scale(found: Difference, where: str) -> None:
    """Stop when the figures of a series are of another size than those that count.

    Raises
    ------
    ShapeError
        When the median of new value / old value lies outside ``LIKELY``, for at least ``ENOUGH``
        figures: the source has another unit, and every figure would be a silent error.
    """
    ratios: dict[str, list[Decimal]] = defaultdict(list)
    for row in found.unchanged:
        ratios[row.indicator].append(Decimal(1))
    for change in found.changed:
        if Decimal(change.old):
            ratios[change.row.indicator].append(Decimal(change.row.value) / Decimal(change.old))
    low, high = LIKELY
    for series, values in ratios.items():
        middle = median(values)
        if len(values) >= ENOUGH and not low <= middle <= high:
            came = f"about {float(middle):.3g} times as much: is the unit another?"
            raise ShapeError(f"{where}: {series}", "figures near those of the package", came)


def logged(data: Path) -> Counter[tuple[str, str]]:
    """Return the number of incidents of our log by region and year, each event once."""
    rows = read_csv(data / INCIDENTS, SIDE_TABLES[INCIDENTS].columns)
    counted = [row for row in rows if not row["overlaps"]]
    return Counter(
        (region, row["date"][:4]) for row in counted for region in {row["region"], COUNTRY}
    )
