"""Reads a plain table of text column by column; gives up on anything that is out of the ordinary.

What it gives is what the careful way (``rows.py``) gives, in a fraction of the time: each column of
a block is turned into numbers of its different cells, and only these are looked at one by one. It
returns None for a table with quotation marks, a ragged row, a fault or a figure that stands twice,
and the careful way then says what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from indicators.checks.numbers import parse_number
from indicators.layout import OBSERVATION_COLUMNS, STATUSES
from intake.loading.compose import Change
from intake.loading.known import Known
from intake.loading.rows import Reader, plain_number
from intake.loading.tables import PlainText

BLOCK: Final = 40_000  # rows that are in memory at a time
_MOST_CELLS: Final = 64_000_000  # of the table of keys that were seen
_MOST_CODES: Final = 1_000_000
_GIVEN = len(STATUSES)  # more than any status: the row does not say its own
Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class Tally:
    """What the rows of a table come to; ``changes`` are the first ones only."""

    read: int = 0
    empty: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)


class _GiveUpError(Exception):
    """The table is not plain enough."""


def tally(text: PlainText, reader: Reader, known: Known, most: int) -> Tally | None:
    """Hold a table against the figures that count; None when it must be read with care.

    most : changes that are kept.
    """
    count = Tally()
    keys, row = _Keys(known), 2
    try:
        for frame in _frames(text):
            _add(frame, row, reader, keys, count, most)
            row += len(frame)
    except (_GiveUpError, ValueError):  # ValueError: of pandas, for a row that is too long
        return None
    # Without quotation marks, all rows are whole exactly when the separators add up.
    whole = text.separators == (text.width - 1) * (row - 1)
    return count if whole and row > 2 else None


def _frames(text: PlainText) -> Iterator[pd.DataFrame]:
    frames = pd.read_csv(
        text.path,
        sep=text.separator,
        encoding=text.encoding,
        header=None,
        names=range(text.width),
        skiprows=1,
        dtype=str,  # as categories, pandas would turn 5.30 into a number
        na_filter=False,
        quoting=3,
        skip_blank_lines=False,
        chunksize=BLOCK,
    )
    with frames:
        for frame in frames:
            if not isinstance(frame.index, pd.RangeIndex):  # rows are longer than the header
                raise _GiveUpError
            yield frame


class _Keys:
    """Numbers for series, places and periods, and which keys are held and were seen."""

    def __init__(self, known: Known) -> None:
        self.series: dict[str, int] = {}
        self.places: dict[tuple[str, str], int] = {}
        self.periods: dict[str, int] = {}
        self.pairs: dict[tuple[int, int], int] = {}
        self.seen = np.zeros((64, 64), dtype=bool)
        self.rows = 0
        held = sorted(
            (
                self.key(
                    self.series.setdefault(one.series, len(self.series)),
                    self.places.setdefault((one.region, one.borders), len(self.places)),
                    self.periods.setdefault(one.period, len(self.periods)),
                ),
                one.value,
                STATUSES.index(one.status),
            )
            for one in known.held.values()
        )
        self.held = np.array([key for key, _, _ in held], dtype=np.int64)
        self.values = np.array([value for _, value, _ in held])
        self.statuses = np.array([status for _, _, status in held], dtype=np.int64)

    @staticmethod
    def key(series: Any, place: Any, period: Any) -> Any:
        """Put three numbers into one; there are fewer than 4,096 series and places."""
        return (series << 44) | (place << 32) | period

    def note(self, series: Ints, places: Ints, periods: Ints) -> None:
        """Note the keys of a block.  Raises _GiveUpError when one stands twice."""
        both = series * len(self.places) + places
        found, local = _distinct(both, len(self.series) * len(self.places))
        numbers = np.array(
            [
                self.pairs.setdefault(divmod(pair, len(self.places)), len(self.pairs))
                for pair in found.tolist()
            ]
        )
        shape = (len(self.pairs), len(self.periods))
        if shape[0] * shape[1] > _MOST_CELLS:
            raise _GiveUpError
        if shape[0] > self.seen.shape[0] or shape[1] > self.seen.shape[1]:
            grown = np.zeros(
                [max(2 * n, m) for n, m in zip(shape, self.seen.shape, strict=True)], bool
            )
            grown[: self.seen.shape[0], : self.seen.shape[1]] = self.seen
            self.seen = grown
        at = numbers[local] * self.seen.shape[1] + periods
        flat = self.seen.reshape(-1)
        flat[at] = True
        self.rows += len(at)
        if np.count_nonzero(flat) != self.rows:
            raise _GiveUpError


def _add(
    frame: pd.DataFrame, row: int, reader: Reader, keys: _Keys, count: Tally, most: int
) -> None:
    columns = _Columns(frame, reader)
    texts = columns.different("value")
    empty = np.array([not text.strip() for text in texts], dtype=bool)[columns.codes("value")]
    if empty.any():
        count.empty += int(empty.sum())
        columns.keep = np.flatnonzero(~empty)
    if not len(columns.keep):
        return
    numbers = np.array([parse_number(plain_number(text)) for text in texts])
    values = numbers[columns.codes("value")]
    _check(columns, values, reader)
    series = columns.numbered("indicator", keys.series)
    periods = columns.numbered("period", keys.periods)
    places = columns.pairs("region", "borders", keys.places)
    keys.note(series, places, periods)
    said = columns.texts_of("status", "")
    status = np.array([STATUSES.index(one) if one else _GIVEN for one in said])
    statuses = (
        status[columns.codes("status")]
        if "status" in reader.place
        else np.full(len(values), _GIVEN)
    )
    wanted = keys.key(series, places, periods)
    at = np.minimum(np.searchsorted(keys.held, wanted), len(keys.held) - 1)
    held = keys.held[at] == wanted
    same = held & (keys.values[at] == values)
    same &= (statuses == _GIVEN) | (keys.statuses[at] == statuses)
    count.read += len(values)
    count.new += int((~held).sum())
    count.unchanged += int(same.sum())
    count.changed += int((held & ~same).sum())
    left = np.flatnonzero(~same)[: max(0, most - len(count.changes))]
    if len(left):
        cells = list(zip(*(columns.cells(name, left) for name in OBSERVATION_COLUMNS), strict=True))
        for i, own in zip(left.tolist(), cells, strict=True):
            old = f"{keys.values[at[i]]:.15g}" if held[i] else ""
            count.changes.append(Change(row + int(columns.keep[i]), own, old))


class _Columns:
    """The columns of a block as numbers of their different cells."""

    def __init__(self, frame: pd.DataFrame, reader: Reader) -> None:
        self.keep = np.arange(len(frame))
        self._reader, self._frame = reader, frame
        self._cells: dict[str, tuple[Ints, list[str]]] = {}
        self._used: dict[str, tuple[list[str], Ints]] = {}

    def different(self, column: str) -> list[str]:
        """Return the different cells of a column as they stand."""
        return self._factorised(column)[1]

    def _factorised(self, column: str) -> tuple[Ints, list[str]]:
        """Return the number of each row's cell, whether kept or not, and the different cells."""
        if column not in self._cells:
            codes, texts = pd.factorize(self._frame[self._reader.place[column]].array)
            if codes.min(initial=0) < 0:
                raise _GiveUpError
            self._cells[column] = codes.astype(np.int64), [str(text) for text in texts]
        return self._cells[column]

    def texts_of(self, column: str, default: str) -> list[str]:
        """Return the different cells in the package's form; the default where they are empty."""
        if column not in self._reader.place:
            return [default]
        form: Callable[[str], str] = self._reader.forms.get(column, str.strip)
        return [form(text) or default for text in self.different(column)]

    def codes(self, column: str) -> Ints:
        """Return the number of each row's cell."""
        if column not in self._reader.place:
            return np.zeros(len(self.keep), dtype=np.int64)
        return self._factorised(column)[0][self.keep]

    def in_form(self, column: str) -> list[str]:
        """Return the different cells in the package's form."""
        return self.texts_of(column, self._reader.defaults.get(column, ""))

    def used(self, column: str) -> tuple[list[str], Ints]:
        """Return the different cells of the rows that are kept, in form, and each row's number."""
        if column not in self._used:  # asked for only once the rows to keep are known
            texts = self.in_form(column)
            found, numbers = _distinct(self.codes(column), len(texts))
            self._used[column] = [texts[i] for i in found.tolist()], numbers
        return self._used[column]

    def numbered(self, column: str, numbers: dict[str, int]) -> Ints:
        """Return each row's number in a list that grows."""
        texts, codes = self.used(column)
        return np.array([numbers.setdefault(text, len(numbers)) for text in texts])[codes]

    def pairs(self, one: str, other: str, numbers: dict[tuple[str, str], int]) -> Ints:
        """Return each row's number in a list of pairs that grows."""
        (first, at), (second, by) = self.used(one), self.used(other)
        found, codes = _distinct(at * len(second) + by, len(first) * len(second))
        names = [(first[i // len(second)], second[i % len(second)]) for i in found.tolist()]
        return np.array([numbers.setdefault(name, len(numbers)) for name in names])[codes]

    def cells(self, column: str, rows: Ints) -> Sequence[str]:
        """Return the cells of some rows in the package's form."""
        texts = self.in_form(column)
        if column == "value":
            texts = [plain_number(text) for text in texts]
        return [texts[i] for i in self.codes(column)[rows].tolist()]


def _distinct(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the different numbers below ``size``, sorted, and the place of each row's in them."""
    if size > _MOST_CODES:
        found, inverse = np.unique(codes, return_inverse=True)
        return found, inverse.astype(np.int64)
    there = np.zeros(size, dtype=bool)  # quicker than sorting the rows
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


def _check(columns: _Columns, values: np.ndarray[Any, Any], reader: Reader) -> None:
    """Raise _GiveUpError unless every row is sound."""
    used = {name: columns.used(name) for name in OBSERVATION_COLUMNS if name != "value"}
    indicators, at = used["indicator"]
    units, by = used["unit"]
    regions, place = used["region"]
    borders, inside = used["borders"]
    if not set(indicators) <= reader.limits.keys() or not np.isfinite(values).all():
        raise _GiveUpError
    limits = np.array([reader.limits[one] for one in indicators])[at]
    in_range = (limits[:, 0] <= values) & (values <= limits[:, 1])
    pairs = {
        (indicators[i // len(units)], units[i % len(units)])
        for i in _distinct(at * len(units) + by, len(indicators) * len(units))[0].tolist()
    }
    places = {
        (regions[i // len(borders)], borders[i % len(borders)])
        for i in _distinct(place * len(borders) + inside, len(regions) * len(borders))[0].tolist()
    }
    sound = in_range.all() and reader.are_sound(
        units=pairs,
        places=places,
        periods=set(used["period"][0]),
        sources=set(used["source"][0]),
        statuses=set(used["status"][0]),
        notes=set(used["note"][0]),
        details=set(used["detail"][0]),
    )
    if not sound:
        raise _GiveUpError
