"""Reads how many times as much one sibling weighs as another: [expert,] first, second, times."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from exchange.cells import Cells
from exchange.judged import Judged, Question, read_judged
from scoring.hierarchy import Hierarchy
from scoring.weights.ahp import LIMIT, ExpertComparison, compare, compare_experts, judgements
from scoring.weights.consistency import MOST
from scoring.weights.experts import WeightError

COLUMNS = ("first", "second", "times")
QUESTION = Question(
    ("first", "second"), "times", "a number above 0, such as 3 or 0.333", lambda times: times > 0
)
AGREEING = f"judgements with a consistency ratio up to {LIMIT:.2f}"


def read_pairs(cells: Cells, tree: Hierarchy) -> dict[str, ExpertComparison]:
    """Return what the comparisons of each set of siblings give, by the node above them.

    An expert may leave out a whole set. Notes in ``cells`` whatever ``read_judged`` finds, pairs
    that are not compared, and judgements that contradict each other; such a set is left out.
    """
    given: dict[str, dict[str, pd.DataFrame]] = {}
    for judged in read_judged(cells, tree, QUESTION):
        matrix = _matrix(cells, tree, judged)
        if matrix is not None:
            given.setdefault(judged.node, {})[judged.expert] = matrix
    found = {}
    for node, matrices in given.items():
        try:
            found[node] = compare_experts(matrices, tree.children[node])
        except WeightError as error:
            cells.fault(f"the experts on the children of '{node}' together: {error}", AGREEING)
    return found


def ratios_table(found: dict[str, ExpertComparison]) -> pd.DataFrame:
    """Return the consistency ratios: a row a node, how many experts, all together, and each.

    The columns of the experts begin with ``expert:``, NA where one did not judge the set.
    """
    names = dict.fromkeys(name for each in found.values() for name in each.by_expert if name)
    # λmax is never below the number of ids, but by rounding.
    rows = [
        {
            "node": node,
            "experts": len(each.by_expert),
            "combined": max(0.0, each.common.ratio),
            **{
                f"expert:{name}": max(0.0, each.by_expert[name].ratio)
                for name in names
                if name in each.by_expert
            },
        }
        for node, each in found.items()
    ]
    columns = ["node", "experts", "combined", *(f"expert:{name}" for name in names)]
    return pd.DataFrame(rows, columns=columns)


def _matrix(cells: Cells, tree: Hierarchy, judged: Judged) -> pd.DataFrame | None:
    """Return the judgements of one expert about one set, None when they have a fault."""
    siblings = tree.children[judged.node]
    before = len(cells.faults)
    if len(siblings) > MOST:
        what = f"'{judged.node}' has {len(siblings)} children to be compared"
        cells.fault(what, f"up to {MOST}", judged.row, "first")
        return None
    pairs = {(first, second): times for (first, second), times in judged.answers.items()}
    for first, second in combinations(siblings, 2):
        if (first, second) not in pairs and (second, first) not in pairs:
            what = f"{judged.who}'{first}' is not compared with '{second}'"
            cells.fault(what, f"each pair of {', '.join(siblings)}", judged.row, "second")
    if len(cells.faults) > before:
        return None
    matrix = judgements(pairs, siblings)
    try:
        compare(matrix, siblings)
    except WeightError as error:
        what = f"{judged.who}children of '{judged.node}': {error}"
        cells.fault(what, AGREEING, judged.row, "times")
        return None
    return matrix
