"""The shape of an index as scoring sees it: indicators with goalposts, pillars with weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from scoring.normalise import Floats


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


def _fixed(values: ArrayLike) -> np.ndarray:
    array = np.array(values)
    array.setflags(write=False)
    return array
