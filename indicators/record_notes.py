"""The private note of a record: what it may never hold, and what its author is warned about.

A note is no part of a record's content: it is shown to its author, the region's monitors and
analysts, and is never exported to a public table.
"""

from __future__ import annotations

import re
from typing import Final

from indicators.field_scheme import load_field_scheme
from indicators.record_forms import RecordError, holds_personal, speaks_of_groups

WARNINGS: Final = {
    "person": "The note may hold the name of a person. Leave out who it was: only what happened.",
    "group": "The note may name an ethnic, language or religious group. Leave it out.",
}
"""What an author is warned about; English msgids."""

# Initials with a surname; a given name with a patronymic; two words in a row that begin with capitals
# and do not begin the sentence. A name is not always one of these: a warning is no proof.
_UPPER, _LOWER = "A-ZА-ЯЁӘІҢҒҮҰҚӨҺ", "a-zа-яёәіңғүұқөһ"
_WORD = rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}][{_LOWER}]+)?"
_PERSON = re.compile(
    rf"\b[{_UPPER}]\. ?(?:[{_UPPER}]\. ?)?{_WORD}"
    rf"|\b{_WORD} [{_UPPER}]\. ?(?:[{_UPPER}]\.)?"
    rf"|\b[{_UPPER}][{_LOWER}]+(?:вич|вна|чна|ұлы|улы|қызы|кызы|vich|vna|uly|kyzy|qyzy)\b"
    rf"|\b{_WORD} {_WORD}\b"
)


def check_note(note: str) -> str:
    """Return a note without the blanks around it; it may be empty.

    Raises RecordError when it is too long, cannot be shown, or holds a personal number or a
    telephone number.
    """
    cleaned = note.replace("\r\n", "\n").strip()
    most = load_field_scheme().limits.note
    if len(cleaned) > most:
        raise RecordError("long", "note", cleaned, most)
    if not all(one.isprintable() or one in "\n\t" for one in cleaned):
        raise RecordError("characters", "note", cleaned)
    if holds_personal(cleaned):
        raise RecordError("personal", "note")
    return cleaned


def note_warnings(note: str) -> tuple[str, ...]:
    """Return what an author is warned about, keys of ``WARNINGS``; the note may be sent all the same."""
    found = []
    if _PERSON.search(note):
        found.append("person")
    if speaks_of_groups(note):
        found.append("group")
    return tuple(found)
