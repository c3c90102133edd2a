"""Numbers and dates as each language writes them (CLDR, through Babel)."""

from __future__ import annotations

import datetime
import math
from functools import cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal

MISSING = "–"
MINUS = "\N{MINUS SIGN}"


@cache
def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def number(value: float, language: str, decimals: int = 1) -> str:
    """Write a number with a fixed count of decimals; a dash where it is missing."""
    if math.isnan(value):
        return MISSING
    rounded = round(value, decimals) + 0.0  # never "-0.0"
    text: str = format_decimal(rounded, format=_pattern(decimals), locale=_locale(language))
    return text.replace("-", MINUS)


def signed(value: float, language: str, decimals: int = 1) -> str:
    """Write a difference, with its plus or minus; zero has none."""
    text = number(value, language, decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def percent(share: float, language: str, decimals: int = 0) -> str:
    """Write a share of 1 as a percentage."""
    if math.isnan(share):
        return MISSING
    return f"{number(100 * share, language, decimals)}{percent_sign(language)}"


@cache
def percent_sign(language: str) -> str:
    """Return the sign as it follows a number: Russian sets it apart, English and Kazakh do not."""
    suffix: str = _locale(language).percent_formats[None].suffix[0]
    return suffix


def date_text(day: datetime.date, language: str) -> str:
    """Write a date in full."""
    text: str = format_date(day, format="long", locale=_locale(language))
    return text


def month_text(day: datetime.date, language: str) -> str:
    """Write the month and year of a day."""
    text: str = format_skeleton("yMMMM", day, locale=_locale(language))
    return text


def days_text(first: datetime.date, last: datetime.date, language: str) -> str:
    """Write a span of days, first and last included, as one."""
    if first == last:
        return short_date(first, language)
    text: str = format_interval(first, last, "yMMMd", locale=_locale(language))
    return text


def short_date(day: datetime.date, language: str) -> str:
    """Write a date with its month in short, for a list."""
    text: str = format_skeleton("yMMMd", day, locale=_locale(language))
    return text
