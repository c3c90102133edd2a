"""Weights that give the nodes of one level the importance they are meant to have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.normalise import Floats
from scoring.weights.experts import WeightError

Score = Callable[[dict[str, float]], pd.Series]

REACHED = 1e-6  # a share of importance is reached when it is no further off than this
SOLVED = 1e-14  # relative steps at which the solver stops
NOTHING = 1e-9  # a sum of correlations that is rounding and no more
SAME_VALLEY = 1 + 1e-6  # sums of squares this near to each other are the same minimum
# Each step costs two scores a node: with dozens of nodes the search must end at some time. What it
# then has is reported with its gap.
STEPS = 60
LEADERS = 8


@dataclass(frozen=True)
class Optimised:
    """The nearest that weights can come to the target.

    weights : (K,) by id, ≥ 0; they sum to 1 (inside each group, where there are groups).
    table : by id: ``weight``, ``correlation`` with the index, ``target`` and ``obtained`` share of
    importance, each summing to 1.
    gap : largest |obtained − target|;  reached : whether that is below 1e-6.
    """

    weights: pd.Series
    table: pd.DataFrame
    gap: float
    reached: bool


def optimise(
    score: Score,
    values: pd.DataFrame,
    *,
    target: Mapping[str, float] | None = None,
    groups: Mapping[str, str] | None = None,
) -> Optimised:
    """Find weights whose importance is as near to a target as it can be.

    Importance is here the (Pearson) correlation of a node with the index, over the sum of these
    correlations; minimised is the sum of squared differences to the target, as in Becker, Saisana,
    Paruolo & Vandecasteele (2017, doi:10.1016/j.ecolind.2017.03.056).

    Parameters
    ----------
    score
        Gives the index of every unit from weights by id, which are ≥ 0 and sum to 1 in each group;
        say, by building it from ``hierarchy.reweighted(weights)``.
    values
        (R units, K nodes) scores of the nodes to be weighted, by id.
    target
        By id, ≥ 0, relative to each other; without it all nodes shall be equally important.
    groups
        The parent of each id, when the nodes have several; else they are one group.

    Returns
    -------
    Optimised
        With ``reached`` false when no weights do it: a node that runs against the others cannot be
        made important by any positive weight, and with several groups the weights inside the groups
        cannot change what a whole group weighs.

    Raises
    ------
    WeightError
        For a target that lacks an id, has another, is negative or nothing but zeros; for a node that
        is the same in every unit; for an index that is; for nodes that cancel each other out.
    """
    ids = [str(name) for name in values.columns]
    wanted = _target(target, ids)
    members = _groups(groups, ids)
    for name in ids:
        if not values[name].max() > values[name].min():
            raise WeightError(f"'{name}' is the same in every unit: it cannot be important")

    def split(free: Floats) -> dict[str, float]:
        shares = np.empty(len(ids))
        for part in members:
            total = free[part].sum()
            shares[part] = free[part] / total if total > 0 else 1.0 / len(part)
        return dict(zip(ids, shares.tolist(), strict=True))

    table = values.to_numpy(dtype=float)

    def correlations(free: Floats) -> Floats:
        index = score(split(free)).reindex(values.index)
        if not index.max() > index.min():
            raise WeightError("the index is the same in every unit: nothing can be important")
        return _with_index(table, index.to_numpy(dtype=float))

    def misses(free: Floats) -> Floats:
        found = correlations(free)
        if abs(found.sum()) < NOTHING:
            raise WeightError("the nodes cancel each other out: none has a share of importance")
        # The size of a group's numbers means nothing: it is held at 1, or the solver would wander.
        sizes = [free[part].sum() - 1.0 for part in members]
        return np.append(found / found.sum() - wanted, sizes)

    def missed(free: Floats) -> float:
        return float(np.sum(misses(free)[: len(ids)] ** 2))

    tried: list[Floats] = []
    for start in _starts(wanted, members):
        tried.append(_solve(misses, start))
        best = min(tried, key=missed)
        if missed(best) < (REACHED / 100) ** 2:
            break  # the other starts could come no nearer
        if sum(missed(one) <= missed(best) * SAME_VALLEY for one in tried) > 1:
            break  # two ways have led to the same place
    weights, found = split(best), correlations(best)
    obtained = found / found.sum()
    gap = float(np.abs(obtained - wanted).max())
    result = pd.DataFrame(
        {
            "weight": list(weights.values()),
            "correlation": found,
            "target": wanted,
            "obtained": obtained,
        },
        index=ids,
    )
    return Optimised(pd.Series(weights), result, gap, gap <= REACHED)


def _with_index(values: Floats, index: Floats) -> Floats:
    """Correlate each column of (R, K) with (R,) over the units that have both: (K,).

    Written out because it is the inner loop of the solver.
    """
    seen = ~(np.isnan(values) | np.isnan(index)[:, None])
    n = seen.sum(axis=0)

    def around_mean(part: Floats) -> Floats:
        held = np.where(seen, part, 0.0)
        return np.where(seen, held - held.sum(axis=0) / n, 0.0)

    with np.errstate(invalid="ignore", divide="ignore"):
        x, y = around_mean(values), around_mean(index[:, None])
        return (x * y).sum(axis=0) / np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))


def _solve(misses: Callable[[Floats], Floats], start: Floats) -> Floats:
    from scipy.optimize import least_squares

    found = least_squares(
        misses,
        start,
        jac="3-point",
        bounds=(0.0, np.inf),
        method="dogbox",  # walks along the bounds, where weights of 0 are
        xtol=SOLVED,
        ftol=SOLVED,
        gtol=SOLVED,
        max_nfev=STEPS,
    )
    return np.asarray(found.x, dtype=float)


def _starts(wanted: Floats, members: list[list[int]]) -> list[Floats]:
    """Begin at the target, at equal weights, and with each of some nodes in the lead.

    The problem may have several valleys when nodes run against each other.
    """
    equal = np.empty(len(wanted))
    for part in members:
        equal[part] = 1.0 / len(part)
    starts = [np.where(wanted > 0, wanted, wanted[wanted > 0].min() / 100)]
    if np.ptp(wanted) > 0:
        starts.append(equal)
    for leading in np.argsort(-wanted, kind="stable")[:LEADERS]:
        tilted = equal * 0.5
        tilted[leading] += 0.5
        starts.append(tilted)
    for start in starts:
        for part in members:
            start[part] /= start[part].sum()
    return starts


def _target(target: Mapping[str, float] | None, ids: list[str]) -> Floats:
    if target is None:
        return np.full(len(ids), 1.0 / len(ids))
    for name in target:
        if name not in ids:
            raise WeightError(f"the target has '{name}', which is none of {', '.join(ids)}")
    for name in ids:
        if name not in target:
            raise WeightError(f"the target has no '{name}'")
        if not 0 <= target[name] < np.inf:
            raise WeightError(f"the target of '{name}' is {target[name]}; it must be 0 or more")
    wanted = np.array([target[name] for name in ids], dtype=float)
    if wanted.sum() == 0:
        raise WeightError("the target is nothing but zeros")
    return wanted / wanted.sum()


def _groups(groups: Mapping[str, str] | None, ids: list[str]) -> list[list[int]]:
    if groups is None:
        return [list(range(len(ids)))]
    for name in ids:
        if name not in groups:
            raise WeightError(f"'{name}' has no group")
    parents = list(dict.fromkeys(groups[name] for name in ids))
    return [[i for i, name in enumerate(ids) if groups[name] == parent] for parent in parents]
