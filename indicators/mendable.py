"""Errors that somebody can mend: each has a code, fields, and a sentence in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar


def _as_it_is(_field: str, value: str) -> str:
    return value


class MendableError(Exception):
    """Something that somebody can mend; a kind of it has its sentences in ``REASONS``.

    REASONS : English sentences with named places, by code; they are translated where they are
    shown, and ``tests/i18n`` finds them here.
    code : which of them.  fields : what stands in its places.
    """

    REASONS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, /, **fields: object) -> None:
        self.code = code
        self.fields: Mapping[str, str] = {name: str(value) for name, value in fields.items()}
        super().__init__(self.message())

    def message(
        self,
        translate: Callable[[str], str] = str,
        word: Callable[[str, str], str] = _as_it_is,
    ) -> str:
        """Return what is wrong, in the language of ``translate`` (msgid to text).

        word : what is shown of a field, by its name and its value.
        """
        fields = {name: word(name, value) for name, value in self.fields.items()}
        return translate(self.REASONS[self.code]).format(**fields)

    @property
    def user_message(self) -> str:
        """What the command line prints, one line."""
        return str(self)
