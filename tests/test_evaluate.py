"""`./run evaluate`: what it prints in each form, and one line for what is wrong."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest

from cli.__main__ import main
from cli.evaluate import TABLES
from indicators.protocol import load_protocol
from reports.validation import ValidationWords
from reports.wording import Wording
from tests.assessment.published import published
from tests.assessment.validated import validated

HASH = load_protocol().sha256


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's own assessment is the one that other tests have made."""
    monkeypatch.setattr("assessment.assess", published)
    monkeypatch.setattr("assessment.evaluation.evaluate", lambda _made: validated())


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_text_says_the_conclusion_first(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--lang", language]) == 0
    out = capsys.readouterr().out
    say = ValidationWords(Wording(published(), language), validated())
    assert out.startswith(say.conclusion())
    assert HASH in out
    for contender in validated().contenders:
        assert say.name(contender) in out


def test_json_has_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert tuple(content) == TABLES
    assert content["auc"][0]["auc_within_years"] == validated().main.auc
    assert content["incidents"][0]["score"] is None  # 2016: the index had not begun
    assert {row["protocol_sha256"] for rows in content.values() for row in rows} == {HASH}


def test_csv_reads_back_as_the_same_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--format", "csv"]) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert table["logit_low"][0] == validated().main.low
    path = tmp_path / "incidents.csv"
    options = ["--format", "csv", "--table", "incidents", "--lang", "kk", "--out", str(path)]
    assert main(["evaluate", *options]) == 0
    incidents = pd.read_csv(path)
    assert len(incidents) == len(validated().before)
    assert {"score", "class", "rank", "rank_best", "rank_worst", "signals"} <= set(incidents)


def test_a_table_needs_a_form_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--table", "auc"]) == 2
    assert capsys.readouterr().err == "evaluate: --table needs --format csv or --format json\n"
