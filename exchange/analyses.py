"""How far an imported index hangs on its weights and methods: bands of ranks, Sobol indices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from exchange.results import by_unit
from scoring.aggregate import AggregationError
from scoring.chain import aggregate, normalise
from scoring.composite import Composite
from scoring.drawn import draw_weights, drawn_scores
from scoring.normalise import Floats, NormalisationError
from scoring.ordering import descending
from scoring.recipe import Normalisation, Recipe
from scoring.sensitivity.analysis import sensitivity
from scoring.sensitivity.sample import choice
from scoring.uncertainty.bands import LEVELS
from scoring.uncertainty.draws import generator
from scoring.uncertainty.weights import weight_uncertainty

# Other ways that a reader of the index might have chosen; those that are not defined for the data
# (a geometric mean of zeros) are left out. All put indicators on 0–100.
NORMALISATIONS = ("minmax", "phi", "percentile-rank")
AGGREGATIONS = ("arithmetic", "geometric", "quadratic")
WEIGHT_SETS = 4096  # weightings that a factor chooses from
MEAN_SHIFT = "mean_abs_rank_shift"
HELD = 1 << 20  # scores that are made and ranked at a time
Progress = Callable[[Sequence[slice], str], Iterable[slice]]


def _plainly(blocks: Sequence[slice], _what: str) -> Iterable[slice]:
    return blocks


def uncertainty_table(
    composite: Composite, draws: int, seed: int, progress: Progress = _plainly
) -> pd.DataFrame:
    """Draw the weights of every group and say between which scores and ranks each unit lies.

    Weights are drawn around the given ones so that one of 25 % lies between 20 % and 30 % in nine
    of ten draws. Columns: the nominal score and rank, and the mean, 5 %, 50 % and 95 % of both.
    progress : passes the parts of the work on, one by one, with what it is about.
    """
    framework = composite.framework
    found = weight_uncertainty(
        composite.normalised_values,
        framework,
        composite.recipe,
        ~np.isnan(composite.aggregate_values),
        draws,
        seed,
        lambda blocks: progress(blocks, "uncertainty"),
    )
    top = framework.hierarchy.top
    columns = {"Score": composite.aggregates[top], "Rank": composite.ranks[top].astype("Int64")}
    table = pd.DataFrame(columns, index=composite.units)
    for name, mean, quantiles in (
        ("Score", found.mean_score, found.score),
        ("Rank", found.mean_place, found.place),
    ):
        table[f"{name}Mean"] = mean
        for level, values in zip(LEVELS, quantiles, strict=True):
            table[f"{name}{100 * level:02.0f}"] = values
    return by_unit(table.assign(Draws=draws, Seed=seed))


def sensitivity_table(
    composite: Composite, base: int, seed: int, progress: Progress = _plainly
) -> pd.DataFrame:
    """Sobol indices of the mean rank shift, and of each unit's rank.

    The factors are the normalisation (the recipe's, and those of ``NORMALISATIONS`` that the data
    allow), the aggregation (likewise), and the weights inside each group of two or more.
    Columns: output (the mean shift against the nominal ranks, or a unit), factor, first and total
    order with the half widths of their 95 % intervals, and whether the output never moves.
    """
    framework = composite.framework
    tree = framework.hierarchy
    top = tree.aggregates.index(tree.top)
    nominal = composite.aggregate_ranks[:, top]
    ranked = np.flatnonzero(~np.isnan(nominal))
    weights = draw_weights(tree, generator(seed), WEIGHT_SETS)
    groups = [node for node, children in tree.children.items() if len(children) > 1]
    methods, combinations = _methods(composite)
    factors = [name for name, options in methods.items() if options > 1]
    factors += [f"weights:{node}" for node in groups]
    rated = ~np.isnan(composite.aggregate_values)

    def run(columns: dict[str, Floats]) -> Floats:
        runs = len(next(iter(columns.values())))
        chosen = {
            name: choice(columns[name], options) if name in factors else np.zeros(runs, dtype=int)
            for name, options in methods.items()
        }
        picked = {
            node: own[choice(columns[f"weights:{node}"], WEIGHT_SETS)]
            if node in groups
            else np.ones((runs, 1))
            for node, own in weights.items()
        }
        ranks = np.empty((runs, len(ranked)))
        for part in progress(_blocks(runs, len(composite.units)), "sensitivity"):
            for (n, a), (table, recipe) in combinations.items():
                fits = (chosen["normalisation"][part] == n) & (chosen["aggregation"][part] == a)
                rows = np.flatnonzero(fits) + part.start
                if len(rows):
                    own = {node: drawn[rows] for node, drawn in picked.items()}
                    scores = drawn_scores(table, framework, recipe, own, rated)
                    ranks[rows] = descending(scores)[ranked].T
        shift = np.abs(ranks - nominal[ranked]).mean(axis=1)
        return np.column_stack([shift, ranks])

    outputs = [MEAN_SHIFT, *map(str, composite.units[ranked])]
    found = sensitivity(factors, run, outputs, base=base, seed=seed)
    return found.table().assign(Base=base, Seed=seed)


Combinations = dict[tuple[int, int], tuple[Floats, Recipe]]


def _methods(composite: Composite) -> tuple[dict[str, int], Combinations]:
    """Return how many options the methods have, and the table and recipe of each combination.

    Options count only if they are defined together with every other.
    """
    recipe, framework = composite.recipe, composite.framework
    tables = [composite.normalised_values]
    for name in NORMALISATIONS:
        other = replace(recipe, normalisation=Normalisation(name))
        try:
            placed = normalise(
                composite.treated.to_numpy(dtype=float), framework, other, units=composite.units
            )
        except NormalisationError:
            continue
        table = placed if name == "minmax" else 100.0 * placed
        if _defined(table, composite, recipe) and _differs(table, tables):
            tables.append(table)
    recipes = [recipe]
    for name in AGGREGATIONS:
        other = replace(recipe, aggregate=(name,))
        same = recipe.aggregate in ((name,), (name,) * (framework.hierarchy.top_level - 1))
        if not same and all(_defined(table, composite, other) for table in tables):
            recipes.append(other)
    combinations = {
        (n, a): (table, each) for n, table in enumerate(tables) for a, each in enumerate(recipes)
    }
    return {"normalisation": len(tables), "aggregation": len(recipes)}, combinations


def _defined(table: Floats, composite: Composite, recipe: Recipe) -> bool:
    try:
        aggregate(table, composite.framework, recipe, units=composite.units)
    except AggregationError:
        return False
    return True


def _differs(table: Floats, tables: Sequence[Floats]) -> bool:
    return not any(np.allclose(table, other, equal_nan=True) for other in tables)


def _blocks(count: int, units: int) -> list[slice]:
    step = max(1, HELD // max(1, units))
    return [slice(start, min(start + step, count)) for start in range(0, count, step)]
