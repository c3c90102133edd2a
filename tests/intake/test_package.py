import hashlib
import json
import re

import pytest
from frictionless import Package, validate

from indicators.observations import read_observations
from intake.build import DATA, build_into


@pytest.fixture(scope="module")
def package():
    return json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def test_frictionless_finds_no_fault():
    report = validate(str(DATA / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    assert report.valid
    assert len(report.tasks) == len(Package(str(DATA / "datapackage.json")).resources) > 15


def test_frictionless_finds_an_unknown_source(tmp_path):
    build_into(tmp_path, DATA / "tables")
    path = tmp_path / "observations" / "water.csv"
    text = path.read_text(encoding="utf-8").replace(",bns_dims,", ",bns_nobody,", 1)
    path.write_text(text, encoding="utf-8", newline="\n")
    report = validate(str(tmp_path / "datapackage.json"))
    types = {kind for (kind,) in report.flatten(["type"])}
    assert "foreign-key" in types
    assert "hash-count" in types


def test_sizes_and_hashes_are_those_of_the_files(package):
    for resource in package["resources"]:
        content = (DATA / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")


def test_the_map_is_no_part_of_the_data_version(package):
    assert not [r for r in package["resources"] if "boundaries" in r["path"]]


def test_release_licences_and_sources_are_stated(package):
    assert package["version"] == "2026.12"
    assert package["created"].startswith("2026-11-28")
    assert {licence["name"] for licence in package["licenses"]} >= {"ODC-PDDL-1.0", "CC-BY-4.0"}
    assert len(package["sources"]) == 20


def test_publishers_and_licences_are_translated_and_alike():
    sources = read_observations().sources.values()
    codes = {"PDDL 1.0", "CC BY 4.0"}
    texts = {s.licence for s in sources} | {s.publisher for s in sources if s.publisher}
    # One English text has one Russian and one Kazakh text, whichever source it stands with.
    assert len({text.en for text in texts}) == len(texts) > 10
    for text in texts:
        if text.en in codes:
            assert text.ru == text.kk == text.en
        else:
            assert all(re.search("[А-я]{4}", words) for words in (text.ru, text.kk))
            assert len({text.en, text.ru, text.kk}) == 3
    assert {s.id for s in sources if s.publisher is None} == {"press", "water_quality_2006"}


def test_frictionless_finds_a_licence_that_lacks_a_language(tmp_path):
    build_into(tmp_path, DATA / "tables")
    path = tmp_path / "sources.csv"
    text = path.read_text(encoding="utf-8").replace(",Цитируемое высказывание,", ",,")
    path.write_text(text, encoding="utf-8", newline="\n")
    report = validate(str(tmp_path / "datapackage.json"))
    assert ["licence_ru", "constraint-error"] in report.flatten(["fieldName", "type"])
