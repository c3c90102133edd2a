"""Weighs the nodes of one level so that all are equally important for the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from scoring.chain import aggregate
from scoring.composite import Composite
from scoring.drawn import drawn_scores
from scoring.ordering import descending
from scoring.weights.experts import WeightError
from scoring.weights.optimise import Optimised, optimise

Times = Iterable[tuple[str, Composite]]
Progress = Callable[[Times, str], Times]


def _plainly(times: Times, _what: str) -> Times:
    return times


@dataclass(frozen=True)
class Reweighted:
    """An index with the weights that were found, and how near they come to equal importance.

    absent : nodes of the level without any score, which keep their share.
    """

    composite: Composite
    found: Optimised
    absent: tuple[str, ...]

    @property
    def furthest(self) -> str:
        """The node whose share of importance is furthest from an equal one."""
        table = self.found.table
        return str((table["obtained"] - table["target"]).abs().idxmax())


def equally_important(composite: Composite, level: int) -> Reweighted:
    """Weigh the nodes of ``level`` inside their parents so that all are equally important.

    Importance is a node's share in the correlations with the index, see ``optimise``. Figures stay
    normalised as they are, and all other weights stay; so does the share of a node without any
    score, which cannot count. Raises WeightError: a node that is the same in all units that are
    rated cannot be important.
    """
    tree = composite.hierarchy
    nodes = pd.concat([composite.normalised, composite.aggregates], axis=1)[list(tree.at(level))]
    absent = tuple(str(name) for name in nodes if nodes[name].isna().all())
    nodes = nodes.drop(columns=list(absent))
    if nodes.empty:
        raise WeightError(f"no node of level {level} has scores: none can be important")
    groups = {str(name): str(tree.by_id[str(name)].parent) for name in nodes}
    kept = {name: tree.relative_weights[name] for name in absent}
    left = {
        node: sum(tree.relative_weights[child] for child in tree.children[node] if child in groups)
        for node in groups.values()
    }

    def whole(weights: Mapping[str, float]) -> dict[str, float]:
        """Weights of all nodes of the level; siblings of an absent one share out what it leaves."""
        return kept | {name: weight * left[groups[name]] for name, weight in weights.items()}

    index_of = _scorer(composite)

    def score(weights: dict[str, float]) -> pd.Series:
        index = index_of(whole(weights))
        _check(nodes, index)
        return index

    found = optimise(score, nodes, groups=groups)
    final = tree.reweighted(whole({str(name): float(w) for name, w in found.weights.items()}))
    framework = replace(composite.framework, hierarchy=final)
    values = aggregate(
        composite.normalised_values, framework, composite.recipe, units=composite.units
    )
    reweighted = replace(
        composite,
        framework=framework,
        aggregate_values=values,
        aggregate_ranks=descending(values),
    )
    return Reweighted(reweighted, found, absent)


def all_equally_important(
    built: Mapping[str, Composite], level: int, progress: Progress = _plainly
) -> dict[str, Reweighted]:
    """Weigh each time on its own.

    progress : passes the times on, one by one, with what it is about.
    Raises WeightError for all times at which it cannot be done.
    """
    found, faults = {}, []
    for time, composite in progress(list(built.items()), "weights"):
        try:
            found[time] = equally_important(composite, level)
        except WeightError as error:
            faults.append(f"in {time}: {error}" if len(built) > 1 else str(error))
    if faults:
        raise WeightError("; ".join(faults))
    return found


def _scorer(composite: Composite) -> Callable[[Mapping[str, float]], pd.Series]:
    """Return what builds the index again from weights of some nodes."""
    framework, recipe, units = composite.framework, composite.recipe, composite.units
    tree, values = framework.hierarchy, composite.normalised_values
    top = tree.aggregates.index(tree.top)
    rated = ~np.isnan(composite.aggregate_values)
    # Where nothing is missing no weight changes what is rated, and the tree need not be made anew.
    complete = bool(rated.all()) and not np.isnan(values).any()
    nominal = {
        node: np.array([[tree.relative_weights[child] for child in children]])
        for node, children in tree.children.items()
    }

    def index(weights: Mapping[str, float]) -> pd.Series:
        if complete:
            own = dict(nominal)
            for node in {str(tree.by_id[name].parent) for name in weights}:
                own[node] = np.array([[weights[child] for child in tree.children[node]]])
            found = drawn_scores(values, framework, recipe, own, rated)[:, 0]
        else:
            changed = replace(framework, hierarchy=tree.reweighted(weights))
            found = aggregate(values, changed, recipe, units=units)[:, top]
        return pd.Series(found, index=units)

    return index


def _check(nodes: pd.DataFrame, index: pd.Series) -> None:
    """Refuse a node that correlates with nothing in the units that are rated."""
    values, scores = nodes.to_numpy(dtype=float), index.to_numpy(dtype=float)
    seen = ~np.isnan(values) & ~np.isnan(scores)[:, None]
    if seen.all():
        return  # then ``optimise`` itself finds what is the same everywhere
    for k, name in enumerate(nodes.columns):
        both = seen[:, k]
        for what, found in ((f"'{name}'", values[both, k]), ("the index", scores[both])):
            if len(found) == 0 or not found.max() > found.min():
                raise WeightError(
                    f"{what} is the same in every unit that has both the index and '{name}': "
                    f"'{name}' cannot be important"
                )
