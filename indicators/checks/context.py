"""What a check looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from indicators.csv_table import CsvTable
from indicators.faults import Fault
from indicators.package import Package
from indicators.series import Series
from indicators.territories import Territories


class Figure(NamedTuple):
    """One row of figures as it stands in its file; ``number`` is NaN if ``value`` is none."""

    indicator: str
    region: str
    borders: str
    period: str
    value: str
    unit: str
    source: str
    detail: str
    status: str
    note: str
    file: str
    row: int
    number: float


@dataclass(frozen=True, slots=True)
class Context:
    """A package as far as it could be read.

    Attributes
    ----------
    figures : DataFrame
        One row a figure, columns as in ``Figure``, index 0..n-1; all cells are text but ``row``
        and ``number``.
    side_tables : mapping
        The readable ones of sources, regions, notes and known faults, by file name.
    descriptor : dict or None
        Content of ``datapackage.json``; None if it is missing or no JSON object.
    created : date or None
    territories : Territories or None
    sources, notes : frozenset of str or None
        Known ids; None if the table that lists them cannot be read.
    """

    package: Package
    figures: pd.DataFrame
    side_tables: Mapping[str, CsvTable]
    series: Mapping[str, Series]
    descriptor: dict[str, Any] | None
    created: date | None
    territories: Territories | None
    sources: frozenset[str] | None
    notes: frozenset[str] | None


Check = Callable[[Context], Iterator[Fault]]
FileCheck = Callable[[CsvTable], Iterator[Fault]]


def cells(figures: pd.DataFrame, column: str) -> list[Any]:
    """Return a column as a plain list: fastest for looking at each cell once."""
    result: list[Any] = figures[column].tolist()
    return result


def marked(
    context: Context,
    marks: Sequence[bool],
    code: str,
    column: str,
    allowed: str | Callable[[Figure], str] = "",
) -> Iterator[Fault]:
    """Yield a fault for each figure that is marked.

    Parameters
    ----------
    marks : sequence of bool
        One a row of ``context.figures``.
    column : str
        The column at fault.
    allowed : str or callable
        What is allowed there, the same for all or worked out for each row.
    """
    if not any(marks):
        return
    for row in context.figures[list(marks)].itertuples(index=False):
        figure = Figure(*row)
        yield Fault(
            code,
            figure.file,
            figure.row,
            column,
            getattr(figure, column),
            allowed if isinstance(allowed, str) else allowed(figure),
            figure.indicator,
            figure.region,
        )
