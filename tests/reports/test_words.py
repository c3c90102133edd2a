"""Words for flags and statuses: each has some, in each language."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from i18n import translator
from indicators.layout import STATUSES
from indicators.panel import Entry
from reports.words import flags, status
from tests.assessment.published import published
from tests.views.pages import LANGUAGES


@dataclass(frozen=True)
class Derived:
    """What an entry asks of a derived value; everything that can be said of one is true."""

    year: int = 2019
    inherited: bool = True
    apportioned: bool = True
    partial: bool = True
    statuses: frozenset[str] = field(default_factory=lambda: frozenset(STATUSES))


ALL = Entry(Derived(), age=2, backcast=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_has_words(language: str) -> None:
    said = flags(ALL, translator(language))
    assert len(set(said)) == len(ALL.flags) == len(said)
    assert "2019" in said[0]
    if language != "en":
        assert not set(said) & set(flags(ALL, translator("en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_words(language: str) -> None:
    said = [status(name, translator(language)) for name in STATUSES]
    assert len(set(said)) == len(STATUSES)
    if language != "en":
        assert not set(said) & {status(name, translator("en")) for name in STATUSES}


def test_flags_of_the_published_figures_are_said_for_each_and_no_other() -> None:
    for entry in published().panel.entries.values():
        assert len(flags(entry, translator("en"))) == len(entry.flags)


def test_a_flag_without_words_is_an_error() -> None:
    strange = SimpleNamespace(flags=("invented",), derived=SimpleNamespace(year=2019))
    with pytest.raises(KeyError):
        flags(strange, translator("en"))  # type: ignore[arg-type]
