"""The light reader: what the application gets, and what it is told when a file is broken."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geodata import boundaries
from geodata.boundaries import (
    BOUNDARIES_MESSAGES,
    BUILT,
    DESCRIPTION,
    HATCH,
    BoundariesError,
    load_boundaries,
    read_description,
)
from geodata.regions import load_regions
from geodata.write import put_in_place, sha256

ROOT = BUILT.parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "map"
    copy.mkdir()
    for file in BUILT.glob("*.*json"):
        shutil.copy(file, copy)
    return copy


def edit(folder: Path, name: str, change) -> None:
    """Change a file as a map maker would: with its new hash in the description."""
    content = json.loads((folder / name).read_bytes())
    change(content)
    text = json.dumps(content).encode()
    (folder / name).write_bytes(text)
    if name != DESCRIPTION:
        edit(folder, DESCRIPTION, lambda d: d["files"][name].update(sha256=sha256(text)))


def test_today():
    layer = load_boundaries(folder=BUILT)
    assert layer.ids == load_regions().ids
    assert layer.geojson["features"][0]["properties"] == {"iso": "KZ-10"}
    assert json.loads(layer.text) == layer.geojson
    assert sha256(layer.text).startswith(layer.hash)
    assert set(layer.labels) == set(layer.hatch) == set(layer.ids)
    assert not layer.own


def test_before_june_2022():
    layer = load_boundaries("pre2022", BUILT)
    assert len(layer.ids) == 17
    assert not {"KZ-10", "KZ-33", "KZ-62"} & set(layer.ids)
    today = load_boundaries("current", BUILT)
    assert layer.hatch["KZ-63"] == today.hatch["KZ-10"] + today.hatch["KZ-63"]
    assert layer.hash != today.hash


def test_attribution_in_three_languages():
    attribution = load_boundaries(folder=BUILT).attribution
    assert attribution["en"] == (
        "Boundaries: Natural Earth (public domain); borders of 2018–2022 after geokz 1.0.2, "
        "© Alexander Rodionov, CC BY 4.0"
    )
    assert attribution["ru"].startswith("Границы:")
    assert attribution["kk"].startswith("Шекаралар:")
    assert all("CC BY 4.0" in text for text in attribution.values())


@pytest.mark.parametrize("name", [DESCRIPTION, HATCH, "regions.geojson"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(BoundariesError, match="the file is missing") as error:
        load_boundaries(folder=folder)
    assert error.value.code == "missing"
    assert error.value.file.name == name
    assert name in error.value.user_message


@pytest.mark.parametrize("name", [HATCH, "regions.geojson"])
def test_a_file_changed_by_hand_is_named(folder, name):
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(BoundariesError) as error:
        load_boundaries(folder=folder)
    assert (error.value.code, error.value.file.name) == ("changed", name)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"{}", b'{"files": 1}'])
def test_a_broken_description_is_named(folder, content):
    (folder / DESCRIPTION).write_bytes(content)
    with pytest.raises(BoundariesError) as error:
        load_boundaries(folder=folder)
    assert error.value.code == "corrupt"


def test_a_layer_without_a_region_is_named(folder):
    edit(folder, "regions.geojson", lambda c: c["features"].pop(3))
    with pytest.raises(BoundariesError, match="regions missing: KZ-19; not known: none"):
        load_boundaries(folder=folder)


def test_a_layer_of_another_shape_is_corrupt(folder):
    edit(folder, "regions.geojson", lambda c: c.pop("features"))
    with pytest.raises(BoundariesError) as error:
        load_boundaries(folder=folder)
    assert error.value.code == "corrupt"


def test_a_label_too_few_is_named(folder):
    edit(folder, DESCRIPTION, lambda d: d["labels"]["current"].pop("KZ-79"))
    with pytest.raises(BoundariesError, match=r"boundaries.json: regions missing: KZ-79"):
        load_boundaries(folder=folder)


def test_a_directory_in_place_of_a_file_is_corrupt(folder):
    (folder / DESCRIPTION).unlink()
    (folder / DESCRIPTION).mkdir()
    with pytest.raises(BoundariesError) as error:
        read_description(folder)
    assert error.value.code == "corrupt"


def test_messages_can_be_translated():
    error = BoundariesError("corrupt", Path("x/regions.geojson"), reason="why")
    assert str(error) == BOUNDARIES_MESSAGES[error.code].format(**error.fields)


def test_own_map_comes_first(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(boundaries, "BUILT", folder)
    monkeypatch.setattr(boundaries, "OWN", folder / "own")
    assert not load_boundaries().own
    (folder / "own").mkdir()
    assert not load_boundaries().own  # an empty folder is no map
    put_in_place({p.name: p.read_bytes() for p in folder.glob("*.*json")}, folder / "own")
    assert load_boundaries().own
    assert load_boundaries("pre2022").own


def test_reader_needs_no_heavy_package():
    heavy = ("shapely", "geopandas", "pyproj", "pyogrio", "numpy", "pandas")
    code = (
        "import sys; from geodata.boundaries import load_boundaries; load_boundaries(); "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_failed_write_leaves_the_old_map(folder, monkeypatch):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full_disk(_descriptor):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        put_in_place(dict.fromkeys(before, b"new"), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
