"""A user's own boundaries: every format in, every kind of mistake named, the old map untouched."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely import LineString, Polygon, box
from shapely.affinity import translate

from geodata.boundaries import BoundariesError, load_boundaries
from geodata.coverage import faults, vertices
from geodata.own_file import region_of
from geodata.own_map import MAX_VERTICES, fit, put_in
from geodata.regions import load_regions
from tests.geodata.conftest import Layer

Write = Callable[..., Path]
IDS = load_regions().ids
KATO = [load_regions().get(i).kato for i in IDS]


def frame(polygons: Layer, **columns) -> geopandas.GeoDataFrame:
    columns = columns or {"iso": list(polygons)}
    return geopandas.GeoDataFrame(columns, geometry=list(polygons.values()), crs="EPSG:4326")


def polygons_of(folder: Path) -> Layer:
    features = load_boundaries(folder=folder).geojson["features"]
    return {f["id"]: shapely.from_geojson(json.dumps(f)) for f in features}


@pytest.fixture
def refuse(tmp_path: Path):
    """Write polygons to a GeoJSON file, put it in, and return the one line of refusal."""

    def attempt(polygons: Layer, **columns) -> str:
        path = tmp_path / "own.geojson"
        frame(polygons, **columns).to_file(path)
        with pytest.raises(BoundariesError) as error:
            put_in(path, "© Test", folder=tmp_path / "map")
        assert not (tmp_path / "map").exists()
        message = error.value.user_message
        assert "\n" not in message
        assert message.startswith("own.geojson: ")
        return message

    return attempt


def test_geojson_with_iso_codes(tmp_path, today):
    path = tmp_path / "own.geojson"
    frame(today).sample(frac=1, random_state=1).to_file(path)
    said: list[str] = []
    put_in(path, " ©  Committee\n2026 ", folder=tmp_path / "map", say=said.append)
    layer = load_boundaries(folder=tmp_path / "map")
    assert layer.ids == IDS
    assert set(layer.attribution.values()) == {"© Committee 2026"}
    assert len(load_boundaries("pre2022", tmp_path / "map").ids) == 17
    assert said == []  # an exact map of the right size is taken as it is
    polygons = polygons_of(tmp_path / "map")
    assert faults(polygons) == []
    for region, polygon in polygons.items():
        assert polygon.symmetric_difference(today[region]).area < 1e-3 * today[region].area


def test_geopackage_in_metres_with_kato_numbers_and_two_layers(tmp_path, coarse):
    path = tmp_path / "own.gpkg"
    table = frame(coarse, name=list(IDS[::-1]), kato=[float(k) for k in KATO])
    table.to_crs("EPSG:32642").to_file(path, layer="regions")
    table.to_crs("EPSG:32642").to_file(path, layer="other")
    with pytest.raises(BoundariesError, match=r"several layers; choose with --layer: regions, oth"):
        put_in(path, "© Test", folder=tmp_path / "map")
    with pytest.raises(BoundariesError, match="no layer 'roads'"):
        put_in(path, "© Test", folder=tmp_path / "map", layer="roads")
    put_in(path, "© Test", folder=tmp_path / "map", layer="regions", id_column="kato")
    assert load_boundaries(folder=tmp_path / "map").ids == IDS


def test_zipped_shapefile(tmp_path, coarse):
    frame(coarse, KATO=KATO).to_file(tmp_path / "own.shp")
    path = tmp_path / "own.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in tmp_path.glob("own.*"):
            if part != path:
                archive.write(part, part.name)
    put_in(path, "© Test", folder=tmp_path / "map")
    assert load_boundaries(folder=tmp_path / "map").ids == IDS


def test_shapefile_without_coordinate_system(tmp_path, coarse):
    frame(coarse).to_file(tmp_path / "own.shp")
    (tmp_path / "own.prj").unlink()
    with pytest.raises(BoundariesError, match="does not say its coordinate system"):
        put_in(tmp_path / "own.shp", "© Test", folder=tmp_path / "map")


def test_codes_as_files_write_them():
    assert [region_of(v) for v in (" kz-10 ", 100000000, 100000000.0, "100000000")] == ["KZ-10"] * 4
    assert [region_of(v) for v in ("KZ-63 ", "KZ-99", None, float("nan"), "", 10)] == [
        "KZ-63",
        *[None] * 5,
    ]


def test_missing_and_double_codes(refuse, coarse):
    codes = ["KZ-11" if code == "KZ-10" else code for code in IDS]
    message = refuse(coarse, iso=codes)
    assert "KZ-11 stands 2 times, KZ-10 is missing" in message


def test_unknown_code(refuse, coarse):
    message = refuse(coarse, iso=["KZ-YUZ", *IDS[1:]])
    assert "'iso' has 1 values that are no region: 'KZ-YUZ'" in message


def test_no_codes_at_all(refuse, coarse):
    message = refuse(coarse, name=[f"region {i}" for i in range(20)])
    assert "--id-column; columns with such codes: none of name" in message


def test_two_columns_that_disagree(refuse, coarse):
    message = refuse(coarse, first=list(IDS), second=list(IDS[::-1]))
    assert "columns with such codes: first, second" in message


def test_two_columns_that_agree(tmp_path, coarse):
    path = tmp_path / "own.geojson"
    frame(coarse, iso=list(IDS), kato=KATO).to_file(path)
    put_in(path, "© Test", folder=tmp_path / "map")
    assert load_boundaries(folder=tmp_path / "map").ids == IDS


def test_unknown_column(tmp_path, coarse):
    path = tmp_path / "own.geojson"
    frame(coarse).to_file(path)
    with pytest.raises(BoundariesError, match="no column 'code'; it has: iso"):
        put_in(path, "© Test", folder=tmp_path / "map", id_column="code")


def test_a_line_is_no_region(refuse, coarse):
    message = refuse({**coarse, "KZ-63": LineString([(80, 48), (84, 49)])})
    assert "KZ-63 is LineString; allowed are Polygon and MultiPolygon" in message


def test_a_row_without_geometry(refuse, coarse):
    assert "KZ-63 is empty" in refuse({**coarse, "KZ-63": None})


def test_swapped_axes(refuse, coarse):
    def swap(polygon):
        return shapely.transform(polygon, lambda points: points[:, ::-1])

    message = refuse({code: swap(polygon) for code, polygon in coarse.items()})
    assert "Are the axes swapped" in message


def test_mixed_up_codes(refuse, coarse):
    mixed = {**coarse, "KZ-10": coarse["KZ-63"], "KZ-63": coarse["KZ-10"]}
    assert "Semey must lie in KZ-10, but the file has it in KZ-63" in refuse(mixed)


def test_an_overlap_beyond_tolerance(refuse, coarse):
    wider = {**coarse, "KZ-27": coarse["KZ-27"].union(box(50, 48.2, 51, 48.8))}
    message = refuse(wider)
    assert "KZ-23 and KZ-27 overlap by" in message
    assert "allowed up to 25.0 km²" in message


def test_a_city_that_was_not_cut_out(refuse, coarse):
    whole = {**coarse, "KZ-11": Polygon(coarse["KZ-11"].exterior)}
    assert "KZ-11 and KZ-71 overlap by" in refuse(whole)


def test_slivers_are_closed_and_said(tmp_path, coarse):
    path = tmp_path / "own.geojson"
    nudged = {**coarse, "KZ-27": translate(coarse["KZ-27"], yoff=-0.0004)}
    frame(nudged).to_file(path)
    said: list[str] = []
    put_in(path, "© Test", folder=tmp_path / "map", say=said.append)
    assert any(line.startswith("KZ-23 and KZ-27 overlapped by") for line in said)
    assert faults(polygons_of(tmp_path / "map")) == []


def test_a_self_crossing_ring_is_repaired_and_said(tmp_path, coarse):
    spike = [(82.61, 49.95), (83.2, 49.9), (82.9, 49.7), (82.9, 50.1)]
    ring = Polygon(spike)
    assert not ring.is_valid
    path = tmp_path / "own.geojson"
    frame({**coarse, "KZ-63": ring}).to_file(path)
    said: list[str] = []
    put_in(path, "© Test", folder=tmp_path / "map", say=said.append)
    assert said[0].startswith("KZ-63: polygon repaired (Self-intersection")


def test_a_detailed_map_is_simplified_with_shared_borders(tmp_path, coarse):
    path = tmp_path / "own.geojson"
    dense = {code: shapely.segmentize(polygon, 0.01) for code, polygon in coarse.items()}
    assert vertices(dense) > 3 * MAX_VERTICES
    frame(dense).to_file(path)
    said: list[str] = []
    put_in(path, "© Test", folder=tmp_path / "map", say=said.append)
    on_map = polygons_of(tmp_path / "map")
    assert said[-1].startswith("simplified by up to")
    assert vertices(on_map) <= MAX_VERTICES
    assert faults(on_map) == []
    for code, polygon in on_map.items():
        assert polygon.symmetric_difference(coarse[code]).area < 0.01 * coarse[code].area, code


def test_islets_and_pinholes_are_left_out_and_said(tmp_path, coarse):
    path = tmp_path / "own.geojson"
    islet = box(50.0, 44.5, 50.00005, 44.50005)
    pinhole = box(54.0, 43.5, 54.005, 43.505)
    aral = coarse["KZ-43"].difference(box(63, 45, 63.5, 45.3))  # a lake that is no speck stays
    specked = {"KZ-47": coarse["KZ-47"].union(islet).difference(pinhole), "KZ-43": aral}
    frame({**coarse, **specked}).to_file(path)
    said: list[str] = []
    put_in(path, "© Test", folder=tmp_path / "map", say=said.append)
    assert said == ["KZ-47: 2 islands or holes under 1 km² left out"]
    on_map = polygons_of(tmp_path / "map")
    assert len(shapely.get_parts(on_map["KZ-47"])) == len(shapely.get_parts(coarse["KZ-47"]))
    assert len(on_map["KZ-43"].interiors) == 1


@pytest.mark.parametrize(
    ("side", "reason"),
    # 1,600 islets that become triangles; and islets that collapse to a point when rounded.
    [(5_000.0, "6,400 points are left, allowed are 5,000"), (1.0, "Invalid number of points")],
)
def test_what_cannot_be_simplified_is_refused(side, reason):
    corners = [(x * 9e3, y * 9e3) for x in range(40) for y in range(40)]
    islets = shapely.MultiPolygon([box(x, y, x + side, y + side) for x, y in corners])
    with pytest.raises(BoundariesError, match=f"cannot be simplified to a map: .*{reason}"):
        fit(Path("own.gpkg"), {"KZ-10": islets})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("own.txt", b"text", "unknown kind of file; allowed are .gpkg, .geojson"),
        ("own.gpkg", b"text", "cannot be read as boundaries"),
        ("own.geojson", b"{", "cannot be read as boundaries"),
        ("own.zip", b"PK", "cannot be read as boundaries"),
        ("own.geojson", b"", "cannot be read as boundaries"),
    ],
)
def test_what_is_no_map_is_refused(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BoundariesError, match=message):
        put_in(path, "© Test", folder=tmp_path / "map")


def test_a_table_without_geometry_is_refused(tmp_path):
    path = tmp_path / "own.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"iso": list(IDS)}), path)
    with pytest.raises(BoundariesError, match="has a table but no geometry"):
        put_in(path, "© Test", folder=tmp_path / "map")


def test_no_file_and_empty_attribution(tmp_path):
    with pytest.raises(BoundariesError, match=r"no.gpkg: there is no such file"):
        put_in(tmp_path / "no.gpkg", "© Test", folder=tmp_path / "map")
    with pytest.raises(BoundariesError, match="--attribution is empty"):
        put_in(tmp_path / "no.gpkg", "  ", folder=tmp_path / "map")
