"""The built map: made from the kept tables alone, exact, small, and where it should be."""

import json
import math
import socket
import subprocess

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, box
from shapely.geometry import shape

from geodata.boundaries import BUILT, DESCRIPTION, HATCH, BoundariesError, load_boundaries
from geodata.build import TABLES, build, build_files
from geodata.coverage import faults, neighbours
from geodata.overlay import SPACING
from geodata.partition import cut_in_two, insert_cities, read_border_points, read_old_units
from geodata.projection import to_degrees, to_equal_area
from geodata.regions import load_regions
from tests.geodata.conftest import Layer

# Published areas are population / density; the map has a simplified coast and city rings at
# 1:5 million. Measured: 0.952 (Astana) to 1.028 (Kostanay).
AREA_TOLERANCE = 0.06

# Towns away from the centres that the build itself uses to tell the sides of a cut apart.
TOWNS = {
    "KZ-10": [(80.43, 47.97)],  # Ayagoz
    "KZ-19": [(78.25, 43.60)],  # Shelek
    "KZ-33": [(80.20, 44.16), (79.91, 45.41)],  # Zharkent, Sarkand
    "KZ-35": [(74.98, 46.85), (72.96, 50.07)],  # Balkhash, Temirtau
    "KZ-43": [(63.31, 45.97), (61.67, 46.80)],  # Baikonur, Aral
    "KZ-61": [(68.55, 43.53), (69.17, 41.46)],  # Kentau, Saryagash
    "KZ-62": [(67.55, 47.90), (66.90, 48.62)],  # Satbayev, Ulytau village
    "KZ-63": [(84.27, 49.73), (84.87, 47.47)],  # Altai, Zaysan
}


