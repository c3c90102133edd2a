"""A table is read in whatever form it comes, and what is wrong in it is told with its place."""

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from intake.loading import blocks, keys, sheets, tables
from intake.loading import preview as previews
from intake.loading.known import Known
from intake.loading.rows import Reader, plain_number
from intake.loading.sound import Rows
from tests.intake.loading.tables import HEADER, good, look, reasons, sheet, text

RUSSIAN = ("Показатель", "Регион", "Год", "Значение", "Единица измерения")
KAZAKH = ("Көрсеткіш", "Өңір", "Кезең", "Мән", "Бірлік")


def with_commas(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(*row[:3], row[3].replace(".", ","), "%") for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_form_of_text_gives_the_same(
    tmp_path: Path, base: Known, encoding: str, separator: str, end: str
) -> None:
    plain = look(tmp_path, base, text(good()))
    table = text(with_commas(good()), RUSSIAN, separator=separator, end=end)
    found = look(tmp_path, base, table.encode(encoding))
    assert not found.faults
    assert found.changes == plain.changes
    assert (found.new, found.read) == (10, 10)


def test_a_workbook_gives_the_same(tmp_path: Path, base: Known) -> None:
    rows = [(*row[:2], 2024, float(row[3]), row[4]) for row in good()]
    found = look(tmp_path, base, sheet(rows, KAZAKH), "t.xlsx")
    assert not found.faults
    assert found.changes == look(tmp_path, base, text(good())).changes


def test_names_stand_for_ids(tmp_path: Path, base: Known) -> None:
    name = base.series["poverty_share"].name
    rows = [(name.ru, "Алматы", "2024", "4", "%"), (name.kk, "KZ-71", "2024", "4", "percent")]
    assert "Алматы".casefold() in base.regions_by_name
    found = look(tmp_path, base, text(rows))
    assert not found.faults
    assert [change.cells[:2] for change in found.changes] == [
        ("poverty_share", "KZ-75"),
        ("poverty_share", "KZ-71"),
    ]


def test_the_difference_is_new_changed_and_unchanged(tmp_path: Path, base: Known) -> None:
    # In data/observations/poverty.csv: KZ, 2020 is 5.3.
    rows = [
        ("poverty_share", "KZ", "2020", "5.30", "percent"),
        ("poverty_share", "KZ", "2021-Q1", "4.6", "percent"),
        ("poverty_share", "KZ", "2024", "5", "percent"),
        ("poverty_share", "KZ-10", "2024", "", "percent"),
    ]
    found = look(tmp_path, base, text(rows))
    assert (found.unchanged, found.changed, found.new, found.empty) == (1, 1, 1, 1)
    assert [(change.row, change.old) for change in found.changes] == [(3, "4.5"), (4, "")]
    assert found.may_be_taken


FAULTY = {
    "unknown_series": (("no_such", "KZ", "2024", "5", "percent"), "indicator"),
    "collected": (("field_cases", "KZ-79", "2024", "5", "cases"), "indicator"),
    "unknown_region": (("poverty_share", "KZ-99", "2024", "5", "percent"), "region"),
    "unit": (("poverty_share", "KZ-79", "2024", "5", "tonnes"), "unit"),
    "range": (("poverty_share", "KZ-79", "2024", "101", "percent"), "value"),
    "text_in_number": (("poverty_share", "KZ-79", "2024", "five", "percent"), "value"),
    "future": (("poverty_share", "KZ-79", "2101", "5", "percent"), "period"),
    "period": (("poverty_share", "KZ-79", "last year", "5", "percent"), "period"),
    "group_share": (("share_ethnic_x", "KZ-79", "2024", "5", "percent"), "indicator"),
    "formula": (("poverty_share", "KZ-79", "2024", "=2+3", "percent"), "value"),
    "missing": (("poverty_share", "KZ-79", "", "5", "percent"), "period"),
    "duplicate": (("poverty_share", "KZ-10", "2024", "5", "percent"), "period"),
}


@pytest.mark.parametrize("code", FAULTY)
@pytest.mark.parametrize("kind", ["t.csv", "t.xlsx"])
def test_each_fault_is_told_with_row_and_column(
    tmp_path: Path, base: Known, code: str, kind: str
) -> None:
    row, column = FAULTY[code]
    rows = [*good(), row]
    found = look(tmp_path, base, text(rows) if kind == "t.csv" else sheet(rows), kind)
    assert reasons(found) == [(code, 12, column)]
    assert (found.refused, found.read, found.new) == (1, 11, 10)
    assert not found.may_be_taken
    if code == "duplicate":
        assert found.faults[0].other == f"{kind}:3"


def test_a_future_period_is_one_that_has_not_begun(tmp_path: Path, base: Known) -> None:
    known = replace(base, today=date(2024, 1, 1))
    assert look(tmp_path, known, text(good("2024"))).may_be_taken
    known = replace(base, today=date(2023, 12, 31))
    assert {code for code, _, _ in reasons(look(tmp_path, known, text(good("2024"))))} == {"future"}


def test_a_sum_that_does_not_fit_is_told_at_the_row_that_makes_it(
    tmp_path: Path, base: Known
) -> None:
    rows = [("population_jan1", "KZ-10", "2025-01-01", "5", "persons")]
    ((code, row, column),) = reasons(look(tmp_path, base, text(rows)))
    assert (code, row, column) == ("sum", 2, "value")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (HEADER[:4], "column_missing"),
        ((*HEADER, "colour"), "column_unknown"),
        ((*HEADER, "Доля этнических групп"), "group_share"),
        ((*HEADER, "год"), "column_repeated"),
    ],
)
def test_a_header_is_refused(
    tmp_path: Path, base: Known, header: tuple[str, ...], code: str
) -> None:
    rows = [tuple(["x"] * len(header))]
    assert [(c, row) for c, row, _ in reasons(look(tmp_path, base, text(rows, header)))] == [
        (code, 1)
    ]


