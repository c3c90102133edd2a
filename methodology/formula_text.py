"""A card's formula in words: the same expression, with the names of its series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.formula import Call, Formula, Node, Number, Operation, Prefer, SeriesName
from indicators.series import Series
from methodology.environment import environment, exact, plain

SIGNS: Final = {"+": "+", "-": "\N{MINUS SIGN}", "*": "×", "/": "÷"}
LOOSE, TIGHT, ATOM = 1, 2, 3  # how strongly a written term holds together
STRENGTH: Final = {"+": LOOSE, "-": LOOSE, "*": TIGHT, "/": TIGHT}


def join(symbol: str, left: tuple[str, int], right: tuple[str, int]) -> tuple[str, int]:
    """Join two written terms by one of ``+ - * /``, in brackets where they are needed.

    A term is its text and how strongly it holds together; so is what is returned.
    """
    strength = STRENGTH[symbol]
    # a − (b + c) and a ÷ (b × c) need the brackets, a + (b + c) and a × (b × c) do not.
    needed = strength + (symbol in "-/")
    first = left[0] if left[1] >= strength else f"({left[0]})"
    second = right[0] if right[1] >= needed else f"({right[0]})"
    return f"{first} {SIGNS[symbol]} {second}", strength


def readable(formula: Formula, series: Mapping[str, Series], language: str) -> str:
    """Write a formula with the names of its series, as Markdown."""
    words = environment(language).get_template("words.j2").module

    def write(node: Node) -> tuple[str, int]:
        match node:
            case Number(value=value):
                return exact(value, language), ATOM
            case SeriesName(id=name):
                title: str = words.series(plain(series[name].name.get(language)))  # type: ignore[attr-defined]
                return title, ATOM
            case Operation(symbol=symbol, left=left, right=right):
                return join(symbol, write(left), write(right))
            case Prefer(first=first, second=second):
                either: str = words.prefer_of(write(first)[0], write(second)[0])  # type: ignore[attr-defined]
                return either, ATOM
            case Call(function=function, term=term, options=options):
                macro = getattr(words, f"{function}_of")
                return str(macro(write(term)[0], **dict(options))), ATOM

    return write(formula.root)[0]
