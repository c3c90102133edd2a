"""The formula of an indicator card: one readable expression over published series.

A card says, for example::

    100 * employed_agriculture / employed
    abs(mean(1000 * net_migration / population_annual_average, years=3, at_least=2))

The text that is shown is the text that is run. Names are series; these functions exist:

========================================  =========================================================
``national(x)``                           x for the whole country in the same year
``total(x)``                              x summed over today's regions inside the borders used
``latest(x, years=n)``                    the newest x of this year and the n years before
``last(x)``                               the newest figure dated in the year, of any frequency
``mean(x, years=n, at_least=m)``          mean over the n years that end now, m of them present
``growth(x, years=n, at_least=m)``        mean yearly growth in per cent over the last n changes
``swing(x, years=n, at_least=m)``         mean absolute logarithmic yearly change, in per cent
``abs(x)``                                absolute value
``prefer(x, y)``                          x where it is known in the year, else y
========================================  =========================================================

This file knows only the grammar; ``indicators.derive`` evaluates it on figures.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Symbol = Literal["+", "-", "*", "/"]

OPERATORS: dict[type[ast.operator], Symbol] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}

# A constant only changes units; anything near the end of floating point is a mistake.
LARGEST = 10**12

# Over years, each of which finds its own borders.
WINDOWS = frozenset({"mean", "growth", "swing"})

# The one function of two terms.
PREFER = "prefer"

# function -> keyword arguments it must have; each takes one term
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "abs": (),
    "national": (),
    "total": (),
    "latest": ("years",),
    "last": (),
    "mean": ("years", "at_least"),
    "growth": ("years", "at_least"),
    "swing": ("years", "at_least"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, such as the 100 of a percentage."""

    value: float


@dataclass(frozen=True, slots=True)
class SeriesName:
    """A published series, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms and one of ``+ - * /``."""

    symbol: Symbol
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one term, with whole-number options such as ``years``."""

    function: str
    term: Node
    options: tuple[tuple[str, int], ...]

    def option(self, name: str) -> int:
        """Return one option by name."""
        return dict(self.options)[name]


@dataclass(frozen=True, slots=True)
class Prefer:
    """Two terms that say the same: the first where it is known, else the second."""

    first: Node
    second: Node


Node = Number | SeriesName | Operation | Call | Prefer


class FormulaError(ValueError):
    """The text of a formula is outside the grammar."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula; ``text`` is what is shown, ``root`` what is run."""

    text: str
    root: Node

    @classmethod
    def parse(cls, text: str) -> Formula:
        """Parse a formula, or raise FormulaError naming the offending part."""
        try:
            tree = ast.parse(text, mode="eval")
        except SyntaxError as error:
            raise FormulaError(f"formula '{text}': {error.msg}") from error
        except ValueError as error:  # a null character, which has no place in a file either
            raise FormulaError(f"formula {text!r}: {error}") from error
        formula = cls(text, _node(tree.body, text))
        if not formula.series:
            raise FormulaError(f"formula '{text}': it names no series")
        return formula

    @property
    def series(self) -> tuple[str, ...]:
        """Ids of the series it uses, each once, in order of appearance."""
        return tuple(dict.fromkeys(_names(self.root)))

    @property
    def has_level(self) -> bool:
        """Whether it reads a figure of the region's own outside any window of years."""
        return _has_level(self.root)

    def runs_without(self, missing: Collection[str]) -> bool:
        """Whether it can have a value where there is no figure of these series."""
        return _runs_without(self.root, missing)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let a YAML string stand for a formula in a pydantic model."""
        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema())


def _node(tree: ast.expr, text: str) -> Node:
    match tree:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if abs(value) > LARGEST:
                raise FormulaError(f"formula '{text}': a number may be at most {LARGEST:,}")
            return Number(float(value))
        case ast.Name(id=name):
            return SeriesName(name)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return Operation(OPERATORS[type(op)], _node(left, text), _node(right, text))
        case ast.Call(func=ast.Name(id=name), args=[term]) if name in FUNCTIONS:
            options = tuple((str(kw.arg), _whole(kw.value, text)) for kw in tree.keywords)
            if tuple(key for key, _ in options) != FUNCTIONS[name]:
                wanted = ", ".join(("x", *(f"{key}=…" for key in FUNCTIONS[name])))
                raise FormulaError(f"formula '{text}': write {name}({wanted})")
            given = dict(options)
            if given.get("at_least", 0) > given.get("years", 0):
                raise FormulaError(f"formula '{text}': at_least cannot be more than years")
            inner = _node(term, text)
            if name == "last" and not isinstance(inner, SeriesName):
                raise FormulaError(f"formula '{text}': last(x) takes one series")
            return Call(name, inner, options)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name == PREFER:
            if len(args) != 2 or keywords:
                raise FormulaError(f"formula '{text}': write {PREFER}(x, y)")
            first, second = (_node(arg, text) for arg in args)
            if not _names(first) or not _names(second):
                raise FormulaError(f"formula '{text}': each term of {PREFER}(x, y) names a series")
            return Prefer(first, second)
    allowed = "numbers, series, + - * /, and " + ", ".join((*FUNCTIONS, PREFER))
    raise FormulaError(f"formula '{text}': '{ast.unparse(tree)}' is not allowed; only {allowed}")


def _whole(tree: ast.expr, text: str) -> int:
    match tree:
        case ast.Constant(value=int() as value) if value > 0 and not isinstance(value, bool):
            return value
    raise FormulaError(f"formula '{text}': '{ast.unparse(tree)}' must be a whole number above 0")


def _names(node: Node) -> list[str]:
    match node:
        case SeriesName(id=name):
            return [name]
        case Operation(left=left, right=right):
            return _names(left) + _names(right)
        case Prefer(first=first, second=second):
            return _names(first) + _names(second)
        case Call(term=term):
            return _names(term)
        case _:
            return []


def _runs_without(node: Node, missing: Collection[str]) -> bool:
    match node:
        case SeriesName(id=name):
            return name not in missing
        case Operation(left=left, right=right):
            return _runs_without(left, missing) and _runs_without(right, missing)
        case Prefer(first=first, second=second):
            return _runs_without(first, missing) or _runs_without(second, missing)
        case Call(term=term):
            return _runs_without(term, missing)
        case _:
            return True


def _has_level(node: Node) -> bool:
    match node:
        case SeriesName():
            return True
        case Operation(left=left, right=right):
            return _has_level(left) or _has_level(right)
        case Prefer(first=first, second=second):
            return _has_level(first) or _has_level(second)
        case Call(function=function, term=term):
            return function not in WINDOWS | {"national"} and _has_level(term)
        case _:
            return False
