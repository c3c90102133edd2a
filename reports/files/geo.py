"""The scores with the boundaries of the regions: GeoJSON, and GeoPackage for a GIS."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from assessment.table import score_table
from geodata.boundaries import Boundaries
from reports.order import Order
from reports.wording import Wording

LAYER = "pressure"
DECIMALS = 4  # of the degrees that the boundaries are given in


def geojson(words: Wording, boundaries: Boundaries, order: Order, stamped: str) -> bytes:
    """Return one feature a region with the columns of ``score_table``, by RFC 7946.

    What the format does not know stands in members of its own: ``attribution`` and ``stamp``.
    """
    rows = _rows(words, order)
    features = [
        {
            "type": "Feature",
            "id": feature["id"],
            "properties": rows[feature["id"]],
            "geometry": _right_hand(feature["geometry"]),
        }
        for feature in boundaries.geojson["features"]
    ]
    collection = {
        "type": "FeatureCollection",
        "name": LAYER,
        "attribution": boundaries.attribution[order.language],
        "stamp": json.loads(stamped),
        "features": features,
    }
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return (text + "\n").encode()


def _rows(words: Wording, order: Order) -> dict[str, dict[str, Any]]:
    """Return by region the columns of the table; None where there is no number."""
    table = score_table(words.assessment, order.period, order.language, order.settings)
    return {
        row["region"]: {str(key): None if pd.isna(value) else value for key, value in row.items()}
        for row in table.astype(object).to_dict("records")
    }


def _right_hand(geometry: dict[str, Any]) -> dict[str, Any]:
    """Turn outer rings against the clock, as RFC 7946 asks; the map's own go with it."""
    import shapely

    turned = shapely.orient_polygons(shapely.from_geojson(json.dumps(geometry)), exterior_cw=False)
    found: dict[str, Any] = json.loads(shapely.to_geojson(turned))
    return found


def geopackage(words: Wording, boundaries: Boundaries, order: Order) -> bytes:
    """Return a GeoPackage with one layer: a row a region, with the columns of ``score_table``."""
    import geopandas
    import pyogrio
    import shapely

    rows = _rows(words, order)
    ids = [feature["id"] for feature in boundaries.geojson["features"]]
    shapes = [
        shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in boundaries.geojson["features"]
    ]
    table = pd.DataFrame([rows[region] for region in ids]).convert_dtypes()
    frame = geopandas.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")
    created = words.assessment.observations.created
    # The day of the figures, never the clock's: the same index gives the same bytes.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{created.isoformat()}T00:00:00.000Z"})
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "kelisim.gpkg"
            frame.to_file(path, layer=LAYER, driver="GPKG", engine="pyogrio")
            return path.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
