"""The table of records: what is written out is read back, and each row that is refused says why."""

import csv
import io
import random
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import openpyxl
import pytest

from assessment.field_counts import count_years
from i18n import translator
from indicators.faults import DataFaults
from indicators.field_records import Activity, FieldContent
from indicators.field_scheme import load_field_scheme
from indicators.table_words import folded
from indicators.text import LANGUAGES
from intake.field.columns import columns_by_name, words_by_name
from intake.field.table import FieldTable, RowError, read_table
from intake.field.writing import as_csv, as_workbook, header
from intake.loading.tables import Source
from reports.field_template import field_template
from tests.assessment.synthetic_log import log

TODAY = date(2026, 5, 1)
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
HEADER = (
    "record;region;district;source;until;body_kind;place;number;members;set_up;dissolved;date;"
    "activity_kind;subject;asked_by;outcome;follow_up_30;follow_up_90;month;note"
)
ROWS = {
    "district": "district;KZ-61;Synthetic district;Synthetic act",
    "body": "body;KZ-61;Synthetic district;;;council_of_elders;P;1;9;2022-11",
    "case": "activity;KZ-61;Synthetic district;;;council_of_elders;P;1;;;;2025-03-05;mediation;"
    "water;akimat;settled;;still_settled;;a note",
    "return": "return;KZ-61;Synthetic district;;;;;;;;;;;;;;;;2025-03",
}


def ids() -> Iterable[str]:
    return (f"id{n}" for n in count())


def read(
    path: Path, existing: Iterable[tuple[str, FieldContent]] = (), today: date = TODAY
) -> FieldTable:
    new = iter(ids())
    return read_table(Source(path, path.name), existing, today, lambda: next(new))


def table(tmp_path: Path, *rows: str, head: str = HEADER, name: str = "t.csv") -> Path:
    """Write rows; each is filled up to the width of the header."""
    width = head.count(";")
    whole = [head, *(row + ";" * (width - row.count(";")) for row in rows)]
    path = tmp_path / name
    path.write_text("\n".join(whole) + "\n", encoding="utf-8")
    return path


def refused(found: FieldTable) -> list[tuple[int, str, str]]:
    assert found.given == ()
    return [(fault.row, fault.column, fault.code) for fault in found.faults]


def made() -> list[tuple[str, FieldContent]]:
    new = iter(ids())
    return list(log(lambda: f"x{next(new)}"))


def told(records: Iterable[tuple[str, FieldContent]]) -> str:
    """Records without their ids, in an order of their own."""
    return as_csv(records)


# -- there and back --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", [None, *LANGUAGES])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_out_is_read_back(tmp_path: Path, language: str | None, form: str) -> None:
    records = made()
    path = tmp_path / f"log.{form}"
    if form == "csv":
        path.write_text(as_csv(records, language), encoding="utf-8")
    else:
        path.write_bytes(as_workbook(records, language))
    found = read(path)
    assert [fault.message() for fault in found.faults] == []
    assert (found.read, found.known) == (len(records), 0)
    again = [(one.id, one.content) for one in found.given]
    assert told(again) == told(records)
    order = [one.content.kind for one in found.given]
    assert order == sorted(order, key=("district", "body", "activity", "return").index)


