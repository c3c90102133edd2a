"""The command: template, import, export, counts, publish."""

import argparse
import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from cli import UserError, field
from indicators import additions
from indicators.field_records import Body
from intake.field.publish import PublishError
from intake.field.writing import as_csv
from scenarios import ANALYST, Actor, open_store
from tests.assessment.test_field_counts import paper


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("KELISIM_DATABASE_URL", url)
    return url


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    field.add(parser.add_subparsers())
    args = parser.parse_args(["field", *map(str, words)])
    return int(args.func(args))


def accept_all(url: str) -> None:
    store = open_store(url)
    actor = Actor("Synthetic analyst", ANALYST)
    found = store.submissions(actor, limit=1000)
    store.review_many(actor, [(one.id, one.version) for one in found], "accepted")
    store.close()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_log_goes_in_is_accepted_counted_taken_over_and_comes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], database: str, form: str
) -> None:
    table = tmp_path / "log.csv"
    table.write_text(as_csv(paper(**{"5": None})), encoding="utf-8")
    assert run("import", table, "--dry-run") == 0
    assert "New: 35. In the log already: 0. Refused: 0." in capsys.readouterr().out
    assert run("import", table, "--author", "Synthetic analyst") == 0
    assert "Sent in for a review: 35." in capsys.readouterr().out
    assert run("export") == 0
    assert capsys.readouterr().out.count("\n") == 1  # nothing is accepted yet
    accept_all(database)
    assert run("counts", "--to", "2025-12-31", "--format", "csv") == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["region"], row["rating"], row["cases"], row["returns"]) == ("KZ-61", "2", "3", "18")
    assert run("publish", "--dry-run") == 0
    assert "New: 10." in capsys.readouterr().out
    assert additions.current() is None
    assert run("publish", "--note", "synthetic", "--author", "A") == 0
    now = additions.current()
    assert now is not None
    assert len(now.rows) == 10
    out = tmp_path / f"out.{form}"
    assert run("export", "--out", out, "--lang", "kk") == 0
    capsys.readouterr()
    assert run("import", out, "--lang", "kk") == 0  # all of it is there already
    assert "35" in capsys.readouterr().out
    assert len(open_store(database).submissions(Actor("A", ANALYST), limit=1000)) == 35


def test_what_counts_is_known_though_a_later_version_was_rejected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], database: str
) -> None:
    table = tmp_path / "log.csv"
    table.write_text(as_csv(paper()), encoding="utf-8")
    assert run("import", table) == 0
    accept_all(database)
    store, actor = open_store(database), Actor("Synthetic analyst", ANALYST)
    for one in store.submissions(actor, kinds=["body"], limit=1000):
        assert isinstance(one.content, Body)
        later = store.revise(actor, one.id, one.version, replace(one.content, place="Elsewhere"))
        store.review_submission(actor, one.id, later.version, "rejected", "Made up")
    store.close()
    capsys.readouterr()
    assert run("import", table) == 0
    assert "New: 0." in capsys.readouterr().out


def test_refused_rows_are_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], database: str
) -> None:
    table = tmp_path / "log.csv"
    table.write_text(as_csv(paper()).replace("2025-05-01", "2025-05-32"), encoding="utf-8")
    assert run("import", table) == 1
    out = capsys.readouterr().out
    assert "date: '2025-05-32' must be a day" in out
    assert "Nothing is sent in" in out
    assert not len(open_store(database).submissions(Actor("A", ANALYST)))
    assert run("import", tmp_path / "none.csv") == 1
    assert "cannot be read" in capsys.readouterr().out


def test_an_empty_log_counts_and_publishes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("counts") == 0
    assert capsys.readouterr().out == "no accepted records\n"
    with pytest.raises(PublishError):
        run("publish", "--note", "n")
    with pytest.raises(UserError, match="say what to do"):
        run()


def test_a_template_is_a_workbook(tmp_path: Path) -> None:
    assert run("template", "--lang", "ru", "--out", tmp_path / "t.xlsx") == 0
    assert (tmp_path / "t.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(UserError, match="--out"):
        run("template")
