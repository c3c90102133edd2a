"""Files for other programs: read back by those programs, they hold the engine's numbers."""

import io
import json
import zipfile
from dataclasses import replace

import geopandas
import jsonschema
import numpy as np
import pandas as pd
import pytest
import shapely

from assessment.table import score_table
from geodata.boundaries import load_boundaries
from reports.documents import produce
from reports.files.csv_file import as_csv
from reports.files.scores import SCHEMA
from reports.order import COINR, DATA, FORMATS, SCORES, Order
from tests.assessment.published import published

MADE, BOUNDARIES = published(), load_boundaries()
LAST = MADE.rated_periods[-1]
TABLE = score_table(MADE, LAST)
T = MADE.result.period_index[LAST]


def made(document: str, form: str, **others: object) -> bytes:
    return produce(MADE, BOUNDARIES, replace(Order(document, form, "en", LAST), **others))


@pytest.mark.parametrize(
    ("document", "form"), [(name, form) for name, forms in FORMATS.items() for form in forms]
)
def test_the_same_order_gives_the_same_bytes(document: str, form: str) -> None:
    regions = {"region": ("KZ-31",), "comparison": ("KZ-31", "KZ-61")}.get(document, ())
    order = Order(document, form, "kk", LAST, regions)
    assert produce(MADE, BOUNDARIES, order) == produce(MADE, BOUNDARIES, order)


def test_the_csv_reads_back_as_the_table() -> None:
    read = pd.read_csv(io.BytesIO(made(SCORES, "csv")))
    assert list(read.columns) == list(TABLE.columns)
    np.testing.assert_array_equal(read["score"].to_numpy(), TABLE["score"].to_numpy())


def test_text_that_looks_like_a_formula_is_quoted_and_numbers_are_not() -> None:
    texts = ["=1+1", "+A1", "-A1", "@x", "\tx", "-5.5", "plain", None]
    content = as_csv(pd.DataFrame({"text": texts, "number": np.arange(8) - 4.5})).decode()
    cells = [line.rpartition(",")[0] for line in content.splitlines()[1:]]
    assert cells == ["'=1+1", "'+A1", "'-A1", "'@x", "'\tx", "-5.5", "plain", ""]
    assert content.splitlines()[1].endswith(",-4.5")


def test_the_result_keeps_its_schema_and_the_engines_numbers() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for period, settings in ((LAST, ""), (2016, "migration:60~capacity:without")):
        result = json.loads(made(SCORES, "json", period=period, settings=settings))
        jsonschema.Draft202012Validator(schema).validate(result)
    result = json.loads(made(SCORES, "json"))
    broken = {**result, "regions": {**result["regions"], "KZ-61": {"score": 1}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(broken)
    for r, region in enumerate(MADE.result.inputs.regions):
        stated = result["regions"][region]
        assert stated["score"] == MADE.result.score[T, r]
        values = [one["value"] for one in stated["indicators"].values()]
        np.testing.assert_array_equal(
            np.array(values, dtype=float), MADE.result.inputs.values[T, r]
        )


def test_geojson_follows_its_standard_and_covers_the_country() -> None:
    collection = json.loads(made(SCORES, "geojson"))
    frame = geopandas.GeoDataFrame.from_features(collection["features"], crs="EPSG:4326")
    assert len(frame) == 20
    by_region = dict(zip(TABLE["region"], TABLE["score"], strict=True))
    assert dict(zip(frame["region"], frame["score"], strict=True)) == by_region
    for shape in frame.geometry:
        parts = [shape] if shape.geom_type == "Polygon" else list(shape.geoms)
        assert all(shapely.is_ccw(part.exterior) for part in parts)
    assert "Natural Earth" in collection["attribution"]
    assert collection["stamp"]["data_version"] == MADE.observations.version


def test_a_gis_reads_the_geopackage() -> None:
    frame = geopandas.read_file(io.BytesIO(made(SCORES, "gpkg", language="ru")))
    assert frame.crs == "EPSG:4326"
    assert set(TABLE.columns) <= set(frame.columns)
    found = frame.set_index("region")["score"].sort_index()
    wanted = TABLE.set_index("region")["score"].sort_index()
    np.testing.assert_array_equal(found.to_numpy(), wanted.to_numpy())
    assert "Туркестанская область" in set(frame["region_name"])


def test_the_packages_hold_what_they_should() -> None:
    def names(content: bytes) -> set[str]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            return set(archive.namelist())

    assert names(made(COINR, "zip")) == {"iData.csv", "iMeta.csv", "README.txt"}
    package = names(made(DATA, "zip"))
    assert {"datapackage.json", "observations/labour.csv", "sources.csv"} <= package
    assert not any(name.startswith(("tables/", ".")) for name in package)
