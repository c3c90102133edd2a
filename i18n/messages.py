"""Messages: gettext catalogues read through Babel, so that no compile step is needed."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from i18n.languages import LANGUAGES

LOCALE = Path(__file__).resolve().parent.parent / "locale"


@dataclass(frozen=True)
class Translator:
    """Translates English messages into one language."""

    language: str
    catalogue: gettext.NullTranslations

    def __call__(self, message: str) -> str:
        """Return the message in this language."""
        return self.catalogue.gettext(message)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the form of a message that goes with ``count``, with ``{count}`` filled in."""
        return self.catalogue.ngettext(one, many, count).format(count=count)


def mark(message: str) -> str:
    """Mark an English message that is translated later, such as one in a table; returns it as is.

    The test of the catalogues finds messages in calls of a translator and in calls of ``mark``.
    """
    return message


@cache
def translator(language: str) -> Translator:
    """Return the translator of one language; KeyError for one that the product has not."""
    if language not in LANGUAGES:
        raise KeyError(language)
    if language == "en":
        return Translator(language, gettext.NullTranslations())
    with (LOCALE / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))
