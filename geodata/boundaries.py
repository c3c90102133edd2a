"""Light reader of the boundaries, for the application. Needs neither shapely nor geopandas.

The map that is built from the project's tables stands in `data/boundaries/`. A user's own map, if
one was put in with `./run boundaries --from`, stands in `data/boundaries/own/` and comes first.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from geodata.regions import Unit, load_regions

DATA = Path(__file__).resolve().parents[1] / "data"
BUILT = DATA / "boundaries"
OWN = BUILT / "own"
DESCRIPTION = "boundaries.json"
HATCH = "hatch.geojson"

MapBorders = Literal["current", "pre2022", "pre2018"]
LAYER_FILES: Mapping[MapBorders, str] = MappingProxyType(
    {
        "current": "regions.geojson",
        "pre2022": "regions_2018_2022.geojson",
        "pre2018": "regions_until_2018.geojson",
    }
)

Line = tuple[tuple[float, float], ...]

# English message ids with named places, so that the application can translate them.
BOUNDARIES_MESSAGES = MappingProxyType(
    {
        "missing": "{file}: the file is missing. `./run boundaries --reset` restores the built-in map.",
        "corrupt": (
            "{file}: cannot be read ({reason}). `./run boundaries --reset` restores "
            "the built-in map."
        ),
        "changed": (
            "{file}: the content is not the one that boundaries.json describes. "
            "`./run boundaries --reset` restores the built-in map."
        ),
        "wrong_regions": "{file}: regions missing: {missing}; not known: {unknown}.",
        "npm_missing": "npm is not installed; it is needed to fetch {file}, not to build the map.",
        "npm_failed": "npm could not fetch the package for {file}: {reason}",
        "wrong_hash": "{file} is not rewritten: the package has hash {found}, allowed is {allowed}.",
        "unit_missing": "{file} is not rewritten: the package lacks {units}.",
        "not_a_coverage": "{file}: the boundaries do not fit together: {reason}",
        "bad_input": "{file}: {reason}",
    }
)


class BoundariesError(Exception):
    """The boundaries cannot be read or made. `code` is a key of `BOUNDARIES_MESSAGES`."""

    def __init__(self, code: str, file: Path, **fields: str) -> None:
        self.code = code
        self.file = file
        self.fields = {"file": file.name, **fields}
        super().__init__(BOUNDARIES_MESSAGES[code].format(**self.fields))

    @property
    def user_message(self) -> str:
        """What is wrong and what can be done, in English, one line."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """One layer of the map.

    Attributes
    ----------
    borders : which borders the layer shows.
    geojson : FeatureCollection; `id` of each feature is its ISO 3166-2 code.
    ids : ISO codes, ISO order.
    text : the file as it is, for serving it by URL.
    hash : first 12 hex digits of the SHA-256 of `text`, for a URL that may be cached for ever.
    attribution : what must stand under the map, by language.
    labels : representative point (lon, lat) inside each region.
    hatch : diagonal lines, each ((lon, lat), (lon, lat)), over each region.
    own : True if this is a map that the user put in.
    """

    borders: MapBorders
    geojson: dict[str, Any]
    ids: tuple[str, ...]
    text: bytes
    hash: str
    attribution: MappingProxyType[str, str]
    labels: MappingProxyType[str, tuple[float, float]]
    hatch: MappingProxyType[str, tuple[Line, ...]]
    own: bool


def current_folder() -> Path:
    """Folder of the map in use: the user's own if there is one, else the built one."""
    return OWN if (OWN / DESCRIPTION).is_file() else BUILT


def load_boundaries(borders: MapBorders = "current", folder: Path | None = None) -> Boundaries:
    """Read one layer of the map in use (or of the one in `folder`).

    Not cached: a few milliseconds, and a long-running application decides itself how long to keep
    it.

    Raises
    ------
    BoundariesError
        If a file is missing, cannot be read, was changed by hand, or lacks a region.
    """
    folder = current_folder() if folder is None else folder
    description = read_description(folder)
    path = folder / LAYER_FILES[borders]
    text = _read(path)
    hatch_path = folder / HATCH
    hatch_text = _read(hatch_path)
    try:
        recorded = description["files"]
        for file, content in ((path, text), (hatch_path, hatch_text)):
            if recorded[file.name]["sha256"] != hashlib.sha256(content).hexdigest():
                raise BoundariesError("changed", file)
        labels = {
            region: (float(lon), float(lat))
            for region, (lon, lat) in description["labels"][borders].items()
        }
        attribution = {lang: str(description["attribution"][lang]) for lang in ("en", "ru", "kk")}
        geojson = json.loads(text)
        ids = tuple(feature["id"] for feature in geojson["features"])
        hatch = _hatch_by_region(json.loads(hatch_text))
        _check_regions(path, ids, borders)
        _check_regions(folder / DESCRIPTION, tuple(labels), borders)
        by_unit = {
            unit: tuple(line for part in unit_parts(unit, borders) for line in hatch[part])
            for unit in ids
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BoundariesError("corrupt", path, reason=_reason(error)) from error
    return Boundaries(
        borders=borders,
        geojson=geojson,
        ids=ids,
        text=text,
        hash=hashlib.sha256(text).hexdigest()[:12],
        attribution=MappingProxyType(attribution),
        labels=MappingProxyType(labels),
        hatch=MappingProxyType(by_unit),
        own=folder == OWN,
    )


def borders_of(year: int) -> MapBorders:
    """Name the layer that shows the borders at the end of a year."""
    former = [f.borders for f in load_regions().former if year < f.last_year]
    if not former:
        return "current"
    return "pre2018" if "pre2018" in former else "pre2022"


def layer_units(borders: MapBorders) -> tuple[Unit, ...]:
    """Return the units that a layer shows, ISO order."""
    regions = load_regions()
    ends = [f.last_year for f in regions.former if f.borders == borders]
    return regions.at(max(ends) - 1) if ends else regions.at(regions.last_former_year + 1)


def unit_parts(unit: str, borders: MapBorders) -> tuple[str, ...]:
    """Today's regions that one unit of a layer covers; the unit itself if it was never split."""
    return next(load_regions().parts(u) for u in layer_units(borders) if u.region == unit)


def read_description(folder: Path) -> dict[str, Any]:
    """Content of `boundaries.json`: source, attribution, hashes, counts; BoundariesError if bad."""
    path = folder / DESCRIPTION
    try:
        description = json.loads(_read(path))
    except ValueError as error:
        raise BoundariesError("corrupt", path, reason=_reason(error)) from error
    if not isinstance(description, dict):
        raise BoundariesError("corrupt", path, reason="not a JSON object")
    return description


def expected_ids(borders: MapBorders) -> tuple[str, ...]:
    """ISO codes that a layer must show: today's, 17 before June 2022, or 16 before June 2018."""
    return tuple(unit.region for unit in layer_units(borders))


def _check_regions(path: Path, ids: tuple[str, ...], borders: MapBorders) -> None:
    expected = expected_ids(borders)
    if ids != expected:
        missing = ", ".join(sorted(set(expected) - set(ids))) or "none"
        unknown = ", ".join(sorted(set(ids) - set(expected))) or "none"
        raise BoundariesError("wrong_regions", path, missing=missing, unknown=unknown)


def _hatch_by_region(collection: dict[str, Any]) -> dict[str, tuple[Line, ...]]:
    return {
        feature["id"]: tuple(
            tuple((lon, lat) for lon, lat in line) for line in feature["geometry"]["coordinates"]
        )
        for feature in collection["features"]
    }


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BoundariesError("missing", path) from error
    except OSError as error:
        raise BoundariesError("corrupt", path, reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
