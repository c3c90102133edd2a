"""Correlations inside groups, with parents, between levels and with denominators."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from scoring.audit.finding import Audit, AuditError, Code, Finding, figures
from scoring.hierarchy import Hierarchy
from scoring.normalise import Floats

Kind = Literal["pearson", "spearman", "kendall"]

LEAST = 3  # any two units lie on a straight line
COLLINEAR = 0.9  # two indicators of a group that count the same thing twice
OPPOSED = -0.4  # two indicators of a group that cancel each other out
AGAINST = 0.0  # an indicator that runs against the aggregate that it is part of
FOLLOWS = 0.6  # an indicator that mostly says how large the unit is


def correlate(
    first: pd.DataFrame, second: pd.DataFrame | None = None, kind: Kind = "pearson"
) -> pd.DataFrame:
    """Correlate columns over the units that have a value of both.

    Parameters
    ----------
    first, second
        (R units, K ids) and (R, L); units are matched by id. Without ``second`` each pair of columns
        of ``first`` stands once.
    kind
        "pearson", "spearman" (ranks, ties share their mean) or "kendall" (τ-b).

    Returns
    -------
    pandas.DataFrame
        By (first, second): ``r``; ``p``, two-sided, of no correlation (Pearson and Spearman by
        Student's t with n − 2 degrees, Kendall exact for few units without ties); ``n`` units.
        ``r`` and ``p`` are NaN for fewer than three units and where one of the two does not vary.

    Raises
    ------
    AuditError
        When a column holds text or infinite values, or a unit or id stands twice.
    """
    table = left = figures(first)
    wide = left.shape[1]
    if second is None:
        right = left
        rows, columns = np.triu_indices(wide, k=1)
    else:
        right = figures(second)
        # Both sides may hold a column of the same name: positions are unique where names are not.
        table = pd.concat([left, right], axis=1, keys=["first", "second"])
        rows = np.repeat(np.arange(wide), right.shape[1])
        columns = np.tile(np.arange(right.shape[1]) + wide, wide)
    index = pd.MultiIndex.from_arrays(
        [left.columns[rows], right.columns[columns - (table.shape[1] - right.shape[1])]],
        names=["first", "second"],
    )
    if not len(index):
        return pd.DataFrame({"r": [], "p": [], "n": []}, index=index, dtype=float)
    seen = table.notna().to_numpy().astype(float)
    n = (seen.T @ seen)[rows, columns].astype(int)
    if kind == "kendall":
        values = table.to_numpy()
        found = [_kendall(values[:, a], values[:, b]) for a, b in zip(rows, columns, strict=True)]
        r, p = np.array(found).T
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            r = table.corr(method=kind, min_periods=LEAST).to_numpy()[rows, columns]
        p = _by_student(r, n)
    return pd.DataFrame({"r": r, "p": p, "n": n}, index=index)


def within_groups(
    scores: pd.DataFrame,
    hierarchy: Hierarchy,
    *,
    level: int = 1,
    group_level: int | None = None,
    kind: Kind = "pearson",
    collinear: float = COLLINEAR,
    opposed: float = OPPOSED,
) -> Audit:
    """Correlate all pairs of nodes of ``level`` that stand under one node of ``group_level``.

    scores : (R units, nodes) by id, with the nodes of ``level``, turned so that all of a group point
    the same way.  group_level : by default the level above.
    Returns by (first, second): ``group``, ``r``, ``p``, ``n``. Warns of |r| above ``collinear``
    (one thing is counted twice) and r below ``opposed`` (they cancel each other out).
    Raises AuditError for a group level that is not above ``level`` and within the tree.
    """
    above = level + 1 if group_level is None else group_level
    if not level < above <= hierarchy.top_level:
        raise AuditError(
            f"groups of level {above} cannot hold nodes of level {level}; it must be "
            f"{level + 1} to {hierarchy.top_level}"
        )
    nodes = figures(scores, hierarchy.at(level))
    parts = []
    for group in hierarchy.at(above):
        own = [name for name in nodes.columns if group in ancestors(hierarchy, name)]
        found = correlate(nodes[own], kind=kind)
        found.insert(0, "group", group)
        parts.append(found)
    table = pd.concat([part for part in parts if len(part)] or parts[:1])
    return Audit(
        table,
        tuple(
            Finding(Code.COLLINEAR if abs(r) > collinear else Code.OPPOSED, pair, r)
            for pair, r in _values(table)
            if abs(r) > collinear or r < opposed
        ),
    )


def with_parents(
    scores: pd.DataFrame,
    hierarchy: Hierarchy,
    *,
    family: bool = False,
    kind: Kind = "pearson",
    against: float = AGAINST,
) -> Audit:
    """Correlate every node with the aggregate it counts into; with ``family`` with all above it.

    scores : (R units, nodes) by id, all nodes.
    Returns by (first, second): ``level`` of the node, ``r``, ``p``, ``n``. Warns of r below
    ``against``: units that do worse on the node do better on the whole.
    """
    nodes = figures(scores, [node.id for node in hierarchy.nodes])
    parts = []
    for node in hierarchy.nodes:
        over = ancestors(hierarchy, node.id)
        if not over:
            continue
        found = correlate(nodes[[node.id]], nodes[over if family else over[:1]], kind)
        found.insert(0, "level", node.level)
        parts.append(found)
    if not parts:
        raise AuditError(
            f"'{hierarchy.top}' is the only node: there is nothing to correlate it with"
        )
    table = pd.concat(parts)
    return Audit(
        table,
        tuple(Finding(Code.AGAINST_PARENT, pair, r) for pair, r in _values(table) if r < against),
    )


def between_levels(
    scores: pd.DataFrame, hierarchy: Hierarchy, lower: int, upper: int, *, kind: Kind = "pearson"
) -> Audit:
    """Correlate all nodes of one level with all of another, whether one holds the other or not.

    Returns by (first, second): ``within``, whether the second holds the first; ``r``, ``p``, ``n``.
    No warnings: what a node has to do with the pillars of others is no fault.
    """
    below, above = hierarchy.at(lower), hierarchy.at(upper)
    table = correlate(figures(scores, below), figures(scores, above), kind)
    held = [second in ancestors(hierarchy, first) for first, second in table.index]
    table.insert(0, "within", held)
    return Audit(table, ())


def with_denominators(
    data: pd.DataFrame,
    denominators: pd.DataFrame,
    *,
    kind: Kind = "pearson",
    follows: float = FOLLOWS,
) -> Audit:
    """Correlate indicators with what they could be divided by (population, area …).

    data : (R units, K indicators);  denominators : (R, L), units matched by id.
    Returns by (first, second): ``r``, ``p``, ``n``. Warns of |r| above ``follows``: such an
    indicator mostly says how large a unit is.
    """
    table = correlate(data, denominators, kind)
    return Audit(
        table,
        tuple(
            Finding(Code.FOLLOWS_DENOMINATOR, pair, r)
            for pair, r in _values(table)
            if abs(r) > follows
        ),
    )


def ancestors(hierarchy: Hierarchy, name: str) -> list[str]:
    """Ids above a node, its parent first, the index last."""
    found = []
    while (parent := hierarchy.by_id[name].parent) is not None:
        found.append(parent)
        name = parent
    return found


def _values(table: pd.DataFrame) -> list[tuple[tuple[str, str], float]]:
    return [
        ((str(first), str(second)), float(r))
        for (first, second), r in zip(table.index, table["r"], strict=True)
    ]


def _by_student(r: Floats, n: np.ndarray) -> Floats:
    from scipy.special import stdtr

    free = n - 2.0
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.abs(r) * np.sqrt(free / ((1.0 - r) * (1.0 + r)))
        return np.asarray(np.where(np.isnan(r), np.nan, 2.0 * stdtr(free, -t)), dtype=float)


def _kendall(first: Floats, second: Floats) -> tuple[float, float]:
    from scipy.stats import kendalltau

    both = ~(np.isnan(first) | np.isnan(second))
    if both.sum() < LEAST:
        return np.nan, np.nan
    found = kendalltau(first[both], second[both])
    return float(found.statistic), float(found.pvalue)
