"""The files of the data package and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple


class Row(NamedTuple):
    """One figure as it stands in a file of ``data/observations``."""

    indicator: str
    region: str
    borders: str
    period: str
    value: str
    unit: str
    source: str
    detail: str
    status: str
    note: str


OBSERVATION_COLUMNS: Final = Row._fields
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
    """One side table: its columns and those that may be empty.

    Each entry of ``together`` is one text in several languages: all of a row are filled, or none.
    The first column is the key, unless the table is not ``keyed``.
    """

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    needed: bool = True
    together: tuple[tuple[str, ...], ...] = ()
    keyed: bool = True

    @property
    def filled(self) -> tuple[str, ...]:
        """The columns that may not be empty."""
        free = {*self.optional, *chain.from_iterable(self.together)}
        return tuple(column for column in self.columns if column not in free)


def in_languages(name: str) -> tuple[str, str, str]:
    """Return the columns of a text that stands in English, Russian and Kazakh."""
    return (name, f"{name}_ru", f"{name}_kk")


INCIDENTS: Final = "incidents.csv"
INCIDENT_SOURCES: Final = "incident_sources.csv"
INCIDENT_DEATHS: Final = "incident_deaths.csv"
INCIDENT_SEATS: Final = "incident_seats.csv"
INCIDENT_TABLES: Final = (INCIDENTS, INCIDENT_SOURCES, INCIDENT_DEATHS, INCIDENT_SEATS)


SIDE_TABLES: Final[dict[str, Layout]] = {
    "sources.csv": Layout(
        (
            "source",
            *in_languages("title"),
            *in_languages("publisher"),
            *in_languages("licence"),
            "url",
            "obtained_via",
            "accessed",
            "trust",
        ),
        optional=("url", "obtained_via", "accessed"),
        together=(in_languages("publisher"),),
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
        optional=("kato", "since", "until", "split_from"),
    ),
    "notes.csv": Layout(("id", "en", "ru", "kk")),
    "known_faults.csv": Layout(
        ("id", "series", "en", "ru", "kk"), optional=("series",), needed=False
    ),
    "exclusions.csv": Layout(("what", "rows", "en", "ru", "kk"), needed=False),
    INCIDENTS: Layout(
        (
            "id",
            "date",
            "last_date",
            "date_precision",
            *in_languages("place"),
            *in_languages("district"),
            "region",
            "region_then",
            "borders_then",
            "seat",
            "kind",
            "size_low",
            "size_high",
            "size_status",
            "fatalities",
            "fatalities_status",
            *in_languages("official"),
            "official_date",
            *in_languages("independent"),
            "independent_date",
            "trigger",
            *in_languages("trigger_text"),
            "response",
            *in_languages("response_text"),
            "mobilisation",
            *in_languages("mobilisation_text"),
            "harm",
            *in_languages("harm_text"),
            "overlaps",
            "coder",
        ),
        optional=(
            "last_date",
            "seat",
            "size_low",
            "size_high",
            "size_status",
            "fatalities",
            "fatalities_status",
            "official_date",
            "independent_date",
            "trigger",
            "response",
            "mobilisation",
            "harm",
            "overlaps",
        ),
        needed=False,
        together=tuple(
            in_languages(name)
            for name in (
                "district",
                "official",
                "independent",
                "trigger_text",
                "response_text",
                "mobilisation_text",
                "harm_text",
            )
        ),
    ),
    INCIDENT_SOURCES: Layout(
        ("incident", *in_languages("publisher"), "reference", "precision"),
        optional=("reference",),
        needed=False,
        keyed=False,
    ),
    INCIDENT_DEATHS: Layout(
        ("incident", "deaths", "status", "as_of", *in_languages("source"), "en", "ru", "kk"),
        optional=("as_of",),
        needed=False,
        together=(("en", "ru", "kk"),),
        keyed=False,
    ),
    INCIDENT_SEATS: Layout(
        (
            "id",
            "name_en",
            "name_ru",
            "name_kk",
            "unit_en",
            "unit_ru",
            "unit_kk",
            "region",
            "lon",
            "lat",
            "gazetteer",
            "gazetteer_id",
            "basis",
            "basis_source",
        ),
        optional=("basis_source",),
        needed=False,
    ),
}
