"""Alphabetical order: code points put Kazakh letters after я, where no reader looks for them."""

from __future__ import annotations

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACE = {letter: chr(0x100 + place) for place, letter in enumerate(KAZAKH)}


def sort_key(text: str) -> tuple[str, str]:
    """Return a key that sorts Kazakh, Russian and English words as their alphabets do."""
    folded = text.casefold()
    return "".join(_PLACE.get(letter, letter) for letter in folded), text
