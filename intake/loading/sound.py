"""Looks at the rows of a block by columns: which are sound, which are not, what they are about.

Each column is looked at by its different cells. What is wrong with a row is said by the checks of
the data package (``rows.py``), which look at it again, by itself; here it must only be known
whether something is. Of some rows that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa

from indicators.checks.numbers import parse_number
from indicators.layout import STATUSES
from indicators.period import parse_period
from intake.loading.blocks import Block, Ints
from intake.loading.keys import UNKNOWN, Keys, Mask
from intake.loading.known import Known
from intake.loading.rows import Reader, plain_number

_CONTROL_OR_FORMULA = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|^\s*[=+\-@＝＋－＠]"
)
_DIGITS: Final = np.isin(np.arange(256), list(b"0123456789"))
_NUMERIC: Final = np.isin(np.arange(256), list(b".-"))
_POINT, _COMMA, _MINUS = b".,-"
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Rules:
    """What is asked of a row, as tables by the numbers of ``Keys``."""

    def __init__(self, known: Known, keys: Keys) -> None:
        self.keys, self._known = keys, known
        self._begun: dict[str, int] = {}
        self.units = {unit: at for at, unit in enumerate(known.units_by_label.values())}
        series = known.series.values()
        self.unit_of = np.array([self.units.get(one.unit, UNKNOWN - 1) for one in series])
        self.low = np.array([-np.inf if (end := one.range[0]) is None else end for one in series])
        self.high = np.array([np.inf if (end := one.range[1]) is None else end for one in series])
        territories = known.territories
        self.place = np.zeros(len(keys.regions) * len(keys.borders), dtype=bool)
        self.former = self.place.copy()
        for borders, codes in territories.by_borders.items():
            for code in codes:
                at = keys.place(keys.regions[code], keys.borders[borders])
                self.place[at] = True
                self.former[at] = territories.last_year(code, borders) is not None

    def period(self, text: str) -> int:
        """Return the number of a period that has begun."""
        if text not in self._begun:
            period = parse_period(text)
            if period is None or period.start > self._known.today:
                return UNKNOWN
            self._begun[text] = self.keys.periods.setdefault(text, len(self.keys.periods))
        return self._begun[text]

    def note(self, text: str) -> bool:
        """Tell whether a cell of notes is empty or has known ones."""
        return not text or all(id_ in self._known.notes for id_ in text.split(" "))


class Rows:
    """The rows of a block that have a value.

    at : (N,) their places in the block.  values : (N,) their numbers.
    keys : (N,) numbers of series, place and period, of no use for a row that is wrong.
    statuses : (N,) number of the status.  says_status : (N,) whether the row itself says it.
    wrong : (N,) whether the row has a fault for certain.  doubtful : (N,) whether it may have one.
    """

    def __init__(self, block: Block, reader: Reader, rules: Rules) -> None:
        self._block, self._reader, keys = block, reader, rules.keys
        numbers, empty = _numbers(block.columns[reader.place["value"]].texts)
        codes = block.columns[reader.place["value"]].codes
        self.at = np.flatnonzero(~empty[codes]) if empty.any() else np.arange(len(codes))
        self.values = numbers[self._codes("value")]
        self.wrong = ~np.isfinite(self.values)
        series = self._each("indicator", _among({id_: keys.series[id_] for id_ in reader.series}))
        region, borders = (
            self._each(name, _among(numbered))
            for name, numbered in (("region", keys.regions), ("borders", keys.borders))
        )
        place, period = keys.place(region, borders), self._each("period", rules.period)
        self.keys = keys.of(series, place, period)
        self.statuses = self._each("status", _among({one: at for at, one in enumerate(STATUSES)}))
        unit = self._each("unit", _among(rules.units))
        self.wrong |= (self.values < rules.low[series]) | (self.values > rules.high[series])
        self.wrong |= (rules.unit_of[series] != unit) | ~rules.place[place]
        self._each("source", lambda text: 0 if text in reader.sources else UNKNOWN)
        self._each("note", lambda text: 0 if rules.note(text) else UNKNOWN)
        # A former region may only have figures of its own years.
        self.doubtful = rules.former[place]
        odd = [bool(_CONTROL_OR_FORMULA.search(text)) for text in self._raw("detail")]
        if any(odd):
            self.doubtful |= np.array(odd)[self._codes("detail")]
        said = np.array([bool(text.strip()) for text in self._raw("status")], dtype=bool)
        self.says_status = said[self._codes("status")]

    def _raw(self, column: str) -> list[str]:
        """Return the different cells of a column as they stand."""
        place = self._reader.place.get(column)
        if place is None:
            return [""]
        raw: list[str] = self._block.columns[place].texts.to_pylist()
        return raw

    def _codes(self, column: str) -> Ints:
        """Return the number of each row's cell among them."""
        place = self._reader.place.get(column)
        if place is None:
            return np.zeros(len(self.at), dtype=np.int64)
        codes = self._block.columns[place].codes
        return codes if len(self.at) == len(codes) else codes[self.at]

    def _each(self, column: str, number: Callable[[str], int]) -> Ints:
        """Return a number for each row's cell in form; with ``UNKNOWN``, a row is wrong."""
        forms = (self._reader.in_form(column, text) for text in self._raw(column))
        numbers = np.array([number(text) for text in forms], dtype=np.int64)
        if len(numbers) == 1 and numbers[0] != UNKNOWN:
            return np.full(len(self.at), numbers[0])
        found = numbers[self._codes(column)]
        if (numbers == UNKNOWN).any():
            self.wrong |= found == UNKNOWN
        return found

    def in_form(self, column: str, rows: Ints) -> list[str]:
        """Return the cells of some of these rows in the package's form."""
        used, codes = np.unique(self._codes(column)[rows], return_inverse=True)
        place = self._reader.place.get(column)
        texts = [""] if place is None else self._block.columns[place].texts.take(pa.array(used))
        forms = [self._reader.in_form(column, str(text)) for text in texts]
        return [forms[code] for code in codes.tolist()]


