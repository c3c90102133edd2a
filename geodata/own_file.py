"""Read a user's own boundaries file: find its regions, whatever the format and the coordinates."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.boundaries import BoundariesError
from geodata.projection import WGS84
from geodata.regions import load_regions

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

FORMATS = (".gpkg", ".geojson", ".json", ".shp", ".zip")


def read_own_file(
    path: Path, id_column: str | None = None, layer: str | None = None
) -> "dict[str, BaseGeometry]":
    """Polygons of today's 20 regions by ISO code, WGS 84 degrees, ISO order; nothing else checked.

    Parameters
    ----------
    path : GeoPackage, GeoJSON, Shapefile, or a zip with a Shapefile in it.
    id_column : column with ISO 3166-2 or KATO codes; found by itself if only one has them.
    layer : layer of a GeoPackage that has several.

    Raises
    ------
    BoundariesError
        With one line that says what is wrong and what is allowed.
    """
    frame = _open(path, layer)
    if frame.crs is None:
        raise bad_input(
            path,
            "the file does not say its coordinate system; add it (a .prj file beside "
            "a Shapefile), for example EPSG:4326",
        )
    codes = _codes(path, frame, id_column)
    counts = Counter(codes)
    wanted = load_regions().ids
    wrong = [f"{code} stands {n} times" for code, n in sorted(counts.items()) if n > 1]
    wrong += [f"{code} is missing" for code in wanted if code not in counts]
    if wrong:
        raise bad_input(
            path, f"each of the {len(wanted)} regions must stand once: {', '.join(wrong)}"
        )
    geometries = dict(zip(codes, frame.geometry.to_crs(WGS84), strict=True))
    for code, geometry in geometries.items():
        kind = "empty" if geometry is None or geometry.is_empty else geometry.geom_type
        if kind not in {"Polygon", "MultiPolygon"}:
            raise bad_input(path, f"{code} is {kind}; allowed are Polygon and MultiPolygon")
    return {code: geometries[code] for code in wanted}


def region_of(code: Any) -> str | None:
    """ISO code for an ISO 3166-2 or KATO code as any file may write it; None if it is neither."""
    text = str(code).strip().upper().removesuffix(".0")
    for region in load_regions().regions:
        if text in {region.id, region.kato}:
            return region.id
    return None


def bad_input(path: Path, reason: str) -> BoundariesError:
    """Error for a file of the user's: `reason` says what is wrong and what is allowed."""
    return BoundariesError("bad_input", path, reason=reason)


def _open(path: Path, layer: str | None) -> "GeoDataFrame":
    import geopandas
    import pyogrio

    if not path.is_file():
        raise bad_input(path, "there is no such file")
    if path.suffix.lower() not in FORMATS:
        raise bad_input(path, f"unknown kind of file; allowed are {', '.join(FORMATS)}")
    try:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        if layer is None and len(layers) > 1:
            raise bad_input(path, f"has several layers; choose with --layer: {', '.join(layers)}")
        if layer is not None and layer not in layers:
            raise bad_input(path, f"has no layer {layer!r}; it has: {', '.join(layers)}")
        frame = geopandas.read_file(path, layer=layer or layers[0])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, IndexError) as error:
        raise bad_input(path, f"cannot be read as boundaries ({error})") from error
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise bad_input(path, "has a table but no geometry; needed are polygons")
    return frame


def _codes(path: Path, frame: "GeoDataFrame", id_column: str | None) -> list[str]:
    columns = [str(c) for c in frame.columns if c != frame.geometry.name]
    if id_column is not None and id_column not in columns:
        raise bad_input(path, f"has no column {id_column!r}; it has: {', '.join(columns)}")
    if id_column is None:
        holding = [c for c in columns if any(region_of(v) for v in frame[c])]
        full = [c for c in holding if all(region_of(v) for v in frame[c])]
        # ISO and KATO columns may stand side by side: either will do when they say the same.
        candidates = full or holding
        said = {tuple(map(region_of, frame[c])) for c in candidates}
        if len(said) != 1:
            found = ", ".join(candidates) or f"none of {', '.join(columns)}"
            raise bad_input(
                path,
                "choose the column with ISO 3166-2 codes (KZ-10) or KATO codes (100000000) "
                f"with --id-column; columns with such codes: {found}",
            )
        id_column = candidates[0]
    found_codes = [region_of(value) for value in frame[id_column]]
    unknown = [str(v) for v, code in zip(frame[id_column], found_codes, strict=True) if not code]
    if unknown:
        shown = ", ".join(repr(value) for value in unknown[:5])
        raise bad_input(
            path,
            f"column {id_column!r} has {len(unknown)} values that are no region: {shown}; "
            "allowed are ISO 3166-2 codes (KZ-10) and KATO codes (100000000)",
        )
    return [code for code in found_codes if code]
