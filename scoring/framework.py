"""The shape of an index as scoring sees it: indicators with goalposts, pillars with weights."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from scoring.hierarchy import Hierarchy, Node
from scoring.normalise import Floats

INDEX = "index"  # id of the index itself, among the ids of pillars and indicators


@dataclass(frozen=True)
class ScaledIndicator:
    """One indicator: its goalposts, direction, and weight inside its pillar.

    reference : (n,) in order, all values of the window whose percentiles the goalposts are; empty
    where they are norms.
    """

    id: str
    lo: float
    hi: float
    direction: int
    transform: str
    weight: float
    reference: Floats = field(default_factory=lambda: _fixed([]), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reference", _fixed(np.sort(self.reference)))

    @property
    def moves(self) -> bool:
        """Whether other percentiles would give other goalposts."""
        return self.reference.size > 0


@dataclass(frozen=True)
class ScoredPillar:
    """One pillar: its weight in the index, whether the index can do without it, its indicators."""

    id: str
    weight: float
    optional: bool
    indicators: tuple[ScaledIndicator, ...]


@dataclass(frozen=True)
class Scheme:
    """All that turns values into scores.

    coverage : least share of weight that must be observed for a node to be rated.
    like_for_like : the same for a comparison of periods on their common indicators.
    classes : ids from lowest to highest;  cuts : their lower ends, in points, the first 0.
    normalisation : "goalposts", or an id of ``by_others.BY_OTHERS``.
    flipped : the optional pillars count with the opposite sign.
    A weight of 0 leaves a pillar or an indicator out.
    """

    version: str
    pillars: tuple[ScoredPillar, ...]
    coverage: float
    like_for_like: float
    within_pillars: str
    across_pillars: str
    classes: tuple[str, ...]
    cuts: tuple[float, ...]
    stale_after_years: float
    grades: tuple[tuple[str, float], ...]
    normalisation: str = "goalposts"
    flipped: bool = False

    @cached_property
    def indicators(self) -> tuple[ScaledIndicator, ...]:
        """All indicators, pillar by pillar: the order of the last axis of every array."""
        return tuple(ind for pillar in self.pillars for ind in pillar.indicators)

    @cached_property
    def indicator_ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(ind.id for ind in self.indicators)

    @cached_property
    def pillar_ids(self) -> tuple[str, ...]:
        """Ids of the pillars."""
        return tuple(pillar.id for pillar in self.pillars)

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Where each pillar's indicators stand on the last axis."""
        ends = np.cumsum([len(pillar.indicators) for pillar in self.pillars])
        return tuple(
            slice(int(end) - len(pillar.indicators), int(end))
            for pillar, end in zip(self.pillars, ends, strict=True)
        )

    @cached_property
    def pillar_weights(self) -> Floats:
        """(P,) weights of the pillars in the index."""
        return _fixed([pillar.weight for pillar in self.pillars])

    @cached_property
    def inner_weights(self) -> Floats:
        """(K,) weights of the indicators inside their pillars, summing to 1 in each."""
        weights = np.array([ind.weight for ind in self.indicators])
        for part in self.slices:
            weights[part] /= weights[part].sum()
        return _fixed(weights)

    @cached_property
    def nominal_weights(self) -> Floats:
        """(K,) weight of each indicator in the index: the product along its path."""
        spread = np.concatenate(
            [np.full(len(pillar.indicators), pillar.weight) for pillar in self.pillars]
        )
        return _fixed(spread * self.inner_weights)

    @cached_property
    def optional(self) -> np.ndarray:
        """(P,) bool: pillars the index can do without."""
        return _fixed([pillar.optional for pillar in self.pillars])

    @cached_property
    def directions(self) -> np.ndarray:
        """(K,) 1 where a high value is pressure, -1 where a low one is."""
        return _fixed([indicator.direction for indicator in self.indicators])

    @cached_property
    def turns(self) -> np.ndarray:
        """(K,) direction in which each indicator counts: its own, or the opposite when flipped."""
        sizes = [len(pillar.indicators) for pillar in self.pillars]
        turned = np.repeat(self.optional & self.flipped, sizes)
        return _fixed(np.where(turned, -self.directions, self.directions))

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """The same tree as one of any depth: indicators, pillars, and the index at the top."""
        nodes = [
            Node(indicator.id, pillar.id, 1, indicator.weight)
            for pillar in self.pillars
            for indicator in pillar.indicators
        ]
        nodes += [Node(pillar.id, INDEX, 2, pillar.weight) for pillar in self.pillars]
        return Hierarchy((*nodes, Node(INDEX, None, 3)))

    def only(self, indicators: Collection[str]) -> Scheme:
        """Return the scheme with these indicators alone; a pillar that loses all of its goes too."""
        kept = (
            replace(pillar, indicators=tuple(i for i in pillar.indicators if i.id in indicators))
            for pillar in self.pillars
        )
        return replace(self, pillars=tuple(pillar for pillar in kept if pillar.indicators))


def _fixed(values: ArrayLike) -> np.ndarray:
    array = np.array(values)
    array.setflags(write=False)
    return array
