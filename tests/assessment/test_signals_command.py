"""`./run signals`: what it prints can be read back, and a wrong argument gets one line."""

import io
import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from cli.__main__ import main
from i18n import number
from tests.assessment.published import published
from tests.assessment.signals_published import published_signals

FOUND = published_signals()


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessment.assess", published)


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["signals", *arguments]) == 0
    return capsys.readouterr().out


def test_the_csv_holds_every_alert_unrounded(capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.read_csv(io.StringIO(out(capsys, "--all", "--format", "csv")))
    assert table["alert"].tolist() == [alert.id for alert in FOUND.alerts]
    for row, alert in zip(table.to_dict(orient="records"), FOUND.alerts, strict=True):
        assert (row["value"], row["p"], row["q"]) == (alert.value, alert.p, alert.q)
        assert row["rules"].split() == list(alert.rules)
        assert row["current"] == (alert in FOUND.current)
    assert set(table["data_version"]) == {published().observations.version}
    assert table.loc[table["stream"] == "recorded_incidents", "z"].isna().all()


def test_the_table_says_what_chance_gives(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "--lang", "kk")
    first, *rows = text.splitlines()
    assert number(FOUND.expected_false_alarms, "kk", 1) in first
    assert len(rows) == 2 + len(FOUND.current)
    assert "Атырау облысы" in text


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("--period", "2025-Q3"), {"relative_income.KZ-23.2025-Q3"}),
        (("--period", "2021", "--region", "KZ-75"), {"net_migration.KZ-75.2021"}),
        (
            ("--all", "--stream", "recorded_incidents"),
            {"recorded_incidents.KZ-47.2011", "recorded_incidents.KZ-47.2023"},
        ),
        (("--period", "2004"), set()),
    ],
)
def test_a_choice_of_alerts(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], wanted: set[str]
) -> None:
    rows = json.loads(out(capsys, *arguments, "--format", "json"))
    assert {row["alert"] for row in rows} == wanted


def test_a_year_holds_its_quarters(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(out(capsys, "--period", "2025", "--format", "json"))
    assert {row["period"] for row in rows} == {"2025", "2025-Q1", "2025-Q3"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--period", "2099"), "no stream has a period '2099'; there are years from 2004 to 2025"),
        (("--stream", "rain"), "no stream 'rain'; there are: grain_yield"),
        (("--region", "KZ-99"), "no region 'KZ-99'; there are: KZ-10"),
        (("--all", "--period", "2021"), "not allowed with"),
    ],
)
def test_a_wrong_argument_gets_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        sys.exit(main(["signals", *arguments]))
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_it_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "alerts.csv"
    assert out(capsys, "--format", "csv", "--out", str(path)) == ""
    assert len(pd.read_csv(path)) == len(FOUND.current)
