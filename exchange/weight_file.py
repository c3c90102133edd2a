"""Reads weights by code from a file: iCode, Weight."""

from __future__ import annotations

from pathlib import Path

from exchange.cells import Cells
from exchange.faults import FrameworkFaults
from exchange.tables import read_csv
from scoring.hierarchy import Hierarchy

COLUMNS = ("iCode", "Weight")


def read_weights(path: Path, hierarchy: Hierarchy) -> Hierarchy:
    """Return the tree with the weights of a CSV file; nodes that it does not name keep theirs.

    Raises FrameworkFaults with every fault of the file: a code that is no node or stands twice, a
    weight that is no number of 0 or more, siblings that weigh nothing together.
    """
    cells = Cells(read_csv(path))
    weights: dict[str, float] = {}
    for column in COLUMNS:
        if column not in cells.table.columns:
            cells.fault("is missing", ", ".join(COLUMNS), column=column)
    if cells.faults:
        raise FrameworkFaults(cells.faults)
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
    if cells.faults:
        raise FrameworkFaults(cells.faults)
    return hierarchy.reweighted(weights)
