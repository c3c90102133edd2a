"""From exact polygons in metres to polygons in degrees that are fit for the map.

The map needs few points, borders that neighbours share point by point, rings in the direction that
the drawing library expects, and coordinates of few decimals.
"""

from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.projection import to_degrees

# 0.0001 degree is about 10 m: far below the error of the borders themselves, and fine enough that
# rounding does not fold a narrow bend onto itself.
DECIMALS = 4


def simplify(regions: Mapping[str, BaseGeometry], tolerance: float) -> dict[str, BaseGeometry]:
    """Drop points that matter less than `tolerance` metres; shared borders stay shared."""
    simplified = shapely.coverage_simplify(np.array(list(regions.values())), tolerance)
    return dict(zip(regions, simplified, strict=True))


def to_map(regions: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Project to degrees, round, and turn exterior rings clockwise.

    A point that two regions share rounds to the same point in both, so that the coverage stays
    exact. `faults` tells whether rounding made a polygon touch itself.
    """
    degrees = to_degrees(np.array(list(regions.values())))
    rounded = shapely.transform(degrees, lambda points: np.round(points, DECIMALS) + 0.0)
    rounded = shapely.remove_repeated_points(rounded)
    clockwise = shapely.orient_polygons(rounded, exterior_cw=True)
    return dict(zip(regions, clockwise, strict=True))


def faults(regions: Mapping[str, BaseGeometry]) -> list[str]:
    """Everything that keeps polygons from being an exact coverage, one line each; else empty."""
    found = []
    for region, polygon in regions.items():
        if polygon.geom_type not in {"Polygon", "MultiPolygon"} or polygon.is_empty:
            found.append(f"{region} is no polygon but {polygon.geom_type}")
        elif not polygon.is_valid:
            found.append(f"{region} is not valid: {shapely.is_valid_reason(polygon)}")
    if found:
        return found
    edges = shapely.coverage_invalid_edges(np.array(list(regions.values())))
    return [
        f"{region} does not match its neighbours near {shapely.get_coordinates(edge)[0].tolist()}"
        for region, edge in zip(regions, edges, strict=True)
        if not edge.is_empty
    ]


def neighbours(regions: Mapping[str, BaseGeometry]) -> dict[str, tuple[str, ...]]:
    """Regions that share a border line (a point is not enough), from an exact coverage."""
    edges = {region: polygon.boundary for region, polygon in regions.items()}
    return {
        region: tuple(
            other
            for other, edge in edges.items()
            if other != region and edges[region].intersection(edge).length > 0
        )
        for region in regions
    }


def vertices(regions: Mapping[str, BaseGeometry]) -> int:
    """Count the points in all rings, a shared point once for each region that has it."""
    return int(shapely.get_num_coordinates(np.array(list(regions.values()))).sum())
