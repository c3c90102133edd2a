"""The equal-area projection in which areas are compared, borders simplified and hatching drawn."""

from functools import cache
from typing import Any

import numpy as np
import pyproj
import shapely

WGS84 = "EPSG:4326"
# Albers with both standard parallels a sixth of the country's height from its edges: shapes look
# natural and one square metre is the same everywhere.
EQUAL_AREA = "+proj=aea +lat_1=43 +lat_2=53 +lat_0=48 +lon_0=67 +datum=WGS84 +units=m"


def to_equal_area(geometry: Any) -> Any:
    """Project a geometry or an array of geometries from WGS 84 degrees to metres."""
    return _transform(geometry, pyproj.enums.TransformDirection.FORWARD)


def to_degrees(geometry: Any) -> Any:
    """Project a geometry or an array of geometries from metres back to WGS 84 degrees."""
    return _transform(geometry, pyproj.enums.TransformDirection.INVERSE)


def _transform(geometry: Any, direction: pyproj.enums.TransformDirection) -> Any:
    def move(points: np.ndarray) -> np.ndarray:
        return np.column_stack(
            _transformer().transform(points[:, 0], points[:, 1], direction=direction)
        )

    return shapely.transform(geometry, move)


@cache
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(WGS84, EQUAL_AREA, always_xy=True)
