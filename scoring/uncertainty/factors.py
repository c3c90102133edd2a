"""The choices that could have been made otherwise, drawn at random: one draw is one whole index.

Each factor reads one number between 0 and 1 a draw, so that a Monte Carlo sample and the designed
one of a sensitivity analysis are the same to it. Nothing here depends on the figures: the draws
are common to all regions, years and settings of the weights' neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scoring.framework import INDEX, Scheme
from scoring.frozen import freeze
from scoring.normalise import Floats
from scoring.uncertainty.draws import concentration, dirichlet, generator

# What is done with the optional pillars.
AS_IS, WITHOUT, FLIPPED = "as_is", "without", "flipped"
FACTORS = ("normalisation", "percentile", "aggregation", "weights", "leave_out", "fill", "optional")


@dataclass(frozen=True)
class Plan:
    """Which choices are varied, and between what.

    normalisations : "goalposts", and ids of ``by_others.BY_OTHERS``, the framework's own first.
    percentiles : lowest and highest percentile taken as the lower goalpost, where goalposts are
    percentiles; the upper goalpost is its mirror image.
    aggregations : across pillars, ids of ``variants.ACROSS``, the framework's own first.
    fills : what stands for a missing value, ids of ``variants.FILLS``, "none" first.
    optional : what is done with the optional pillars: as_is, without, flipped.
    leave_out : whether one indicator may be left out.
    weight_band : half the width, as a share of 1, of the middle 90 % of a weight of 25 %.
    bands : the same by the id of the node above the weights, where it is another.
    """

    draws: int = 10_000
    seed: int = 20_260_101
    normalisations: tuple[str, ...] = ("goalposts", "phi", "mid_rank")
    percentiles: tuple[float, float] = (2.0, 10.0)
    aggregations: tuple[str, ...] = ("inverted_geometric", "arithmetic", "quadratic", "maximum")
    fills: tuple[str, ...] = ("none", "mean", "median", "nearest")
    optional: tuple[str, ...] = (AS_IS, WITHOUT, FLIPPED)
    leave_out: bool = True
    weight_band: float = 0.05
    bands: Mapping[str, float] = field(default_factory=dict)

    def band(self, node: str) -> float:
        """Return the band of the weights below a node: the index, or a pillar by its id."""
        return self.bands.get(node, self.weight_band)


@dataclass(frozen=True)
class Draws:
    """D indices: what each of them does, those alike standing together.

    normalisation, fill, aggregation, optional : (D,) int, positions in the plan's tuples.
    percentile : (D,) of the lower goalposts.
    pillars : (P, D) weights of the pillars.
    inner : (K, D) weights of the indicators inside their pillars; 0 for the one left out.
    asked : (D,) int, where each draw stood in the sample that was read.
    """

    plan: Plan
    normalisation: NDArray[np.intp]
    fill: NDArray[np.intp]
    aggregation: NDArray[np.intp]
    optional: NDArray[np.intp]
    percentile: Floats
    pillars: Floats
    inner: Floats
    asked: NDArray[np.intp]

    def __post_init__(self) -> None:
        freeze(self)

    def __len__(self) -> int:
        return len(self.asked)

    @cached_property
    def alike(self) -> tuple[slice, ...]:
        """Where draws with the same normalisation and the same fill stand."""
        kind = self.normalisation * len(self.plan.fills) + self.fill
        edges = [0, *(np.flatnonzero(np.diff(kind)) + 1).tolist(), len(self)]
        return tuple(slice(first, last) for first, last in pairwise(edges))


def monte_carlo(plan: Plan, scheme: Scheme) -> Draws:
    """Draw ``plan.draws`` indices, each factor on its own."""
    rng = generator(plan.seed)
    uniform = rng.random((len(FACTORS), plan.draws))
    sets = _weight_sets(rng, plan, scheme, plan.draws)
    return _read(plan, scheme, dict(zip(FACTORS, uniform, strict=True)), sets, None)


def designed(plan: Plan, scheme: Scheme, unit: Mapping[str, Floats], sets: int = 4096) -> Draws:
    """Read a designed sample: for each of ``FACTORS`` (D,) numbers in [0, 1).

    A set of weights is one point of the factor "weights": the number chooses between ``sets`` of
    them, drawn once, as Saisana, Saltelli & Tarantola (2005) do.
    """
    weights = _weight_sets(generator(plan.seed), plan, scheme, sets)
    return _read(plan, scheme, unit, weights, _choice(unit["weights"], sets))


def _weight_sets(
    rng: np.random.Generator, plan: Plan, scheme: Scheme, size: int
) -> tuple[Floats, Floats]:
    """Draw (size, P) weights of the pillars and (size, K) of the indicators inside them."""
    pillars = _around(rng, scheme.pillar_weights, size, plan.band(INDEX))
    inner = [
        _around(rng, scheme.inner_weights[part], size, plan.band(pillar.id))
        for pillar, part in zip(scheme.pillars, scheme.slices, strict=True)
    ]
    return pillars, np.hstack(inner)


def _around(rng: np.random.Generator, weights: Floats, size: int, band: float) -> Floats:
    if band == 0:
        return np.tile(weights / weights.sum(), (size, 1))
    return dirichlet(rng, weights, size, concentration(band=band))


def _choice(unit: Floats, options: int) -> NDArray[np.intp]:
    return np.minimum((unit * options).astype(np.intp), options - 1)


def _read(
    plan: Plan,
    scheme: Scheme,
    unit: Mapping[str, Floats],
    sets: tuple[Floats, Floats],
    chosen: NDArray[np.intp] | None,
) -> Draws:
    normalisation = _choice(unit["normalisation"], len(plan.normalisations))
    fill = _choice(unit["fill"], len(plan.fills))
    order = np.argsort(normalisation * len(plan.fills) + fill, kind="stable")
    rows = order if chosen is None else chosen[order]
    pillars, inner = (np.ascontiguousarray(table[rows].T) for table in sets)
    indicators = len(inner)
    if plan.leave_out:
        left = _choice(unit["leave_out"][order], indicators + 1)  # the last stands for none
        some = np.flatnonzero(left < indicators)
        inner[left[some], some] = 0.0
    low, high = plan.percentiles
    return Draws(
        plan=plan,
        normalisation=normalisation[order],
        fill=fill[order],
        aggregation=_choice(unit["aggregation"][order], len(plan.aggregations)),
        optional=_choice(unit["optional"][order], len(plan.optional)),
        percentile=low + (high - low) * unit["percentile"][order],
        pillars=pillars,
        inner=inner,
        asked=order,
    )
