"""Broken packages: each fault with its exact place, all of them in one run, never a crash."""

import io
import json
import re
import string
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.__main__ import main
from indicators.faults import FAULT_MESSAGES, FAULT_RULES, WARNINGS, Fault
from indicators.inspection import Inspection, inspect_package
from indicators.package import MAX_BYTES, Package, read_folder, read_zip
from tests.indicators.synthetic import (
    COLUMNS,
    PEOPLE,
    RATES,
    SERIES,
    TEXTS,
    broken,
    descriptor,
    encoded,
    package,
    write,
)


def inspect(one: Package) -> Inspection:
    return inspect_package(one, SERIES)


def places(one: Package) -> list[tuple[str, str, int | None, str, str]]:
    """Code, file, row, column and value of every fault."""
    return [(f.code, f.file, f.row, f.column, f.value) for f in inspect(one).errors]


def with_bytes(path: str, data: bytes) -> Package:
    return package({**encoded(), path: data})


def test_the_package_is_sound_before_it_is_broken() -> None:
    found = inspect(package(encoded()))
    assert found.errors == found.warnings == ()
    assert found.observations is not None


# The ten kinds of broken file.


def test_missing_column() -> None:
    one = broken(RATES, ",unit", "")
    assert places(one) == [("column_missing", RATES, 1, "unit", "")]
    assert inspect(one).errors[0].allowed == COLUMNS.replace(",", ", ")


def test_wrong_unit() -> None:
    one = broken(PEOPLE, "2023,100,persons", "2023,100,percent")
    assert places(one) == [("unit", PEOPLE, 3, "unit", "percent")]
    assert inspect(one).errors[0].allowed == "persons"


def test_unknown_region() -> None:
    one = broken(RATES, "rate,KZ-71", "rate,KZ-99")
    assert places(one) == [("unknown_region", RATES, 8, "region", "KZ-99")]
    assert inspect(one).errors[0].allowed == "KZ, KZ-10, KZ-63, KZ-71"


def test_duplicate() -> None:
    one = broken(RATES, "2023-Q2", "2023-Q1")
    assert places(one) == [("duplicate", RATES, 4, "", "rate KZ-63 current 2023-Q1")]
    assert inspect(one).errors[0].message().endswith("already in observations/labour.csv:3.")


def test_text_in_a_number() -> None:
    one = broken(RATES, "2024,5.5", "2024,five")
    assert places(one) == [("text_in_number", RATES, 2, "value", "five")]


def test_decimal_comma() -> None:
    one = broken(RATES, "2024,5.5", '2024,"5,5"')
    assert places(one) == [("decimal_comma", RATES, 2, "value", "5,5")]
    assert inspect(one).errors[0].rule() == "a decimal point: 5.5"
    # Without quotation marks the comma tears the number into two cells.
    torn = broken(RATES, "2024,5.5", "2024,5,5")
    assert places(torn) == [("decimal_comma", RATES, 2, "value", "5,5")]


def test_bom_and_semicolons() -> None:
    text = TEXTS[RATES].replace(",", ";")
    one = with_bytes(RATES, b"\xef\xbb\xbf" + text.encode())
    assert places(one) == [
        ("bom", RATES, 1, "", "EF BB BF"),
        ("delimiter", RATES, 1, "", COLUMNS.replace(",", ";")),
    ]
    assert inspect(one).errors[1].rule() == f"commas: {COLUMNS}"


@pytest.mark.parametrize("content", [b"", b"\n\n", f"{COLUMNS}\n".encode()])
def test_empty_file(content: bytes) -> None:
    found = [place for place in places(with_bytes(RATES, content)) if place[0] == "empty_file"]
    assert found == [("empty_file", RATES, None, "", "")]


