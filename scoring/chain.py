"""The two steps that every draw of an analysis repeats, on arrays: normalise, and aggregate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring import normalise as normalisation
from scoring.aggregate import AggregationError, domain, method
from scoring.copeland import copeland
from scoring.coverage import enough_children, weight_coverage
from scoring.hierarchy import Hierarchy
from scoring.normalise import Floats
from scoring.recipe import COPELAND, Framework, Normalisation, Recipe, RecipeError

# Normalisations that need more of an indicator than its direction.
_BY_META = ("goalposts", "distance-to-target")


def normalise(values: Floats, framework: Framework, recipe: Recipe, *, units: pd.Index) -> Floats:
    """Normalise each indicator by its own method or the recipe's.

    values : (n, k) in the order of ``hierarchy.indicators``.  Returns (n, k).
    Raises NormalisationError naming the indicator, or RecipeError for an unknown reference unit.
    """
    groups = framework.methods
    if len(groups) == 1:
        own = next(iter(groups))
        return _normalised(values, own or recipe.normalisation, framework, None, units)
    result = np.empty(values.shape)
    for own, positions in groups.items():
        columns = np.array(positions)
        how = own or recipe.normalisation
        result[:, columns] = _normalised(values[:, columns], how, framework, columns, units)
    return result


def aggregate(
    normalised: Floats, framework: Framework, recipe: Recipe, *, units: pd.Index
) -> Floats:
    """Aggregate normalised indicators up the tree.

    normalised : (n, k) in the order of ``hierarchy.indicators``.
    Returns (n, m) in the order of ``hierarchy.aggregates``, NaN where a node is not rated.
    Raises AggregationError where a mean is not defined, naming node, indicator or child, and unit.
    """
    hierarchy = framework.hierarchy
    names, thresholds = recipe.per_level(hierarchy.top_level - 1)
    observed = ~np.isnan(normalised)
    if observed.all() and set(names) == {"arithmetic"}:
        return np.asarray(normalised @ framework.effective)
    rated = {}
    if recipe.coverage is not None:
        fit = applicable(framework, units)
        rated = weight_coverage(observed, fit, hierarchy, framework.optional, recipe.coverage)
    count = len(hierarchy.indicators)
    # Indicators and aggregates side by side, so that a node finds its children at any level.
    found = np.empty((len(units), count + len(framework.steps)))
    found[:, :count] = normalised
    for m, step in enumerate(framework.steps, start=count):
        values = found[:, step.children]
        score = _combined(values, step.weights, names[step.level], step.node, hierarchy, units)
        least = thresholds[step.level]
        enough = enough_children(values, least) if least > 0 else True
        found[:, m] = np.where(enough & rated.get(step.node, True), score, np.nan)
    return found[:, count:]


def applicable(framework: Framework, units: pd.Index) -> np.ndarray:
    """Say which indicators apply to which units: (n, k) bool."""
    result = np.ones((len(units), len(framework.indicators)), dtype=bool)
    for k, meta in enumerate(framework.indicators.values()):
        if meta.not_applicable:
            result[:, k] = ~units.isin(list(meta.not_applicable))
    return result


def _normalised(
    values: Floats,
    how: Normalisation,
    framework: Framework,
    columns: np.ndarray | None,
    units: pd.Index,
) -> Floats:
    """Normalise some columns, those at ``columns`` or all, by one method."""
    names, turn = framework.hierarchy.indicators, framework.directions
    if columns is not None:
        names, turn = tuple(names[k] for k in columns), turn[columns]
    metas = [framework.indicators[name] for name in names] if how.method in _BY_META else []
    options: dict[str, object] = {} if how.ends is None else {"ends": how.ends}
    if how.method == "goalposts":  # turns by itself: 1 − z
        options |= {"lo": [meta.lo for meta in metas], "hi": [meta.hi for meta in metas]}
        options |= {"transform": [meta.transform for meta in metas], "direction": turn}
    elif (turn < 0).any():
        values = values * turn
    if how.method == "distance-to-target":
        options["target"] = turn * np.array([meta.target for meta in metas])
    if how.reference is not None:
        if how.reference not in units:
            raise RecipeError(f"the reference unit '{how.reference}' is not among the units")
        options["reference"] = units.get_loc(how.reference)
    return normalisation.METHODS[how.method](values, names=names, **options)


def _combined(
    values: Floats,
    weights: Floats,
    name: str,
    node: str,
    hierarchy: Hierarchy,
    units: pd.Index,
) -> Floats:
    if name == COPELAND:
        return copeland(values, weights)
    needed = domain(name)
    if needed is not None:
        words, test = needed
        fine = test(values)
        if not fine.all():
            u, k = np.argwhere(~fine)[0]
            raise AggregationError(
                f"'{node}' cannot be aggregated by '{name}': it needs values {words}, and "
                f"'{hierarchy.children[node][k]}' of unit '{units[u]}' is {values[u, k]:g}"
            )
    return method(name)(values, weights)
