"""`./run refresh`, from its arguments to its table; and the example of the documentation."""

import argparse
import csv
import hashlib
import json
import logging
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from cli import UserError
from cli import refresh as command
from cli.__main__ import main
from indicators.additions import read_current
from indicators.layout import OBSERVATION_COLUMNS
from indicators.observations import DATA
from intake.sources.client import Client
from intake.sources.faults import ShapeError, SourceError
from intake.sources.refresh import refresh
from intake.sources.spec import parse_spec
from tests.conftest import ROOT
from tests.intake.sources import shapes
from tests.intake.sources.conftest import Sleeper
from tests.intake.sources.server import Reply, Source

WB = "/v2/country/KAZ/indicator/FP.CPI.TOTL.ZG"
CODE, SERIES = "FP.CPI.TOTL.ZG", "cpi_inflation_annual_avg"


@pytest.fixture
def run(source: Source, sleeper: Sleeper, tmp_path: Path):
    def call(*words: str, base: str | None = None) -> int:
        parser = argparse.ArgumentParser()
        command.add(parser.add_subparsers())
        args = parser.parse_args(["refresh", *words, "--base-url", base or source.url])
        args.workspace, args.clock = tmp_path / "workspace", sleeper.clock()
        return int(args.func(args))

    return call


def fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in DATA.rglob("*") if path.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def test_a_dry_run_shows_and_writes_nothing(run, source: Source, tmp_path: Path, capsys) -> None:
    before = fingerprint()
    body = shapes.worldbank(CODE, [("2024", "8.69"), ("2023", "14.6"), ("1999", "8.2")])
    source.routes[WB] = Reply(body)
    assert run("--source", "worldbank", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "new 1, changed 1, unchanged 1, refused 0" in out
    assert "cpi_inflation_annual_avg KZ current 2023: 14.53 → 14.6 (was: worldbank)" in out
    assert "cpi_inflation_annual_avg KZ current 1999: 8.2" in out
    assert not (tmp_path / "workspace" / "refresh").exists()
    assert fingerprint() == before


def test_the_table_holds_what_is_new_or_changed_and_data_stays(
    run, source: Source, tmp_path: Path, capsys
) -> None:
    before = fingerprint()
    source.routes[WB] = Reply(
        shapes.worldbank(CODE, [("2024", "8.69"), ("2023", "14.6"), ("1999", "8.2")])
    )
    assert run("--source", "worldbank") == 0
    (path,) = (tmp_path / "workspace" / "refresh").iterdir()
    assert f"run load {path}" in capsys.readouterr().out
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == list(OBSERVATION_COLUMNS)
    assert [(row["period"], row["value"]) for row in rows] == [("1999", "8.2"), ("2023", "14.6")]
    assert fingerprint() == before


def test_the_table_passes_the_packages_own_checks(run, source: Source, tmp_path: Path) -> None:
    source.routes[WB] = Reply(shapes.worldbank(CODE, [("1999", "8.2")]))
    table = tmp_path / "new.csv"
    assert run("--source", "worldbank", "--out", str(table)) == 0
    assert main(["validate", str(table)]) == 0


def test_what_a_source_gave_is_loaded_and_then_known(
    run, source: Source, tmp_path: Path, capsys
) -> None:
    """From the source's answer by `./run refresh` and `./run load` into the figures that count."""
    before, table = fingerprint(), tmp_path / "new.csv"
    source.routes[WB] = Reply(
        shapes.worldbank(CODE, [("2024", "8.69"), ("2023", "14.6"), ("1999", "8.2")])
    )
    asked = ("--source", "worldbank", "--out", str(table), "--fresh")
    assert run(*asked) == 0
    capsys.readouterr()
    assert main(["load", str(table)]) == 0
    out = capsys.readouterr().out
    assert "New: 1. Changed: 1. Unchanged: 0. Refused: 0." in out
    assert "no score of any region or year changes" in out  # inflation is shown, not scored
    words = ("--confirm", "--note", "Inflation", "--source", "worldbank", "--author", "A")
    assert main(["load", str(table), *words]) == 0
    held = read_current().at(SERIES, "KZ", "current", "2023")
    assert held is not None
    assert (held.value, held.source) == (14.6, "worldbank")
    assert held.detail.startswith("worldbank ")
    # What was loaded counts: it is not new any more, and a later answer is held against it.
    capsys.readouterr()
    table.unlink()
    assert run(*asked) == 0
    assert "new 0, changed 0, unchanged 3, refused 0" in capsys.readouterr().out
    assert not table.exists()
    source.routes[WB] = Reply(shapes.worldbank(CODE, [("2023", "14.7")]))
    assert run(*asked) == 0
    assert "2023: 14.6 → 14.7 (was: worldbank)" in capsys.readouterr().out
    assert main(["load", "--undo", "--author", "A"]) == 0
    assert run("--source", "worldbank", "--dry-run", "--fresh") == 0
    assert "2023: 14.53 → 14.7" in capsys.readouterr().out
    assert fingerprint() == before


def test_nothing_new_writes_no_table(run, source: Source, tmp_path: Path, capsys) -> None:
    source.routes[WB] = Reply(shapes.worldbank(CODE, [("2024", "8.69")]))
    assert run("--source", "worldbank", "--out", str(tmp_path / "new.csv")) == 0
    assert "Nothing to load" in capsys.readouterr().out
    assert not (tmp_path / "new.csv").exists()


def test_a_table_that_cannot_be_written_is_one_line(run, source: Source, tmp_path: Path) -> None:
    source.routes[WB] = Reply(shapes.worldbank(CODE, [("1999", "8.2")]))
    (tmp_path / "file").write_text("no folder")
    for out in (tmp_path / "file" / "new.csv", tmp_path):
        with pytest.raises(UserError, match="cannot be"):
            run("--source", "worldbank", "--out", str(out))


def test_another_unit_stops(run, source: Source, tmp_path: Path) -> None:
    given = [(year, str(Decimal(value) / 100)) for _, year, value in shapes.package(SERIES)]
    source.routes[WB] = Reply(shapes.worldbank(CODE, given))
    with pytest.raises(ShapeError, match="is the unit another") as raised:
        run("--source", "worldbank", "--out", str(tmp_path / "new.csv"))
    assert "about 0.01 times as much" in raised.value.user_message
    assert not (tmp_path / "new.csv").exists()


def test_refused_figures_are_an_exit_code(run, source: Source, capsys) -> None:
    year = str(datetime.now(UTC).year)
    source.routes[WB] = Reply(
        shapes.worldbank(CODE, [("2024", "8.69"), (year, "9"), ("1998", "999")])
    )
    assert run("--source", "worldbank", "--dry-run") == 1
    out = capsys.readouterr().out
    assert f"{year}: the period is not over" in out
    assert "cpi_inflation_annual_avg KZ 1998" in out


def test_a_second_run_asks_nobody_unless_it_is_told_to(run, source: Source, capsys) -> None:
    source.routes[WB] = Reply(shapes.worldbank(CODE, [("2024", "8.69")]))
    for words, asked in (((), 1), ((), 1), (("--fresh",), 2)):
        run("--source", "worldbank", "--dry-run", *words)
        assert len(source.asked) == asked
    assert "(0 requests, 1 kept answers)" in capsys.readouterr().out


def test_counts_stand_beside_our_log(
    run, source: Source, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KELISIM_UCDP_TOKEN", "token-of-ucdp")
    source.routes["/api/gedevents/25.1"] = Reply(
        shapes.ucdp_page(
            [shapes.ucdp_event(1, date_start="2020-02-07", latitude=42.9, longitude=75.1)], 1
        )
    )
    table = tmp_path / "counts.csv"
    assert run("--source", "ucdp", "--out", str(table)) == 0
    lines = {
        tuple(line.split()[:2]): line.split()[2:] for line in capsys.readouterr().out.splitlines()
    }
    # Korday, February 2020: in the log of incidents, Zhambyl Region.
    events, deaths, ours = lines["KZ-31", "2020"]
    assert (events, deaths) == ("1", "3")
    assert int(ours) >= 1
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["region"] for row in rows} == {"KZ", "KZ-31"}
    assert all("accessed" in row["attribution"] for row in rows)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name the source"),
        (("--source", "worldbank", "--series", "poverty_share"), "worldbank has no series"),
        (("--source", "ucdp", "--series", "poverty_share"), "it gives counts"),
    ],
)
def test_wrong_arguments_are_one_line(run, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(UserError, match=message) as raised:
        run(*words)
    assert "\n" not in raised.value.user_message


@pytest.mark.parametrize(
    "url", ["http://example.org", "ftp://127.0.0.1", "example.org", "https://"]
)
def test_keys_go_over_no_open_line(run, url: str) -> None:
    with pytest.raises(UserError, match="must begin with https"):
        run("--source", "worldbank", base=url)


def test_without_a_key_nobody_is_asked(
    run, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KELISIM_UCDP_TOKEN", raising=False)
    with pytest.raises(SourceError, match="set KELISIM_UCDP_TOKEN in the environment"):
        run("--source", "ucdp")
    assert source.asked == []


def test_no_key_in_output_log_or_files(
    run,
    source: Source,
    tmp_path: Path,
    capsys,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    keys = {"KELISIM_ACLED_USER": "somebody@example.org", "KELISIM_ACLED_PASSWORD": "pa ss/word-77"}
    for name, text in keys.items():
        monkeypatch.setenv(name, text)
    source.routes["/oauth/token"] = Reply(json.dumps({"access_token": "bearer-abc-123"}))
    source.routes["/api/acled/read"] = lambda asked: Reply(
        shapes.acled_page([shapes.acled_row("KAZ1")] if asked.query["page"] == "1" else [])
    )
    assert run("--source", "acled", "--out", str(tmp_path / "counts.csv")) == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["counts.csv"]
    written = capsys.readouterr().out + caplog.text + files[0].read_text()
    for secret in (*keys.values(), "bearer-abc-123", "pa+ss%2Fword-77", "somebody%40"):
        assert secret not in written


# ---------------------------------------------------------------- who may come here


def test_the_app_does_not_know_live_sources() -> None:
    folders = ("views", "assessment", "reports", "methodology", "scenarios", "exchange")
    paths = [ROOT / "app.py", *(path for f in folders for path in (ROOT / f).rglob("*.py"))]
    mention = re.compile(r"intake\.sources|from intake import .*\bsources\b")
    assert [path.name for path in paths if mention.search(path.read_text(encoding="utf-8"))] == []
    assert len(paths) > 100


# ---------------------------------------------------------------- the documentation


def blocks(language: str) -> list[str]:
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def example() -> ModuleType:
    module = ModuleType("examples")
    (code,) = blocks("python")
    exec(compile(code, "docs/sources.md", "exec"), module.__dict__)
    return module


def ask_example(source: Source, sleeper: Sleeper, body: object):
    (yaml,) = blocks("yaml")
    source.routes["/v1/poverty.json"] = Reply(json.dumps(body))
    spec = parse_spec(yaml, "examples")
    with Client(spec.id, source.url, every=spec.every, clock=sleeper.clock()) as client:
        return refresh(spec, client, date(2026, 11, 28), example())  # type: ignore[arg-type]


def test_a_source_is_added_in_fewer_than_30_lines() -> None:
    """Adapter and declaration together, blank lines apart."""
    (code,), (yaml,) = blocks("python"), blocks("yaml")
    assert len([line for line in (code + yaml).splitlines() if line.strip()]) < 30


def test_the_documented_adapter_works(source: Source, sleeper: Sleeper) -> None:
    body = {"KZ": {"2024": "5,4", "2025": "x"}, "KZ-61": {"2024": 7.1}, "KZ-63": {"2020": "4"}}
    rows = ask_example(source, sleeper, body).checked.rows
    assert [(row.region, row.borders, row.period, row.value) for row in rows] == [
        ("KZ", "current", "2024", "5.4"),
        ("KZ-61", "current", "2024", "7.1"),
        ("KZ-63", "pre2022", "2020", "4"),
    ]


def test_the_documented_adapter_stops_for_another_shape(source: Source, sleeper: Sleeper) -> None:
    with pytest.raises(ShapeError, match="examples: expected"):
        ask_example(source, sleeper, [])
