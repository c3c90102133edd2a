"""Names on the map: where each stands, and in how many lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geodata.boundaries import Boundaries
from reports.wording import Wording

# Degrees of longitude and latitude by which a name moves from the middle of its region: the names
# of cities stand beside them, and those of the regions around make room.
_NUDGE = {
    "KZ-11": (-0.9, 0.6),
    "KZ-19": (-0.45, 0.1),
    "KZ-31": (0.35, -0.3),
    "KZ-35": (0.2, -0.2),
    "KZ-61": (0.1, 1.35),
    "KZ-63": (-0.1, 0.2),
    "KZ-71": (0.0, -0.42),
    "KZ-75": (0.0, -0.45),
    "KZ-79": (1.1, -0.35),
}


@dataclass(frozen=True)
class Label:
    """A name in lines, and its middle in degrees."""

    lon: float
    lat: float
    lines: tuple[str, ...]


def label(words: Wording, boundaries: Boundaries, region: str) -> Label:
    """Return the name of a region; "North Kazakhstan" takes two lines, it is wider than its region."""
    lon, lat = boundaries.labels[region]
    east, north = _NUDGE.get(region, (0.0, 0.0))
    lines = tuple(part.strip() for part in re.split(r" |(?<=-)", words.region_short(region)))
    return Label(lon + east, lat + north, lines)
