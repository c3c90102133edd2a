"""Reading a framework: what is understood, and that every fault is told, all of them at once."""

import math
import zipfile
from pathlib import Path

import openpyxl
import pytest

from exchange import tables, workbook
from exchange.faults import FrameworkFaults
from exchange.source import Source, read_source
from exchange.weight_file import read_weights
from tests.exchange.files import DATA, META, replaced, write


def read(folder: Path, data: str = DATA, meta: str = META) -> Source:
    return read_source(*write(folder, data, meta))


def faults(folder: Path, data: str = DATA, meta: str = META) -> list[str]:
    with pytest.raises(FrameworkFaults) as found:
        read(folder, data, meta)
    return [str(fault).replace(f"{folder}/", "") for fault in found.value.faults]


def check_whole(source: Source) -> None:
    tree = source.framework.hierarchy
    assert tree.indicators == ("a", "b", "c")
    assert tree.effective_weights["a"] == pytest.approx(0.5)
    assert source.framework.indicators["b"].direction == -1
    assert source.framework.indicators["a"].denominator == "people"
    assert source.framework.indicators["a"].target == 20
    assert math.isnan(source.framework.indicators["c"].target)
    assert source.times == ("2020",)
    values = source.values["2020"]
    assert list(values.index) == ["u", "v", "w"]
    assert values["b"].tolist() == pytest.approx([4, math.nan, 2], nan_ok=True)
    assert source.denominators["2020"]["people"].tolist() == [2, 4, 5]
    assert source.groups["2020"]["Land"].tolist() == ["north", "north", "south"]
    assert source.unit_names["v"] == "Vale, Lower"
    assert source.code_names["P"] == "Pillar"
    assert source.ignored == ()


def test_a_whole_framework(tmp_path: Path) -> None:
    check_whole(read(tmp_path))


@pytest.mark.parametrize("change", ["bom", "crlf", "quoted", "blank lines"])
def test_as_programs_write_it(tmp_path: Path, change: str) -> None:
    def rewritten(text: str) -> str:
        if change == "quoted":  # as R does
            rows = [
                line.replace('"Vale, Lower"', "Vale; Lower").split(",")
                for line in text.splitlines()
            ]
            text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
            return text.replace("Vale; Lower", "Vale, Lower").replace('"NA"', "NA")
        return {
            "bom": "\ufeff" + text,
            "crlf": text.replace("\n", "\r\n"),
            "blank lines": text + "\n,,,,,,,\n\n",
        }[change]

    data, meta = rewritten(DATA), META if change == "blank lines" else rewritten(META)
    for path, text in zip(write(tmp_path), (data, meta), strict=True):
        path.write_bytes(text.encode("utf-8"))
    check_whole(read_source(tmp_path / "iData.csv", tmp_path / "iMeta.csv"))


def test_columns_that_iMeta_does_not_know_are_told_and_left_out(tmp_path: Path) -> None:  # noqa: N802
    data = "\n".join(
        line + (",extra" if i == 0 else ",x") for i, line in enumerate(DATA.splitlines())
    )
    assert read(tmp_path, data).ignored == ("extra",)


def test_names_and_time_may_be_left_out(tmp_path: Path) -> None:
    data = "uCode,people,Land,a,b,c\nu,1,n,1,2,3\nv,1,n,4,5,6\n"
    source = read(tmp_path, data)
    assert source.times == ("",)
    assert source.unit_names == {"u": "u", "v": "v"}


def test_several_times(tmp_path: Path) -> None:
    later = DATA + "".join(DATA.splitlines(keepends=True)[1:3]).replace("2020", "2019.0")
    source = read(tmp_path, later)
    assert source.times == ("2019", "2020")
    assert list(source.values["2019"].index) == ["u", "v"]


