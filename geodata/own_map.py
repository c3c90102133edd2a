"""Check a user's boundaries and make the map from them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import OWN
from geodata.coverage import faults, simplify, to_map, vertices
from geodata.own_file import bad_input, read_own_file
from geodata.projection import to_degrees, to_equal_area
from geodata.regions import load_regions
from geodata.write import Origin, map_files, put_in_place, sha256

# lon/lat box of Kazakhstan with half a degree to spare: a swapped axis or another country is out.
BOX = (46.0, 40.0, 88.0, 56.0)
# Neighbours may overlap by a sliver (100 m over 250 km of border), and never by more than 1 % of
# the smaller region, which counts for the cities.
OVERLAP_KM2 = 25.0
OVERLAP_SHARE = 0.01
GAP_WIDTH = 200.0  # metres: narrower gaps between neighbours are closed, wider ones stay (lakes)
# An administrative centre may stand this far outside (a port on a simplified coast), degrees.
SEAT_SLACK = 0.05
SPECK_KM2 = 1.0  # smaller islands and holes cannot be seen on the map, and would cost points
MAX_VERTICES = 5_000
TOLERANCES = (0.0, 250.0, 500.0, 1_000.0, 1_500.0, 2_000.0, 3_000.0, 5_000.0, 8_000.0, 12_000.0)

Say = Callable[[str], None]


def put_in(
    path: Path,
    attribution: str,
    *,
    id_column: str | None = None,
    layer: str | None = None,
    folder: Path = OWN,
    say: Say = print,
) -> Path:
    """Check a user's file, make the map from it and put it in; the built map stays where it is.

    `attribution` stands under the map in all languages. `say` is called with one line for each
    thing that was repaired or may surprise. Returns the folder of the map.

    Raises
    ------
    BoundariesError
        With one line that says what is wrong and what is allowed; the map in use is untouched.
    """
    attribution = " ".join(attribution.split())
    if not attribution:
        raise bad_input(path, "--attribution is empty; say whose boundaries these are")
    regions = check(path, read_own_file(path, id_column, layer), say)
    on_map, tolerance = fit(path, regions)
    if tolerance:
        say(f"simplified by up to {tolerance:,.0f} m to {vertices(on_map):,} points")
    origin = Origin(
        source=path.name,
        attribution=dict.fromkeys(("en", "ru", "kk"), attribution),
        built_from={path.name: sha256(path.read_bytes())},
        simplified_m=tolerance,
    )
    put_in_place(map_files(on_map, origin), folder)
    return folder


def check(path: Path, regions: Mapping[str, BaseGeometry], say: Say) -> dict[str, BaseGeometry]:
    """Hold polygons in degrees against what is known; returns an exact coverage in metres."""
    _check_box(path, regions)
    repaired = {code: _repaired(code, polygon, say) for code, polygon in regions.items()}
    _check_seats(path, repaired)
    metres = {code: to_equal_area(polygon) for code, polygon in repaired.items()}
    _check_overlaps(path, metres, say)
    cleaned = shapely.coverage_clean(np.array(list(metres.values())), gap_width=GAP_WIDTH)
    result = dict(zip(metres, cleaned, strict=True))
    if found := faults(result):
        raise bad_input(path, f"the polygons do not fit together: {found[0]}")
    return {code: _without_specks(code, polygon, say) for code, polygon in result.items()}


def fit(path: Path, regions: Mapping[str, BaseGeometry]) -> tuple[dict[str, BaseGeometry], float]:
    """Simplify as little as gives a map of at most `MAX_VERTICES` points; also says by how much."""
    reason = ""
    for tolerance in TOLERANCES:
        try:
            on_map = to_map(simplify(regions, tolerance) if tolerance else regions)
        except shapely.errors.GEOSException as error:
            # A ring may become narrower than the last decimal; a larger tolerance may save it.
            reason = str(error)
            continue
        if vertices(on_map) > MAX_VERTICES:
            reason = f"{vertices(on_map):,} points are left, allowed are {MAX_VERTICES:,}"
        elif found := faults(on_map):
            reason = found[0]
        else:
            return on_map, tolerance
    raise bad_input(path, f"cannot be simplified to a map: {reason}")


def _check_box(path: Path, regions: Mapping[str, BaseGeometry]) -> None:
    for code, polygon in regions.items():
        west, south, east, north = polygon.bounds
        inside = west >= BOX[0] and south >= BOX[1] and east <= BOX[2] and north <= BOX[3]
        if not inside:  # also when a coordinate is not a number
            reason = (
                f"{code} reaches {west:.2f}–{east:.2f} E, {south:.2f}–{north:.2f} N; allowed "
                f"{BOX[0]:g}–{BOX[2]:g} E, {BOX[1]:g}–{BOX[3]:g} N. Are the axes swapped or the "
                "coordinate system wrong?"
            )
            raise bad_input(path, reason)


def _repaired(code: str, polygon: BaseGeometry, say: Say) -> BaseGeometry:
    polygon = shapely.force_2d(polygon)
    if polygon.is_valid:
        return polygon
    reason = shapely.is_valid_reason(polygon)
    fixed = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    say(f"{code}: polygon repaired ({reason})")
    return fixed


def _without_specks(code: str, polygon: BaseGeometry, say: Say) -> BaseGeometry:
    """Leave out islands and holes under `SPECK_KM2`, but never the largest part."""
    smallest = SPECK_KM2 * 1e6
    parts = sorted(shapely.get_parts(polygon), key=lambda part: -part.area)
    kept = [parts[0], *(part for part in parts[1:] if part.area >= smallest)]
    whole = [
        Polygon(part.exterior, [r for r in part.interiors if Polygon(r).area >= smallest])
        for part in kept
    ]
    rings = shapely.get_num_interior_rings
    if left_out := len(parts) - len(kept) + int(sum(rings(kept)) - sum(rings(whole))):
        say(f"{code}: {left_out} islands or holes under {SPECK_KM2:g} km² left out")
        return MultiPolygon(whole) if len(whole) > 1 else whole[0]
    return polygon


def _check_seats(path: Path, regions: Mapping[str, BaseGeometry]) -> None:
    for code, polygon in regions.items():
        seat = load_regions().get(code).seat
        point = Point(seat.lon, seat.lat)
        if polygon.distance(point) <= SEAT_SLACK:
            continue
        holder = next((c for c, p in regions.items() if p.contains(point)), "no region")
        raise bad_input(
            path,
            f"{seat.names.en} must lie in {code}, but the file has it in {holder}; "
            "are codes mixed up?",
        )


def _check_overlaps(path: Path, metres: Mapping[str, BaseGeometry], say: Say) -> None:
    codes = list(metres)
    tree = shapely.STRtree([metres[code] for code in codes])
    for first, code in enumerate(codes):
        for second in tree.query(metres[code], predicate="intersects"):
            if second <= first:
                continue
            other = codes[second]
            shared = metres[code].intersection(metres[other])
            area = shared.area / 1e6
            smaller = min(metres[code].area, metres[other].area) / 1e6
            allowed = min(OVERLAP_KM2, OVERLAP_SHARE * smaller)
            if area > allowed:
                where = shapely.get_coordinates(to_degrees(shared.representative_point()))[0]
                raise bad_input(
                    path,
                    f"{code} and {other} overlap by {area:,.1f} km² near {where[0]:.2f} E, "
                    f"{where[1]:.2f} N; allowed up to {allowed:,.1f} km²",
                )
            if area > 0.1:
                say(f"{code} and {other} overlapped by {area:,.1f} km²: given to one of them")
