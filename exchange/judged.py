"""Reads what experts judge of siblings, row by row: points of one, or comparisons of two."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from exchange.cells import Cells
from scoring.hierarchy import Hierarchy

EXPERT = "expert"
Codes = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What a file asks: columns of the codes, column of the answer, and which answers are allowed."""

    codes: Codes
    answer: str
    allowed: str
    fits: Callable[[float], bool]


@dataclass(frozen=True)
class Judged:
    """The answers of one expert about one set of siblings.

    expert : empty when the file has no column of experts;  row : the first of the set.
    answers : by the codes of the row.
    """

    node: str
    expert: str
    row: int
    answers: dict[Codes, float] = field(default_factory=dict)
    rows: dict[Codes, int] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """Whose the answers are, as a message begins."""
        return f"expert '{self.expert}': " if self.expert else ""


def read_judged(cells: Cells, tree: Hierarchy, question: Question) -> Iterator[Judged]:
    """Read all rows, and pass on the sets of siblings in which no row has a fault.

    What is wrong with a row is noted in ``cells``: an expert without a name, a code that is none,
    codes that are not siblings, an answer that is not allowed, or that stands already.
    """
    found: dict[tuple[str, str], Judged] = {}
    spoiled: set[tuple[str, str]] = set()
    for number, row in cells.table.rows:
        before = len(cells.faults)
        expert = cells.text(row, EXPERT)
        if not expert and EXPERT in cells.table.columns:
            cells.fault("has no expert", "a name in every row", number, EXPERT)
        codes = tuple(row[column] for column in question.codes)
        parents = [
            _parent(cells, tree, number, column, code)
            for column, code in zip(question.codes, codes, strict=True)
        ]
        _check_siblings(cells, tree, number, question.codes, codes)
        answer = _answer(cells, number, row, question)
        nodes = [parent for parent in parents if parent is not None]
        if len(cells.faults) == before:
            judged = found.setdefault((nodes[0], expert), Judged(nodes[0], expert, number))
            if codes in judged.answers:
                what = f"stands already in row {judged.rows[codes]}"
                written = ", ".join(codes)
                cells.fault(what, "each once an expert", number, question.codes[0], written)
            judged.answers.setdefault(codes, answer)
            judged.rows.setdefault(codes, number)
        if len(cells.faults) > before:
            spoiled |= {(node, expert) for node in nodes}
    for key, judged in found.items():
        if key not in spoiled:
            yield judged


def _parent(cells: Cells, tree: Hierarchy, number: int, column: str, code: str) -> str | None:
    below = [name for name in tree.by_id if name != tree.top]
    if code == tree.top:
        cells.fault("is the index, which has no siblings", ", ".join(below), number, column, code)
        return None
    if code not in tree.by_id:
        cells.fault("is no code", ", ".join(below), number, column, code)
        return None
    return tree.by_id[code].parent


def _check_siblings(
    cells: Cells, tree: Hierarchy, number: int, columns: Codes, codes: Codes
) -> None:
    first = codes[0]
    node = tree.by_id[first].parent if first in tree.by_id else None
    if node is None:
        return
    siblings = ", ".join(name for name in tree.children[node] if name != first)
    for column, code in zip(columns[1:], codes[1:], strict=True):
        if code == first:
            cells.fault("is compared with itself", siblings or "no row", number, column, code)
        elif code in tree.by_id and code != tree.top and tree.by_id[code].parent != node:
            allowed = siblings or f"no row, '{first}' has none"
            cells.fault(f"is no sibling of '{first}'", allowed, number, column, code)


def _answer(cells: Cells, number: int, row: dict[str, str], question: Question) -> float:
    before = len(cells.faults)
    found = cells.number(number, row, question.answer, question.allowed)
    if len(cells.faults) == before and (math.isnan(found) or not question.fits(found)):
        value = row[question.answer]
        cells.fault("is not allowed", question.allowed, number, question.answer, value)
    return found
