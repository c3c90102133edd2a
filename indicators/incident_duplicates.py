"""Incidents that may be the same events: near in time and place; a person decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Final

from indicators.incident_scheme import Near
from indicators.incidents import Incident
from indicators.period import parse_period
from indicators.territories import NATION

EARTH_RADIUS: Final = 6371.0088  # kilometres, the mean radius of WGS 84


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """When and where something was.

    id : so that it is not taken for a duplicate of itself.  first, last : days; of a month, all.
    region : one of today's, or ``KZ``.  point : longitude and latitude in degrees of the centre at
    which it is drawn; None where that is not known.
    """

    id: str
    first: date
    last: date
    region: str
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Match:
    """One incident that lies near another.

    days : between the two, 0 when they share a day.
    km : between the places where they are drawn; None where one of them is not known.
    """

    incident: Incident
    days: int
    km: float | None


def whereabouts(incident: Incident) -> Whereabouts:
    """Return when and where an incident was."""
    seat, period = incident.seat, parse_period(incident.last_date or incident.date)
    return Whereabouts(
        incident.id,
        incident.first_day,
        incident.first_day if period is None else period.end,
        incident.region,
        None if seat is None else (seat.lon, seat.lat),
    )


def haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return kilometres along a great circle between two points (longitude, latitude in degrees).

    The haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984), on a sphere.
    """
    (lon, lat), (other_lon, other_lat) = one, other
    east, north = radians(other_lon - lon) / 2, radians(other_lat - lat) / 2
    chord = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


def near_duplicates(
    one: Whereabouts,
    others: Iterable[Incident],
    near: Near,
    neighbours: Mapping[str, Collection[str]],
) -> tuple[Match, ...]:
    """Return the incidents that may be the same events, the nearest in time first.

    Parameters
    ----------
    near : Near
        The days and kilometres of the scheme; what lies exactly at a limit is within it.
    neighbours : mapping of str to collection of str
        The neighbouring regions of each of today's regions.

    Notes
    -----
    Where a place is not known, the region decides; a row of the whole country holds every region.
    """
    found = []
    for incident in others:
        other = whereabouts(incident)
        days = max(0, (other.first - one.last).days, (one.first - other.last).days)
        if other.id == one.id or days > near.days:
            continue
        if one.point is None or other.point is None:
            if one.region == other.region or NATION in (one.region, other.region):
                found.append(Match(incident, days, None))
        elif other.region in {one.region, *neighbours.get(one.region, ())}:
            km = haversine(one.point, other.point)
            if km <= near.km:
                found.append(Match(incident, days, km))
    return tuple(sorted(found, key=lambda match: (match.days, match.km or 0.0, match.incident.id)))
