"""The files of a map: what is in them, and how they are put in place without a half-written state."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import (
    DESCRIPTION,
    HATCH,
    LAYER_FILES,
    BoundariesError,
    MapBorders,
    expected_ids,
    unit_parts,
)
from geodata.coverage import faults, vertices
from geodata.overlay import hatch, label_points


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a map comes from.

    Attributes
    ----------
    source : what it was made from, in English.
    attribution : what must stand under the map, by language (en, ru, kk).
    built_from : SHA-256 of each file that it was made from, by file name.
    simplified_m : tolerance of the simplification in metres.
    """

    source: str
    attribution: Mapping[str, str]
    built_from: Mapping[str, str]
    simplified_m: float


def layers(regions: Mapping[str, BaseGeometry]) -> dict[MapBorders, dict[str, BaseGeometry]]:
    """All layers from today's 20 regions: these, and the units of earlier times put together."""
    found: dict[MapBorders, dict[str, BaseGeometry]] = {"current": dict(regions)}
    for borders in LAYER_FILES:
        if borders == "current":
            continue
        found[borders] = {}
        for unit in expected_ids(borders):
            parts = [regions[part] for part in unit_parts(unit, borders)]
            whole = parts[0] if len(parts) == 1 else shapely.coverage_union_all(parts)
            found[borders][unit] = shapely.orient_polygons(whole, exterior_cw=True)
    return found


def map_files(regions: Mapping[str, BaseGeometry], origin: Origin) -> dict[str, bytes]:
    """Content of all files of a map, by file name.

    Parameters
    ----------
    regions : today's 20 regions by ISO code, degrees, an exact coverage, ISO order.
    origin : source and attribution.

    Raises
    ------
    BoundariesError
        If a layer is not an exact coverage of valid polygons.
    """
    files: dict[str, bytes] = {}
    counts: dict[str, Any] = {}
    labels: dict[str, Any] = {}
    for borders, layer in layers(regions).items():
        name = LAYER_FILES[borders]
        if found := faults(layer):
            raise BoundariesError("not_a_coverage", Path(name), reason="; ".join(found))
        files[name] = _collection({r: mapping(polygon) for r, polygon in layer.items()})
        counts[borders] = {"regions": len(layer), "vertices": vertices(layer)}
        labels[borders] = label_points(layer)
    files[HATCH] = _collection({r: mapping(lines) for r, lines in hatch(regions).items()})
    description = {
        "source": origin.source,
        "attribution": dict(origin.attribution),
        "built_from": dict(origin.built_from),
        "simplified_m": origin.simplified_m,
        "counts": counts,
        "files": {name: {"bytes": len(b), "sha256": sha256(b)} for name, b in files.items()},
        "labels": labels,
    }
    files[DESCRIPTION] = (json.dumps(description, ensure_ascii=False, indent=1) + "\n").encode()
    return files


def put_in_place(files: Mapping[str, bytes], folder: Path) -> None:
    """Write `files` to `folder` so that a reader finds a whole map or none.

    Everything is written beside its place first; only then is the old description taken away, the
    files renamed, and the new description, without which there is no map, put in last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    partial = {name: folder / f".{name}.partial" for name in files}
    try:
        for name, content in files.items():
            with partial[name].open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        (folder / DESCRIPTION).unlink(missing_ok=True)
        for name in sorted(files, key=lambda n: n == DESCRIPTION):
            partial[name].replace(folder / name)
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)


def sha256(content: bytes) -> str:
    """SHA-256 in hex digits."""
    return hashlib.sha256(content).hexdigest()


def _collection(geometries: Mapping[str, Any]) -> bytes:
    # One feature a line: a difference between two maps shows which region changed.
    lines = (
        json.dumps(
            {"type": "Feature", "id": r, "properties": {"iso": r}, "geometry": geometry},
            separators=(",", ":"),
        )
        for r, geometry in geometries.items()
    )
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n").encode()
