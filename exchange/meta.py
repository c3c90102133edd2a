"""Reads iMeta: the tree of the framework, and what is said of each indicator."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from exchange.cells import Cells
from exchange.faults import TableFault
from exchange.options import parse_normalisation
from exchange.tables import Table
from scoring.hierarchy import Hierarchy, Node
from scoring.normalise import TRANSFORMS
from scoring.recipe import IndicatorMeta, Normalisation, RecipeError

REQUIRED = ("iCode", "Direction", "Weight", "Level", "Parent", "Type")
TYPES = ("Indicator", "Aggregate", "Group", "Denominator", "Other")
IN_TREE = ("Indicator", "Aggregate")


@dataclass(frozen=True)
class Meta:
    """What iMeta says; ``hierarchy`` is None when there are faults.

    types, names : of every code, in the order of the file;  rows : where each stands.
    """

    hierarchy: Hierarchy | None
    indicators: dict[str, IndicatorMeta]
    optional: frozenset[str]
    types: dict[str, str]
    names: dict[str, str]
    rows: dict[str, int]

    def of_type(self, kind: str) -> tuple[str, ...]:
        """Codes of one type, in the order of the file."""
        return tuple(code for code, its in self.types.items() if its == kind)


def read_meta(table: Table) -> tuple[Meta, list[TableFault]]:
    """Read and check iMeta; every fault is collected, none is raised."""
    cells = Cells(table)
    for column in REQUIRED:
        if column not in table.columns:
            cells.fault("is missing", ", ".join(REQUIRED), column=column)
    types, names, rows = _codes(cells)
    nodes = []
    optional = set()
    for number, row in table.rows:
        code = row.get("iCode", "")
        if types.get(code) in IN_TREE and rows[code] == number:
            nodes.append(_node(cells, number, row, types[code]))
            if "Optional" in table.columns and cells.yes(number, row, "Optional"):
                optional.add(code)
    _check_tree(cells, nodes, types, rows)
    indicators = {
        row["iCode"]: _indicator(cells, number, row, types)
        for number, row in table.rows
        if types.get(row.get("iCode", "")) == "Indicator" and rows[row["iCode"]] == number
    }
    hierarchy = Hierarchy(tuple(nodes)) if nodes and not cells.faults else None
    return Meta(hierarchy, indicators, frozenset(optional), types, names, rows), cells.faults


def _codes(cells: Cells) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    types: dict[str, str] = {}
    names: dict[str, str] = {}
    rows: dict[str, int] = {}
    for number, row in cells.table.rows:
        code, kind = cells.text(row, "iCode"), row.get("Type", "")
        if not code:
            cells.fault("has no code", "a code in every row", number, "iCode")
        elif code in rows:
            cells.fault(
                f"stands already in row {rows[code]}", "each code once", number, "iCode", code
            )
        else:
            rows[code], names[code] = number, cells.text(row, "iName") or code
            types[code] = kind
        if "Type" in cells.table.columns and kind not in TYPES:
            cells.fault("is no type", ", ".join(TYPES), number, "Type", kind)
    return types, names, rows


def _node(cells: Cells, number: int, row: dict[str, str], kind: str) -> Node:
    allowed = "1" if kind == "Indicator" else "a whole number of 2 or more"
    level = cells.number(number, row, "Level", allowed)
    right = level == 1.0 if kind == "Indicator" else level >= 2 and level == int(level)
    if not right:
        problem = f"is no level of an {kind.lower()}"
        cells.fault(problem, allowed, number, "Level", row.get("Level", ""))
        level = 0.0
    weight = cells.number(number, row, "Weight", "0 or more")
    if not weight >= 0:
        cells.fault("is no weight", "0 or more", number, "Weight", row.get("Weight", ""))
        weight = 1.0
    # An aggregate's direction is that of the index; COINr wants a 1 there.
    direction = cells.text(row, "Direction")
    if (direction or kind == "Indicator") and _whole(direction) not in (1, -1):
        cells.fault("is no direction", "1 or -1", number, "Direction", direction)
    parent = cells.text(row, "Parent") or None
    return Node(row["iCode"], parent, int(level), weight)


def _check_tree(
    cells: Cells, nodes: list[Node], types: dict[str, str], rows: dict[str, int]
) -> None:
    by_id = {node.id: node for node in nodes}
    if not any(types[node.id] == "Indicator" for node in nodes):
        cells.fault("has no indicator", "at least one row of the type Indicator")
    tops = [node for node in nodes if node.parent is None]
    if nodes and not tops:
        cells.fault("no aggregate is without a parent", "one: the index")
    for node in tops:
        if len(tops) > 1 or types[node.id] == "Indicator":
            others = ", ".join(top.id for top in tops if top is not node)
            what = f"has no parent (nor has {others})" if others else "an indicator has no parent"
            allowed = "one row without a parent, the index at the highest level"
            cells.fault(f"{what}", allowed, rows[node.id], "Parent", node.id)
    for node in nodes:
        if node.parent is None:
            continue
        parent = by_id.get(node.parent)
        if parent is None or types[parent.id] != "Aggregate":
            aggregates = [other.id for other in nodes if types[other.id] == "Aggregate"]
            cells.fault(
                "is no aggregate",
                ", ".join(aggregates) or "none",
                rows[node.id],
                "Parent",
                node.parent,
            )
        elif node.level and parent.level and parent.level != node.level + 1:
            cells.fault(
                f"'{node.id}' stands at level {node.level} and its parent at level {parent.level}",
                f"a parent at level {node.level + 1}, without a gap",
                rows[node.id],
                "Parent",
                node.parent,
            )
    children = Counter(node.parent for node in nodes)
    weights: dict[str | None, float] = defaultdict(float)
    for node in nodes:
        weights[node.parent] += node.weight
    for node in nodes:
        if types[node.id] == "Aggregate" and not children[node.id]:
            cells.fault("has no children", "at least one", rows[node.id], "iCode", node.id)
        elif types[node.id] == "Aggregate" and not weights[node.id] > 0:
            allowed = "at least one weight above 0 below it"
            cells.fault(
                "has only children without weight", allowed, rows[node.id], "iCode", node.id
            )


def _indicator(
    cells: Cells, number: int, row: dict[str, str], types: dict[str, str]
) -> IndicatorMeta:
    denominator = cells.text(row, "Denominator") or None
    if denominator is not None and types.get(denominator) != "Denominator":
        known = ", ".join(code for code, kind in types.items() if kind == "Denominator") or "none"
        cells.fault("is no denominator", known, number, "Denominator", denominator)
    transform = cells.text(row, "Transform") or "identity"
    if transform not in TRANSFORMS:
        cells.fault("is no transform", ", ".join(TRANSFORMS), number, "Transform", transform)
        transform = "identity"
    own: Normalisation | None = None
    if text := cells.text(row, "Normalise"):
        try:
            own = parse_normalisation(text)
        except RecipeError as error:
            cells.fault("is no normalisation", str(error), number, "Normalise", text)
    return IndicatorMeta(
        direction=_whole(cells.text(row, "Direction")) or 1,
        target=cells.number(number, row, "Target"),
        denominator=denominator,
        lo=cells.number(number, row, "Low"),
        hi=cells.number(number, row, "High"),
        transform=transform,
        normalisation=own,
        not_applicable=frozenset(cells.text(row, "NotApplicable").split()),
    )


def _whole(text: str) -> int | None:
    """Return 1 or -1 for the ways in which they are written, else None."""
    return {"1": 1, "1.0": 1, "+1": 1, "-1": -1, "-1.0": -1}.get(text)
