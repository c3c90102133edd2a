"""`./run ledger`: the same ledger as text, CSV and JSON, and one line for what cannot be."""

import csv
import io
import json
from pathlib import Path

import pytest

from assessment.ledger import compare, current
from assessment.vintages import release_of
from cli.__main__ import main
from i18n import number, translator
from scoring.ledger import STEPS
from tests.assessment.published import published

YEARS = published().rated_periods[-2:]
MADE = compare(current(published(), YEARS[0]), current(published(), YEARS[1])).ledger
SIDES = ["--from", f"current@{YEARS[0]}", "--to", f"current@{YEARS[1]}"]


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The assessment is made once for all of these tests."""
    monkeypatch.setattr("assessment.assess", published)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["ledger", *SIDES, *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_text_has_every_region_in_the_language(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "--lang", lang)
    lines = text.splitlines()
    _ = translator(lang)
    assert all(_(name) in text for name in ("Real change", "Figures revised", "Method changed"))
    for r, region in enumerate(MADE.regions):
        name = published().regions.get(region).names.get(lang)
        (line,) = [line for line in lines if line.startswith(f"{name}  ")]
        assert number(MADE.before[r], lang, 2) in line
        assert number(MADE.after[r], lang, 2) in line
    assert published().observations.version in lines[0]


def test_one_region_goes_down_to_the_indicators(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "--region", "KZ-31")
    names = [published().registry.cards[key.indicator].name.en for key in MADE.indicators]
    assert all(name in text for name in names)
    assert "Method changed" in text


def test_csv_and_json_hold_the_exact_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ledger.csv"
    assert said(capsys, "--format", "csv", "--out", str(out)) == ""
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    index = {row["region"]: row for row in rows if row["level"] == "index"}
    for r, region in enumerate(MADE.regions):
        for step in STEPS:
            assert float(index[region][step]) == getattr(MADE, step).points[r]
    one = json.loads(said(capsys, "--format", "json", "--region", "KZ-31"))
    parts = sum(row["real"] or 0 for row in one if row["level"] != "index")
    assert parts == pytest.approx(one[0]["real"], abs=1e-9)
    assert (one[0]["from_period"], one[0]["to_period"]) == YEARS


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--region", "KZ-99"], "ledger: no region 'KZ-99'; there are: KZ-10, "),
        (["--from", "1999.01"], "there is no release '1999.01'; there are: "),
        (["--to", "current@1999"], "has no scores of '1999'; it has: 2016, "),
    ],
)
def test_what_is_not_there_gets_one_line(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", *words]) == 2
    error = capsys.readouterr().err
    assert line in error
    assert error.count("\n") == 1


def test_a_damaged_kept_release_gets_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"{release_of(published()).name}.json.xz"
    (tmp_path / name).write_bytes(b"xz")
    monkeypatch.setattr("assessment.vintages.FOLDER", tmp_path)
    assert main(["ledger"]) == 2
    assert capsys.readouterr().err == f"{name}: ends too early or is too large\n"
