"""Names, descriptions and comments: what people write, cleaned and checked."""

from __future__ import annotations

import unicodedata

from scenarios.faults import TextError

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 2000
LONGEST_COMMENT = 2000
LONGEST_EDITION = 40
LONGEST_SUBJECT = 255

# Controls, halves of characters, and line ends of Unicode's own.
_REFUSED = {"Cc", "Cs", "Zl", "Zp"}
# They turn the direction of all that follows on the page, not only of the text itself.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = {"Cf", "Zs", "Mn"}


def one_line(what: str, text: str, longest: int) -> str:
    """Return a text of one line without the spaces around it.

    Raises
    ------
    TextError
        When it is empty, longer than ``longest`` or cannot be shown; it names ``what``.
    """
    cleaned = _checked(what, text.strip(), longest, also="")
    if all(unicodedata.category(one) in _INVISIBLE for one in cleaned):
        raise TextError("empty", what=what)
    return cleaned


def lines(what: str, text: str, longest: int, *, least: int = 0) -> str:
    """Return a text of any number of lines without the blanks around it.

    least : 1 for a text that must not be empty.

    Raises
    ------
    TextError
        When it is longer than ``longest``, empty or cannot be shown; it names ``what``.
    """
    cleaned = _checked(what, text.replace("\r\n", "\n").strip(), longest, also="\n\t")
    if len(cleaned) < least:
        raise TextError("empty", what=what)
    return cleaned


def _checked(what: str, text: str, longest: int, *, also: str) -> str:
    if len(text) > longest:
        raise TextError("long", what=what, count=len(text), most=longest)
    # Nearly every text is printable, line by line; only the others are looked at by character.
    parts = text.split("\n") if "\n" in also else [text]
    if all(part.isprintable() for part in parts):
        return text
    for one in text:
        if one in _TURNS or (one not in also and unicodedata.category(one) in _REFUSED):
            raise TextError("characters", what=what, character=f"U+{ord(one):04X}")
    return text
