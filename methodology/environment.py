"""Templates of the methodology: one folder a language, one file a section, strict about names."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from babel import Locale

from i18n import number, percent, signed
from i18n.formats import MINUS

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
# Signs that Markdown, KaTeX or Streamlit would take for markup.
MARKUP: Final = re.compile(r"([\\`*_$~|<>\[\]])")
MAX_DECIMALS: Final = 12  # beyond it a figure shows the noise of binary fractions


def exact(value: float, language: str) -> str:
    """Write a number with all the decimals that it was given with, and no more."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    decimals = max(0, -int(exponent))  # neither NaN nor infinity is ever written
    return number(value, language, min(decimals, MAX_DECIMALS))


def exact_percent(share: float, language: str) -> str:
    """Write a share of 1 as a percentage with the decimals that it needs."""
    exponent = (Decimal(repr(float(share))) * 100).normalize().as_tuple().exponent
    return percent(share, language, min(max(0, -int(exponent)), MAX_DECIMALS))


def enclosed(value: float, language: str, decimals: int = 1) -> str:
    """Write a number, in brackets where it is below zero, so that it can follow a sign."""
    text = number(value, language, decimals)
    return f"({text})" if text.startswith(MINUS) else text


def plain(text: str) -> str:
    """Keep a text of the registry a text: no sign of it is markup, and it is one line."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def tex(text: str) -> str:
    """Fit a written number into a LaTeX formula: a bare comma there would get a gap after it."""
    spaced = re.sub(r"[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", r"\\,", text)
    return spaced.replace(",", "{,}").replace("\\{,}", "\\,").replace("\N{MINUS SIGN}", "-")


def counted(language: str) -> Callable[..., str]:
    """Return the filter that puts a count before the form of a noun that goes with it."""
    locale = Locale.parse(language)
    names = {"en": ("one", "other"), "ru": ("one", "few", "many"), "kk": ("other",)}[language]

    def phrase(count: int, *forms: str) -> str:
        if len(forms) != len(names):
            raise ValueError(f"{language} needs the forms {', '.join(names)}; got {forms}")
        category = str(locale.plural_form(count))
        form = dict(zip(names, forms, strict=True)).get(category, forms[-1])
        return f"{number(count, language, 0)}\N{NO-BREAK SPACE}{form}"

    return phrase


@cache
def environment(language: str) -> jinja2.Environment:
    """Return the environment of one language; an unknown name in a template is an error."""

    def written(function: Callable[..., str]) -> Callable[..., str]:
        def write(value: float, *options: Any) -> str:
            return function(value, language, *options)

        return write

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / language),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # Markdown, not HTML; `plain` guards what comes from the registry
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "num": number,
        "signed": signed,
        "percent": percent,
        "exact": exact,
        "exact_percent": exact_percent,
        "enclosed": enclosed,
    }
    for name, function in filters.items():
        env.filters[name] = written(function)
    env.filters.update(plain=plain, tex=tex, counted=counted(language))
    return env
