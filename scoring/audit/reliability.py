"""Whether the children of a group measure one thing: Cronbach's alpha."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from scoring.audit.finding import Audit, Code, Finding, figures
from scoring.hierarchy import Hierarchy

ENOUGH = 0.7  # Nunnally 1978, and the OECD & JRC Handbook of 2008 after him
LEAST = 3


def cronbach(
    scores: pd.DataFrame,
    hierarchy: Hierarchy,
    *,
    groups: Iterable[str] | None = None,
    use: Literal["pairwise", "complete"] = "pairwise",
    enough: float = ENOUGH,
) -> Audit:
    """Cronbach's alpha of the children of each group.

    An audit only, never a reason for weights: an index may well be made of things that do not go
    together, but then its groups should not claim to be one thing.

    Parameters
    ----------
    scores
        (R units, nodes) by id, with all children of ``groups``, turned so that all point one way.
    groups
        Ids of aggregates; without them all.
    use
        "pairwise": each covariance from the units that have both children; "complete": all from
        the units that have all children.

    Returns
    -------
    Audit
        Table by group: ``children`` (k); ``units`` (n, that have all children); ``raw``,
        ``k/(k−1) · (1 − Σ variances / Σ covariances)``; ``standardised``, ``k·r̄/(1 + (k−1)·r̄)``
        with the mean correlation ``mean_correlation`` (r̄) of the pairs. NaN for a single child,
        fewer than three units, or (standardised) a child that does not vary. Warns of a
        standardised alpha below ``enough``.

    Raises
    ------
    AuditError
        When ``scores`` lacks a child.
    """
    chosen = hierarchy.aggregates if groups is None else tuple(groups)
    rows = {}
    for group in chosen:
        children = figures(scores, hierarchy.children[group])
        complete = children.dropna()
        used = complete if use == "complete" else children
        rows[group] = {
            "children": children.shape[1],
            "units": len(complete),
            "raw": _raw(used),
            **_standardised(used),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return Audit(
        table,
        tuple(
            Finding(Code.INCONSISTENT_GROUP, (str(group),), float(alpha))
            for group, alpha in table["standardised"].items()
            if alpha < enough
        ),
    )


def _raw(children: pd.DataFrame) -> float:
    k = children.shape[1]
    covariance = children.cov(min_periods=LEAST).to_numpy()
    whole = float(covariance.sum())
    if k < 2 or not whole > 0:
        return np.nan
    return k / (k - 1.0) * (1.0 - float(np.trace(covariance)) / whole)


def _standardised(children: pd.DataFrame) -> dict[str, float]:
    k = children.shape[1]
    if k < 2:
        return {"standardised": np.nan, "mean_correlation": np.nan}
    with np.errstate(invalid="ignore", divide="ignore"):
        r = children.corr(min_periods=LEAST).to_numpy()
    mean = float(r[~np.eye(k, dtype=bool)].mean())
    room = 1.0 + (k - 1.0) * mean
    alpha = k * mean / room if room > 0 else np.nan
    return {"standardised": alpha, "mean_correlation": mean}
