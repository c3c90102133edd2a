"""A document is made again from its stamp; whatever differs is found and named."""

import io
import json
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.settings import SettingsError
from geodata.boundaries import load_boundaries
from reports.documents import OrderError, produce
from reports.order import WORKBOOK, Order
from reports.stamp import Stamp, StampError, read, write
from reports.verify import stamp_text, verify
from tests.assessment.published import published
from tests.conftest import ROOT

MADE, BOUNDARIES = published(), load_boundaries()
LAST = MADE.rated_periods[-1]
PLAIN = Order(WORKBOOK, "xlsx", "en", LAST)
OWN = Order(WORKBOOK, "xlsx", "kk", 2020, settings="migration:60")
BOOK = produce(MADE, BOUNDARIES, PLAIN)


def edited(content: bytes, sheet: str, cell: str, value: object) -> bytes:
    """The same workbook after somebody changed a cell and saved it in another program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[sheet][cell] = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("order", [PLAIN, OWN])
def test_what_was_made_here_is_identical(order: Order) -> None:
    content = produce(MADE, BOUNDARIES, order)
    verdict = verify(content, MADE, BOUNDARIES)
    assert verdict.identical
    assert verdict.differences == ()
    assert verdict.stamp.order == order
    assert verdict.stamp.data_version == MADE.observations.version
    t, r = MADE.result.period_index[LAST], MADE.result.region_index["KZ-61"]
    if order is PLAIN:
        assert verdict.stamp.scores["KZ-61"][0] == MADE.result.score[t, r]


def test_a_workbook_saved_by_another_program_has_the_same_numbers() -> None:
    value = openpyxl.load_workbook(io.BytesIO(BOOK))["Weights"]["C6"].value
    verdict = verify(edited(BOOK, "Weights", "C6", value), MADE, BOUNDARIES)
    assert not verdict.identical
    assert verdict.differences == ()


def test_a_changed_cell_is_named_with_both_values() -> None:
    verdict = verify(edited(BOOK, "Weights", "C6", 0.6), MADE, BOUNDARIES)
    assert [(d.where, d.stated, d.found) for d in verdict.differences] == [
        ("Weights!C6", "0.6", "0.3")
    ]


def test_a_changed_figure_in_the_stamp_is_found() -> None:
    stated = read(stamp_text(BOOK))
    five = stated.scores["KZ-61"]
    assert five[0] is not None
    changed = replace(stated, scores={**stated.scores, "KZ-61": (five[0] + 1e-12, *five[1:])})
    verdict = verify(edited(BOOK, "Stamp", "A4", write(changed)), MADE, BOUNDARIES)
    assert verdict.differences[0].where == "KZ-61, score"
    for fact, value in (("seed", 1), ("data_version", "000000000000"), ("method_version", "0.9")):
        forged = write(replace(stated, **{fact: value}))
        verdict = verify(edited(BOOK, "Stamp", "A4", forged), MADE, BOUNDARIES)
        assert verdict.differences[0].where == fact


def test_a_missing_and_a_strange_region_are_found() -> None:
    stated = read(stamp_text(BOOK))
    scores = {region: five for region, five in stated.scores.items() if region != "KZ-61"}
    scores["KZ-99"] = (1.0, 1.0, 1.0, 1.0, 1.0)
    forged = edited(BOOK, "Stamp", "A4", write(replace(stated, scores=scores)))
    where = {d.where for d in verify(forged, MADE, BOUNDARIES).differences}
    assert {"scores of KZ-61", "scores of KZ-99"} <= where


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"PK\x03\x04 not a zip",
        b"%PDF-1.7",
        b"hello",
        zipped(a=b"b"),
        zipped(**{"xl/workbook.xml": b"<workbook/>"}),
        BOOK[: len(BOOK) // 2],
    ],
)
def test_what_is_none_of_our_documents_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(StampError) as caught:
        verify(content, MADE, BOUNDARIES)
    assert "\n" not in caught.value.user_message


STATED = write(read(stamp_text(BOOK)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        STATED.replace("kelisim-stamp/1", "kelisim-stamp/9"),
        STATED.replace('"seed": 20260101', '"seed": "20260101"'),
        STATED.replace('"seed": 20260101', '"seed": true'),
        STATED.replace('"regions": []', '"regions": [1]'),
        STATED.replace('"draws"', '"drawn"'),
        STATED.replace('"settings": ""', '"settings": "nothing:1"'),
        STATED.replace('"document": "workbook"', '"document": "poem"'),
        STATED.replace('"format": "xlsx"', '"format": "exe"'),
        STATED.replace('"language": "en"', '"language": "de"'),
        STATED.replace(f'"period": {LAST}', '"period": 1999'),
    ],
)
def test_a_broken_stamp_is_refused_in_one_line(text: str) -> None:
    assert text != STATED
    with pytest.raises(StampError) as caught:
        verify(edited(BOOK, "Stamp", "A4", text or None), MADE, BOUNDARIES)
    assert "\n" not in caught.value.user_message


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
_FACTS = sorted(json.loads(STATED))


@given(key=st.sampled_from(_FACTS), value=_JSON)
def test_any_stamp_is_read_or_refused(key: str, value: object) -> None:
    text = json.dumps(json.loads(STATED) | {key: value})
    try:
        found = read(text)
    except StampError:
        return
    assert isinstance(found, Stamp)
    assert read(write(found)) == found


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (replace(PLAIN, document="poem"), "no document 'poem'; there are: "),
        (replace(PLAIN, format="pdf"), "workbook has no format 'pdf'; it has: xlsx"),
        (replace(PLAIN, language="de"), "no language 'de'; there are: en, ru, kk"),
        (replace(PLAIN, period=1999), "no region is rated in 1999; rated years: "),
        (replace(PLAIN, regions=("KZ-99",)), "no region KZ-99; there are: KZ-10, "),
        (replace(PLAIN, regions=("KZ-61",)), "workbook names 0 different regions; ordered: KZ-61"),
    ],
)
def test_an_order_that_cannot_be_met_says_what_can(order: Order, said: str) -> None:
    with pytest.raises(OrderError, match=said):
        produce(MADE, BOUNDARIES, order)


def test_settings_that_cannot_be_are_refused() -> None:
    with pytest.raises(SettingsError):
        produce(MADE, BOUNDARIES, replace(PLAIN, settings="nothing:1"))


def test_the_file_names_differ() -> None:
    orders = [
        PLAIN,
        OWN,
        replace(OWN, scenario="abcdefghij"),
        replace(PLAIN, language="ru"),
        replace(PLAIN, period=2019),
        Order("region", "pdf", "en", LAST, ("KZ-31",)),
    ]
    names = [order.file_name for order in orders]
    assert len(set(names)) == len(names)
    assert names[0] == f"kelisim-workbook-{LAST}-en.xlsx"


def test_nothing_of_this_machine_stands_in_a_document() -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert str(ROOT).encode() not in held
