"""How many things the children of a group measure: principal components, as an audit only.

The components never become weights: with twenty units they are mostly chance, and they would
weigh an indicator for being like the others instead of for mattering.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.audit.finding import Code, Finding, figures
from scoring.hierarchy import Hierarchy
from scoring.normalise import Floats

LEAST = 3
UNITS_PER_CHILD = 5  # the usual least for a component analysis (Gorsuch 1983)
KAISER = 1.0  # a component that explains less than one child of its own is no dimension
ROUNDING = 1e-9


@dataclass(frozen=True)
class Components:
    """Principal components of the children of each group.

    table : by group: ``children`` (that vary), ``units`` (that have all children),
    ``first_share`` (of the variance, explained by the first component) and ``dimensions`` (components
    with an eigenvalue above 1).
    variance : by (group, component 1…): ``eigenvalue``, ``share``, ``cumulative``.
    loadings : by (group, child): ``loading``, the direction of the first component (length 1 in each
    group, the sum of a group is not negative); ``correlation`` of the child with that component.
    """

    table: pd.DataFrame
    variance: pd.DataFrame
    loadings: pd.DataFrame
    warnings: tuple[Finding, ...]


def components(
    scores: pd.DataFrame, hierarchy: Hierarchy, *, groups: Iterable[str] | None = None
) -> Components:
    """Take principal components of the children of each group, centred and scaled (n − 1).

    An audit only, never weights.

    Parameters
    ----------
    scores
        (R units, nodes) by id, with all children of ``groups``. Units that lack a child are left
        out of its group; children that are the same everywhere are left out and warned of.
    groups
        Ids of aggregates; without them all.

    Returns
    -------
    Components
        NaN in ``table``, and no rows in the others, for a group with fewer than two children that
        vary or fewer than three units. Warns of fewer than five units for each child, of more than
        one dimension, and of a child that runs against the first component.

    Raises
    ------
    AuditError
        When ``scores`` lacks a child.
    """
    rows: dict[str, dict[str, float]] = {}
    variance: dict[tuple[str, int], dict[str, float]] = {}
    loadings: dict[tuple[str, str], dict[str, float]] = {}
    warnings: list[Finding] = []
    for group in hierarchy.aggregates if groups is None else groups:
        complete = figures(scores, hierarchy.children[group]).dropna()
        varied = complete.max() > complete.min()
        if len(complete):
            warnings += [
                Finding(Code.CONSTANT, (group, str(name)), float(complete[name].iloc[0]))
                for name in complete.columns[~varied]
            ]
        used = complete.loc[:, varied]
        units, children = used.shape
        rows[group] = {"children": children, "units": units}
        if children < 2 or units < LEAST:
            rows[group] |= {"first_share": np.nan, "dimensions": np.nan}
            continue
        if units < UNITS_PER_CHILD * children:
            warnings.append(Finding(Code.FEW_UNITS, (group,), units / children))
        eigenvalues, direction = _principal(used.to_numpy())
        shares = eigenvalues / eigenvalues.sum()
        several = int((eigenvalues > KAISER + ROUNDING).sum())
        rows[group] |= {"first_share": float(shares[0]), "dimensions": several}
        for i, (eigenvalue, share, so_far) in enumerate(
            zip(eigenvalues, shares, np.cumsum(shares), strict=True), start=1
        ):
            variance[group, i] = {
                "eigenvalue": float(eigenvalue),
                "share": float(share),
                "cumulative": float(so_far),
            }
        for name, loading in zip(used.columns, direction, strict=True):
            loadings[group, str(name)] = {
                "loading": float(loading),
                "correlation": float(loading * np.sqrt(eigenvalues[0])),
            }
        if several > 1:
            warnings.append(Finding(Code.SEVERAL_DIMENSIONS, (group,), float(several)))
        warnings += [
            Finding(Code.OPPOSED_LOADING, (group, str(name)), float(loading))
            for name, loading in zip(used.columns, direction, strict=True)
            if loading < -ROUNDING
        ]
    return Components(
        pd.DataFrame.from_dict(
            rows, orient="index", columns=["children", "units", "first_share", "dimensions"]
        ),
        _frame(variance, ["group", "component"], ["eigenvalue", "share", "cumulative"]),
        _frame(loadings, ["group", "child"], ["loading", "correlation"]),
        tuple(warnings),
    )


def _principal(values: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues (k,) of the correlation matrix of (n, k), largest first, and the first direction.

    Taken from the singular values of the standardised figures, which is exact where the correlation
    matrix, being a product, has lost half of the digits.
    """
    standard = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    singular, rows = np.linalg.svd(standard, full_matrices=False)[1:]
    eigenvalues = np.zeros(values.shape[1])
    eigenvalues[: len(singular)] = singular**2 / (len(values) - 1)
    first = rows[0]
    # A direction has no sign of its own: it points to where most children point, and where they
    # point both ways equally, to where the longest points.
    leaning = first.sum() if abs(first.sum()) > ROUNDING else first[np.argmax(np.abs(first))]
    return eigenvalues, first if leaning > 0 else -first


def _frame(
    rows: dict[tuple[str, int], dict[str, float]] | dict[tuple[str, str], dict[str, float]],
    names: list[str],
    columns: list[str],
) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(list(rows), names=names)
    return pd.DataFrame(list(rows.values()), index=index, columns=columns, dtype=float)
