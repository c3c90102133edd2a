"""Numbers, dates and alphabetical order, as each language writes them."""

import datetime
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import date_text, number, percent, signed, sort_key
from i18n.sorting import KAZAKH

GAP = "\N{NO-BREAK SPACE}"
NARROW_GAP = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "decimals", "english", "others"),
    [
        (0.0, 1, "0.0", "0,0"),
        (12.34, 1, "12.3", "12,3"),
        (12.36, 1, "12.4", "12,4"),
        (1234567.891, 2, "1,234,567.89", f"1{GAP}234{GAP}567,89"),
        (1234.5, 0, "1,234", f"1{GAP}234"),
        (-12.34, 1, f"{MINUS}12.3", f"{MINUS}12,3"),
        (-0.04, 1, "0.0", "0,0"),
        (99.96, 1, "100.0", "100,0"),
        (1e-9, 3, "0.000", "0,000"),
        (math.nan, 1, "–", "–"),
    ],
)
def test_numbers(value: float, decimals: int, english: str, others: str) -> None:
    assert number(value, "en", decimals) == english
    assert number(value, "ru", decimals) == others
    assert number(value, "kk", decimals) == others


def test_numbers_of_arrays_are_written_as_plain_ones() -> None:
    assert number(np.float64(1234.5), "ru", 1) == f"1{GAP}234,5"
    assert number(np.float64(math.nan), "ru", 1) == "–"


@given(st.floats(-1e7, 1e7), st.integers(0, 4), st.sampled_from(("en", "ru", "kk")))
def test_a_written_number_can_be_read_back(value: float, decimals: int, language: str) -> None:
    text = number(value, language, decimals)
    plain = text.replace(MINUS, "-").replace(GAP, "")
    plain = plain.replace(",", "") if language == "en" else plain.replace(",", ".")
    assert "-" not in text
    assert float(plain) == pytest.approx(value, abs=0.51 * 10**-decimals)
    assert len(plain.partition(".")[2]) == decimals


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.26, "+1,3"), (-1.26, f"{MINUS}1,3"), (0.0, "0,0"), (0.04, "0,0"), (-0.04, "0,0")],
)
def test_differences_bear_a_sign_unless_they_are_shown_as_nothing(
    value: float, expected: str
) -> None:
    assert signed(value, "ru") == expected


def test_a_missing_difference_is_a_dash() -> None:
    assert signed(math.nan, "kk") == "–"


def test_shares_as_percentages() -> None:
    assert percent(0.29, "en") == "29%"
    assert percent(0.29, "ru") == f"29{GAP}%"
    assert percent(2 / 3, "ru", 1) == f"66,7{GAP}%"
    assert percent(math.nan, "ru") == "–"


def test_dates_in_full() -> None:
    day = datetime.date(2026, 11, 2)
    assert date_text(day, "en") == "November 2, 2026"
    assert date_text(day, "ru") == f"2 ноября 2026{NARROW_GAP}г."
    assert date_text(day, "kk") == f"2026{NARROW_GAP}ж. 2 қараша"


def test_the_kazakh_alphabet_has_its_42_letters_in_order() -> None:
    official = (
        "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
    )
    assert "".join(official[1::2]) == "".join(KAZAKH)
    assert len(KAZAKH) == len(set(KAZAKH)) == 42
    assert sorted(KAZAKH, key=sort_key) == list(KAZAKH)
    # The Russian alphabet is contained in it, in its own order.
    russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    assert [letter for letter in KAZAKH if letter in russian] == list(russian)


def test_kazakh_names_stand_where_a_reader_looks_for_them() -> None:
    """By code points Ұлытау would come after all of them, and Қостанай after Шымкент."""
    names = ["Шымкент", "Ұлытау", "Қостанай", "Алматы", "Түркістан", "Жетісу", "Ақтөбе", "Астана"]
    expected = [
        "Ақтөбе",
        "Алматы",
        "Астана",
        "Жетісу",
        "Қостанай",
        "Түркістан",
        "Ұлытау",
        "Шымкент",
    ]
    assert sorted(names, key=sort_key) == expected
    assert sorted(names) != expected


def test_order_does_not_mind_capitals_but_is_always_the_same() -> None:
    assert sorted(["қар", "Қала", "Кең"], key=sort_key) == ["Кең", "Қала", "қар"]
    assert sorted(["ай", "Ай"], key=sort_key) == sorted(["Ай", "ай"], key=sort_key)
    assert sorted(["Ёлка", "Ель", "Жар"], key=sort_key) == ["Ель", "Ёлка", "Жар"]