def bomb(path: Path, size: int) -> Path:
    block = bytes(1024 * 1024)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("observations/labour.csv", "w", force_zip64=False) as member,
    ):
        for _ in range(size // len(block)):
            member.write(block)
    return path


def test_zip_bomb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = bomb(tmp_path / "bomb.zip", 300 * 1024 * 1024)
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    found = places(read_zip(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
    assert found == [("too_large", "bomb.zip", None, "", "315 MB")]
    assert main(["validate", str(path)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        "Faults:",
        'bomb.zip  "315 MB"  Unpacked, the files are too large: 315 MB. '
        "(allowed: at most 52 MB together)",
        "The figures have faults. Figures: 0. Faults: 1. Warnings: 0.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "value"),
    [
        ("table 2, row 1", "=1+1", "detail", "=1+1"),
        ("table 2, row 1", " @SUM(A1)", "detail", " @SUM(A1)"),
        ("table 2, row 1", "-2+3", "detail", "-2+3"),
        ("table 2, row 1", "＝1+1", "detail", "＝1+1"),
        ("5.5", "+5.5", "value", "+5.5"),
        ("5.5", "=5.5", "value", "=5.5"),
        ("5.5", "-cmd", "value", "-cmd"),
    ],
)
def test_formula_cells(old: str, new: str, column: str, value: str) -> None:
    assert places(broken(RATES, old, new)) == [("formula", RATES, 2, column, value)]


def test_a_negative_number_is_no_formula() -> None:
    assert places(broken(RATES, "5.5", "-0.5")) == []


# Everything else that is checked.


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (RATES, "2024,5.5", "2024,", ("missing", RATES, 2, "value", "")),
        (RATES, "2024,5.5", "2024,inf", ("not_finite", RATES, 2, "value", "inf")),
        (RATES, "2024,5.5", "2024,NaN", ("not_finite", RATES, 2, "value", "NaN")),
        (RATES, "2024,5.5", "2024,1e1", ("text_in_number", RATES, 2, "value", "1e1")),
        (RATES, "2024,5.5", "2024,1 000", ("text_in_number", RATES, 2, "value", "1 000")),
        (RATES, "2024,5.5", "2024,٥", ("text_in_number", RATES, 2, "value", "٥")),
        (RATES, "2024,5.5", "2024,101", ("range", RATES, 2, "value", "101")),
        (RATES, "2024,5.5", "2024,-5.1", ("range", RATES, 2, "value", "-5.1")),
        (RATES, "rate,KZ-71", "rats,KZ-71", ("unknown_series", RATES, 8, "indicator", "rats")),
        (RATES, "KZ-71,current", "KZ-71,old", ("unknown_borders", RATES, 8, "borders", "old")),
        (RATES, "KZ-10,current", "KZ-10,pre2022", ("unknown_region", RATES, 2, "region", "KZ-10")),
        (RATES, "2023-Q3", "2023-Q7", ("period", RATES, 5, "period", "2023-Q7")),
        (RATES, "2023-Q3", "2025-03", ("future", RATES, 5, "period", "2025-03")),
        (RATES, ",partial_year", ",rumour", ("unknown_status", RATES, 8, "status", "rumour")),
        (PEOPLE, "n1 n2", "n1 n3", ("unknown_note", PEOPLE, 3, "note", "n1 n3")),
        (PEOPLE, "n1 n2", "n1  n2", ("unknown_note", PEOPLE, 3, "note", "n1  n2")),
        (
            RATES,
            "9.0,percent,bureau,table 2,official,\nrate,KZ-63,current,2024-Q1",
            "9.0,percent,press,table 2,official,\nrate,KZ-63,current,2024-Q1",
            ("unknown_source", RATES, 5, "source", "press"),
        ),
        (
            RATES,
            "table 2, row 1",
            "table\x002",
            ("control_character", RATES, 2, "detail", "table\x002"),
        ),
        (
            RATES,
            "table 2, row 1",
            "table\n2",
            ("control_character", RATES, 2, "detail", "table\n2"),
        ),
        (
            RATES,
            "table 2, row 1",
            "\u202etable",
            ("control_character", RATES, 2, "detail", "\u202etable"),
        ),
        (RATES, "partial_year,\n", "partial_year\n", ("cell_count", RATES, 8, "", "9")),
        (PEOPLE, "KZ,current,2023,600", "KZ,current,2023,610", ("sum", PEOPLE, 2, "value", "610")),
        (PEOPLE, "pre2022,2020,280", "pre2022,2020,270", ("sum", PEOPLE, 6, "value", "560")),
        (
            PEOPLE,
            "people,KZ-63,pre2022,2020",
            "people,KZ-63,pre2022,2023",
            ("borders_period", PEOPLE, 7, "period", "2023"),
        ),
        (
            "sources.csv",
            "https://stat",
            "javascript:stat",
            ("url", "sources.csv", 2, "url", "javascript:stat.gov.kz"),
        ),
        ("sources.csv", ",free,", ",,", ("missing", "sources.csv", 2, "licence", "")),
        ("sources.csv", ",свободно,", ",,", ("missing", "sources.csv", 2, "licence_ru", "")),
        ("sources.csv", ",еркін,", ", ,", ("missing", "sources.csv", 2, "licence_kk", " ")),
        ("sources.csv", ",Bureau,", ",,", ("missing", "sources.csv", 2, "publisher", "")),
        ("sources.csv", ",Бюро,", ",,", ("missing", "sources.csv", 2, "publisher_ru", "")),
        ("sources.csv", ",Бюросы,", ", ,", ("missing", "sources.csv", 2, "publisher_kk", " ")),
        ("notes.csv", "n2,Two", "n2,", ("missing", "notes.csv", 3, "en", "")),
        (
            "notes.csv",
            "n2,Two,Два,Екі\n",
            "n2,Two,Два,Екі\nn1,A,B,C\n",
            ("duplicate_id", "notes.csv", 4, "id", "n1"),
        ),
        (
            "exclusions.csv",
            ",12,",
            ",many,",
            ("text_in_number", "exclusions.csv", 2, "rows", "many"),
        ),
    ],
)
def test_fault_of_a_cell(
    path: str, old: str, new: str, expected: tuple[str, str, int, str, str]
) -> None:
    assert places(broken(path, old, new)) == [expected]


def test_a_series_in_the_file_of_another_theme() -> None:
    line = "rate,KZ-71,current,2024,6.5,percent,bureau,table 2,partial_year,\n"
    texts = {**TEXTS, RATES: TEXTS[RATES].replace(line, ""), PEOPLE: TEXTS[PEOPLE] + line}
    one = package(encoded(texts))
    assert places(one) == [("wrong_file", PEOPLE, 10, "indicator", "rate")]
    assert inspect(one).errors[0].allowed == RATES


def test_unknown_and_repeated_columns() -> None:
    one = broken(RATES, COLUMNS, COLUMNS.replace("detail", "unit"))
    assert places(one)[:2] == [
        ("column_missing", RATES, 1, "detail", ""),
        ("column_repeated", RATES, 1, "unit", "unit"),
    ]
    one = broken(RATES, COLUMNS, COLUMNS.replace("detail", "details"))
    assert ("column_unknown", RATES, 1, "details", "details") in places(one)


def test_the_order_of_columns_is_free() -> None:
    rows = [line.split(",") for line in TEXTS[PEOPLE].splitlines()]
    text = "".join(",".join(reversed(row)) + "\n" for row in rows)
    assert places(with_bytes(PEOPLE, text.encode())) == []


def test_not_utf8() -> None:
    data = TEXTS[RATES].replace("table 2,suspect", "таблица,suspect").encode("cp1251")
    assert places(with_bytes(RATES, data)) == [("not_utf8", RATES, 7, "", "F2")]


def test_unclosed_quotation_mark() -> None:
    one = broken(RATES, 'bureau,"table 2, row 1"', 'bureau,"table 2, row 1')
    found = places(one)
    assert found[0][:3] == ("quoting", RATES, 2)


def test_sum_within_tolerance_is_a_warning() -> None:
    found = inspect(broken(PEOPLE, "KZ,current,2023,600", "KZ,current,2023,605"))
    assert found.errors == ()
    assert [(f.code, f.row, f.other) for f in found.warnings] == [("sum_inside", 2, "600")]


def test_sum_within_rounding_is_nothing() -> None:
    found = inspect(broken(PEOPLE, "KZ,current,2023,600", "KZ,current,2023,602"))
    assert found.errors == found.warnings == ()


def test_doubtful_figures_are_not_summed() -> None:
    one = broken(
        PEOPLE,
        "KZ-63,current,2023,200,persons,bureau,table 1,official",
        "KZ-63,current,2023,900,persons,bureau,table 1,suspect",
    )
    assert places(one) == []


def test_an_old_series_is_a_warning() -> None:
    files = encoded()
    content = json.loads(descriptor(files))
    content["created"] = "2027-06-01"
    found = inspect(Package({**files, "datapackage.json": json.dumps(content).encode()}))
    assert found.errors == ()
    assert [(f.code, f.file, f.row, f.value, f.series) for f in found.warnings] == [
        ("age", PEOPLE, 2, "2023", "people")
    ]


def test_a_file_that_is_not_as_described() -> None:
    files = encoded()
    changed = {**files, RATES: files[RATES].replace(b"5.5", b"5.6")}
    one = Package({**changed, "datapackage.json": descriptor(files)})
    found = places(one)
    assert [(code, file) for code, file, *_ in found] == [("hash", RATES)]
    assert "./run data --build" in inspect(one).errors[0].rule()


def test_files_and_descriptor_belong_together() -> None:
    files = encoded()
    extra = Package(
        {
            **files,
            "observations/more.csv": files[RATES].replace(b"2", b"3"),
            "datapackage.json": descriptor(files),
        }
    )
    assert ("unlisted", "observations/more.csv", None, "", "") in places(extra)
    less = {name: data for name, data in files.items() if name != "notes.csv"}
    found = places(Package({**less, "datapackage.json": descriptor(files)}))
    assert set(found) == {("missing_file", "notes.csv", None, "", "")}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", ("not_json", "")),
        (b"[]", ("not_json", "")),
        (b"[" * 100_000, ("not_json", "")),
        (b"\xff", ("not_json", "")),
        (b'{"resources": []}', ("package_key", "id")),
        (
            b'{"id": "a", "version": "b", "created": "c", "resources": []}',
            ("package_key", "created"),
        ),
        (b'{"id": "a", "version": "b", "created": "2025-01-01"}', ("package_key", "resources")),
        (b'{"resources": [{"path": "../../secret"}]}', ("unsafe_path", "resources[0].path")),
        (b'{"resources": [3]}', ("package_key", "resources[0].path")),
        (
            b'{"resources": [{"path": "notes.csv", "hash": 3}]}',
            ("package_key", "resources[0].hash"),
        ),
    ],
)
def test_broken_descriptor(content: bytes, expected: tuple[str, str]) -> None:
    found = inspect(Package({**encoded(), "datapackage.json": content})).errors
    assert expected in [(fault.code, fault.column) for fault in found]


