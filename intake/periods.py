"""Periods as the sources print them, turned into ISO 8601."""

from __future__ import annotations

import re
from typing import Final

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_ISO = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NAMED = re.compile(r"(\d{4}) ([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))?")


def iso_period(printed: str) -> str:
    """Return a printed period in ISO form.

    ``2023``, ``2023-Q3`` and ``2025-01-01`` stay as they are; ``2022 Jul`` is ``2022-07`` and
    ``2023 Jan-Sep`` is the interval ``2023-01/2023-09``.

    Raises
    ------
    ValueError
        If the text is no period of these forms. An empty period is one such: no date is invented.
    """
    if _ISO.fullmatch(printed):
        return printed
    match = _NAMED.fullmatch(printed)
    if match is None or any(m not in MONTHS for m in match.groups()[1:] if m is not None):
        raise ValueError(f"period {printed!r} is none of 2023, 2023-Q3, 2022 Jul, 2023 Jan-Sep")
    year, first, last = match.groups()
    start = f"{year}-{MONTHS.index(first) + 1:02d}"
    return start if last is None else f"{start}/{year}-{MONTHS.index(last) + 1:02d}"