def packed(**members: bytes) -> bytes:
    held = BytesIO(sheet(good()))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.xlsm", b"PK\3\4", "macros"),
        ("t.xlsx", packed(**{"xl/vbaProject.bin": b"x"}), "macros"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "encrypted"),
        ("t.xlsx", packed(**{"xl/extra.xml": b"<!DOCTYPE x>"}), "unreadable"),
        ("t.xlsx", b"PK\3\4 and no more", "unreadable"),
        ("t.xlsx", b"indicator,region", "file_kind"),
        ("t.csv", sheet(good()), "file_kind"),
        ("t.exe", b"MZ", "file_kind"),
        ("t.csv", b"", "empty_file"),
        ("t.csv", b"a\0b", "encoding"),
        ("t.csv", text(good()).encode() + b"\x98\xff", "encoding"),
        ("t.csv", text(good()).encode() + b'"open', "quoting"),
        ("t.csv", text([]).encode(), "empty_file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(
    tmp_path: Path, base: Known, name: str, content: bytes, code: str
) -> None:
    (fault,) = look(tmp_path, base, content, name).faults
    assert fault.code == code
    assert fault.message()
    assert fault.rule()


def test_limits_are_kept(tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 9)
    assert reasons(look(tmp_path, base, text(good())))[0][0] == "many_rows"
    monkeypatch.setattr(tables, "MAX_ROWS", 10)
    assert look(tmp_path, base, text(good())).may_be_taken
    monkeypatch.setattr(previews, "MAX_CHANGES", 9)
    found = look(tmp_path, base, text(good()))
    assert reasons(found)[0][0] == "many_changes"
    assert not found.changes
    monkeypatch.setattr(tables, "MAX_BYTES", 20)
    assert reasons(look(tmp_path, base, text(good())))[0][0] == "large_file"


def test_a_workbook_is_measured_before_it_is_unpacked(
    tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 1_000_000)
    bomb = packed(**{"xl/bomb.bin": bytes(2_000_000)})
    assert len(bomb) < 20_000
    assert reasons(look(tmp_path, base, bomb, "t.xlsx"))[0][0] == "too_large"


def test_blocks_do_not_matter(tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*good("2024"), ("poverty_share", "KZ", "2024", "1", "percent"), *good("2025")]
    whole = look(tmp_path, base, text(rows))
    monkeypatch.setattr(blocks, "BYTES", 100)
    assert look(tmp_path, base, text(rows)) == whole
    assert reasons(whole) == [("duplicate", 12, "period")]
    assert whole.faults[0].other == "t.csv:2"


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("5,3", "5.3"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("\u22125", "-5"),
        (" 7 ", "7"),
        ("1.234,5", "1.234,5"),
        ("1 23", "1 23"),
        ("1e5", "1e5"),
        ("٣", "٣"),
    ],
)
def test_numbers_as_they_are_printed(printed: str, plain: str) -> None:
    assert plain_number(printed) == plain


def plain_tables() -> list[str]:
    """Tables without a fault and without quotation marks, and some that nearly are."""
    held = ("poverty_share", "KZ", "2020", "5.3", "percent")
    empty = ("poverty_share", "KZ-79", "2024", " ", "percent")
    former = ("poverty_share", "KZ-61", "2024", "5", "percent")
    wide = (*HEADER, "borders", "status", "detail")
    return [
        text(good()),
        text([held, *good(), empty]),
        text([empty]),
        text([(*row[:3], row[3].replace(".", ","), "%") for row in good()], separator=";"),
        text([(*held, "current", "", ""), (*former, "", "computed", "page 3")], wide),
        text([(*held, "current", "suspect", "")], wide),
        text(good()) + "\n",
        text(good())[:-1],
        text(good()) + "poverty_share,KZ-79,2024,5\n",
        text(good()) + "poverty_share,KZ-79,2024,5,percent,6\n",
        text([(*row, "", "") for row in good()], (*HEADER, "note", "detail")).replace(
            ",percent,,\n", ",percent,\n", 1
        ),
        text([*good(), good()[0]]),
        text([*good("2024"), *good("2025"), *good("2024-Q1")]),
    ]


