"""What each part does to the ranks: the index is made again without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.audit.finding import AuditError
from scoring.audit.ranks import places, places_of_columns
from scoring.hierarchy import Hierarchy, HierarchyError

Score = Callable[[Hierarchy], pd.Series]


@dataclass(frozen=True)
class LeftOut:
    """The index without each of M nodes.

    table : by node: ``level``, ``effective`` weight, ``mean_abs_shift`` and ``max_abs_shift`` of the
    ranks, ``moved`` (units whose rank changes), ``lost`` and ``gained`` (units that are rated only
    with, or only without the node).
    nominal : (R,) scores with all nodes;  scores, ranks : (R units, M nodes) without each.
    shifts : (R, M) rank with all nodes less rank without: positive moves up when the node goes.
    impossible : ids of nodes without which nothing that weighs is left.
    """

    table: pd.DataFrame
    nominal: pd.Series
    scores: pd.DataFrame
    ranks: pd.DataFrame
    shifts: pd.DataFrame
    impossible: tuple[str, ...]


def leave_one_out(hierarchy: Hierarchy, score: Score, *, level: int | None = None) -> LeftOut:
    """Score again without each node of ``level``; without a level, each below the index.

    score : gives the index of each unit, (R,) by id, from a hierarchy; the weights of the nodes that
    stay are shared out again inside their parent.
    Ranks are among all units that are rated: 1 is the highest, ties share the better place.
    Raises AuditError for a level that is not below the index.
    """
    if level is not None and not 1 <= level < hierarchy.top_level:
        raise AuditError(
            f"level {level} cannot be left out; it must be 1 to {hierarchy.top_level - 1}"
        )
    nominal = score(hierarchy)
    chosen = [
        node.id
        for node in hierarchy.nodes
        if node.parent is not None and level in (None, node.level)
    ]
    found: dict[str, pd.Series] = {}
    impossible = []
    for name in chosen:
        try:
            rest = hierarchy.without(name)
        except HierarchyError:
            impossible.append(name)
            continue
        found[name] = score(rest).reindex(nominal.index)
    scores = pd.DataFrame(found, index=nominal.index, dtype=float)
    ranks = places_of_columns(scores)
    shifts = (-ranks).add(places(nominal), axis=0)
    rated = nominal.notna()
    table = pd.DataFrame(
        {
            "level": [hierarchy.by_id[name].level for name in found],
            "effective": [hierarchy.effective_weights[name] for name in found],
            "mean_abs_shift": shifts.abs().mean(),
            "max_abs_shift": shifts.abs().max(),
            "moved": (shifts.abs() > 0).sum(),
            "lost": (scores.isna() & rated.to_numpy()[:, np.newaxis]).sum(),
            "gained": (scores.notna() & ~rated.to_numpy()[:, np.newaxis]).sum(),
        },
        index=list(found),
    )
    return LeftOut(table, nominal, scores, ranks, shifts, tuple(impossible))
