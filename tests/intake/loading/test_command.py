"""The command: template, difference, confirmation, list, undo."""

import argparse
import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from cli import UserError, load
from geodata.regions import load_regions
from i18n import translator
from indicators import additions
from intake.loading.vintages import LoadError
from reports.load_template import TemplateError
from tests.intake.loading.tables import good, text


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    load.add(parser.add_subparsers())
    args = parser.parse_args(["load", *map(str, words)])
    return int(args.func(args))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_template_is_filled_in_and_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    file = tmp_path / "t.xlsx"
    asked = ("--indicators", "poverty_share", "--period", "2023-Q3,2024", "--regions", "KZ,KZ-11")
    assert run("--template", *asked, "--lang", language, "--out", file) == 0
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[2].value for row in rows] == ["KZ", "KZ", "KZ-11", "KZ-11"]
    # The value held stands beside: 2023-Q3 is there, 2024 is not.
    assert [row[6].value is None for row in rows] == [False, True, False, True]
    assert {row[9].value for row in rows} == {"0 … 100"}
    rows[1][7].value, rows[3][7].value = 5.3, 4
    rows[3][10].value = "table 2, row 3"
    book.save(file)
    words = ("--note", "Poverty", "--source", "bns_taldau", "--author", "A", "--lang", language)
    assert run(file, "--confirm", *words) == 0
    held = additions.read_current()
    nation = held.at("poverty_share", "KZ", "current", "2024")
    region = held.at("poverty_share", "KZ-11", "current", "2024")
    assert nation is not None
    assert region is not None
    assert (nation.value, nation.detail) == (5.3, "t.xlsx, 3")
    assert (region.value, region.detail, region.status) == (4.0, "table 2, row 3", "official")
    assert capsys.readouterr().out.count("t.xlsx") == 0


def test_a_card_stands_for_the_series_of_its_formula(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    asked = ("--indicators", "recorded_crime", "--period", "2024", "--regions", "KZ-11")
    assert run("--template", *asked, "--out", file) == 0
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert len({row[0].value for row in sheet.iter_rows(min_row=2)}) == 2


def test_the_difference_is_shown_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], figures: Path
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text([*good(), ("poverty_share", "KZ", "2020", "9", "percent")]))
    assert run(file) == 0
    out = capsys.readouterr().out
    assert "row 12: poverty_share KZ 2020: 5.3 becomes 9 percent" in out
    assert "New: 10. Changed: 1. Unchanged: 0. Refused: 0." in out
    assert run(file, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["what"] for row in rows] == ["new"] * 10 + ["changed"]
    assert not figures.exists()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_would_happen_to_the_scores_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], figures: Path, language: str
) -> None:
    file = tmp_path / "t.csv"
    rows = [
        ("poverty_share", "KZ-10", "2024", "2.2", "percent"),
        ("poverty_share", "KZ-10", "2026-Q1", "5", "percent"),
    ]
    file.write_text(text(rows))
    assert run(file, "--lang", language) == 0
    out = capsys.readouterr().out
    name = load_regions().get("KZ-10").names.get(language)
    assert re.search(rf"  2025: {name}: [0-9.,]+ → [0-9.,]+", out, re.IGNORECASE)
    later = translator(language)(
        "Of years after {year}, in which the index ends: {count}. They are kept and shown, and "
        "move no score."
    )
    assert f"  {later.format(year=2025, count=1)}" in out.splitlines()
    file.write_text(text(rows[1:]))
    assert run(file, "--lang", language) == 0
    none = translator(language)(
        "If you take this table over, no score of any region or year changes."
    )
    assert none in capsys.readouterr().out
    assert not figures.exists()


def test_a_refusal_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text([*good(), ("poverty_share", "KZ-79", "2024", "=HYPERLINK(1)", "percent")]))
    assert run(file, "--confirm", "--note", "N", "--source", "bns_taldau") == 1
    assert 't.csv:12  value "=HYPERLINK(1)"' in capsys.readouterr().out
    assert run(file, "--format", "csv") == 1
    assert "'=HYPERLINK(1)" in capsys.readouterr().out
    assert additions.current() is None


def test_what_was_loaded_is_listed_and_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text(good()))
    words = ("--note", "Poverty\nof 2024", "--source", "bns_taldau", "--author", "Айгүл")
    assert run(file, "--confirm", *words) == 0
    made = additions.current()
    assert made is not None
    assert run("--list") == 0
    out = capsys.readouterr().out
    assert f"what counts: {made.id}, 10 figures" in out
    assert "t.csv: 10 new, 0 changed; source bns_taldau; Айгүл: Poverty of 2024" in out
    assert run("--undo", "--author", "B") == 0
    assert run("--use", made.id, "--author", "B") == 0
    assert additions.current() == made
    assert run("--use", "base", "--author", "B") == 0
    assert run("--list") == 0
    assert capsys.readouterr().out.endswith("what counts: data/ alone\n")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ((), UserError),
        (("x.csv", "--undo"), UserError),
        (("--undo",), LoadError),
        (("--use", "0123"), LoadError),
        (("--template", "--indicators", "poverty_share", "--period", "2024"), UserError),
        (("--template", "--out", "x.xlsx"), TemplateError),
        (("--template", "--indicators", "no", "--period", "1", "--out", "x"), TemplateError),
        (
            ("--template", "--indicators", "field_completeness", "--period", "2024", "--out", "x"),
            TemplateError,
        ),
        (
            ("--template", "--indicators", "poverty_share", "--period", "x", "--out", "x"),
            TemplateError,
        ),
    ],
)
def test_a_wrong_question_is_answered_in_one_line(
    words: tuple[str, ...], error: type[Exception]
) -> None:
    with pytest.raises(error) as found:
        run(*words)
    assert "\n" not in getattr(found.value, "user_message")  # noqa: B009 - of several classes


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.csv") == 1
    assert "The file cannot be read: No such file or directory." in capsys.readouterr().out
