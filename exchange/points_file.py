"""Reads points that experts share out over siblings: [expert,] iCode, points."""

from __future__ import annotations

from math import fsum

from exchange.cells import Cells
from exchange.judged import Question, read_judged
from scoring.hierarchy import Hierarchy
from scoring.weights.allocation import POINTS, TOLERANCE, allocate
from scoring.weights.experts import ExpertWeights

COLUMNS = ("iCode", "points")
QUESTION = Question(("iCode",), "points", "a number of 0 or more", lambda points: points >= 0)


def read_points(cells: Cells, tree: Hierarchy) -> dict[str, ExpertWeights]:
    """Return the weights of each set of siblings that has points, by the node above them.

    An expert may leave out a whole set: then the others say what its weights are. Notes in
    ``cells`` whatever ``read_judged`` finds, siblings without points, and points that do not add up
    to 100; such a set is left out.
    """
    given: dict[str, dict[str, dict[str, float]]] = {}
    for judged in read_judged(cells, tree, QUESTION):
        siblings = tree.children[judged.node]
        points = {code: value for (code,), value in judged.answers.items()}
        missing = [name for name in siblings if name not in points]
        total = fsum(points.values())
        if missing:
            what = f"{judged.who}there are no points for {', '.join(missing)}"
            allowed = f"points for all of {', '.join(siblings)}, or for none"
            cells.fault(what, allowed, judged.row, "iCode")
        elif abs(total - POINTS) > TOLERANCE:
            what = f"{judged.who}the points of the children of '{judged.node}' add up to"
            cells.fault(what, f"{POINTS}, within {TOLERANCE}", judged.row, "points", f"{total:g}")
        else:
            given.setdefault(judged.node, {})[judged.expert] = points
    return {node: allocate(points, tree.children[node]) for node, points in given.items()}
