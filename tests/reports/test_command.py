"""The commands `report` and `verify`, as they are called."""

from pathlib import Path

import openpyxl
import pytest

from cli.__main__ import main
from tests.assessment.published import published

LAST = published().rated_periods[-1]


def test_a_workbook_is_written_and_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["report", "--document", "workbook", "--lang", "ru", "--out", str(tmp_path)]
    assert main([*order, "--weights", "migration:60"]) == 0
    path = tmp_path / f"kelisim-workbook-{LAST}-ru-own.xlsx"
    assert capsys.readouterr().out == f"{path}\n"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    assert main(["verify", str(path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "settings migration:60" in said[0]
    assert said[1] == "identical"

    book = openpyxl.load_workbook(path)
    book["Веса"]["C6"] = 0.99
    book.save(path)
    assert main(["verify", str(path)]) == 1
    assert "Веса!C6: the file says 0.99; found " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--document", "poem"], "there is no document 'poem'; there are: "),
        (["--document", "workbook", "--format", "pdf"], "has no format 'pdf'"),
        (["--document", "workbook", "--lang", "de"], "there is no language 'de'"),
        (["--document", "workbook", "--period", "1999"], "no region is rated in 1999"),
        (["--document", "workbook", "--period", "x"], "'x' is not a year of four digits"),
        (["--document", "workbook", "--weights", "a:1"], "--weights: there is no 'a'"),
        (["--document", "workbook", "--scenario", "a", "--weights", "b:1"], "exclude each other"),
        (["--document", "workbook", "--scenario", "aaaaaaaaaa"], "aaaaaaaaaa"),
        (["--document", "workbook", "--out", "/dev/null/x"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_file_that_is_none_of_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.pdf"
    for content in (None, b"hello"):
        if content is not None:
            path.write_bytes(content)
        assert main(["verify", str(path)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
