"""The forms in which a figure's period may be written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

PERIOD_FORMS: Final = "2023, 2023-Q3, 2022-07, 2025-01-01, 2023-01/2023-09"

_SINGLE = re.compile(r"([0-9]{4})(?:-Q([1-4])|-([0-9]{2})(?:-([0-9]{2}))?)?")
_EARLIEST_YEAR: Final = 1900


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a period, both included."""

    start: date
    end: date


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _single(text: str) -> Period | None:
    match = _SINGLE.fullmatch(text)
    if match is None or not _EARLIEST_YEAR <= int(match[1]) < date.max.year:
        return None
    year, quarter, month, day = (int(part or 0) for part in match.groups())
    try:
        if match[2]:
            return Period(date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter))
        if match[4]:
            return Period(date(year, month, day), date(year, month, day))
        if match[3]:
            return Period(date(year, month, 1), _month_end(year, month))
        return Period(date(year, 1, 1), date(year, 12, 31))
    except ValueError:  # no such month or day in the calendar
        return None


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period | None:
    """Return first and last day of a period, or None if it has none of the known forms.

    The forms are a year, a quarter, a month, a day, or an interval of two of the same form:
    ``2023``, ``2023-Q3``, ``2022-07``, ``2025-01-01``, ``2023-01/2023-09``.
    """
    if "/" not in text:
        return _single(text)
    first, _, last = text.partition("/")
    start, end = _single(first), _single(last)
    if start is None or end is None or len(first) != len(last) or start.start > end.end:
        return None
    return Period(start.start, end.end)
