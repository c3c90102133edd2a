"""`./run score` and `./run methodology`."""

import csv
import io
import json
import math
from pathlib import Path

import pytest

import assessment as package
from assessment.table import score_table
from cli.__main__ import main
from methodology import Document
from tests.assessment.published import published


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "assess", published)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    printed = capsys.readouterr()
    assert not printed.err
    return printed.out


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert printed.err.count("\n") == 1
    return printed.err


def test_csv_reads_back_as_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "score", "--period", "2024", "--format", "csv")
    assert "\r" not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    table = score_table(published(), 2024)
    assert list(rows[0]) == list(table.columns)
    assert len(rows) == len(table) == 20
    for name in table.columns:
        if table[name].dtype == float:
            read = [float(row[name] or "nan") for row in rows]
            for found, wanted in zip(read, table[name], strict=True):
                assert found == wanted or (math.isnan(found) and math.isnan(wanted))


def test_json_reads_back_as_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(answer(capsys, "score", "--period", "2024", "--format", "json"))
    table = score_table(published(), 2024)
    for row, (_, wanted) in zip(rows, table.iterrows(), strict=True):
        assert row["score"] == wanted["score"]
        assert row["rank"] == wanted["rank"]
        assert row["class"] == wanted["class"]
    assert any(row["pillar_mediation_capacity"] is None for row in rows)


@pytest.mark.parametrize(
    ("lang", "name", "cls"),
    [("en", "Turkistan Region", "high"), ("ru", "Туркестанская область", "высокий")],
)
def test_table_is_rounded_and_speaks_the_language(
    capsys: pytest.CaptureFixture[str], lang: str, name: str, cls: str
) -> None:
    lines = answer(capsys, "score", "--lang", lang).splitlines()
    assert lines[0].startswith(f"{published().rated_periods[-1]} (method ")
    row = next(line for line in lines if name in line)
    assert cls in row
    assert len(lines) == 3 + 20
    assert not [word for line in lines[3:] for word in line.split() if len(word) > 30]


def test_the_latest_year_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    latest = str(published().rated_periods[-1])
    assert answer(capsys, "score", "--format", "csv") == answer(
        capsys, "score", "--format", "csv", "--period", latest
    )


@pytest.mark.parametrize("period", ["1999", "2O24", "", "2024.0"])
def test_unknown_period_names_the_allowed_ones(
    capsys: pytest.CaptureFixture[str], period: str
) -> None:
    error = refusal(capsys, "score", "--period", period)
    assert repr(period) in error
    assert all(str(year) in error for year in published().rated_periods)


def test_out_writes_what_would_be_printed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "scores.csv"
    printed = answer(capsys, "score", "--format", "csv", "--lang", "kk")
    assert answer(capsys, "score", "--format", "csv", "--lang", "kk", "--out", str(path)) == ""
    assert path.read_bytes() == printed.encode("utf-8")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("command", ["score", "methodology"])
def test_a_file_that_cannot_be_written_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    (tmp_path / "a file").touch()
    path = tmp_path / "a file" / "out"
    assert "cannot be written" in refusal(capsys, command, "--out", str(path))


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_methodology_prints_the_document(
    capsys: pytest.CaptureFixture[str], documents: dict[str, Document], lang: str
) -> None:
    assert answer(capsys, "methodology", "--lang", lang) == documents[lang].markdown()


def test_one_section(capsys: pytest.CaptureFixture[str], documents: dict[str, Document]) -> None:
    text = answer(capsys, "methodology", "--section", "limits", "--lang", "ru")
    section = documents["ru"].section("limits")
    assert text == f"## {section.title}\n\n{section.markdown}\n"


def test_list_names_every_section(
    capsys: pytest.CaptureFixture[str], documents: dict[str, Document]
) -> None:
    lines = answer(capsys, "methodology", "--list").splitlines()
    assert [line.split()[0] for line in lines] == [s.id for s in documents["en"].sections]


def test_unknown_section_names_the_known_ones(
    capsys: pytest.CaptureFixture[str], documents: dict[str, Document]
) -> None:
    error = refusal(capsys, "methodology", "--section", "limit")
    assert "'limit'" in error
    assert all(section.id in error for section in documents["en"].sections)
