"""What weighs how much in the end: importance is not weight (Paruolo, Saisana & Saltelli 2013)."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from scoring.audit.correlations import correlate
from scoring.hierarchy import Hierarchy
from scoring.weights.experts import WeightError

Correlation = Literal["pearson", "spearman"]


def importance(
    scores: pd.DataFrame, hierarchy: Hierarchy, *, correlation: Correlation = "pearson"
) -> pd.DataFrame:
    """Set the nominal and effective weight of every node beside its importance.

    Parameters
    ----------
    scores
        (R units, nodes) normalised indicators and aggregates by id, NaN where not rated. Each node
        is correlated with the top over the units that have both.
    correlation
        "pearson", or "spearman" for the correlation of ranks.

    Returns
    -------
    pandas.DataFrame
        By id: ``level``, ``parent``, ``nominal`` (share among the siblings), ``effective`` (product
        along the path), ``correlation``, ``importance`` (its square: the share of the variance of the
        index that a straight line through this node explains; the shares of several nodes overlap and
        do not add up to 1), ``units``. Correlation and importance are NaN for a node that is the
        same everywhere or has fewer than three units. See doi:10.1111/j.1467-985X.2012.01059.x.

    Raises
    ------
    WeightError
        When ``scores`` lacks a node.
    """
    for node in hierarchy.nodes:
        if node.id not in scores.columns:
            raise WeightError(f"there are no scores of '{node.id}'")
    ids = [node.id for node in hierarchy.nodes]
    found = correlate(scores[ids], scores[[hierarchy.top]], correlation).droplevel("second")
    table = pd.DataFrame(
        {
            "level": [node.level for node in hierarchy.nodes],
            "parent": [node.parent for node in hierarchy.nodes],
            "nominal": hierarchy.relative_weights,
            "effective": hierarchy.effective_weights,
            "correlation": found["r"],
            "importance": found["r"] ** 2,
            "units": found["n"],
        },
        index=ids,
    )
    return table
