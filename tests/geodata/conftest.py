"""The built map as polygons, read once for all tests of this folder."""

import json

import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import BUILT, LAYER_FILES, MapBorders

Layer = dict[str, BaseGeometry]


def read_layer(borders: MapBorders) -> Layer:
    collection = json.loads((BUILT / LAYER_FILES[borders]).read_bytes())
    return {feature["id"]: shape(feature["geometry"]) for feature in collection["features"]}


@pytest.fixture(scope="session")
def today() -> Layer:
    return read_layer("current")


@pytest.fixture(scope="session")
def before_2022() -> Layer:
    return read_layer("pre2022")


@pytest.fixture(scope="session")
def before_2018() -> Layer:
    return read_layer("pre2018")


@pytest.fixture(scope="session")
def coarse(today: Layer) -> Layer:
    """The map with few points: quick to write to a file and to read again."""
    thin = shapely.coverage_simplify(list(today.values()), 0.05)
    return dict(zip(today, thin, strict=True))
