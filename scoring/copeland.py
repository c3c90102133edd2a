"""Copeland's method: units are compared in pairs, so that no weak value is made up for by a strong.

A unit outranks another by the share of weight of the indicators on which it is higher, plus half
of the weight of those on which both are equal, over the indicators that both have. Its score is
the sum over all other units: only the order on each indicator counts, not the distances.
"""

from __future__ import annotations

import numpy as np

from scoring.normalise import Floats
from scoring.ordering import ascending

# Cells of one block of comparisons: keeps memory small whatever the number of units.
BLOCK = 2_000_000


def outranking(values: Floats, weights: Floats) -> Floats:
    """Compare all units in pairs.

    values : (n, k), NaN where not observed.  weights : (k,).
    Returns (n, n) on 0–1: how far the unit of the row outranks that of the column. The diagonal is
    0; ``M + Mᵀ`` is 1 off it. Two units without a common indicator are even (0.5); a unit of which
    nothing is observed is compared with none (NaN).
    """
    matrix = _compared(values, values, np.asarray(weights, dtype=float))
    np.fill_diagonal(matrix, 0.0)
    return matrix


def copeland(values: Floats, weights: Floats) -> Floats:
    """Score units by the sum of their row in the outranking matrix.

    values : (n, k), NaN where not observed.  weights : (k,).
    Returns (n,) on 0 to m − 1 for m units with a value; NaN for a unit without. Where nothing is
    missing the sum follows from ranks alone, in n log n steps.
    """
    weights = np.asarray(weights, dtype=float)
    weighty = weights > 0
    values, weights = values[:, weighty], weights[weighty]
    present = ~np.isnan(values).all(axis=1) & bool(len(weights))
    scores = np.full(len(values), np.nan)
    held = values[present]
    if not np.isnan(held).any():
        if len(held):
            # Those below and half of those level, which are all that are neither below nor above.
            below, above = ascending(held) - 1, ascending(-held) - 1
            wins = (below - above + len(held) - 1) / 2
            scores[present] = wins @ (weights / weights.sum())
        return scores
    rows = np.flatnonzero(present)
    step = max(1, BLOCK // max(1, held.size))
    for start in range(0, len(held), step):
        block = slice(start, start + step)
        compared = _compared(held[block], held, weights)
        scores[rows[block]] = compared.sum(axis=1) - 0.5  # each is even with itself
    return scores


def _compared(own: Floats, others: Floats, weights: Floats) -> Floats:
    """Return (m, n): how far each row of ``own`` (m, k) outranks each of ``others`` (n, k)."""
    higher = np.zeros((len(own), len(others)))
    common = np.zeros_like(higher)
    for k, weight in enumerate(weights):
        mine, theirs = own[:, k, None], others[None, :, k]
        higher += weight * ((mine > theirs) + 0.5 * (mine == theirs))
        common += weight * ~(np.isnan(mine) | np.isnan(theirs))
    compared = np.divide(higher, common, out=np.full_like(higher, 0.5), where=common > 0)
    compared[np.isnan(own).all(axis=1)] = np.nan
    compared[:, np.isnan(others).all(axis=1)] = np.nan
    return compared
