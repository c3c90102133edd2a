"""Small results for the tests of robustness, and how to weigh them anew."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from scoring.framework import Scheme, ScoredPillar
from scoring.inputs import Inputs
from scoring.normalise import Floats
from scoring.score import Result, score
from tests.scoring.worlds import indicator, inputs, scheme, worlds

NAN = math.nan
PERIOD = 2020


def three(across: str = "inverted_geometric", optional: bool = False) -> Scheme:
    """Return pillars p, q and r of one indicator each, weighing 0.5, 0.3 and 0.2."""
    pillars = [
        ScoredPillar(name, weight, optional and name == "r", (indicator(f"{name}1"),))
        for name, weight in (("p", 0.5), ("q", 0.3), ("r", 0.2))
    ]
    return scheme(*pillars, across_pillars=across)


def result(of: Scheme, rows: object) -> Result:
    """Score regions whose indicators run from 0 to 10."""
    return score(inputs(of, rows), of)


def reweighted(old: Result, weights: Mapping[str, float], level: str = "pillars") -> Result:
    """Score the same figures with other weights, through all of scoring."""
    pillars = []
    for pillar in old.scheme.pillars:
        if level == "pillars":
            pillars.append(replace(pillar, weight=weights[pillar.id]))
            continue
        members = tuple(replace(i, weight=weights[i.id]) for i in pillar.indicators)
        pillars.append(replace(pillar, weight=sum(i.weight for i in members), indicators=members))
    return score(old.inputs, replace(old.scheme, pillars=tuple(pillars)))


def part_way(before: Mapping[str, float], after: Mapping[str, float], share: float) -> dict:
    return {name: before[name] + share * (after[name] - before[name]) for name in before}


def grid(count: int, steps: int) -> Floats:
    """Return all weights of ``count`` pillars in steps of 1/steps: (n, count), summing to 1."""
    axes = np.meshgrid(*[np.arange(steps + 1)] * (count - 1), indexing="ij")
    points = np.stack([axis.ravel() for axis in axes], axis=1)
    points = points[points.sum(axis=1) <= steps]
    return np.column_stack([points, steps - points.sum(axis=1)]) / steps


def random_weights(count: int, draws: int = 4000, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).dirichlet(np.full(count, 0.7), draws)


@st.composite
def scored_worlds(draw: st.DrawFn, *, gaps: bool = True) -> Result:
    """A scored world of which at least one region is rated."""
    of, given = draw(worlds(gaps=gaps).filter(_rated))
    return score(given, of)


def _rated(world: tuple[Scheme, Inputs]) -> bool:
    return bool(np.isfinite(score(world[1], world[0]).score).any())


def rated(of: Result) -> list[str]:
    return [r for r, s in zip(of.inputs.regions, of.score[0], strict=True) if not math.isnan(s)]