def _among(numbers: Mapping[str, int]) -> Callable[[str], int]:
    return lambda text: numbers.get(text, UNKNOWN)


def _numbers(texts: pa.StringArray) -> tuple[Floats, Mask]:
    """Return the number of each text, NaN for what is none, and which have nothing in them.

    Plain ones are read at once; what ``plain_number`` and ``parse_number`` make of the others is
    asked of them.
    """
    plain = np.zeros(len(texts), dtype=bool)
    numbers = np.full(len(texts), np.nan)
    _, offsets, data = texts.buffers()
    if data is not None and data.size:
        ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
        signs = np.frombuffer(data, np.uint8)
        points = np.where(signs == _COMMA, _POINT, signs).astype(np.uint8)
        plain = _are_plain(points, ends)
        pointed = pa.Array.from_buffers(
            pa.string(), len(texts), [None, offsets, pa.py_buffer(points)], offset=texts.offset
        )
        try:
            numbers[plain] = pointed.filter(pa.array(plain)).cast(pa.float64()).to_numpy()
        except pa.ArrowInvalid:  # such as 1.2.3 or 1-2
            plain[:] = False
    empty = np.zeros(len(texts), dtype=bool)
    for i in np.flatnonzero(~plain).tolist():
        text = texts[i].as_py()
        numbers[i], empty[i] = parse_number(plain_number(text)), not text.strip()
    return numbers, empty


def _are_plain(signs: Any, ends: Any) -> Mask:
    """Tell which texts are of digits, points and minuses, with a digit on both sides of a point.

    signs : (S,) bytes of all texts.  ends : (N + 1,) where each begins and the last one ends.
    """
    start, end = ends[:-1].astype(np.int64), ends[1:].astype(np.int64)
    other = np.concatenate(([0], np.cumsum(~(_DIGITS | _NUMERIC)[signs])))
    filled = end > start
    first, last = np.where(filled, start, 0), np.where(filled, end - 1, 0)
    second = np.minimum(first + 1, len(signs) - 1)
    begins = _DIGITS[signs[first]] | ((signs[first] == _MINUS) & _DIGITS[signs[second]])
    plain: Mask = filled & (other[end] == other[start]) & begins & _DIGITS[signs[last]]
    return plain
