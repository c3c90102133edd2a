"""Kept releases: made again to the last digit, never replaced, and refused when damaged."""

import json
import lzma
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assessment import vintages
from assessment.vintages import (
    FOLDER,
    SUFFIX,
    Release,
    VintageError,
    differences,
    keep,
    packed,
    parse,
    read,
    release_of,
    scores_of,
)
from indicators.observations import DATA
from tests.assessment.published import published

PUBLISHED = release_of(published())
FILE = FOLDER / f"{PUBLISHED.name}{SUFFIX}"
KEPT = vintages.kept()


def test_this_release_is_kept_and_gives_its_scores_to_the_last_digit() -> None:
    assert FILE in KEPT, f"{PUBLISHED.name} is not kept: ./run data --keep-vintage"
    vintage = read(FILE)
    assert vintage.about == PUBLISHED
    made = vintage.assessment.result
    for name in ("score", "normalised", "pillars", "coverage", "rank", "low", "high"):
        np.testing.assert_array_equal(getattr(made, name), getattr(published().result, name))
    assert sum(map(len, vintage.scores.values())) == np.isfinite(published().result.score).sum()


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_every_kept_release_still_gives_the_scores_that_it_holds(path: Path) -> None:
    vintage = read(path)
    assert list(differences(vintage.scores, scores_of(vintage.assessment))) == []


def test_a_kept_release_is_small_and_the_package_word_for_word() -> None:
    assert FILE.stat().st_size < 300_000
    for path, text in read(FILE).package.items():
        assert (DATA / path).read_bytes() == text.encode("utf-8"), path


@cache
def made() -> tuple[Release, bytes]:
    """The release that stands in the repository, packed once for all of these tests."""
    return packed()


def test_the_same_release_gives_the_same_bytes() -> None:
    assert packed() == made()
    assert parse(made()[1], FILE.name).package == read(FILE).package


# ------------------------------------------------------------------------------------- keeping


def test_what_is_kept_is_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vintages, "packed", lambda root: made())
    path, new = keep(tmp_path)
    assert new
    assert path.read_bytes() == made()[1]
    assert keep(tmp_path) == (path, False)
    # Texts may have been mended since; figures and scores are another release.
    stored = json.loads(lzma.decompress(path.read_bytes()))
    stored["registry"]["units.yaml"] += "\n"
    path.write_bytes(lzma.compress(json.dumps(stored).encode(), preset=0))
    before = path.read_bytes()
    assert keep(tmp_path) == (path, False)
    assert path.read_bytes() == before
    stored["scores"]["2024"]["KZ-10"] += 0.001
    path.write_bytes(lzma.compress(json.dumps(stored).encode(), preset=0))
    before = path.read_bytes()
    with pytest.raises(VintageError, match=f"another {re.escape(PUBLISHED.name)} is kept already"):
        keep(tmp_path)
    assert path.read_bytes() == before


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the data package, with no release kept yet."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("tables", "boundaries", "vintages"))
    return copy


def test_a_release_whose_name_leads_elsewhere_is_refused(root: Path) -> None:
    descriptor = root / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(
        text.replace(f'"version": "{PUBLISHED.release}"', '"version": "../x"'), "utf-8"
    )
    with pytest.raises(VintageError, match="cannot be the name of a file"):
        keep(root)


# ------------------------------------------------------------------------------------ damage


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(lzma.decompress(FILE.read_bytes()))
    change(content)
    return lzma.compress(json.dumps(content).encode(), preset=0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda: b"", "ends too early"),
        (lambda: FILE.read_bytes()[:5000], "ends too early"),
        (lambda: b"PK\x03\x04" + bytes(100), "is damaged"),
        (lambda: FILE.read_bytes()[:2000] + b"\0" * 500 + FILE.read_bytes()[2500:], "is damaged"),
        (lambda: lzma.compress(b"{"), "is damaged"),
        (lambda: lzma.compress(b"[1]"), "is damaged: list"),
        (lambda: changed(lambda c: c.update(format=2)), "has the format 2; this program reads 1"),
        (lambda: changed(lambda c: c.pop("package")), "is damaged: 'package'"),
        (lambda: changed(lambda c: c.update(created="soon")), "is damaged"),
        (lambda: changed(lambda c: c.update(scores={"2024": [1]})), "is damaged"),
        (
            lambda: changed(lambda c: c.update(version="0123456789ab")),
            "its figures are not those of",
        ),
        (lambda: changed(lambda c: c.update(release="2025.01")), "holds another release, 2025.01"),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(
    content: Callable[[], bytes], message: str, tmp_path: Path
) -> None:
    path = tmp_path / FILE.name
    path.write_bytes(content())
    with pytest.raises(VintageError) as error:
        read(path)
    assert message in error.value.user_message
    assert error.value.user_message.startswith(FILE.name)
    assert "\n" not in error.value.user_message


def _revise(content: dict[str, Any]) -> None:
    files = content["package"]
    files["observations/poverty.csv"] = files["observations/poverty.csv"].replace(",5.3,", ",5.4,")


def _weigh(content: dict[str, Any]) -> None:
    text = content["registry"]["framework.yaml"]
    content["registry"]["framework.yaml"] = text.replace("poverty_share: 1", "poverty_share: 2")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_revise, "observations/poverty.csv: hash"),
        (_weigh, "made again, the score of KZ-10 in 2016 is –, and 50.30"),
        (lambda c: c["registry"].pop("units.yaml"), "units.yaml: there is none"),
        (lambda c: c.update(regions="regions: {}"), "is damaged"),
        (lambda c: c["scores"]["2024"].pop("KZ-10"), "in 2024 is 50.3217"),
        (lambda c: c.update(figures="0" * 12), "its figures are not those of"),
    ],
)
def test_what_no_longer_gives_its_scores_is_refused(
    change: Callable[[dict[str, Any]], object], message: str
) -> None:
    vintage = parse(changed(change), FILE.name)
    with pytest.raises(VintageError) as error:
        assert vintage.assessment
    assert message in error.value.user_message
    assert "\n" not in error.value.user_message


def test_a_log_of_incidents_in_another_form_is_no_hindrance() -> None:
    def other(content: dict[str, Any]) -> None:
        content["package"]["incidents.csv"] = "day,what\n"

    vintage = parse(changed(other), FILE.name)
    assert list(differences(vintage.scores, scores_of(vintage.assessment))) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VintageError, match=r"^none\.json\.xz: cannot be read: No such file"):
        read(tmp_path / "none.json.xz")
