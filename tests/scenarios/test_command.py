"""`./run scenario`: what is saved can be listed, shown, carried to another store and put away."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.__main__ import main
from scenarios import Scenario, Store, open_store
from scenarios.database import VARIABLE
from tests.scenarios.samples import ANALYST_A, ANALYST_B, made, said


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the command uses: never the user's own."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv(VARIABLE, url)
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def one(kept: Store) -> Scenario:
    return made(kept, name="Арал: synthetic")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["scenario", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["scenario", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_list(kept: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "list") == "no scenarios\n"
    every = [made(kept, mark) for mark in range(3)]
    lines = run(capsys, "list").splitlines()
    assert lines[0].split() == ["id", "version", "changed", "by", "name"]
    assert [line.split()[0] for line in lines[1:]] == [one.id for one in every[::-1]]
    assert run(capsys, "list", "--limit", "2").splitlines()[-1].startswith("... 1 more")
    assert len(run(capsys, "list", "--text", "synthetic 2").splitlines()) == 2
    kept.archive(ANALYST_A, every[0].id, 1)
    assert every[0].id in run(capsys, "list", "--archived")
    assert every[0].id not in run(capsys, "list")


def test_show_and_history(kept: Store, one: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    kept.save(ANALYST_B, one.id, 1, **said(12.5, name="Second name"))
    shown = run(capsys, "show", one.id)
    for part in (
        "Second name",
        f"id: {one.id}, version 2",
        f"by {ANALYST_A.name}",
        f"by {ANALYST_B.name}",
        "  labour 12.5\n",
        "  KZ-10 jobs_a add 2\n",
        "  KZ-15 not rated\n",
        "(method 0.0, data synthetic-1)",
    ):
        assert part in shown
    earlier = run(capsys, "show", one.id, "--version", "1")
    assert earlier.startswith(one.name)
    assert "  labour 33.33\n" in earlier
    assert "has no version 3; the newest is 2" in refused(capsys, "show", one.id, "--version", "3")
    history = run(capsys, "history", one.id).splitlines()
    assert [line.split()[0] for line in history] == ["version", "2", "1"]
    assert history[1].endswith("Second name")


def test_a_file_goes_to_another_store(
    kept: Store,
    one: Scenario,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "one.json"
    assert run(capsys, "export", one.id, "--out", str(path)) == ""
    assert run(capsys, "export", one.id) == run(capsys, "export", one.id, "--output", "-")
    assert run(capsys, "export", one.id) == path.read_text("utf-8")
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    monkeypatch.setenv(VARIABLE, url)
    told = run(capsys, "import", str(path), "--author", "Synthetic colleague")
    other = open_store(url)
    imported = other.get(told.partition(":")[0])
    assert (imported.name, imported.content, imported.scores) == (
        one.name,
        one.content,
        one.scores,
    )
    assert imported.author == "Synthetic colleague"
    claimed = other.event(other.trail().rows[0].id).claimed
    assert claimed is not None
    assert (claimed.id, claimed.author) == (one.id, ANALYST_A.name)
    other.close()


def test_a_long_history_is_exported_whole(
    kept: Store, one: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    for version in range(1, 60):
        kept.save(ANALYST_A, one.id, version, **said(version))
    steps = json.loads(run(capsys, "export", one.id))["origin"]["history"]
    assert [step["version"] for step in steps] == list(range(60, 0, -1))


def test_import_reads_standard_input(
    one: Scenario, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = run(capsys, "export", one.id)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    assert run(capsys, "import", "-").endswith("imported, 'Арал: synthetic'\n")


def test_archive_and_restore(
    kept: Store,
    one: Scenario,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "synthetic-user")
    assert "archived" in run(capsys, "archive", one.id)
    assert kept.get(one.id).archived
    assert "restored" in run(capsys, "restore", one.id, "--author", "Somebody else")
    after = kept.get(one.id)
    assert (after.archived, after.version, after.changed_by) == (False, 3, "Somebody else")
    assert kept.history(one.id).rows[1].actor == "synthetic-user"


@pytest.mark.parametrize("arguments", [["show"], ["history"], ["export"], ["archive"], ["restore"]])
def test_no_such_scenario(
    kept: Store, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *arguments, "nosuchone2") == "there is no scenario 'nosuchone2'\n"


def test_files_that_cannot_be(
    kept: Store, one: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(b"\xff")
    assert refused(capsys, "import", str(path)) == f"{path}: the file is not text in UTF-8\n"
    with path.open("wb") as handle:
        handle.truncate(10**12)  # sparse: it is not read to its end
    assert "1000000 bytes" in refused(capsys, "import", str(path))
    assert refused(capsys, "import", str(tmp_path / "none.json")).endswith(
        "cannot be read: No such file or directory\n"
    )
    assert "cannot be written" in refused(
        capsys,
        "export",
        one.id,
        "--out",
        str(path / "x.json"),  # below a file
    )
    good = tmp_path / "good.json"
    run(capsys, "export", one.id, "--out", str(good))
    assert "the author is empty" in refused(capsys, "import", str(good), "--author", " ")
    assert kept.list().total == 1
    assert sorted(each.name for each in tmp_path.iterdir() if "partial" in each.name) == []


def test_a_user_without_a_name(
    kept: Store,
    one: Scenario,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def nobody() -> str:
        raise OSError("no name")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert "give --author" in refused(capsys, "archive", one.id)
    assert kept.get(one.id) == one


def test_a_database_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}")
    assert refused(capsys, "list").startswith(f"{tmp_path} cannot be opened or written")


def test_no_action(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys).startswith("scenario: say what to do: list, show,")