def test_what_the_log_has_is_passed_over_and_two_equal_activities_are_two(tmp_path: Path) -> None:
    path = table(tmp_path, *ROWS.values(), ROWS["case"])
    first = read(path)
    assert len(first.given) == 5  # the same case twice: a day may have two
    log_now = [(one.id, one.content) for one in first.given]
    again = read(path, log_now)
    assert (again.known, again.given, again.faults) == (5, (), ())
    more = read(table(tmp_path, *ROWS.values(), ROWS["case"], ROWS["case"]), log_now)
    assert (more.known, len(more.given)) == (5, 1)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1251", "\t")]
)
def test_encodings_separators_words_and_dates_as_people_write_them(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    rows = [
        ["Запись", "ОБЛАСТЬ", "район", "источник", "вид органа", "место", "создан", "дата",
         "вид деятельности", "предмет", "кто обратился", "итог", "месяц", "примечание"],
        ["район", "Туркестанская область", "Район  А", "Акт", *[""] * 10],
        ["орган", "KZ-61", "район а", "", "Совет аксакалов", "Село", "11.2022", *[""] * 7],
        ["заседание или дело", "KZ-61", "Район А", "", "совет аксакалов", "село", "",
         "5.03.2025", "медиация спора", "вода", "акимат", "урегулировано", "", "без имён"],
        ["ежемесячный отчёт", "KZ-61", "Район А", *[""] * 9, "03.2025", ""],
    ]  # fmt: skip
    path = tmp_path / "t.csv"
    path.write_text("\n".join(separator.join(row) for row in rows), encoding=encoding)
    found = read(path)
    assert [fault.message() for fault in found.faults] == []
    district, body, case, month = (one.content.to_json() for one in found.given)
    assert district["name"] == "Район  А"
    assert (body["set_up"], body["number"], body["place"]) == ("2022-11", 1, "Село")
    assert (case["date"], case["outcome"], case["body"]) == ("2025-03-05", "settled", "id1")
    assert month["month"] == "2025-03"
    assert found.given[2].note == "без имён"


def test_a_workbook_that_made_dates_of_what_was_typed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["record", "region", "district", "source", "until", "month"])
    sheet.append(["district", "KZ-61", "A", "act", date(2025, 12, 31), None])
    sheet.append(["return", "KZ-61", "A", None, None, date(2025, 3, 1)])
    book.save(tmp_path / "t.xlsx")
    found = read(tmp_path / "t.xlsx")
    assert [one.content.to_json().get("until") for one in found.given] == ["2025-12-31", None]
    assert found.given[1].content.to_json()["month"] == "2025-03"


# -- for the public ------------------------------------------------------------------------------


def nowhere(_region: str) -> bool:
    return False


def moved(seed: int) -> list[tuple[str, FieldContent]]:
    """The log with each activity on another day of its month, and in another order."""
    rng = random.Random(seed)
    found = [
        (id_, replace(one, date=one.date.replace(day=rng.randrange(1, 29))))
        if isinstance(one, Activity)
        else (id_, one)
        for id_, one in made()
    ]
    rng.shuffle(found)
    return found


@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_the_public_table_is_the_same_whatever_the_days(language: str | None) -> None:
    first, second = (as_csv(moved(seed), language, nowhere) for seed in (1, 2))
    assert first == second
    assert as_csv(moved(1)) != as_csv(moved(2))


def test_the_public_table_has_months_and_names_no_household() -> None:
    full, public = (
        list(csv.DictReader(io.StringIO(as_csv(made(), None, whose))))
        for whose in (lambda region: region == "KZ-61", nowhere)
    )
    acts = [row for row in public if row["record"] == "activity"]
    assert len(acts) == sum(isinstance(one, Activity) for _id, one in made())
    assert {row["date"] for row in acts} == {""}
    assert all(MONTH.fullmatch(row["month"]) for row in acts)
    assert "household" not in {row["subject"] for row in acts}
    days = {(row["region"] == "KZ-61", bool(row["date"])) for row in full if row["activity_kind"]}
    assert days == {(True, True), (False, False)}
    rest = [[row for row in table if row["record"] != "activity"] for table in (full, public)]
    assert rest[0] == rest[1]


def test_the_public_table_has_all_that_the_counts_of_a_year_need() -> None:
    told = count_years(moved(1), date(2026, 5, 1))
    assert set(told) == {2024, 2025}
    assert told == count_years(made(), date(2026, 5, 1))


def test_the_public_table_is_refused_when_it_is_sent_in(tmp_path: Path) -> None:
    path = tmp_path / "public.csv"
    path.write_text(as_csv(made(), None, nowhere), encoding="utf-8")
    assert {(column, code) for _row, column, code in refused(read(path))} == {
        ("month", "other_kind")
    }


# -- notes -----------------------------------------------------------------------------------------


def test_notes_are_in_no_table_that_is_written(tmp_path: Path) -> None:
    found = read(table(tmp_path, *ROWS.values()))
    assert [one.note for one in found.given] == ["", "", "a note", ""]
    text = as_csv((one.id, one.content) for one in found.given)
    assert "a note" not in text
    assert "note" not in header()


@pytest.mark.parametrize(
    ("note", "code"), [("ИИН 850101300123", "personal"), ("=1+1", "formula"), ("x" * 501, "long")]
)
def test_a_note_that_may_not_be(tmp_path: Path, note: str, code: str) -> None:
    path = table(tmp_path, *ROWS.values(), ROWS["case"].replace("a note", note))
    assert refused(read(path)) == [(6, "note", code)]


def test_a_note_that_may_name_somebody_is_warned_about(tmp_path: Path) -> None:
    path = table(tmp_path, *ROWS.values(), ROWS["case"].replace("a note", "Иванов П. С."))
    found = read(path)
    assert found.warnings == ((6, "person"),)
    assert len(found.given) == 5


