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
    out = tmp_path / "not" / "there yet"
    order = ["report", "--document", "workbook", "--lang", "ru", "--out", str(out)]
    assert main([*order, "--weights", "migration:60"]) == 0
    path = out / f"kelisim-workbook-{LAST}-ru-own.xlsx"
    assert capsys.readouterr().out == f"{path}\n"
    assert [found.name for found in out.iterdir()] == [path.name]
    assert main(["verify", str(path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "settings migration:60" in said[0]
    assert said[1] == "identical"

    book = openpyxl.load_workbook(path)
    book["Веса"]["C6"] = 0.99
    book.save(path)
    assert main(["verify", str(path)]) == 1
    assert "Веса!C6: the file says 0.99; found " in capsys.readouterr().out


def test_reports_on_several_regions_in_several_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ["--region", "KZ-31", "--region", "KZ-63", "--lang", "ru", "--lang", "kk"]
    assert main(["report", *named, "--out", str(tmp_path)]) == 0
    paths = [
        tmp_path / f"kelisim-region-{region}-{LAST}-{language}.pdf"
        for language in ("ru", "kk")
        for region in ("KZ-31", "KZ-63")
    ]
    assert capsys.readouterr().out.splitlines() == [str(path) for path in paths]
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    assert main(["verify", str(paths[-1])]) == 0
    assert capsys.readouterr().out.endswith("identical\n")


def test_all_regions_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered = []
    monkeypatch.setattr(  # each takes a fifth of a second, and is tested elsewhere
        "reports.documents.produce_with", lambda _made, _map, order: ordered.append(order) or b"%"
    )
    assert main(["report", "--all", "--out", str(tmp_path)]) == 0
    assert [order.regions for order in ordered] == [(region,) for region in published().regions.ids]
    assert {order.document for order in ordered} == {"region"}
    assert len(list(tmp_path.iterdir())) == len(ordered)


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
        (["--region", "KZ-99"], "there is no region KZ-99; there are: "),
        (["--region", "KZ-31", "--region", "KZ-99"], "there is no region KZ-99; there are: "),
        (["--region", "KZ-31", "--document", "workbook"], "workbook names 0 different regions"),
        (["--document", "region"], "region names 1 different regions; ordered: none"),
        (["--all", "--region", "KZ-31"], "--all and --region exclude each other"),
        (["--region", "KZ-31", "--site", "example.org"], "'example.org' is not a site"),
        (["--all", "--document", "scores"], "--all is for documents of one region"),
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