def test_all_faults_are_told_in_one_run() -> None:
    files = encoded(
        {
            **TEXTS,
            RATES: TEXTS[RATES]
            .replace("2024,5.5", '2024,"5,5"')
            .replace("KZ-71", "KZ-99")
            .replace("2023-Q3", "2023-Q9"),
            PEOPLE: TEXTS[PEOPLE].replace(",100,persons", ",100,percent").replace("n1 n2", "n7"),
        }
    )
    files["notes.csv"] = b"\xef\xbb\xbf" + files["notes.csv"]
    assert places(package(files)) == [
        ("bom", "notes.csv", 1, "", "EF BB BF"),
        ("decimal_comma", RATES, 2, "value", "5,5"),
        ("period", RATES, 5, "period", "2023-Q9"),
        ("unknown_region", RATES, 8, "region", "KZ-99"),
        ("unit", PEOPLE, 3, "unit", "percent"),
        ("unknown_note", PEOPLE, 3, "note", "n7"),
    ]


# Archives.


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as one:
        for name, data in members.items():
            one.writestr(name, data)
    return stream.getvalue()


def zipped(tmp_path: Path, data: bytes) -> list[tuple[str, str]]:
    path = tmp_path / "package.zip"
    path.write_bytes(data)
    return [(fault.code, fault.value) for fault in inspect(read_zip(path)).errors]


