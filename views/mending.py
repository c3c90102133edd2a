"""Says on a page what somebody can mend, in the visitor's language."""

from __future__ import annotations

from collections.abc import Callable

from i18n import Translator
from indicators.mendable import MendableError
from reports.words import literal


def _literal(_field: str, value: str) -> str:
    return literal(value)


def reason(
    problem: MendableError, _: Translator, word: Callable[[str, str], str] = _literal
) -> str:
    """Say what is wrong as a sentence by itself, for a place that reads Markdown.

    word : what is shown of a field, by its name and its value.
    """
    sentence = problem.message(_, word)
    if _(problem.REASONS[problem.code]).startswith("{"):
        return f"{sentence}."  # a name of a file or of a place is written as it is
    return f"{sentence[0].upper()}{sentence[1:]}."
