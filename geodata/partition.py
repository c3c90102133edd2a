"""The 20 regions of today as an exact coverage, made from the kept tables.

Natural Earth has the units before June 2018. The cities that have grown since are merged into the
regions around them, the regions that were split are cut with the digitised lines, and the cities
are put in again with their rings.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from geodata.boundaries import BoundariesError
from geodata.projection import to_equal_area
from geodata.regions import load_regions

# Which of the letter-coded polygons make up which region of before June 2018, under today's code
# of the part that kept the name. Baikonur (KAB) is leased to Russia and lies in Kyzylorda.
LETTERS = MappingProxyType(
    {
        "KZ-11": ("KZ-AM", "KZ-AS"),
        "KZ-15": ("KZ-AT",),
        "KZ-19": ("KZ-AA", "KZ-AC"),
        "KZ-23": ("KZ-AR",),
        "KZ-27": ("KZ-WK",),
        "KZ-31": ("KZ-ZM",),
        "KZ-35": ("KZ-QG",),
        "KZ-39": ("KZ-QS",),
        "KZ-43": ("KZ-QO", "KZ-KAB"),
        "KZ-47": ("KZ-MG",),
        "KZ-55": ("KZ-PA",),
        "KZ-59": ("KZ-NK",),
        "KZ-61": ("KZ-SK",),
        "KZ-63": ("KZ-EK",),
    }
)
CITIES = MappingProxyType({"KZ-71": "KZ-11", "KZ-75": "KZ-19", "KZ-79": "KZ-61"})


@dataclass(frozen=True, slots=True)
class BorderPoints:
    """Digitised internal borders, in metres: lines by the pair they part, rings by city."""

    lines: Mapping[tuple[str, str], LineString]
    rings: Mapping[str, Polygon]


def read_old_units(path: Path) -> dict[str, BaseGeometry]:
    """Kept Natural Earth polygons by letter code, in metres."""
    try:
        units = json.loads(path.read_text(encoding="utf-8"))["units"]
        return {unit["id"]: to_equal_area(shape(unit["geometry"])) for unit in units}
    except FileNotFoundError as error:
        raise BoundariesError("missing", path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BoundariesError("corrupt", path, reason=str(error)) from error


def read_border_points(path: Path) -> BorderPoints:
    """Digitised border lines and city rings, in metres."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                key = (row["border"], row["kind"])
                points.setdefault(key, []).append((float(row["lon"]), float(row["lat"])))
    except FileNotFoundError as error:
        raise BoundariesError("missing", path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BoundariesError("corrupt", path, reason=str(error)) from error
    lines: dict[tuple[str, str], LineString] = {}
    rings: dict[str, Polygon] = {}
    for (border, kind), pairs in points.items():
        if kind == "line":
            first, second = border.split("|")
            lines[first, second] = to_equal_area(LineString(pairs))
        else:
            rings[border] = to_equal_area(Polygon(pairs))
    return BorderPoints(lines, rings)


def partition(old_units: Mapping[str, BaseGeometry], borders: BorderPoints) -> dict[str, Polygon]:
    """Today's regions but for the cities, as an exact coverage in metres, ISO order.

    The cities are left out here and put in by `insert_cities` after the borders are simplified:
    their rings were digitised for this scale and would lose their shape.
    """
    regions = {
        region: shapely.union_all([old_units[letter] for letter in letters])
        for region, letters in LETTERS.items()
    }
    for pair, line in borders.lines.items():
        whole = regions[next(side for side in pair if side in regions)]
        regions |= cut_in_two(whole, line, pair)
    ids = sorted(regions)
    # Cutting puts new points on the outer edge; the neighbours get them here.
    cleaned = shapely.coverage_clean(np.array([regions[i] for i in ids]))
    return dict(zip(ids, cleaned, strict=True))


def cut_in_two(
    whole: BaseGeometry, line: LineString, pair: tuple[str, str]
) -> dict[str, BaseGeometry]:
    """Cut a region along a line; each side goes to the region whose seat lies in it.

    Where the line runs along a winding edge, more than two pieces fall off. A small piece joins the
    side with which it shares the longer border.
    """
    pieces = list(shapely.get_parts(split(whole, line)))
    sides: dict[str, BaseGeometry] = {}
    for region in pair:
        seat = load_regions().get(region).seat
        point = to_equal_area(Point(seat.lon, seat.lat))
        holder = min(pieces, key=point.distance)
        pieces.remove(holder)
        sides[region] = holder
    for piece in sorted(pieces, key=lambda p: -p.area):
        shared = {r: side.intersection(piece.boundary).length for r, side in sides.items()}
        nearest = max(pair, key=lambda r: shared[r])
        sides[nearest] = sides[nearest].union(piece)
    return sides


def insert_cities(
    regions: Mapping[str, BaseGeometry], rings: Mapping[str, Polygon]
) -> dict[str, BaseGeometry]:
    """Cut the rings of the cities out of the regions around them; all regions, ISO order."""
    whole = dict(regions)
    for city, around in CITIES.items():
        if not whole[around].contains_properly(rings[city]):
            raise ValueError(f"the ring of {city} is not wholly inside {around}")
        whole[around] = whole[around].difference(rings[city])
        whole[city] = rings[city]
    return dict(sorted(whole.items()))
