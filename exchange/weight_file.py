"""Reads weights from a file, whose columns say what it has: weights, points, or comparisons."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from exchange import pairs_file, points_file
from exchange.cells import Cells
from exchange.faults import FrameworkFaults
from exchange.judged import EXPERT
from exchange.tables import read_csv
from scoring.hierarchy import Hierarchy
from scoring.weights.experts import ExpertWeights

COLUMNS = ("iCode", "Weight")
KINDS = (COLUMNS, points_file.COLUMNS, pairs_file.COLUMNS)
ALLOWED = " or ".join(",".join(kind) for kind in KINDS)


@dataclass(frozen=True)
class GivenWeights:
    """A tree with the weights that were given, and what else there is to say of them.

    tables : by name of the file; ``weights_by_expert`` when there are several experts,
    ``consistency_ratios`` when siblings were compared.
    experts : by the node above the siblings, what each expert gives; empty for plain weights.
    """

    hierarchy: Hierarchy
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    experts: dict[str, ExpertWeights] = field(default_factory=dict)


def read_weights(path: Path, hierarchy: Hierarchy) -> GivenWeights:
    """Return the tree with the weights of a CSV file; nodes that it does not name keep theirs.

    The columns are iCode and Weight; or iCode and points, 100 over each set of siblings; or first,
    second and times, for all pairs of a set. With points and comparisons there may be a column
    expert. Further columns are not read.

    Raises FrameworkFaults with every fault of the file: columns that are missing or of two kinds, a
    code that is no node or stands twice, a weight that is no number of 0 or more, siblings that
    weigh nothing together, and what ``read_points`` and ``read_pairs`` note.
    """
    cells = Cells(read_csv(path))
    kind = _kind(cells)
    by_expert: dict[str, ExpertWeights] = {}
    tables = {}
    if kind == points_file.COLUMNS:
        by_expert = points_file.read_points(cells, hierarchy)
    elif kind == pairs_file.COLUMNS:
        compared = pairs_file.read_pairs(cells, hierarchy)
        by_expert = {node: each.experts for node, each in compared.items()}
        tables["consistency_ratios"] = pairs_file.ratios_table(compared)
    else:
        weights = _plain(cells, hierarchy)
    if cells.faults:
        raise FrameworkFaults(cells.faults)
    if kind == COLUMNS:
        return GivenWeights(hierarchy.reweighted(weights))
    weights = {
        str(code): float(weight)
        for each in by_expert.values()
        for code, weight in each.weights.items()
    }
    table = _by_expert(by_expert)
    if len(set(table[EXPERT])) > 1:
        tables["weights_by_expert"] = table
    return GivenWeights(hierarchy.reweighted(weights), tables, by_expert)


def _kind(cells: Cells) -> tuple[str, ...]:
    """Return the columns of the kind of file that this is, all of which are there, or raise."""
    columns = set(cells.table.columns)
    # A kind is told by the columns that no other has.
    begun = [kind for kind in KINDS if columns & set(kind) - {"iCode"}]
    if len(begun) != 1:
        what = "has columns of several kinds" if begun else "has no column of weights"
        cells.fault(what, ALLOWED, value=",".join(cells.table.columns))
        raise FrameworkFaults(cells.faults)
    kind = begun[0]
    for column in kind:
        if column not in columns:
            cells.fault("is missing", ", ".join(kind), column=column)
    if kind == COLUMNS and EXPERT in columns:
        cells.fault("stands beside Weight", f"a column {EXPERT} with points or times", 1, EXPERT)
    if cells.faults:
        raise FrameworkFaults(cells.faults)
    return kind


def _plain(cells: Cells, hierarchy: Hierarchy) -> dict[str, float]:
    weights: dict[str, float] = {}
    for number, row in cells.table.rows:
        code = row["iCode"]
        weight = cells.number(number, row, "Weight", "0 or more")
        if code not in hierarchy.by_id:
            cells.fault("is no code", ", ".join(hierarchy.by_id), number, "iCode", code)
        elif code in weights:
            cells.fault("stands twice", "each code once", number, "iCode", code)
        elif not weight >= 0:
            cells.fault("is no weight", "0 or more", number, "Weight", row["Weight"])
        weights[code] = weight
    for node, children in hierarchy.children.items():
        if not sum(weights.get(child, hierarchy.by_id[child].weight) for child in children) > 0:
            allowed = "at least one weight above 0 among its children"
            cells.fault(f"the children of '{node}' weigh nothing together", allowed)
    return weights


def _by_expert(found: dict[str, ExpertWeights]) -> pd.DataFrame:
    """Put the weights that each expert's answers give under one another, expert by expert."""
    rows = [
        (expert, code, weight)
        for each in found.values()
        for expert, own in each.by_expert.iterrows()
        for code, weight in own.items()
    ]
    table = pd.DataFrame(rows, columns=[EXPERT, "iCode", "Weight"])
    order = {expert: place for place, expert in enumerate(dict.fromkeys(table[EXPERT]))}
    return table.sort_values(
        EXPERT, key=lambda names: names.map(order), kind="stable", ignore_index=True
    )