def test_our_own_columns(tmp_path: Path) -> None:
    rows = META.splitlines()
    extra = [",Low,High,Transform,Optional,NotApplicable,Normalise", ",1,8,log,FALSE,v,rank"]
    meta = [rows[0] + extra[0], rows[1] + ",,,,,,"]
    meta += [rows[2] + extra[1], rows[3] + ",NA,NA,NA,NA,NA,minmax:0,1".replace("0,1", '"0,1"')]
    meta += [rows[4] + ",,,,TRUE,,", *(row + ",,,,,," for row in rows[5:])]
    meta[3] = rows[3] + ',NA,NA,NA,NA,NA,"minmax:0,1"'
    framework = read(tmp_path, meta="\n".join(meta)).framework
    about = framework.indicators["b"]
    assert (about.lo, about.hi, about.transform) == (1, 8, "log")
    assert about.not_applicable == {"v"}
    assert about.normalisation is not None
    assert about.normalisation.method == "rank"
    assert framework.indicators["c"].normalisation is not None
    assert framework.indicators["c"].normalisation.ends == (0, 1)
    assert framework.optional == {"P"}


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("row", "before", "after", "said"),
    [
        (
            2,
            ",P,",
            ",X,",
            "iMeta.csv, row 2, column Parent: is no aggregate: 'X'; allowed: P, Q, T",
        ),
        (2, ",P,", ",b,", "row 2, column Parent: is no aggregate: 'b'"),
        (2, ",P,", ",T,", "row 2, column Parent: 'a' stands at level 1 and its parent at level 3"),
        (
            6,
            "Q,Quarter,1,1,2",
            "a,Quarter,1,1,2",
            "row 6, column iCode: stands already in row 2: 'a'",
        ),
        (2, ",1,3,1,", ",0,3,1,", "column Direction: is no direction: '0'; allowed: 1 or -1"),
        (2, ",1,3,1,", ",NA,3,1,", "column Direction: is no direction: ''; allowed: 1 or -1"),
        (2, ",1,3,1,", ",1,-3,1,", "column Weight: is no weight: '-3'; allowed: 0 or more"),
        (2, ",1,3,1,", ",1,,1,", "column Weight: is no weight: ''"),
        (2, ",1,3,1,", ",1,x,1,", "column Weight: is not a number: 'x'"),
        (2, ",1,3,1,", ",1,3,2,", "column Level: is no level of an indicator: '2'; allowed: 1"),
        (5, ",2,2,", ",2,2.5,", "column Level: is no level of an aggregate: '2.5'"),
        (5, ",T,A", ",NA,A", "column Parent: has no parent (nor has T): 'P'; allowed: one row"),
        (
            2,
            "Indicator",
            "indicator",
            "column Type: is no type: 'indicator'; allowed: Indicator, Agg",
        ),
        (2, "people", "land", "column Denominator: is no denominator: 'land'; allowed: people"),
        (2, ",20,", ",twenty,", "column Target: is not a number: 'twenty'"),
        (4, ",Q,", ",P,", "row 6, column iCode: has no children: 'Q'; allowed: at least one"),
        (4, ",1,1,1,", ",1,0,1,", "row 6, column iCode: has only children without weight: 'Q'"),
        (1, ",Weight", ",Wt", "column Weight: is missing"),
        (7, "T,Total", ",Total", "row 7, column iCode: has no code"),
    ],
)
def test_faults_of_the_tree(tmp_path: Path, row: int, before: str, after: str, said: str) -> None:
    found = faults(tmp_path, meta=replaced(META, row, before, after))
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("row", "before", "after", "said"),
    [
        (2, ",0,4", ",0;4", "iData.csv, row 2: has 7 cells; allowed: 8, as in the header"),
        (
            2,
            ",0,4",
            ',"0,5",4',
            "row 2, column a: is not a number: '0,5'; allowed: a number with a",
        ),
        (2, ",0,4", ",inf,4", "row 2, column a: is not a number: 'inf'"),
        (2, ",0,4", ",1e999,4", "row 2, column a: is not a number: '1e999'"),
        (2, ",0,4", ",1_0,4", "row 2, column a: is not a number: '1_0'"),
        (
            3,
            "v,",
            "u,",
            "row 3, column uCode: stands already in row 2: 'u'; allowed: each unit once",
        ),
        (3, "v,", ",", "row 3, column uCode: has no code"),
        (3, "2020", "spring", "row 3, column Time: is not a number: 'spring'"),
        (3, "2020", "NA", "row 3, column Time: has no time"),
        (
            1,
            ",c",
            ",d",
            "column c: is missing; allowed: a column c (a code in row 4 of iMeta)",
        ),
        (1, "uCode", "unit", "column uCode: is missing"),
        (1, ",b,", ",a,", "row 1: column name stands twice: 'a'"),
        (1, ",b,", ",,", "row 1: a column has no name"),
    ],
)
def test_faults_of_the_figures(
    tmp_path: Path, row: int, before: str, after: str, said: str
) -> None:
    found = faults(tmp_path, replaced(DATA, row, before, after))
    assert any(said in fault for fault in found), found


def test_a_value_where_the_indicator_does_not_apply(tmp_path: Path) -> None:
    lines = META.splitlines()
    meta = "\n".join(
        [lines[0] + ",NotApplicable", lines[1] + ",w x", *(f"{x}," for x in lines[2:])]
    )
    found = faults(tmp_path, meta=meta)
    assert len(found) == 2
    assert "row 2, column NotApplicable: is no unit: 'x'" in found[0]
    assert "row 4, column a: has a value: '10'; allowed: NA" in found[1]


