"""What is drawn over the regions: the hatching of *not rated* ones, and the place of a label."""

import math
from collections.abc import Mapping

import numpy as np
import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geodata.projection import to_degrees, to_equal_area
from geodata.regions import load_regions

# Distance between hatch lines in metres. A city is some 30 km wide: it needs a closer hatching for
# at least three lines to cross it.
SPACING = {"oblast": 40_000.0, "city": 8_000.0}
SHORTEST = 0.1  # of the spacing: shorter ends look like dirt
HATCH_DECIMALS = 2
LABEL_DECIMALS = 2
LABEL_TOLERANCE = 2_000.0


def hatch(regions: Mapping[str, BaseGeometry]) -> dict[str, MultiLineString]:
    """Diagonal lines over each region, degrees in and out.

    All oblasts share one set of parallels, so that the hatching runs on across a border and over
    regions that are shown as one.
    """
    return {
        region: _diagonals(to_equal_area(polygon), SPACING[load_regions().get(region).type])
        for region, polygon in regions.items()
    }


def label_points(regions: Mapping[str, BaseGeometry]) -> dict[str, tuple[float, float]]:
    """Return the point (lon, lat) of each region that is farthest from its border."""
    points = {}
    for region, polygon in regions.items():
        radius = shapely.maximum_inscribed_circle(to_equal_area(polygon), LABEL_TOLERANCE)
        lon, lat = shapely.get_coordinates(to_degrees(shapely.get_point(radius, 0)))[0]
        points[region] = (round(float(lon), LABEL_DECIMALS), round(float(lat), LABEL_DECIMALS))
    return points


def _diagonals(polygon: BaseGeometry, spacing: float) -> MultiLineString:
    left, bottom, right, top = polygon.bounds
    step = spacing * math.sqrt(2)  # along the x axis, for lines at 45 degrees
    first = math.ceil((left - top) / step)
    last = math.floor((right - bottom) / step)
    lines = [
        LineString([(k * step + bottom, bottom), (k * step + top, top)])
        for k in range(first, last + 1)
    ]
    pieces = shapely.get_parts(shapely.intersection(np.array(lines), polygon))
    pieces = shapely.get_parts(shapely.line_merge(pieces))
    long_enough = pieces[shapely.length(pieces) >= SHORTEST * spacing]
    ends = [shapely.get_coordinates(to_degrees(piece))[[0, -1]] for piece in long_enough]
    return MultiLineString([np.round(pair, HATCH_DECIMALS) + 0.0 for pair in ends])
