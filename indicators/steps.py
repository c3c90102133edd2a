"""The steps of an evaluation: a tree of what was done to which figures, and what came of it.

The tree is the computation, not an account of it: a value is read off its root, and whoever prints
how it came about walks the same tree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from indicators.figures import Observation
from indicators.formula import Symbol

Action = Literal[
    "number", "figure", "+", "-", "*", "/", "abs", "mean", "change", "growth", "swing",
    "preferred", "instead",
]  # fmt: skip


class Place(NamedTuple):
    """A unit in which the figures of one evaluation are sought."""

    region: str
    borders: str


@dataclass(frozen=True, slots=True)
class Term:
    """One figure as it entered a formula: where, when, how much, and the observations behind."""

    series: str
    place: Place
    year: int
    value: float
    observations: tuple[Observation, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was done (``action``), to which ``parts``, and the ``value`` that it gave.

    A figure has a ``term``. ``inherited`` says that a former region gave it, or one of its parts.
    ``borders`` are those whose levels a mean over years holds; a change has none, because it was
    taken inside one set of borders.
    """

    action: Action
    value: float
    parts: tuple[Step, ...] = ()
    term: Term | None = None
    inherited: bool = False
    borders: frozenset[str] = frozenset()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All figures below this step, in the order of the formula; one may come twice."""
        if self.term is not None:
            return (self.term,)
        return tuple(term for part in self.parts for term in part.terms)


def number(value: float) -> Step:
    """Begin with a constant of the formula."""
    return Step("number", value)


def figure(term: Term) -> Step:
    """Begin with a published figure."""
    return Step("figure", term.value, term=term)


def operation(symbol: Symbol, left: Step, right: Step) -> Step | None:
    """Join two steps; None for a division by nothing, a rate that does not exist."""
    match symbol:
        case "+":
            value = left.value + right.value
        case "-":
            value = left.value - right.value
        case "*":
            value = left.value * right.value
        case "/":
            if right.value == 0:
                return None
            value = left.value / right.value
    return _step(symbol, value, (left, right))


def total(parts: Sequence[Step | None]) -> Step | None:
    """Add up parts; None when one of them, or all, are missing."""
    present = tuple(part for part in parts if part is not None)
    if not present or len(present) < len(parts):
        return None
    if len(present) == 1:
        return present[0]
    return _step("+", math.fsum(part.value for part in present), present)


def absolute(part: Step | None) -> Step | None:
    """Take the size of a value, whatever its sign."""
    return part and _step("abs", abs(part.value), (part,))


def preferred(first: Step | None, second: Callable[[], Step | None]) -> Step | None:
    """Take the first of two terms (action ``preferred``), or where it is missing the second.

    The action then is ``instead``, so that whoever reads the steps knows which of the two it was.
    """
    if first is not None:
        return _step("preferred", first.value, (first,))
    other = second()
    return other and _step("instead", other.value, (other,))


def mean(parts: Sequence[Step], at_least: int) -> Step | None:
    """Average over years; None when too few of them are present."""
    return _averaged("mean", parts, at_least, [part.value for part in parts])


def change(before: Step | None, after: Step | None, *, inherited: bool) -> Step | None:
    """Hold a year against the one before: their ratio, None unless both are above zero."""
    if before is None or after is None or before.value <= 0 or after.value <= 0:
        return None
    return Step("change", after.value / before.value, (after, before), inherited=inherited)


def growth(changes: Sequence[Step], at_least: int) -> Step | None:
    """Mean yearly growth in per cent: the geometric mean of the changes, less one."""
    logarithms = [math.log(part.value) for part in changes]
    return _averaged("growth", changes, at_least, logarithms)


def swing(changes: Sequence[Step], at_least: int) -> Step | None:
    """Mean size of the yearly changes, as logarithms, in per cent."""
    sizes = [abs(math.log(part.value)) for part in changes]
    return _averaged("swing", changes, at_least, sizes)


def _averaged(
    action: Literal["mean", "growth", "swing"],
    parts: Sequence[Step],
    at_least: int,
    values: Sequence[float],
) -> Step | None:
    if len(parts) < at_least:
        return None
    average = math.fsum(values) / len(values)
    match action:
        case "mean":
            value = average
        case "growth":
            value = 100 * math.expm1(average)
        case "swing":
            value = 100 * average
    return _step(action, value, tuple(parts))


def _step(action: Action, value: float, parts: tuple[Step, ...]) -> Step:
    return Step(
        action,
        value,
        parts,
        inherited=any(part.inherited for part in parts),
        borders=frozenset().union(*(part.borders for part in parts)),
    )