def test_all_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    data = replaced(replaced(DATA, 2, ",0,4", ",x,4"), 4, ",10,2", ",10,y")
    meta = replaced(replaced(META, 2, ",1,3,1,", ",2,-3,1,"), 7, "Aggregate", "Index")
    found = "\n".join(faults(tmp_path, data, meta))
    for said in ("'x'", "'y'", "is no direction: '2'", "is no weight: '-3'", "is no type: 'Index'"):
        assert said in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"uCode,a\n", "is empty"),
        (b"uCode;a\nu;1\n", "has one column"),
        (b'uCode,a\n"u,1\n', "is not a table from row 2 on"),
        ("uCode,a\nу,1\n".encode("cp1251"), "is not UTF-8 (byte 9)"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, content: bytes, said: str) -> None:
    data, meta = write(tmp_path)
    data.write_bytes(content)
    with pytest.raises(FrameworkFaults, match=said.replace("(", r"\(").replace(")", r"\)")):
        read_source(data, meta)


def test_files_that_are_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, meta = write(tmp_path)
    with pytest.raises(FrameworkFaults, match="cannot be read"):
        read_source(tmp_path / "none.csv", meta)
    with pytest.raises(FrameworkFaults, match="stands alone"):
        read_source(data)
    monkeypatch.setattr(tables, "MAX_BYTES", 100)
    with pytest.raises(FrameworkFaults, match="too large"):
        read_source(data, meta)


def test_a_message_stays_short(tmp_path: Path) -> None:
    data = DATA + "".join(f"u{i},,,2020,1,x{'y' * 500},1,1\n" for i in range(60))
    with pytest.raises(FrameworkFaults) as found:
        read(tmp_path, data)
    lines = found.value.user_message.splitlines()
    assert len(found.value.faults) == 60
    assert len(lines) == 41
    assert lines[-1] == "... and 20 more faults"
    assert max(map(len, lines)) < 300


# ---------------------------------------------------------------- the same as one workbook


def as_workbook(path: Path, data: str = DATA, meta: str = META) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in (("iData", data), ("iMeta", meta)):
        sheet = book.create_sheet(name)
        for line in text.replace('"Vale, Lower"', "Vale;Lower").splitlines():
            cells = [cell.replace("Vale;Lower", "Vale, Lower") for cell in line.split(",")]
            sheet.append(
                [None if c == "NA" else float(c) if c.lstrip("-").isdigit() else c for c in cells]
            )
    book.save(path)
    return path


def test_one_workbook(tmp_path: Path) -> None:
    check_whole(read_source(as_workbook(tmp_path / "all.xlsx")))


def test_faults_of_a_workbook_name_sheet_and_row(tmp_path: Path) -> None:
    path = as_workbook(tmp_path / "all.xlsx", replaced(DATA, 4, ",10,", ",ten,"))
    with pytest.raises(FrameworkFaults, match=r"all\.xlsx\[iData\], row 4, column a.*'ten'"):
        read_source(path)


def test_a_workbook_without_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(FrameworkFaults, match=r"no sheet iData.*found Sheet") as found:
        read_source(tmp_path / "x.xlsx")
    assert len(found.value.faults) == 2


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK not at all")
    with pytest.raises(FrameworkFaults, match="cannot be read as a workbook"):
        read_source(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(FrameworkFaults, match="cannot be read as a workbook"):
        read_source(path)


def test_a_small_file_that_would_unpack_to_gigabytes_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_workbook(tmp_path / "all.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(3_000_000))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(workbook, "MAX_BYTES", 1_000_000)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("was unpacked"))
    with pytest.raises(FrameworkFaults, match="too large"):
        read_source(path)


def test_a_workbook_of_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = as_workbook(tmp_path / "all.xlsx")
    monkeypatch.setattr(workbook, "MAX_CELLS", 20)
    with pytest.raises(FrameworkFaults, match="too many cells"):
        read_source(path)


# ---------------------------------------------------------------- weights


def weights(folder: Path, text: str) -> Path:
    path = folder / "weights.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_weights_by_code(tmp_path: Path) -> None:
    tree = read(tmp_path).framework.hierarchy
    changed = read_weights(weights(tmp_path, "iCode,Weight\nQ,3\na,1\n"), tree).hierarchy
    assert changed.effective_weights == pytest.approx(
        {"a": 0.2, "b": 0.2, "c": 0.6, "P": 0.4, "Q": 0.6, "T": 1.0}
    )


def test_faults_of_weights(tmp_path: Path) -> None:
    tree = read(tmp_path).framework.hierarchy
    text = "iCode,Weight\nX,1\na,-1\nb,x\nP,1\nP,2\nc,0\n"
    with pytest.raises(FrameworkFaults) as found:
        read_weights(weights(tmp_path, text), tree)
    said = str(found.value)
    for part in ("row 2, column iCode: is no code: 'X'", "no weight: '-1'", "not a number: 'x'"):
        assert part in said
    assert "row 6, column iCode: stands twice: 'P'" in said
    assert "the children of 'Q' weigh nothing together" in said
    with pytest.raises(FrameworkFaults, match="column iCode: is missing"):
        read_weights(weights(tmp_path, "code,Weight\na,1\n"), tree)
