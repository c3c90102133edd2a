"""The regions as outlines in a drawing, and what a map says of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from geodata.boundaries import Boundaries
from reports.maps.projection import Point, closed_path, rings


@dataclass(frozen=True)
class Painted:
    """What a map says of one region: a step of the colours, and two lines of words."""

    region: str
    step: int
    value: str
    note: str


def corners(boundaries: Boundaries) -> Iterator[Point]:
    """Yield all points of all outlines, in degrees."""
    for feature in boundaries.geojson["features"]:
        for ring in rings(feature["geometry"]):
            yield from ring


def outlines(boundaries: Boundaries, place: Callable[[float, float], Point]) -> dict[str, str]:
    """Return each region's outline in a drawing, as the ``d`` of an SVG path.

    place : from degrees to the drawing, see ``projection.fit``.
    """
    return {
        feature["id"]: "".join(
            closed_path([place(*point) for point in ring]) for ring in rings(feature["geometry"])
        )
        for feature in boundaries.geojson["features"]
    }


def hatching(boundaries: Boundaries, region: str, place: Callable[[float, float], Point]) -> str:
    """Return the lines over a region that is not rated, as the ``d`` of an SVG path."""
    return "".join(
        "M" + "L".join("{:.1f} {:.1f}".format(*place(*point)) for point in line)
        for line in boundaries.hatch[region]
    )
