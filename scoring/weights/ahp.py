"""Weights from pairwise comparison (AHP): how many times as much one weighs as the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from scoring.normalise import Floats
from scoring.weights.consistency import MOST, best_remedy, consistency, principal, worst_triple
from scoring.weights.experts import ExpertWeights, WeightError

LIMIT = 0.10
# 0.33 stands for 1/3 and 0.13 for 1/8: off by 1 % and 4 %. The nearest honest mistake, 8 against
# 1/9, is off by 11 %.
TYPED = 0.05
# A matrix that is exactly at the limit must not fail by a rounding error.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Comparison:
    """Weights of K ids from one matrix of judgements.

    weights : (K,) by id, sum to 1.  matrix : (K, K) by id, exactly reciprocal.
    eigenvalue : λmax;  index : CI;  ratio : CR, at most 0.10.
    """

    weights: pd.Series
    matrix: pd.DataFrame
    eigenvalue: float
    index: float
    ratio: float


@dataclass(frozen=True)
class ExpertComparison:
    """What several experts' matrices give: the common comparison, each one's own, and weights."""

    common: Comparison
    by_expert: dict[str, Comparison]
    experts: ExpertWeights


def judgements(pairs: Mapping[tuple[str, str], float], ids: Sequence[str]) -> pd.DataFrame:
    """Fill a (K, K) matrix from judgements of pairs, each needed in one direction only.

    ``pairs[a, b]`` says how many times as much ``a`` weighs as ``b``. What nobody judged stays
    NaN, which ``compare`` refuses. Raises WeightError for an id that is none of ``ids``.
    """
    unknown = sorted({name for pair in pairs for name in pair} - set(ids))
    if unknown:
        raise WeightError(f"'{unknown[0]}' is compared, which is none of {', '.join(ids)}")
    values = np.full((len(ids), len(ids)), np.nan)
    np.fill_diagonal(values, 1.0)
    at = {name: i for i, name in enumerate(ids)}
    for (over, under), value in pairs.items():
        values[at[over], at[under]] = value
    with np.errstate(divide="ignore"):  # a judgement of 0 is refused by name later
        values = np.where(np.isnan(values), 1.0 / values.T, values)
    return pd.DataFrame(values, index=list(ids), columns=list(ids))


def compare(matrix: pd.DataFrame, ids: Sequence[str]) -> Comparison:
    """Make weights of one matrix of judgements (Saaty's principal eigenvector).

    Parameters
    ----------
    matrix
        (K, K), rows and columns by id in any order: how many times as much the row weighs as the
        column. ``a_ji`` must be ``1/a_ij`` within 5 %, as typed; the one that is at least 1 holds.
    ids
        The K ids, at most 15; the result is in their order.

    Raises
    ------
    WeightError
        For an id that is unknown, missing or twice; a judgement that is missing or not positive; two
        that are not reciprocal; a consistency ratio above 0.10: then the message says which three
        ids disagree most and which judgement, changed to which value, lowers the ratio most.
    """
    judged = _reciprocal(_complete(matrix, ids))
    table = pd.DataFrame(judged, index=list(ids), columns=list(ids))
    vector, eigenvalue = principal(judged)
    index, ratio = consistency(judged)
    if ratio > LIMIT + ROUNDING:
        raise WeightError(_contradiction(table, ratio))
    return Comparison(pd.Series(vector, index=list(ids)), table, eigenvalue, index, ratio)


def compare_experts(matrices: Mapping[str, pd.DataFrame], ids: Sequence[str]) -> ExpertComparison:
    """Make common weights of several experts' matrices, combined judgement by judgement.

    The common judgement is the geometric mean of the experts', the only mean that keeps a matrix
    reciprocal (Aczél & Saaty 1983, doi:10.1016/0022-2496(83)90028-7).
    Raises WeightError as ``compare`` does, naming the expert.
    """
    if not matrices:
        raise WeightError("there is no expert")
    own = {}
    for expert, matrix in matrices.items():
        try:
            own[expert] = compare(matrix, ids)
        except WeightError as fault:
            raise WeightError(f"expert '{expert}': {fault}") from fault
    logs = np.mean([np.log(one.matrix.to_numpy()) for one in own.values()], axis=0)
    common = compare(pd.DataFrame(np.exp(logs), index=list(ids), columns=list(ids)), ids)
    by_expert = pd.DataFrame({expert: one.weights for expert, one in own.items()}).T
    return ExpertComparison(common, own, ExpertWeights(common.weights, by_expert))


def _complete(matrix: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """Return the matrix in the order of ``ids``, or raise for what is not a matrix of them."""
    if not 0 < len(ids) <= MOST:
        raise WeightError(f"{len(ids)} ids are compared; it must be 1 to {MOST}")
    for side, names in (("row", list(matrix.index)), ("column", list(matrix.columns))):
        for name in names:
            if name not in ids:
                raise WeightError(f"{side} '{name}' is none of {', '.join(ids)}")
            if names.count(name) > 1:
                raise WeightError(f"{side} '{name}' stands twice")
        for name in ids:
            if name not in names:
                raise WeightError(f"there is no {side} '{name}'")
    ordered = matrix.loc[list(ids), list(ids)].astype(float)
    for (over, under), value in zip(product(ids, ids), ordered.to_numpy().flat, strict=True):
        if np.isnan(value):
            raise WeightError(f"'{over}' is not compared with '{under}'")
        if not 0 < value < np.inf:
            raise WeightError(f"'{over}' over '{under}' is {value:g}; it must be above 0")
    return ordered


def _reciprocal(matrix: pd.DataFrame) -> Floats:
    """Return exactly reciprocal values, or raise for the two that are not even nearly so."""
    values = matrix.to_numpy()
    around = values * values.T
    if (np.abs(around - 1.0) > TYPED).any():
        i, j = divmod(int(np.argmax(np.abs(np.log(around)))), len(values))
        over, under = matrix.index[i], matrix.index[j]
        raise WeightError(
            f"'{over}' over '{under}' is {values[i, j]:g}, but '{under}' over '{over}' is "
            f"{values[j, i]:g}; it must be {1 / values[i, j]:.4g}"
        )
    larger = np.maximum(np.maximum(values, values.T), 1.0)
    return np.where(values > values.T, larger, np.where(values < values.T, 1.0 / larger, 1.0))


def _contradiction(matrix: pd.DataFrame, ratio: float) -> str:
    triple, remedy = worst_triple(matrix), best_remedy(matrix)
    better = remedy.better if remedy.better >= 1 else 1 / remedy.better
    over, under = (remedy.over, remedy.under)[:: 1 if remedy.better >= 1 else -1]
    return (
        f"the judgements contradict each other: consistency ratio {ratio:.3f}, it must be at most "
        f"{LIMIT:.2f}; most of all '{triple.first}' over '{triple.second}' and '{triple.second}' "
        f"over '{triple.third}' make {triple.by_way:.3g}, but '{triple.first}' over "
        f"'{triple.third}' is {triple.direct:.3g}; '{remedy.over}' over '{remedy.under}' is "
        f"{remedy.judged:.3g}: with '{over}' over '{under}' at {better:.3g} the ratio would be "
        f"{remedy.ratio:.3f}"
    )
