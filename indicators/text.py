"""A text in the three languages of the dashboard."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

LANGUAGES: Final = ("en", "ru", "kk")

Words = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]


class Text(BaseModel):
    """One text in English, Russian and Kazakh; all three are required and none is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: Words
    ru: Words
    kk: Words

    def get(self, lang: str) -> str:
        """Return the text in one language.

        Parameters
        ----------
        lang : str
            ``en``, ``ru`` or ``kk``.

        Raises
        ------
        ValueError
            If the language is none of the three.
        """
        if lang == "en":
            return self.en
        if lang == "ru":
            return self.ru
        if lang == "kk":
            return self.kk
        raise ValueError(f"unknown language {lang!r}: one of {', '.join(LANGUAGES)}")
