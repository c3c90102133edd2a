"""Which language is chosen, and how a message is looked up in it."""

from pathlib import Path

import pytest

import i18n.messages
from i18n import DEFAULT, LANGUAGES, NAMES, from_header, mark, translator

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Score"
msgstr "Балл"

#, fuzzy
msgid "Rank"
msgstr "Наверное, место"

msgid "{count} region"
msgid_plural "{count} regions"
msgstr[0] "{count} регион"
msgstr[1] "{count} региона"
msgstr[2] "{count} регионов"
"""


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, DEFAULT),
        ("", DEFAULT),
        ("*", DEFAULT),
        ("de-DE,de;q=0.9", DEFAULT),
        ("kk", "kk"),
        ("KK-Cyrl-KZ", "kk"),
        ("en-GB,en;q=0.9,ru;q=0.8", "en"),
        ("de,kk;q=0.5,en;q=0.7", "en"),
        ("ru;q=0.1,kk;q=0.9", "kk"),
        ("en; q=0.2, kk ; q = 0.4", "en"),  # no spaces may stand around the equals sign
        ("en; q=0.2, kk ;q=0.4", "kk"),
        ("en;q=0.8,kk;q=0.8", "en"),  # equal wishes: the first
        ("en;q=0,kk;q=0.1", "kk"),  # 0 says: not this one
        ("en;q=0", DEFAULT),
        ("en;q=high,kk;q=0.1", "kk"),
        ("en;q=nan,kk;q=0.1", "kk"),
        ("en;q=2,kk;q=0.1", "kk"),
        ("en;level=1,kk;q=0.1", "kk"),
        (";;;,,,=", DEFAULT),
    ],
)
def test_the_browsers_wish_is_heard(header: str | None, expected: str) -> None:
    assert from_header(header) == expected


def test_each_language_is_named_in_itself() -> None:
    assert set(NAMES) == set(LANGUAGES) == {"kk", "ru", "en"}
    assert DEFAULT in LANGUAGES


def test_english_is_the_message_itself() -> None:
    _ = translator("en")
    assert _("Score") == "Score"
    assert _.plural("{count} region", "{count} regions", 1) == "1 region"
    assert _.plural("{count} region", "{count} regions", 20) == "20 regions"


@pytest.fixture
def russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> i18n.messages.Translator:
    """A translator with a small catalogue of its own."""
    (tmp_path / "ru.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(i18n.messages, "LOCALE", tmp_path)
    return translator.__wrapped__("ru")


def test_a_message_is_looked_up(russian: i18n.messages.Translator) -> None:
    assert russian.language == "ru"
    assert russian("Score") == "Балл"
    assert russian("Weight") == "Weight"  # the tests of the catalogues fail before a reader sees it
    assert russian("Rank") == "Rank"  # an unsure translation is none


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "1 регион"),
        (3, "3 региона"),
        (5, "5 регионов"),
        (11, "11 регионов"),
        (20, "20 регионов"),
        (21, "21 регион"),
    ],
)
def test_russian_has_three_forms(
    russian: i18n.messages.Translator, count: int, expected: str
) -> None:
    assert russian.plural("{count} region", "{count} regions", count) == expected


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError, match="de"):
        translator("de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_loaded_and_is_kept(language: str) -> None:
    assert translator(language) is translator(language)
    assert translator(language).language == language


def test_a_mark_changes_nothing() -> None:
    assert mark("Score") == "Score"
