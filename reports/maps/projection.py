"""From degrees to a drawing: the equal-area conic of both maps, on the page and as a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Point = tuple[float, float]


_FIRST, _SECOND, _MIDDLE = (math.radians(angle) for angle in (43, 53, 48))
_N = (math.sin(_FIRST) + math.sin(_SECOND)) / 2
_C = math.cos(_FIRST) ** 2 + 2 * _N * math.sin(_FIRST)
_RHO_MIDDLE = math.sqrt(_C - 2 * _N * math.sin(_MIDDLE)) / _N


def albers(lon: float, lat: float) -> Point:
    """Project by an equal-area conic that suits Kazakhstan, on a sphere of radius 1.

    Parallels 43 and 53 degrees, centred on 67 east, 48 north; y runs upwards. Snyder (1987),
    Map Projections: A Working Manual, equations 14-1 to 14-6.
    """
    rho = math.sqrt(_C - 2 * _N * math.sin(math.radians(lat))) / _N
    theta = _N * math.radians(lon - 67)
    return rho * math.sin(theta), _RHO_MIDDLE - rho * math.cos(theta)


def rings(geometry: dict[str, Any]) -> list[list[Point]]:
    """Return the rings of a GeoJSON polygon or multipolygon, in degrees."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[(lon, lat) for lon, lat in ring] for polygon in polygons for ring in polygon]


def fit(
    points: Iterable[Point], width: float, edge: float, top: float, height: float = math.inf
) -> tuple[Callable[[float, float], Point], float]:
    """Fit what is drawn into a box.

    Parameters
    ----------
    points : iterable of (lon, lat), in degrees
        All that has to be seen.
    width, edge, top : float
        Of the drawing; ``edge`` stays free at the left and the right, ``top`` above.
    height : float
        Room below ``top``; without it the drawing is as high as its width makes it.

    Returns
    -------
    place : callable
        From degrees to the drawing's coordinates, y downwards.
    bottom : float
        y of the lowest point.
    """
    projected = [albers(*point) for point in points]
    west, east = min(x for x, _y in projected), max(x for x, _y in projected)
    south, north = min(y for _x, y in projected), max(y for _x, y in projected)
    scale = min((width - 2 * edge) / (east - west), height / (north - south))
    left = (width - scale * (east - west)) / 2

    def place(lon: float, lat: float) -> Point:
        x, y = albers(lon, lat)
        return left + scale * (x - west), top + scale * (north - y)

    return place, top + scale * (north - south)


def closed_path(points: Sequence[Point]) -> str:
    """Return a ring as the ``d`` of an SVG path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
