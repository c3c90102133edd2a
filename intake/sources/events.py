"""What UCDP and ACLED share: events become counts by region and year, and nothing else is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from geodata.boundaries import load_boundaries
from indicators.layout import Row
from intake.sources.answers import plain
from intake.sources.check import Checked
from intake.sources.faults import ShapeError
from intake.sources.rows import COUNTRY, Refusal
from intake.sources.spec import Spec

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NEAR: Final = 0.05
"""Degrees by which a point may lie outside: the outlines are simplified to about 3 km."""
UNITS: Final = {"events": "events", "deaths": "persons"}


class Event(NamedTuple):
    """What is kept of an event: no place name, no names of groups, no notes.

    ``placed`` is False when the source knows no more than the country.
    """

    id: str
    year: int
    lon: float
    lat: float
    placed: bool
    deaths: int


class Places:
    """Today's regions as shapes."""

    def __init__(self) -> None:
        from shapely.geometry import shape

        self._shapes: dict[str, BaseGeometry] = {
            feature["id"]: shape(feature["geometry"])
            for feature in load_boundaries().geojson["features"]
        }

    def region(self, lon: float, lat: float) -> str | None:
        """Return the region at a point, or the nearest within ``NEAR``; None when it is abroad."""
        from shapely.geometry import Point

        point = Point(lon, lat)
        away, region = min((one.distance(point), code) for code, one in self._shapes.items())
        return region if away <= NEAR else None


@cache
def _places() -> Places:
    return Places()


def count(events: Iterable[Event], spec: Spec, read: date) -> list[Row]:
    """Return events and deaths by region and year, and those of the country (all of them).

    A region and year without events has no row.

    Raises
    ------
    ShapeError
        When an event came twice: pages overlap, and a count would be too high.
    """
    places, seen = _places(), set()
    sums: dict[str, Counter[tuple[str, int]]] = {what: Counter() for what in UNITS}
    for event in events:
        if event.id in seen:
            raise ShapeError(spec.id, "each event once", f"{event.id} twice")
        seen.add(event.id)
        found = places.region(event.lon, event.lat) if event.placed else None
        for region in filter(None, (COUNTRY, found)):
            sums["events"][region, event.year] += 1
            sums["deaths"][region, event.year] += event.deaths
    said = (spec.attribution or "").replace("{date}", read.isoformat())
    return [
        Row(
            spec.counts[what],
            region,
            "current",
            str(year),
            plain(Decimal(number)),
            UNITS[what],
            spec.source,
            said,
            "computed",
            "",
        )
        for what in ("events", "deaths")
        if what in spec.counts
        for (region, year), number in sorted(sums[what].items())
    ]


def check(rows: list[Row], spec: Spec, today: date) -> Checked:
    """Refuse counts of a year to come; a year that runs is not whole, and said to be so."""
    late = [row for row in rows if int(row.period) > today.year]
    refused = tuple(Refusal(row, f"the year begins after {today.isoformat()}") for row in late)
    passed = tuple(row for row in rows if row not in set(late))
    runs = any(int(row.period) == today.year for row in passed)
    doubts = (f"{today.year} is not over: its counts will grow",) if runs else ()
    return Checked(passed, refused, doubts)
