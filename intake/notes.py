"""Notes of the tables: split into fragments, each fragment a note of its own with an id."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from intake.csvfile import TableError, read_csv

COLUMNS: Final = ("id", "printed", "en", "ru", "kk")


@lru_cache(maxsize=1024)
def fragments(note: str) -> tuple[str, ...]:
    """Split a printed note at its semicolons; one inside brackets does not divide."""
    parts: list[str] = []
    depth = start = 0
    for place, letter in enumerate(note):
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth == 0:
            parts.append(note[start:place])
            start = place + 1
    parts.append(note[start:])
    return tuple(part.strip() for part in parts if part.strip())


class NoteBook:
    """The notes by what is printed, and which of them were used.

    `printed` is the fragment as it stands in the tables; several fragments may share an id. A note
    without a printed form is one of ours, used by a correction.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.name
        self._ids: dict[str, str] = {}
        self._texts: dict[str, tuple[str, str, str]] = {}
        self._used: set[str] = set()
        for row in read_csv(path, COLUMNS):
            texts = (row["en"], row["ru"], row["kk"])
            if not all(text.strip() for text in texts):
                raise TableError(f"{self._file}: {row['id']}: a text is missing")
            if self._texts.setdefault(row["id"], texts) != texts:
                raise TableError(f"{self._file}: {row['id']}: two different texts")
            if row["printed"] and self._ids.setdefault(row["printed"], row["id"]) != row["id"]:
                raise TableError(f"{self._file}: {row['printed']!r} has two ids")

    def ids(self, note: str) -> list[str]:
        """Return the ids of a printed note's fragments, in their order, each once.

        Raises
        ------
        TableError
            If a fragment has no translation.
        """
        found: list[str] = []
        for fragment in fragments(note):
            if fragment not in self._ids:
                raise TableError(f"{self._file}: no note for {fragment!r}")
            found.append(self.use(self._ids[fragment]))
        return list(dict.fromkeys(found))

    def use(self, note: str) -> str:
        """Mark the note with this id as used and return the id."""
        if note not in self._texts:
            raise TableError(f"{self._file}: no note {note!r}")
        self._used.add(note)
        return note

    def rows(self) -> Sequence[tuple[str, str, str, str]]:
        """Return id, en, ru, kk of the notes that were used, by id."""
        return [(key, *self._texts[key]) for key in sorted(self._used)]
