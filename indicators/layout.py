"""The files of the data package and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OBSERVATION_COLUMNS: Final = (
    "indicator",
    "region",
    "borders",
    "period",
    "value",
    "unit",
    "source",
    "detail",
    "status",
    "note",
)
REQUIRED_CELLS: Final = tuple(c for c in OBSERVATION_COLUMNS if c not in {"detail", "note"})

STATUSES: Final = (
    "official",
    "backcast",
    "computed",
    "partial_year",
    "press",
    "expert",
    "suspect",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """One side table: its columns, those that may not be empty, and its key (first column).

    The columns of ``together`` are one text in several languages: all of a row are filled, or none.
    """

    columns: tuple[str, ...]
    filled: tuple[str, ...]
    needed: bool = True
    together: tuple[str, ...] = ()


SIDE_TABLES: Final[dict[str, Layout]] = {
    "sources.csv": Layout(
        (
            "source",
            "title",
            "title_ru",
            "title_kk",
            "publisher",
            "publisher_ru",
            "publisher_kk",
            "licence",
            "licence_ru",
            "licence_kk",
            "url",
            "obtained_via",
            "accessed",
            "trust",
        ),
        (
            "source",
            "title",
            "title_ru",
            "title_kk",
            "licence",
            "licence_ru",
            "licence_kk",
            "trust",
        ),
        together=("publisher", "publisher_ru", "publisher_kk"),
    ),
    "regions.csv": Layout(
        (
            "region",
            "kato",
            "type",
            "name_en",
            "name_ru",
            "name_kk",
            "since",
            "until",
            "split_from",
        ),
        ("region", "type", "name_en", "name_ru", "name_kk"),
    ),
    "notes.csv": Layout(("id", "en", "ru", "kk"), ("id", "en", "ru", "kk")),
    "known_faults.csv": Layout(
        ("id", "series", "en", "ru", "kk"), ("id", "en", "ru", "kk"), needed=False
    ),
    "exclusions.csv": Layout(
        ("what", "rows", "en", "ru", "kk"), ("what", "rows", "en", "ru", "kk"), needed=False
    ),
}
