"""Scores of one framework under many weightings at once, on arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.aggregate import method
from scoring.copeland import copeland
from scoring.hierarchy import Hierarchy
from scoring.normalise import Floats
from scoring.recipe import COPELAND, Framework, Recipe
from scoring.uncertainty.draws import dirichlet

# Numbers held at once while nodes are combined draw by draw.
HELD = 1 << 22


def draw_weights(hierarchy: Hierarchy, rng: np.random.Generator, size: int) -> dict[str, Floats]:
    """Draw the weights inside every node around the given ones: Dirichlet, ±5 points for 25 %.

    Returns (size, c) for each aggregate, for its c children in order; rows sum to 1.
    """
    return {
        node: dirichlet(rng, np.array([hierarchy.by_id[child].weight for child in children]), size)
        for node, children in hierarchy.children.items()
    }


def drawn_scores(
    normalised: Floats,
    framework: Framework,
    recipe: Recipe,
    weights: Mapping[str, Floats],
    rated: np.ndarray,
) -> Floats:
    """Score every unit under every weighting.

    normalised : (n, k) in the order of ``hierarchy.indicators``.
    weights : (D, c) for each aggregate, as of ``draw_weights``.
    rated : (n, m) bool, which aggregates are rated, in the order of ``hierarchy.aggregates``; it
    does not change with the weights.
    Returns (n, D), NaN where the index is not rated.
    """
    tree = framework.hierarchy
    names, _ = recipe.per_level(tree.top_level - 1)
    if set(names) == {"arithmetic"} and not np.isnan(normalised).any() and rated.all():
        return np.asarray(normalised @ _effective(tree, weights))
    draws = len(weights[tree.top])
    step = max(1, HELD // normalised.size)
    return np.concatenate(
        [
            _combined(
                normalised,
                framework,
                names,
                {node: own[start : start + step] for node, own in weights.items()},
                rated,
            )
            for start in range(0, draws, step)
        ],
        axis=1,
    )


def _effective(tree: Hierarchy, weights: Mapping[str, Floats]) -> Floats:
    """Weight of each indicator in the index, under each weighting: (k, D)."""
    above = {tree.top: np.ones(len(weights[tree.top]))}
    for node in reversed(tree.aggregates):
        for c, child in enumerate(tree.children[node]):
            above[child] = above[node] * weights[node][:, c]
    return np.stack([above[name] for name in tree.indicators])


def _combined(
    normalised: Floats,
    framework: Framework,
    names: tuple[str, ...],
    weights: Mapping[str, Floats],
    rated: np.ndarray,
) -> Floats:
    tree = framework.hierarchy
    found: dict[str, Floats] = dict(zip(tree.indicators, normalised.T, strict=True))
    for m, step in enumerate(framework.steps):
        own = weights[step.node]
        # (D or 1, n, c): indicators are the same in every draw.
        parts = [np.atleast_2d(found[child]) for child in tree.children[step.node]]
        values = np.stack(np.broadcast_arrays(*parts), axis=-1)
        if names[step.level] == COPELAND:
            pairs = (np.broadcast_to(values, (len(own), *values.shape[1:])), own)
            scores = np.stack([copeland(table, row) for table, row in zip(*pairs, strict=True)])
        else:
            scores = method(names[step.level])(values, own[:, None, :])
        found[step.node] = np.where(rated[:, m], scores, np.nan)
    return np.asarray(found[tree.top].T)
