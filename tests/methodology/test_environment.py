import pytest

from methodology.environment import counted, enclosed, exact, exact_percent, plain, tex


@pytest.mark.parametrize(
    ("value", "en", "ru"),
    [
        (0.549, "0.549", "0,549"),
        (29.8, "29.8", "29,8"),
        (5, "5", "5"),
        (-0.525, "−0.525", "−0,525"),
    ],
)
def test_exact_keeps_the_decimals_that_were_given(value: float, en: str, ru: str) -> None:
    assert exact(value, "en") == en
    assert exact(value, "ru") == ru


def test_exact_groups_thousands_as_the_language_does() -> None:
    assert exact(1234567.5, "en") == "1,234,567.5"
    assert exact(1234567.5, "ru") == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"


@pytest.mark.parametrize(("share", "text"), [(0.3, "30%"), (0.075, "7.5%"), (0.29, "29%")])
def test_exact_percent(share: float, text: str) -> None:
    assert exact_percent(share, "en") == text


def test_a_number_below_zero_is_enclosed_after_a_sign() -> None:
    assert enclosed(-1.5, "en", 1) == "(−1.5)"
    assert enclosed(1.5, "en", 1) == "1.5"


def test_tex_keeps_the_comma_from_getting_a_gap() -> None:
    assert tex(exact(1234.5, "ru")) == r"1\,234{,}5"
    assert tex(exact(-0.9, "kk")) == "-0{,}9"
    assert tex(exact(1234.5, "en")) == "1{,}234.5"


def test_a_text_of_the_registry_is_never_markup() -> None:
    text = plain("a_b *c* [d](e) $x$ | `y`\n <i>\\")
    assert text == r"a\_b \*c\* \[d\](e) \$x\$ \| \`y\` \<i\>" + "\\\\"


def test_counts_take_the_form_of_the_noun() -> None:
    russian = counted("ru")
    forms = ("год", "года", "лет")
    assert [russian(n, *forms).split("\N{NO-BREAK SPACE}")[1] for n in (1, 2, 5, 11, 21, 22)] == [
        "год",
        "года",
        "лет",
        "лет",
        "год",
        "года",
    ]
    assert counted("en")(1, "year", "years") == "1\N{NO-BREAK SPACE}year"
    assert counted("kk")(3, "жыл") == "3\N{NO-BREAK SPACE}жыл"


def test_a_wrong_count_of_forms_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs the forms one, few, many"):
        counted("ru")(3, "год", "лет")