def test_a_rebuild_gives_the_committed_bytes(tmp_path, monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("a build must need neither a network nor another program")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    folder = build(tmp_path / "map")
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(written) == sorted(build_files())
    for name, content in written.items():
        assert content == (BUILT / name).read_bytes(), name


def test_layers_are_exact_coverages(today: Layer, before_2022: Layer):
    assert tuple(today) == load_regions().ids
    assert len(before_2022) == 17
    for layer in (today, before_2022):
        polygons = np.array(list(layer.values()))
        assert shapely.is_valid(polygons).all()
        assert shapely.coverage_is_valid(polygons)
        assert faults(layer) == []
        # Together with validity: what overlaps would be counted twice, what gapes is a hole.
        union = shapely.union_all(polygons)
        assert math.isclose(shapely.area(polygons).sum(), union.area, rel_tol=1e-12)
        assert all(not part.interiors for part in shapely.get_parts(union))


def test_size(today: Layer):
    points = sum(shapely.get_num_coordinates(polygon) for polygon in today.values())
    assert 3_500 <= points <= 4_500
    assert len(load_boundaries("current", BUILT).text) < 85_000
    assert len((BUILT / HATCH).read_bytes()) < 15_000


def test_exterior_rings_are_clockwise(today: Layer, before_2022: Layer):
    # Counter-clockwise the drawing library paints the rest of the globe.
    for layer in (today, before_2022):
        for polygon in shapely.get_parts(list(layer.values())):
            assert not polygon.exterior.is_ccw
            assert all(ring.is_ccw for ring in polygon.interiors)


def test_areas_are_near_the_published(today: Layer):
    for region, polygon in today.items():
        published = load_regions().get(region).area_km2_approx
        area = to_equal_area(polygon).area / 1e6
        assert abs(area / published - 1) < AREA_TOLERANCE, (region, area)


def test_centres_and_towns_lie_in_their_regions(today: Layer):
    for region in load_regions().regions:
        places = [(region.seat.lon, region.seat.lat), *TOWNS.get(region.id, [])]
        for place in places:
            holders = [code for code, polygon in today.items() if polygon.covers(Point(place))]
            assert holders == [region.id], place


def test_former_units_are_their_parts(today: Layer, before_2022: Layer):
    split = {f.id: f.parts for f in load_regions().former if f.borders == "pre2022"}
    assert set(split) == {"KZ-19", "KZ-35", "KZ-63"}
    for unit, polygon in before_2022.items():
        parts = [today[part] for part in split.get(unit, (unit,))]
        assert polygon.equals(shapely.union_all(parts)), unit


def test_units_until_2018_cover_exactly_what_their_parts_do(today: Layer, before_2018: Layer):
    """14 oblasts and 2 cities: not a point more, not one less, and no gap between them."""
    assert len(before_2018) == 16
    for unit in load_regions().at(2017):
        parts = [today[part] for part in load_regions().parts(unit)]
        polygon = before_2018[unit.region]
        assert polygon.equals(shapely.union_all(parts)), unit
        whole = sum(to_equal_area(part).area for part in parts)
        assert to_equal_area(polygon).area == pytest.approx(whole, rel=1e-9)
    assert faults(before_2018) == []


def test_cities_have_one_neighbour(today: Layer):
    around = neighbours(today)
    assert {c: around[c] for c in ("KZ-71", "KZ-75", "KZ-79")} == {
        "KZ-71": ("KZ-11",),
        "KZ-75": ("KZ-19",),
        "KZ-79": ("KZ-61",),
    }


def test_hatching_crosses_every_region_and_stays_inside(today: Layer):
    hatching = load_boundaries("current", BUILT).hatch
    for region, polygon in today.items():
        lines = [LineString(line) for line in hatching[region]]
        assert len(lines) >= 3, region
        inside = sum(line.intersection(polygon).length for line in lines)
        assert inside / sum(line.length for line in lines) > 0.95, region
        spacing = SPACING[load_regions().get(region).type]
        ink = sum(to_equal_area(line).length for line in lines)
        # Parallels at distance d cover an area with a length of area / d.
        assert ink * spacing / to_equal_area(polygon).area == pytest.approx(1, abs=0.15), region


def test_labels_are_inside(today: Layer, before_2022: Layer, before_2018: Layer):
    layers = (("current", today), ("pre2022", before_2022), ("pre2018", before_2018))
    for borders, layer in layers:
        for region, point in load_boundaries(borders, BUILT).labels.items():
            assert layer[region].contains(Point(point)), (borders, region)


def test_description_tells_the_tables_it_was_built_from():
    described = json.loads((BUILT / DESCRIPTION).read_bytes())
    assert sorted(described["built_from"]) == sorted(
        p.name for p in TABLES.iterdir() if p.suffix in {".csv", ".json"}
    )
    assert described["counts"]["current"]["regions"] == 20


def test_small_pieces_of_a_cut_join_the_side_they_touch():
    semey = to_equal_area(Point(80.23, 50.41))
    oskemen = to_equal_area(Point(82.61, 49.95))
    whole = to_equal_area(box(79, 49, 84, 52)).union(to_equal_area(box(81.2, 52, 81.6, 52.2)))
    # The line leaves the bump at the top twice: a sliver on the left falls off.
    line = to_equal_area(LineString([(81.3, 52.5), (81.3, 52.1), (81.1, 51.9), (81.5, 48.5)]))
    sides = cut_in_two(whole, line, ("KZ-10", "KZ-63"))
    assert sides["KZ-10"].covers(semey)
    assert sides["KZ-63"].covers(oskemen)
    assert sides["KZ-10"].area + sides["KZ-63"].area == pytest.approx(whole.area)
    assert sides["KZ-10"].intersection(sides["KZ-63"]).area == pytest.approx(0, abs=1)


def test_a_city_that_reaches_over_a_border_is_refused():
    rings = read_border_points(TABLES / "border_points.csv").rings
    around = {"KZ-11": box(0, 0, 1, 1), "KZ-19": box(0, 0, 1, 1), "KZ-61": box(0, 0, 1, 1)}
    with pytest.raises(ValueError, match="KZ-71 is not wholly inside KZ-11"):
        insert_cities(around, rings)


def test_projection_keeps_areas_and_comes_back():
    square = box(60, 45, 61, 46)
    # Area of the cell on the WGS 84 ellipsoid: integral of N(φ)·M(φ)·cos φ.
    phi = np.radians(np.linspace(45, 46, 20_001))
    e2, a = 0.0066943799901413165, 6_378_137.0
    density = a**2 * (1 - e2) * np.cos(phi) / (1 - e2 * np.sin(phi) ** 2) ** 2
    expected = np.radians(1) * np.trapezoid(density, phi)
    dense = shapely.segmentize(square, 0.01)
    assert to_equal_area(dense).area == pytest.approx(expected, rel=1e-5)
    there_and_back = to_degrees(to_equal_area(square))
    assert shapely.hausdorff_distance(there_and_back, square) < 1e-9


@pytest.mark.parametrize(
    ("read", "content"),
    [
        (read_old_units, "{"),
        (read_old_units, '{"units": [{"id": "KZ-AA"}]}'),
        (read_border_points, "border,kind,seq,lon,lat\nKZ-71,ring,0,71.3,north\n"),
    ],
)
def test_a_bad_table_is_named(tmp_path, read, content):
    table = tmp_path / "table.txt"
    with pytest.raises(BoundariesError, match=r"table.txt: the file is missing"):
        read(table)
    table.write_text(content, encoding="utf-8")
    with pytest.raises(BoundariesError, match=r"table.txt: cannot be read"):
        read(table)


def test_faults_name_the_region():
    bow_tie = shape({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]})
    assert faults({"KZ-10": bow_tie})[0].startswith("KZ-10 is not valid")
    assert faults({"KZ-10": Point(0, 0)}) == ["KZ-10 is no polygon but Point"]
    overlapping = faults({"KZ-10": box(0, 0, 1, 1), "KZ-63": box(0.5, 0, 2, 1)})
    assert [line.split()[0] for line in overlapping] == ["KZ-10", "KZ-63"]
