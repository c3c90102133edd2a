"""A value with the published figures put in, as one would key it into a pocket calculator."""

from __future__ import annotations

from functools import reduce

from i18n.formats import MINUS
from indicators.steps import Step, Term
from methodology.environment import exact
from methodology.formula_text import ATOM, TIGHT, join

Written = tuple[str, int]
"""An expression, and how strongly it holds together."""


def written_out(step: Step, lang: str) -> str:
    """Write the steps that gave a value as one expression of the figures that entered them."""
    return _write(step, lang)[0]


def _write(step: Step, lang: str) -> Written:
    parts = [_write(part, lang) for part in step.parts]
    count = len(parts)
    match step.action:
        case "number":
            return exact(step.value, lang), ATOM
        case "figure" if step.term is not None:
            return _figure(step.term, lang)
        case "+" | "-" | "*" | "/" as symbol:
            return reduce(lambda left, right: join(symbol, left, right), parts)
        case "preferred" | "instead":
            return parts[0]
        case "abs":
            return f"|{parts[0][0]}|", ATOM
        case "mean":
            whole = reduce(lambda left, right: join("+", left, right), parts)
            return join("/", whole, (str(count), ATOM))
        case "change":
            return join("/", parts[0], parts[1])
        case "growth":
            product = " × ".join(f"({text})" for text, _strength in parts)
            return f"100 × (({product})^(1 ÷ {count}) {MINUS} 1)", TIGHT
        case "swing":
            sizes = " + ".join(f"|ln({text})|" for text, _strength in parts)
            return f"100 × ({sizes}) ÷ {count}", TIGHT
    raise AssertionError(step.action)


def _figure(term: Term, lang: str) -> Written:
    texts = [
        f"({exact(obs.value, lang)})" if obs.value < 0 else exact(obs.value, lang)
        for obs in term.observations
    ]
    if len(texts) == 1:
        return texts[0], ATOM
    return f"({' + '.join(texts)}) ÷ {len(texts)}", TIGHT  # a year made of its quarters
