"""The languages of the product, and which of them a browser asks for."""

from __future__ import annotations

import re

LANGUAGES = ("kk", "ru", "en")
DEFAULT = "ru"  # read by most of the users where a browser asks for none of the three
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}

# "ru", "kk-KZ", "en-GB ; q=0.8" (RFC 9110, 12.5.4); the region is of no concern.
_WISH = re.compile(
    r"(?P<language>[a-z]{1,8})(?:-[a-z0-9]{1,8})*"
    r"(?:\s*;\s*q=(?P<weight>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?",
    re.IGNORECASE,
)


def from_header(accept_language: str | None) -> str:
    """Choose a language by an HTTP ``Accept-Language`` header, by its weights, else the default."""
    wishes: list[tuple[float, int, str]] = []
    for place, item in enumerate((accept_language or "").split(",")):
        match = _WISH.fullmatch(item.strip())
        if match is None:
            continue  # a malformed wish is no wish
        weight = float(match["weight"] or 1)
        if weight > 0:  # 0 says: not this one
            wishes.append((-weight, place, match["language"].lower()))
    for _, _, language in sorted(wishes):
        if language in LANGUAGES:
            return language
    return DEFAULT