@pytest.mark.parametrize("folder", ["", "kelisim-data/"])
def test_a_sound_archive(tmp_path: Path, folder: str) -> None:
    files = encoded()
    members = {**files, "datapackage.json": descriptor(files)}
    data = archive({f"{folder}{name}": content for name, content in members.items()})
    assert zipped(tmp_path, data) == []


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "C:\\evil.csv", "a/../../evil.csv"])
def test_a_path_out_of_the_archive(tmp_path: Path, name: str) -> None:
    found = zipped(tmp_path, archive({name: b"x"}))
    assert [code for code, _ in found] == ["unsafe_path"]


def test_too_many_members(tmp_path: Path) -> None:
    found = zipped(tmp_path, archive({f"{n}.csv": b"" for n in range(501)}))
    assert found == [("too_many_files", "501")]
    found = zipped(tmp_path, archive({f"{n}.csv": b"" for n in range(20_000)}))
    assert [code for code, _ in found] == ["too_many_files"]


def test_a_size_that_lies(tmp_path: Path) -> None:
    data = bytearray(archive({"datapackage.json": bytes(MAX_BYTES + 1)}))
    at = data.rfind(b"PK\x01\x02") + 24  # the unpacked size in the table of contents
    data[at : at + 4] = (10).to_bytes(4, "little")
    found = zipped(tmp_path, bytes(data))
    assert found[0][0] == "unreadable"


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06", b"not an archive" * 9])
def test_no_archive(tmp_path: Path, data: bytes) -> None:
    assert [code for code, _ in zipped(tmp_path, data)] == ["unreadable"]


