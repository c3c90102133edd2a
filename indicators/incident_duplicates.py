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
class Match:
    """One incident that lies near another.

    days : between the two, 0 when they share a day.
    km : between the places where they are drawn; None where one of them is not known.
    """

    incident: Incident
    days: int
    km: float | None


def haversine(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return kilometres between two points given in degrees, along a great circle.

    The haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984), on a sphere.
    """
    east, north = radians(other_lon - lon) / 2, radians(other_lat - lat) / 2
    chord = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


def near_duplicates(
    incident: Incident,
    others: Iterable[Incident],
    near: Near,
    neighbours: Mapping[str, Collection[str]],
) -> tuple[Match, ...]:
    """Return the others that may be the same events, the nearest in time first.

    Parameters
    ----------
    near : Near
        The days and kilometres of the scheme; what lies exactly at a limit is within it.
    neighbours : mapping of str to collection of str
        The neighbouring regions of each of today's regions.

    Notes
    -----
    A row of the whole country holds every region. Of a month, all days are meant.
    """
    found = []
    for other in others:
        days = _days_between(incident, other)
        if other.id == incident.id or days > near.days:
            continue
        if incident.seat is None or other.seat is None:
            if incident.region == other.region or NATION in (incident.region, other.region):
                found.append(Match(other, days, None))
        elif other.region in {incident.region, *neighbours.get(incident.region, ())}:
            km = haversine(incident.seat.lon, incident.seat.lat, other.seat.lon, other.seat.lat)
            if km <= near.km:
                found.append(Match(other, days, km))
    return tuple(sorted(found, key=lambda one: (one.days, one.km or 0.0, one.incident.id)))


def _days_between(one: Incident, other: Incident) -> int:
    first, last = _days(one)
    other_first, other_last = _days(other)
    return max(0, (other_first - last).days, (first - other_last).days)


def _days(incident: Incident) -> tuple[date, date]:
    period = parse_period(incident.last_date or incident.date)
    return incident.first_day, incident.first_day if period is None else period.end