# -- rows that are refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "old", "new", "column", "code"),
    [
        ("district", "district;", "area;", "record", "word"),
        ("district", "KZ-61", "KZ", "region", "region"),
        ("district", "Synthetic act", "", "source", "empty"),
        ("district", "Synthetic act", "=cmd()", "source", "formula"),
        ("district", "Synthetic act", "-1", "source", "formula"),
        ("district", "Synthetic act", "＝1", "source", "formula"),
        ("district", "Synthetic act", "a\u202eb", "source", "characters"),
        ("district", "Synthetic act", "Synthetic act;;court", "body_kind", "other_kind"),
        ("body", "council_of_elders", "court", "body_kind", "word"),
        ("body", ";P;", ";этническая община;", "place", "group"),
        ("body", ";1;", ";one;", "number", "number"),
        ("body", ";9;", ";9,5;", "members", "number"),
        ("body", "2022-11", "2022-13", "set_up", "about"),
        ("body", "2022-11", "", "set_up", "about"),
        ("body", "Synthetic district", "Other", "district", "no_district"),
        ("body", ";P;1", ";P;0", "number", "number"),
        ("case", ";P;1", ";P;0", "place", "no_body"),
        ("case", ";P;1", ";Q;1", "place", "no_body"),
        ("case", ";P;1", ";P;2", "place", "no_body"),
        ("case", "council_of_elders", "mediation_board", "place", "no_body"),
        ("case", "council_of_elders", "", "body_kind", "word"),
        ("case", "2025-03-05", "2025-02-30", "date", "day"),
        ("case", "2025-03-05", "2027-03-05", "date", "future"),
        ("case", "2025-03-05", "2026-03-05", "follow_up_90", "too_early"),
        ("case", "2025-03-05", "2022-10-31", "date", "not_set_up"),
        ("case", "settled;;still", ";;still", "outcome", "needed"),
        ("case", "settled;;still", "open;;still", "follow_up_90", "not_here"),
        ("case", "water", "language", "subject", "word"),
        ("return", "2025-03", "2026-05", "month", "not_over"),
        ("return", "2025-03", "March", "month", "month"),
        ("return", "KZ-61", "KZ-47", "district", "no_district"),
    ],
)
def test_a_row_that_cannot_be_names_row_column_and_what_is_allowed(
    tmp_path: Path, kind: str, old: str, new: str, column: str, code: str
) -> None:
    """The broken row comes last, after the sound ones of the kinds that it rests on."""
    assert old in ROWS[kind]
    before = [ROWS[one] for one in ("district", "body") if one != kind]
    broken = ROWS[kind].replace(old, new, 1)
    if kind == "district":
        before = []
    found = read(table(tmp_path, *before, broken))
    assert refused(found) == [(len(before) + 2, column, code)]
    for language in LANGUAGES:
        words = found.faults[0].message(translator(language), language)
        name = load_field_scheme().columns[column].name.get(language)
        assert words.startswith(name)
        assert words.isprintable()


def test_a_case_after_the_body_of_the_log_was_dissolved(tmp_path: Path) -> None:
    gone = ROWS["body"] + ";2024-12"
    sent = read(table(tmp_path, ROWS["district"], gone)).given
    known = [(one.id, one.content) for one in sent]
    assert refused(read(table(tmp_path, ROWS["case"]), known)) == [(2, "date", "dissolved")]
    before = ROWS["case"].replace("2025-03-05", "2024-12-31")
    assert not read(table(tmp_path, before), known).faults


def test_what_a_refused_row_would_have_been_is_not_missed_as_well(tmp_path: Path) -> None:
    rows = list(ROWS.values())
    rows[1] = rows[1].replace("2022-11", "x")
    assert refused(read(table(tmp_path, *rows))) == [(3, "set_up", "about")]


