"""Reports that were published here become rows of the tables, and the package is built from them."""

import json
import shutil
from pathlib import Path

import pytest

from cli.__main__ import main
from indicators.incidents import read_incidents
from indicators.layout import INCIDENT_TABLES
from intake.build import DATA, build
from scenarios import Actor, open_store
from scenarios.actors import ANALYST
from scenarios.submitted import ACCEPTED
from tests.indicators.reported import WHOLE, report

AUTHOR, REVIEWER = Actor("Aigul", ANALYST, "a"), Actor("Marat", ANALYST, "b")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("KELISIM_DATABASE_URL", url)
    return url


def exported(*argv: str) -> int:
    return main(["incidents", "export", *argv])


def test_published_reports_are_exported_appended_and_built(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(database)
    whole = store.submit(AUTHOR, report(WHOLE))
    store.review_submission(REVIEWER, whole.id, 1, ACCEPTED)
    store.submit(AUTHOR, report(WHOLE))  # waits, and is no part of it
    store.close()
    assert exported("--out", str(tmp_path / "out")) == 0
    said = capsys.readouterr()
    assert f"{whole.id}: 2021-made-up-place" in said.out
    assert said.err == ""

    root = tmp_path / "data"
    shutil.copytree(DATA / "tables", root / "tables")
    for name in INCIDENT_TABLES:
        rows = (tmp_path / "out" / name).read_bytes().split(b"\n", 1)[1]
        with (root / "tables" / name).open("ab") as table:
            table.write(rows)
    build(root)
    before, after = read_incidents(), read_incidents(root)
    assert len(after) == len(before) + 1
    taken = after.get("2021-made-up-place")
    assert (taken.place.kk, taken.fatalities, taken.reported) == ("Ойдан шығарылған", 2, False)
    assert (taken.region_then, taken.coder) == ("KZ-19", "reviewed_report")
    described = json.loads((root / "datapackage.json").read_text("utf-8"))
    (log,) = [one for one in described["resources"] if one["name"] == "incidents"]
    (coder,) = [one for one in log["schema"]["fields"] if one["name"] == "coder"]
    assert coder["constraints"]["enum"] == ["kelisim", "reviewed_report"]
    assert taken.seat is not None
    assert taken.seat.id == "made-up-town"
    assert taken.sources[0].reference.endswith("https://example.org/1")


def test_what_is_left_out_is_named_and_nothing_is_made_up(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(database)
    for one in (report(), report(WHOLE, centre=None)):
        sent = store.submit(AUTHOR, one)
        store.review_submission(REVIEWER, sent.id, 1, ACCEPTED)
    store.close()
    assert exported("--out", str(tmp_path)) == 1
    said = capsys.readouterr()
    assert "0 of 2 reported incidents" in said.out
    assert "no translation of place in en, place in kk" in said.err
    assert "no place on the map" in said.err
    assert [len((tmp_path / name).read_text().splitlines()) for name in INCIDENT_TABLES] == [1] * 4


@pytest.mark.parametrize("argv", [[], ["export"], ["--out", "x"]])
def test_it_says_what_it_needs(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["incidents", *argv]) == 2
    assert "incidents export --out DIR" in capsys.readouterr().err
