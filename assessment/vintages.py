"""Releases that are kept: figures, method and scores of each in one file, to be made again.

A vintage is one release of the figures under one version of the method, because a score follows
from both. Its file, ``data/vintages/<release>-<method>.json.xz``, holds the data package and the
registry word for word, and the scores that were published; read back, it is an assessment like any
other, and refused when today's program would no longer give the scores that it holds.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from pydantic import ValidationError

from assessment.baseline import Assessment, assess
from geodata.regions import REGISTRY_FILE, parse_regions
from indicators.faults import DataFaults
from indicators.inspection import inspect_package
from indicators.mendable import MendableError
from indicators.observations import DATA
from indicators.package import DESCRIPTOR, FIGURES, Package, read_folder, version_id
from indicators.registry import of_scores, parse_registry, registry_texts
from indicators.yaml_file import RegistryError
from scoring.score import ROUNDING

FOLDER: Final = DATA / "vintages"
SUFFIX: Final = ".json.xz"
FORMAT: Final = 1
MAX_BYTES: Final = 64 * 1024 * 1024
# Besides the figures themselves: what they name.
SCORED_FILES: Final = frozenset({"sources.csv", "regions.csv", "notes.csv"})
Scores = Mapping[int, Mapping[str, float]]
"""Unrounded scores of the rated regions, by year and region."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*", re.ASCII)


class VintageError(MendableError):
    """A release cannot be kept or read back."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "unreadable": "{file}: cannot be read: {why}",
        "damaged": "{file}: is damaged: {why}",
        "end": "{file}: ends too early or is too large",
        "id": "{file}: its figures are not those of {name}",
        "holder": "{file}: holds another release, {name}",
        "format": "{file}: has the format {found}; this program reads {known}",
        "scores": "{file}: made again, the score of {region} in {year} is {now}, and {then} "
        "was published",
        "other": "{file}: another {name} is kept already; a new release needs a new version in "
        "data/tables/release.yaml, a new method one in indicators/framework.yaml",
        "name": "'{name}' cannot be the name of a file; letters, digits, '.', '-' and '_' are "
        "allowed",
    }


@dataclass(frozen=True)
class Release:
    """What tells one release from another.

    release : of the figures, such as ``2026.11``.  version : id of their data version.
    created : day on which the figures were put together.  method : version of the framework.
    figures : id of the figures alone, see ``Observations.figures_id``.
    """

    release: str
    version: str
    created: date
    method: str
    figures: str

    @property
    def name(self) -> str:
        """Name of the vintage: a score follows from figures and method."""
        return f"{self.release}-{self.method}"


@dataclass(frozen=True)
class Vintage:
    """A release that is kept.

    package : text of each file of the data package.  registry : likewise of the cards, the
    framework and the series.  regions : of the registry of regions.
    scores : published scores by year and region.
    """

    about: Release
    file: str
    package: Mapping[str, str]
    registry: Mapping[str, str]
    regions: str
    scores: Scores

    @cached_property
    def assessment(self) -> Assessment:
        """Make the release again.

        Raises VintageError when the file does not hold a sound release, or when its scores are no
        longer those that were published.
        """
        try:
            registry = parse_registry(self.registry)
            regions = parse_regions(self.regions)
        except (RegistryError, ValidationError, AttributeError, KeyError) as error:
            raise VintageError("damaged", file=self.file, why=_line(error)) from error
        inspection = inspect_package(Package(self._of_scores()), registry.series)
        if inspection.observations is None:
            fault = inspection.errors[0]
            why = f"{fault.file}: {fault.code}"
            raise VintageError("damaged", file=self.file, why=why)
        made = assess(registry, inspection.observations, regions)
        self._check(made)
        return made

    def _of_scores(self) -> dict[str, bytes]:
        """Return the package without the files that no score rests on.

        Their columns may be others today, as those of the log of incidents became in 2026.12.
        """
        descriptor = json.loads(self.package[DESCRIPTOR])
        resources = [r for r in descriptor["resources"] if _bears_on_scores(r["path"])]
        files = {r["path"]: self.package[r["path"]] for r in resources if r["path"] in self.package}
        files[DESCRIPTOR] = json.dumps({**descriptor, "resources": resources})
        return {path: text.encode("utf-8") for path, text in files.items()}

    def _check(self, made: Assessment) -> None:
        if release_of(made) != self.about:
            raise VintageError("id", file=self.file, name=self.about.name)
        for year, region, then, now in differences(self.scores, scores_of(made)):
            raise VintageError(
                "scores",
                file=self.file,
                region=region,
                year=str(year),
                now=_score(now),
                then=_score(then),
            )


def _bears_on_scores(path: str) -> bool:
    return path.startswith(f"{FIGURES}/") or path in SCORED_FILES


def release_of(assessment: Assessment) -> Release:
    """Say which release an assessment is of."""
    figures = assessment.observations
    return Release(
        figures.release,
        figures.version,
        figures.created,
        assessment.registry.framework.version,
        figures.figures_id,
    )


def scores_of(assessment: Assessment) -> dict[int, dict[str, float]]:
    """Return the scores of all rated regions, by year and region."""
    result = assessment.result
    return {
        period: {
            region: float(value)
            for region, value in zip(
                result.inputs.regions, result.score[result.period_index[period]], strict=True
            )
            if not np.isnan(value)
        }
        for period in assessment.rated_periods
    }


def differences(one: Scores, other: Scores) -> Iterator[tuple[int, str, float, float]]:
    """Find the scores that differ by more than rounding: year, region, the one, the other.

    A score that one of them lacks is NaN there.
    """
    for year in sorted({*one, *other}):
        first, second = one.get(year, {}), other.get(year, {})
        for region in sorted({*first, *second}):
            scores = first.get(region, np.nan), second.get(region, np.nan)
            if not abs(scores[0] - scores[1]) <= ROUNDING:
                yield year, region, *scores


def packed(root: Path = DATA) -> tuple[Release, bytes]:
    """Return the release that stands in the repository, and the file that keeps it.

    The same release gives the same bytes.

    Raises DataFaults or RegistryError when the release is not sound.
    """
    package = read_folder(root)
    registry, regions = of_scores(registry_texts()), REGISTRY_FILE.read_text(encoding="utf-8")
    listed = [r["path"] for r in json.loads(package.files[DESCRIPTOR])["resources"]]
    texts = {path: package.files[path].decode("utf-8") for path in (DESCRIPTOR, *listed)}
    made = _assessed(package, registry, regions)
    about = release_of(made)
    content = {
        "format": FORMAT,
        "release": about.release,
        "version": about.version,
        "created": about.created.isoformat(),
        "method": about.method,
        "figures": about.figures,
        "scores": scores_of(made),
        "package": texts,
        "registry": registry,
        "regions": regions,
    }
    text = json.dumps(content, ensure_ascii=False, indent=0)
    return about, lzma.compress(text.encode("utf-8"), preset=9)


def _assessed(package: Package, registry: Mapping[str, str], regions: str) -> Assessment:
    known = parse_registry(registry)
    inspection = inspect_package(package, known.series)
    if inspection.observations is None:
        raise DataFaults(inspection.errors)
    return assess(known, inspection.observations, parse_regions(regions))


def keep(root: Path = DATA) -> tuple[Path, bool]:
    """Keep the release that stands in the repository; return its file, and whether it is new.

    A release that is kept stays as it is: texts of cards may be mended later, figures and scores
    may not.

    Raises
    ------
    VintageError
        When another release of this name is kept, or the name is none for a file.
    DataFaults, RegistryError
        When the release is not sound.
    """
    about, content = packed(root)
    if not _NAME.fullmatch(about.name):
        raise VintageError("name", name=about.name)
    path = root / FOLDER.name / f"{about.name}{SUFFIX}"
    if path.exists():
        there = read(path)
        now = parse(content, path.name).scores
        if there.about != about or any(differences(there.scores, now)):
            raise VintageError("other", file=path.name, name=about.name)
        return path, False
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path, True


def kept(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of the releases that are kept, in ``data/vintages`` or in a folder."""
    return tuple(sorted((folder or FOLDER).glob(f"*{SUFFIX}")))


