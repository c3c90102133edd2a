"""The catalogues: every message of the code is translated, and nothing else stands in them."""

import re
import string
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from i18n.messages import LOCALE
from tests.i18n.extraction import (
    by_text,
    errors,
    extract,
    messages,
    with_reasons,
    without_placeholders,
)

LANGUAGES = pytest.mark.parametrize("language", ["ru", "kk"])
FORMS = {"ru": 3, "kk": 2}  # one, few, many; one, other


@cache
def wanted() -> dict[str, str]:
    """Texts that need a translation, with their plural form or nothing."""
    return {text: message.plural for text, message in by_text(messages()).items()}


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def entries(language: str) -> list[Entry]:
    return [entry for entry in catalogue(language) if entry.id]


def key(entry: Entry) -> str:
    return entry.id[0] if isinstance(entry.id, tuple) else entry.id


def forms(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def listing(title: str, items: list[str]) -> str:
    """All of them: whoever mends the catalogue needs the whole list."""
    return "\n  ".join((title, *items))


@LANGUAGES
def test_every_message_is_translated(language: str) -> None:
    done = {key(entry) for entry in entries(language) if all(forms(entry.string))}
    places = by_text(messages())
    missing = [f"{places[text].place}: {text}" for text in wanted() if text not in done]
    assert not missing, listing(f"{len(missing)} without a translation into {language}", missing)


@LANGUAGES
def test_nothing_else_stands_in_the_catalogue(language: str) -> None:
    known = {message.text for message in messages()}
    left = [key(entry) for entry in entries(language) if key(entry) not in known]
    assert not left, listing(f"{len(left)} of locale/{language}.po are nowhere in the code", left)
    assert list(catalogue(language).obsolete) == []


@LANGUAGES
def test_no_translation_is_unsure_or_stands_twice(language: str) -> None:
    assert [key(entry) for entry in entries(language) if entry.fuzzy] == []
    text = (LOCALE / f"{language}.po").read_text(encoding="utf-8")
    starts = re.findall(r"^msgid ", text, re.MULTILINE)
    assert len(starts) == len(entries(language)) + 1  # and the header
    assert not re.search(r"^(<{7}|={7}|>{7})", text, re.MULTILINE)


@LANGUAGES
def test_plural_messages_have_all_forms(language: str) -> None:
    assert catalogue(language).num_plurals == FORMS[language]
    for entry in entries(language):
        plural = wanted().get(key(entry), "")
        if plural:
            assert entry.id == (key(entry), plural)
            assert len(entry.string) == FORMS[language], entry.id
            assert all(entry.string), entry.id
        else:
            assert isinstance(entry.id, str), entry.id


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@LANGUAGES
def test_placeholders_are_those_of_the_message(language: str) -> None:
    for entry in entries(language):
        expected = placeholders(forms(entry.id)[-1])
        for form in forms(entry.string):
            assert placeholders(form) == expected, (key(entry), form)


@LANGUAGES
def test_translations_are_in_their_language(language: str) -> None:
    """Words in Cyrillic letters; the Russian ones without letters that only Kazakh has."""
    for entry in entries(language):
        words = re.findall(r"[a-z]{4,}", without_placeholders(key(entry)))
        code_like = re.search(r"[./_]|^[A-Z0-9 –-]+$", key(entry))
        for form in forms(entry.string):
            if words and not code_like:
                assert re.search("[а-яё]", form.lower()), (key(entry), form)
            if language == "ru":
                rest = re.sub("Ұлытау|Жетісу|Қазақша", "", form)
                assert not re.search("[әғқңөұүһі]", rest.lower()), (key(entry), form)


@LANGUAGES
def test_edges_are_those_of_the_message(language: str) -> None:
    """White space at the ends and a final full stop or colon are part of how a text is set."""
    for entry in entries(language):
        for source, form in zip(
            (forms(entry.id) * FORMS[language])[: len(forms(entry.string))],
            forms(entry.string),
            strict=True,
        ):
            assert (form != form.lstrip()) == (source != source.lstrip()), form
            assert (form != form.rstrip()) == (source != source.rstrip()), form
            for sign in (".", ":", "…", "?"):
                assert form.endswith(sign) == source.endswith(sign), (source, form)
            assert "  " not in form, form


# -- the extractor itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("one")', [("one", "")]),
        ('view._("one")', [("one", "")]),
        ('self.view._("one" "two")', [("onetwo", "")]),
        ('translator(language)("one")', [("one", "")]),
        ('i18n.translator("ru")("one")', [("one", "")]),
        ('_("{n} rows").format(n=_("no"))', [("{n} rows", ""), ("no", "")]),
        ('f("x", _("one"))', [("one", "")]),
        ("f\"{_('one')}\"", [("one", "")]),
        ('_("one" if many else "two")', [("one", ""), ("two", "")]),
        ('_.plural("{count} row", "{count} rows", n)', [("{count} row", "{count} rows")]),
        ('view._.plural("a", "b", n)', [("a", "b")]),
        ('NAMES = {"a": mark("one")}', [("one", "")]),
        ('NAMES = {"a": N_("one")}', [("one", "")]),
        ("_(NAMES[key])", []),
        ("_()", []),
        ('print("one"); ngettext("a"); x.format("one")', []),
    ],
)
def test_messages_are_found(source: str, expected: list[tuple[str, str]]) -> None:
    assert sorted((m.text, m.plural) for m in extract(source, "a.py")) == sorted(expected)


@pytest.mark.parametrize(
    "source",
    ['_(f"{n} rows")', '_("a" + name)', '_("%s rows" % n)', '_("{n} rows".format(n=n))'],
)
def test_a_message_that_no_catalogue_can_hold_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"a\.py:1"):
        extract(source, "a.py")


def test_the_tables_of_faults_and_the_pages_are_among_the_messages() -> None:
    found = {message.place.partition(":")[0] for message in messages()}
    assert "indicators/faults.py" in found
    assert any(place.startswith("views/") for place in found)
    assert any(place.startswith("cli/") for place in found)


def test_errors_are_found_in_every_package_and_only_in_the_product() -> None:
    found = {f"{kind.__module__}.{kind.__name__}" for kind in errors()}
    assert found >= {
        "assessment.changes.ChangeError",
        "intake.loading.vintages.LoadError",
        "reports.load_template.TemplateError",
        "scenarios.file.FileError",  # a kind of a kind
    }
    assert not any(name.startswith("tests.") for name in found)


def test_reasons_stand_only_where_they_are_found() -> None:
    """In a class of MendableError; those of another class would never be translated."""
    found = {kind.__module__ for kind in errors() if "REASONS" in vars(kind)}
    assert set(with_reasons()) == found