def test_what_stands_twice_or_differs_from_the_log(tmp_path: Path) -> None:
    again = ROWS["district"].replace("act", "other act")
    found = read(table(tmp_path, ROWS["district"], again, ROWS["return"], ROWS["return"]))
    assert refused(found) == [(3, "district", "twice"), (5, "month", "twice")]
    assert found.faults[0].message().endswith("in row 2")
    known = [(one.id, one.content) for one in read(table(tmp_path, ROWS["district"])).given]
    assert refused(read(table(tmp_path, again), known)) == [(2, "district", "exists")]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("record;region", [(1, "district", "column_missing")]),
        ("record;region;district;language", [(1, "language", "column_group")]),
        ("record;region;district;этнический состав", [(1, "этнический состав", "column_group")]),
        ("record;region;district;author", [(1, "author", "column_unknown")]),
        ("record;region;district;аудан", [(1, "district", "column_repeated")]),
    ],
)
def test_a_header_that_cannot_be(
    tmp_path: Path, head: str, expected: list[tuple[int, str, str]]
) -> None:
    assert refused(read(table(tmp_path, "district;KZ-61;A", head=head))) == expected


def test_a_row_of_another_width_and_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("record,region,district\ndistrict,KZ-61\n", encoding="utf-8")
    assert refused(read(path)) == [(2, "", "cells")]
    path.write_text("record,region,district\n", encoding="utf-8")
    assert refused(read(path)) == [(1, "", "empty_table")]


def test_what_is_no_table_is_refused_as_loading_does(tmp_path: Path) -> None:
    for name, content, code in (
        ("t.pdf", b"%PDF", "file_kind"),
        ("t.csv", b"", "empty_file"),
        ("t.csv", b"record\0", "encoding"),
        ("t.xlsm", b"PK", "macros"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DataFaults) as caught:
            read(path)
        assert caught.value.faults[0].code == code


def test_a_workbook_with_a_formula_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["record", "region", "district", "source"])
    sheet.append(["district", "KZ-61", "A", '=HYPERLINK("https://example.org")'])
    book.save(tmp_path / "t.xlsx")
    assert refused(read(tmp_path / "t.xlsx")) == [(2, "source", "formula")]


def test_every_reason_can_be_said_in_every_language() -> None:
    for language in ("ru", "kk"):
        for sentence in RowError.REASONS.values():
            assert translator(language)(sentence) != sentence


def test_mutated_tables_never_break_the_reader(tmp_path: Path) -> None:
    """Each is read or refused; what is read makes sound records."""
    good = as_csv(made()[:40]).encode()
    dice = random.Random(11)
    path = tmp_path / "t.csv"
    seen = set()
    for _ in range(300):
        raw = bytearray(good)
        for _ in range(dice.choice((1, 2, 5, 40))):
            at = dice.randrange(len(raw))
            match dice.randrange(4):
                case 0:
                    raw[at] = dice.randrange(256)
                case 1:
                    del raw[at : at + dice.randrange(1, 30)]
                case 2:
                    raw[at:at] = dice.choice((b"=", b",", b'"', b"\n", b"\xd0", b"9" * 30))
                case 3:
                    raw[at:at] = raw[at // 2 : at]
        path.write_bytes(raw)
        try:
            found = read(path)
        except DataFaults as problem:
            seen.add(problem.faults[0].code)
            continue
        seen.update(fault.code for fault in found.faults)
        assert bool(found.given or found.known) or found.faults
        for fault in found.faults:
            assert fault.message().isprintable(), fault
    assert len(seen) > 8


# -- columns and the template ----------------------------------------------------------------------


def test_no_name_of_a_column_or_a_word_means_two_things() -> None:
    columns = load_field_scheme().columns
    for language in (None, *LANGUAGES):
        for id_, name in zip(
            (one for one in columns if one != "note"), header(language), strict=True
        ):
            assert columns_by_name()[folded(name)] == id_
    assert all(len(words) >= 6 for words in words_by_name().values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_that_is_filled_in_is_read(tmp_path: Path, language: str) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(field_template(translator(language)))
    assert path.read_bytes() == field_template(translator(language))
    assert refused(read(path)) == [(1, "", "empty_table")]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    ids_ = list(load_field_scheme().columns)
    assert names == [one.name.get(language) for one in load_field_scheme().columns.values()]
    for number, row in enumerate(csv.reader(io.StringIO(as_csv(made()[:30], language))), start=1):
        for at, cell in enumerate(row):
            if number > 1 and cell:
                sheet.cell(number, ids_.index(header()[at]) + 1, cell)
    book.save(path)
    found = read(path)
    assert [fault.message() for fault in found.faults] == []
    assert told((one.id, one.content) for one in found.given) == told(made()[:30])
    # Every word that the second sheet offers is one that the reader knows.
    for column in book.worksheets[1].iter_cols():
        title, *words = (cell.value for cell in column if cell.value)
        known = words_by_name()[columns_by_name()[str(title).casefold()]]
        assert {known[str(word).casefold()] for word in words} == set(known.values())