def vintages(folder: Path | None = None) -> tuple[Vintage, ...]:
    """Read the releases that are kept, oldest first.

    Raises VintageError for one that cannot be read.
    """
    read_ones = (read(path) for path in kept(folder))
    return tuple(
        sorted(read_ones, key=lambda v: (v.about.created, v.about.release, v.about.method))
    )


def read(path: Path) -> Vintage:
    """Read one kept release; its scores are only made again when they are asked for.

    Raises VintageError for a file that cannot be read or is damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise VintageError("unreadable", file=path.name, why=why) from error
    return parse(content, path.name)


def parse(content: bytes, name: str) -> Vintage:
    """Read a kept release from bytes; raises as ``read`` does."""
    raw = _unpacked(content, name)
    if raw.get("format") != FORMAT:
        found = str(raw.get("format"))[:20]
        raise VintageError("format", file=name, found=found, known=str(FORMAT))
    try:
        about = Release(
            _text(raw["release"]),
            _text(raw["version"]),
            date.fromisoformat(raw["created"]),
            _text(raw["method"]),
            _text(raw["figures"]),
        )
        vintage = Vintage(
            about=about,
            file=name,
            package=_texts(raw["package"]),
            registry=_texts(raw["registry"]),
            regions=_text(raw["regions"]),
            scores={
                int(year): {_text(region): float(score) for region, score in row.items()}
                for year, row in raw["scores"].items()
            },
        )
        resources = json.loads(vintage.package[DESCRIPTOR])["resources"]
        real = version_id(resources)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise VintageError("damaged", file=name, why=_line(error)) from error
    if real != about.version:
        raise VintageError("id", file=name, name=about.name)
    if name != f"{about.name}{SUFFIX}":
        raise VintageError("holder", file=name, name=about.name)
    return vintage


def _unpacked(content: bytes, name: str) -> dict[str, Any]:
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
    try:
        text = unpacker.decompress(content, max_length=MAX_BYTES)
        if not unpacker.eof:
            raise VintageError("end", file=name)
        raw = json.loads(text)
    except (lzma.LZMAError, EOFError, ValueError, RecursionError) as error:
        raise VintageError("damaged", file=name, why=_line(error)) from error
    if not isinstance(raw, dict):
        raise VintageError("damaged", file=name, why=type(raw).__name__)
    return raw


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is not a text")
    return value


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.40} is not a mapping")
    return {str(key): _text(text) for key, text in value.items()}


def _score(value: float) -> str:
    return "–" if np.isnan(value) else repr(float(value))


def _line(error: Exception) -> str:
    """Say an error in one line that is not longer than a reader wants."""
    return " ".join(f"{error}".split())[:200] or type(error).__name__
