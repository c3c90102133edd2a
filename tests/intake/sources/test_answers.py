"""Reading answers: numbers as printed, lists piece by piece."""

import json
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sources import answers
from intake.sources.answers import number, plain, read_items, read_table
from intake.sources.faults import BrokenAnswerError, ShapeError


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("4,7", "4.7"),
        ("4.70", "4.7"),
        ("1 234 567,5", "1234567.5"),
        ("1\u00a0234", "1234"),
        ("1\u202f234", "1234"),
        (" -0,0 ", "0"),
        ("-12", "-12"),
        (0, "0"),
        (Decimal("8.69"), "8.69"),
        ("1e3", "1000"),
    ],
)
def test_numbers_are_read_as_printed(printed: object, value: str) -> None:
    found = number(printed, "test")
    assert found is not None
    assert plain(found) == value


@pytest.mark.parametrize("printed", [None, "", " ", "-", "–", "—", "x", "X", "х", "…", "..."])
def test_what_stands_for_missing_is_missing_and_not_zero(printed: str | None) -> None:
    assert number(printed, "test") is None


@pytest.mark.parametrize(
    "printed",
    [
        "abc",
        "4.7*",
        "1.234,5",
        "1_000",
        "NaN",
        "inf",
        "1e999999999",
        "1e-99",
        "0x10",
        True,
        [],
        4.7,
        "--",
    ],
)
def test_what_is_no_number_is_said(printed: object) -> None:
    with pytest.raises(ShapeError, match="test: expected a"):
        number(printed, "test")


def items(text: str | bytes, tmp_path: Path, pick=lambda item: item) -> list[object]:
    path = tmp_path / "answer"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_items(path, "", "test", pick)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


@given(
    st.lists(JSON.filter(lambda one: one is not None)),
    st.sampled_from([1, 2, 7, 64]),
    st.booleans(),
)
def test_a_list_is_read_as_json_reads_it_however_it_is_cut(
    folder: Path, rows: list[object], chunk: int, spaced: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "CHUNK", chunk)
        text = json.dumps(rows, ensure_ascii=False, indent=1 if spaced else None)
        assert items(text, folder) == rows


@given(st.lists(JSON, min_size=1), st.data())
def test_a_list_that_is_cut_off_is_never_taken_for_whole(
    folder: Path, rows: list[object], data: st.DataObject
) -> None:
    text = json.dumps(rows)
    with pytest.raises(BrokenAnswerError):
        items(text[: data.draw(st.integers(0, len(text) - 1))], folder)


@pytest.mark.parametrize("text", ['{"error": 1}', "[1, 2] 3", "[1 2]", '"text"'])
def test_what_is_no_list_is_said(text: str, tmp_path: Path) -> None:
    with pytest.raises(ShapeError, match="expected"):
        items(text, tmp_path)


@pytest.mark.parametrize("text", ["[1,,2]", "[1,]", "[nul]"])
def test_what_is_no_json_is_never_taken(text: str, tmp_path: Path) -> None:
    with pytest.raises((ShapeError, BrokenAnswerError)):
        items(text, tmp_path)


def test_the_memory_holds_what_is_kept_and_not_the_answer(tmp_path: Path) -> None:
    row = json.dumps({"terms": [1], "periods": [{"date": "31.12.2024", "value": "4,7"}] * 20})
    path = tmp_path / "answer"
    with path.open("w") as stream:
        stream.write("[" + row)
        for _ in range(4000):
            stream.write("," + row)
        stream.write("]")
    size = path.stat().st_size
    assert size > 3_000_000
    tracemalloc.start()
    assert read_items(path, "", "test", lambda item: None) == []
    assert tracemalloc.get_traced_memory()[1] < size / 3
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("A\tB\n1\t2\n3", BrokenAnswerError),
        ("A\tB\n1\n3\t4\n", ShapeError),
        ("A\tB\n", BrokenAnswerError),
        ("", BrokenAnswerError),
        ("<html>\tx</html>\n1\t2", BrokenAnswerError),
    ],
)
def test_a_table_that_is_not_whole_is_said(
    text: str, error: type[Exception], tmp_path: Path
) -> None:
    path = tmp_path / "answer"
    path.write_text(text)
    with pytest.raises(error):
        read_table(path, "", "test")