def test_a_folder_too_large(tmp_path: Path) -> None:
    with (tmp_path / "notes.csv").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert [fault.code for fault in inspect(read_folder(tmp_path)).errors] == ["too_large"]


# Fuzzing.

JUNK = st.one_of(
    st.binary(max_size=12),
    st.text(max_size=6).map(str.encode),
    st.sampled_from([b"", b",", b'"', b"\n", b";", b"=", b"1e999", b"9" * 400, b"\xef\xbb\xbf"]),
    st.sampled_from([b"[" * 3000, b"null", b"-", b"\x00", b"\r", b"KZ-63", b"2022-Q1"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_package_is_sound_or_has_faults(data: st.DataObject) -> None:
    files = encoded()
    honest = data.draw(st.booleans())
    if not honest:
        files["datapackage.json"] = descriptor(files)
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(sorted(files)))
        content = files[name]
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 20))
        files[name] = content[:start] + data.draw(JUNK) + content[start + length :]
    found = inspect(package(files) if honest else Package(files))
    assert (found.observations is None) == bool(found.errors)
    for fault in (*found.errors, *found.warnings):
        assert fault.message()
        assert fault.rule()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_damaged_archive_is_sound_or_has_faults(tmp_path: Path, data: st.DataObject) -> None:
    files = encoded()
    whole = archive({**files, "datapackage.json": descriptor(files)})
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    path = tmp_path / "damaged.zip"
    path.write_bytes(whole[:start] + data.draw(JUNK) + whole[start + length :])
    found = inspect(read_zip(path))
    assert (found.observations is None) == bool(found.errors)


# Words and the command.


def test_every_code_has_both_texts_and_known_placeholders() -> None:
    assert FAULT_MESSAGES.keys() == FAULT_RULES.keys()
    assert FAULT_MESSAGES.keys() >= WARNINGS
    fields = set(Fault("range", "f").fields)
    for text in (*FAULT_MESSAGES.values(), *FAULT_RULES.values()):
        assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= fields
    with pytest.raises(ValueError, match="unknown fault code 'nonsense'"):
        Fault("nonsense", "f")


def test_a_fault_does_not_carry_a_whole_file() -> None:
    assert len(Fault("range", "f", value="9" * 10_000).value) == 120


@pytest.fixture
def faulty_file(tmp_path: Path) -> Path:
    # Real series and regions, because the command checks against the registry.
    rows = (
        "unemployment_rate,KZ-10,current,2023,=4.9,percent,bns_dims,,official,\n"
        "unemployment_rate,KZ-99,current,2023,4.9,percent,bns_dims,,official,\n"
    )
    return write({"mine.csv": f"{COLUMNS}\n{rows}".encode()}, tmp_path) / "mine.csv"


def test_command_text(faulty_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(faulty_file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Faults:"
    assert lines[1].startswith('mine.csv:2  value "=4.9"  The cell begins like a spreadsheet')
    assert lines[2].startswith('mine.csv:3  region "KZ-99"  There is no such region')
    assert lines[-1] == "The figures have faults. Figures: 2. Faults: 2. Warnings: 0."


def test_command_json(faulty_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(faulty_file), "--format", "json"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert content["sound"] is False
    first = content["faults"][0]
    assert (first["file"], first["row"], first["column"], first["value"]) == (
        "mine.csv",
        2,
        "value",
        "=4.9",
    )


def test_command_csv_holds_no_formula(
    faulty_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(faulty_file), "--format", "csv"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "level,code,file,row,column,value,wrong,allowed,series,region"
    assert "error,formula,mine.csv,2,value,'=4.9," in lines[1]


def test_command_on_the_real_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(
        r"The figures are sound\. Figures: \d{5}\. Faults: 0\. Warnings: \d+\.", last
    )


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(tmp_path / "absent.csv")]) == 2
    assert main(["validate", str(write({"figures.xlsx": b"x"}, tmp_path) / "figures.xlsx")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert said[0].endswith("absent.csv: no such file or folder")
    assert said[1].endswith("figures.xlsx: a folder, a .zip or a .csv is expected")


def test_the_terminal_is_not_moved_by_what_stands_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "\x1b[2Jclear,KZ,current,2023,1,percent,bns_dims,,official,\n"
    path = write({"mine.csv": f"{COLUMNS}\n{row}".encode()}, tmp_path) / "mine.csv"
    assert main(["validate", str(path)]) == 1
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\\x1b[2Jclear" in printed
