"""The figures once they are read and checked; nothing here ever changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pandas as pd

from indicators.faults import Fault
from indicators.series import Series
from indicators.text import Text

Key = tuple[str, str, str, str]
"""Series, region, borders, period."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure and where it stands.

    ``notes`` holds ids of notes; ``file`` and ``row`` name the line in the package (header = 1).
    """

    series: str
    region: str
    borders: str
    period: str
    value: float
    unit: str
    source: str
    detail: str
    status: str
    notes: tuple[str, ...]
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Annual:
    """The value of one year and the observations that it was made of.

    ``partial`` is True when the year is not whole: a part of it was counted, or quarters miss.
    """

    value: float
    observations: tuple[Observation, ...]
    partial: bool

    @property
    def suspect(self) -> bool:
        """Whether one of the observations is known to be doubtful."""
        return any(o.status == "suspect" for o in self.observations)


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: publisher, terms and the way they were obtained.

    ``publisher`` is None where there is no single one. ``obtained_via`` is a locator, as printed.
    """

    id: str
    title: Text
    publisher: Text | None
    licence: Text
    url: str
    obtained_via: str
    accessed: str
    trust: str


@dataclass(frozen=True, slots=True)
class KnownFault:
    """A fault of the figures that is known and told, with the series that it touches."""

    id: str
    series: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Figures that are left out on purpose: how many rows of the tables, and why."""

    what: str
    rows: int
    reason: Text


@dataclass(frozen=True)
class Observations:
    """All figures of one version of the data package.

    Attributes
    ----------
    version : str
        Id of the data version (hash of the package's content).
    release : str
        Name of the release, such as ``2026.11``.
    created : date
        Day on which the package was made; ages are counted from it.
    sources, notes : mapping
        By id.
    known_faults : tuple of KnownFault
    exclusions : tuple of Exclusion
    warnings : tuple of Fault
        What the checks found that does not forbid the use of the figures.
    """

    version: str
    release: str
    created: date
    sources: Mapping[str, Source]
    notes: Mapping[str, Text]
    known_faults: tuple[KnownFault, ...]
    exclusions: tuple[Exclusion, ...]
    warnings: tuple[Fault, ...]
    _table: pd.DataFrame = field(repr=False)
    _by_key: Mapping[Key, Observation] = field(repr=False)
    _series: Mapping[str, Series] = field(repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """One row a figure, in the order of the package.

        Columns: series, region, borders, period, value, unit, source, detail, status, note, file,
        row, start, end (first and last day of the period, datetime64).

        A copy: writing into it changes nothing here.
        """
        return self._table.copy(deep=False)

    @cached_property
    def figures_id(self) -> str:
        """Id of what can move a score: it stays when only notes, texts or incidents are others."""
        lines = sorted(
            f"{o.series} {o.region} {o.borders} {o.period} {o.value!r} {o.unit} {o.source} {o.status}\n"
            for o in self
        )
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]

    def under(self, series: Mapping[str, Series]) -> Observations:
        """Return the same figures as other declarations of their series read them.

        A series of which there is no other declaration keeps its own.
        """
        return replace(self, _series={**self._series, **series})

    def unit(self, series: str) -> str | None:
        """Return the unit in which the figures of a series are given, or None if there are none."""
        declared = self._series.get(series)
        return None if declared is None else declared.unit

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Observation]:
        return iter(self._by_key.values())

    def at(self, series: str, region: str, borders: str, period: str) -> Observation | None:
        """Return the figure of exactly this series, region, borders and period, or None."""
        return self._by_key.get((series, region, borders, period))

    def annual(self, series: str, region: str, borders: str, year: int) -> Annual | None:
        """Return the figure of a year in the series' unit, or None if there is none.

        The yearly row comes first; then, where the series declares ``quarters: n``, the mean of
        at least n quarters; then the row of 1 January. Suspect figures are returned too: whether
        they may be used is the caller's decision (``Annual.suspect``).

        Raises
        ------
        KeyError
            If the series is not in the registry.
        """
        declared = self._series[series]
        yearly = self.at(series, region, borders, str(year))
        if yearly is not None:
            return Annual(yearly.value, (yearly,), yearly.status == "partial_year")
        if declared.quarters is not None:
            found = (self.at(series, region, borders, f"{year}-Q{q}") for q in range(1, 5))
            quarters = tuple(o for o in found if o is not None)
            if len(quarters) >= declared.quarters:
                mean = sum(o.value for o in quarters) / len(quarters)
                return Annual(mean, quarters, len(quarters) < 4)
        dated = self.at(series, region, borders, f"{year}-01-01")
        return None if dated is None else Annual(dated.value, (dated,), False)
