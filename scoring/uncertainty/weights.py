"""How far the weights alone carry an index of any shape: scores and places under many weightings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.drawn import draw_weights, drawn_scores
from scoring.normalise import Floats
from scoring.recipe import COPELAND, Framework, Recipe
from scoring.uncertainty.bands import LEVELS
from scoring.uncertainty.draws import generator
from scoring.uncertainty.places import place_table, quantile

# So many scores are held at once: units by draws.
HELD = 1 << 22
Progress = Callable[[Sequence[slice]], Iterable[slice]]


@dataclass(frozen=True)
class WeightUncertainty:
    """Units over D weightings, NaN where not rated.

    score, place : (3, n) at ``LEVELS``;  mean_score, mean_place : (n,).
    """

    draws: int
    seed: int
    score: Floats
    place: Floats
    mean_score: Floats
    mean_place: Floats


def weight_uncertainty(
    normalised: Floats,
    framework: Framework,
    recipe: Recipe,
    rated: np.ndarray,
    draws: int,
    seed: int,
    progress: Progress = iter,
) -> WeightUncertainty:
    """Score all units under ``draws`` weightings around the given ones.

    normalised : (n, k) in the order of ``hierarchy.indicators``.
    rated : (n, m) bool, which aggregates are rated, in the order of ``hierarchy.aggregates``.
    progress : passes the parts of the work on, one by one.
    Place 1 is the highest, ties share the better place. At most ``HELD`` scores are held at a time,
    or those of one unit, or, where units are compared with each other (Copeland), those of all.
    """
    index = framework.hierarchy.aggregates.index(framework.hierarchy.top)
    known = np.flatnonzero(rated[:, index])
    weights = draw_weights(framework.hierarchy, generator(seed), draws)
    table, present = normalised[known], rated[known]

    def chunks() -> Iterator[Floats]:
        step = max(1, HELD // max(1, len(known)))
        for block in progress([slice(start, start + step) for start in range(0, draws, step)]):
            part = {node: own[block] for node, own in weights.items()}
            yield drawn_scores(table, framework, recipe, part, present)

    places = place_table(len(known), draws, chunks())
    mean_place = places.mean(axis=1)
    # NumPy sorts whole numbers of two bytes digit by digit when it is asked to be stable.
    places.sort(axis=1, kind="stable")
    score = np.empty((len(LEVELS), len(known)))
    mean = np.empty(len(known))
    names, _ = recipe.per_level(framework.hierarchy.top_level - 1)
    step = len(known) if COPELAND in names else max(1, HELD // draws)
    for start in range(0, len(known), step):
        block = slice(start, start + step)
        ordered = drawn_scores(table[block], framework, recipe, weights, present[block])
        mean[block] = ordered.mean(axis=1)
        ordered.sort(axis=1)
        score[:, block] = [quantile(ordered, level) for level in LEVELS]

    def spread(rows: Floats) -> Floats:
        full = np.full((*rows.shape[:-1], len(normalised)), np.nan)
        full[..., known] = rows
        return full

    return WeightUncertainty(
        draws=draws,
        seed=seed,
        score=spread(score),
        place=spread(np.stack([quantile(places, level) for level in LEVELS])),
        mean_score=spread(mean),
        mean_place=spread(mean_place),
    )
