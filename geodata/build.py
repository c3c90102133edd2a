"""Build the project's own map from the tables kept in `data/tables/boundaries/`.

Needs no network, and gives the same bytes each time.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

from geodata.boundaries import BUILT, DATA
from geodata.coverage import simplify, to_map
from geodata.fetch import SOURCE
from geodata.partition import insert_cities, partition, read_border_points, read_old_units
from geodata.write import Origin, map_files, put_in_place, sha256

TABLES = DATA / "tables" / "boundaries"
OLD_UNITS_FILE = "natural_earth_admin1_kz.json"
BORDER_POINTS_FILE = "border_points.csv"

# Metres. Keeps about 4,000 of 6,600 points; the borders themselves are known to about 1.25 km.
TOLERANCE = 1_500.0

ATTRIBUTION: Mapping[str, str] = MappingProxyType(
    {
        "en": (
            "Boundaries: Natural Earth (public domain); borders of 2018–2022 after geokz 1.0.2, "
            "© Alexander Rodionov, CC BY 4.0"
        ),
        "ru": (
            "Границы: Natural Earth (общественное достояние); границы 2018–2022 годов "
            "по geokz 1.0.2, © Alexander Rodionov, CC BY 4.0"
        ),
        "kk": (
            "Шекаралар: Natural Earth (қоғамдық игілік); 2018–2022 жылдардағы шекаралар "
            "geokz 1.0.2 бойынша, © Alexander Rodionov, CC BY 4.0"
        ),
    }
)


def build_regions(tables: Path = TABLES) -> dict[str, BaseGeometry]:
    """Today's 20 regions from the kept tables, degrees, fit for the map, ISO order."""
    borders = read_border_points(tables / BORDER_POINTS_FILE)
    regions = partition(read_old_units(tables / OLD_UNITS_FILE), borders)
    # The rings of the cities were digitised for this scale: they keep all their points.
    return to_map(insert_cities(simplify(regions, TOLERANCE), borders.rings))


def build_files(tables: Path = TABLES) -> dict[str, bytes]:
    """Content of all files of the built map, by name; BoundariesError if the tables are bad."""
    regions = build_regions(tables)
    names = (OLD_UNITS_FILE, BORDER_POINTS_FILE)
    origin = Origin(
        source=f"{SOURCE}; internal borders since 2018 digitised after geokz 1.0.2 (CC BY 4.0)",
        attribution=ATTRIBUTION,
        built_from={name: sha256((tables / name).read_bytes()) for name in names},
        simplified_m=TOLERANCE,
    )
    return map_files(regions, origin)


def build(folder: Path = BUILT, tables: Path = TABLES) -> Path:
    """Build the map into `folder`; returns the folder."""
    put_in_place(build_files(tables), folder)
    return folder