def odd_tables() -> list[str]:
    """Tables with quotation marks in and around cells, and rows of other widths among sound ones."""
    wide = (*HEADER, "detail")
    rows = [(*row, f"page {at}") for at, row in enumerate(good())]
    return [
        text([(*row[:4], '"percent"') for row in good()]),
        text(good()).replace("KZ-10", '"KZ-10"'),
        text([(*row[:5], '"a ""b"", c"') for row in rows], wide).replace('""a', '"a'),
        text([(*row[:5], 'a "b"') for row in rows], wide),
        text([(*row[:5], '"a\nb"') for row in rows[:3]] + rows[3:], wide),
        text(rows, wide).replace("page 3", '"page 3" and more'),
        text(rows, wide).replace("page 3", "=1+1").replace("page 5", "\u200b"),
        text(rows[:4], wide) + ",,,,,\n,,,\n\n \npoverty_share,KZ-79\n" + text(rows[4:])[40:],
        text([(*good()[0], *["x"] * 4)] * 3) + text(good()),
        text([["x"] * 2] * 12),
        text([["x"] * 5] * 100),
        text([(*row[:3], value, row[4]) for row, value in zip(good(), NUMBERS, strict=True)]),
        text(good(), end="\r"),
        text([]),
        "\n" + text(good()),
        text([("poverty_share", "KZ-63", year, "5", "percent", "pre2022") for year in YEARS],
             (*HEADER, "borders")),
        text([(*row, "Wave 1 of 2") for row in good()], (*HEADER, "note")),
    ]  # fmt: skip


NUMBERS = ("5", "-5", "5.", ".5", "1.2.3", "1-2", "1e2", "9" * 400, "12 345", "\u2212" + "5")
YEARS = ("2019", "2021", "2022", "2023")


@pytest.mark.parametrize("table", [*plain_tables(), *odd_tables()])
def test_blocks_of_text_give_what_lines_give(
    tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    found = look(tmp_path, base, table)
    monkeypatch.setattr(blocks, "BYTES", 150)
    assert look(tmp_path, base, table) == found
    monkeypatch.setattr(tables.Source, "plain", lambda _self, _width: None)
    assert look(tmp_path, base, table) == found
    monkeypatch.setattr(blocks, "ROWS", 4)
    assert look(tmp_path, base, table) == found


@pytest.mark.parametrize("table", [*plain_tables(), *odd_tables()])
def test_what_is_known_of_a_row_is_what_the_checks_say(
    tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    found = look(tmp_path, base, table)

    def doubted(rows: Rows, *given: Any) -> None:
        made(rows, *given)
        rows.doubtful, rows.wrong = ~np.zeros_like(rows.wrong), np.zeros_like(rows.wrong)

    made = Rows.__init__
    monkeypatch.setattr(Rows, "__init__", doubted)  # every row is looked at by all checks
    assert look(tmp_path, base, table) == found


def test_a_quoted_table_is_read_by_columns(
    tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reader, "faults", None)  # no row is in doubt
    monkeypatch.setattr(previews, "blocks_of_lines", None)
    table = text([tuple(f'"{cell}"' for cell in row) for row in good()])
    assert look(tmp_path, base, table).new == 10


@pytest.mark.parametrize("cells", [5, 64_000_000])
def test_a_figure_that_stands_twice_is_found_however_many_there_are(
    tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    monkeypatch.setattr(keys, "MOST_CELLS", cells)
    monkeypatch.setattr(blocks, "BYTES", 150)
    days = [f"2024-01-{day:02d}" for day in range(1, 8)]
    rows = [row for day in days for row in good(day)]
    found = look(tmp_path, base, text([*rows, *good(days[3])[:2], rows[-1]]))
    assert (found.new, found.refused) == (70, 3)
    assert [(fault.row, fault.other) for fault in found.faults] == [
        (72, "t.csv:32"),
        (73, "t.csv:33"),
        (74, "t.csv:71"),
    ]


def test_the_first_reasons_are_told_and_all_refused_rows_counted(
    tmp_path: Path, base: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "MAX_TOLD", 3)
    bad = ("poverty_share", "KZ-79", "2024", "five", "percent")
    former = ("poverty_share", "KZ-YUZ", "2024", "5", "percent")
    rows = [(*row, "current") for row in [*good(), *[bad] * 6]]
    rows[3] = (*former, "pre2018")
    found = look(tmp_path, base, text(rows, (*HEADER, "borders")))
    assert reasons(found) == [
        ("borders_period", 5, "period"),
        ("text_in_number", 12, "value"),
        ("text_in_number", 13, "value"),
    ]
    assert (found.refused, found.new, found.read) == (7, 9, 16)
