"""What is done to a table of indicators to make an index: every choice in one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from scoring import normalise
from scoring.aggregate import method
from scoring.hierarchy import Hierarchy
from scoring.normalise import Floats

COPELAND = "copeland"  # compares units, so it is no function of one unit's values
T = TypeVar("T")


class RecipeError(ValueError):
    """The choices do not go together; the message says which and what is allowed."""


@dataclass(frozen=True)
class Normalisation:
    """How to normalise: a key of ``normalise.METHODS``, and what some of them need.

    ends : the two numbers of goalposts, minmax, zscore and scaled, or None for their defaults.
    reference : id of the unit of ``distance-to-reference``.
    """

    method: str = "minmax"
    ends: tuple[float, float] | None = None
    reference: str | None = None

    def __post_init__(self) -> None:
        if self.method not in normalise.METHODS:
            raise RecipeError(
                f"there is no normalisation '{self.method}'; there are: "
                f"{', '.join(normalise.METHODS)}"
            )
        if (self.reference is None) == (self.method == "distance-to-reference"):
            raise RecipeError(
                "distance-to-reference needs a unit, as in distance-to-reference:KZ-10, and no "
                f"other normalisation takes one; this is '{self.method}' with '{self.reference}'"
            )
        if self.ends is not None:
            self._check_ends(*self.ends)

    def _check_ends(self, first: float, second: float) -> None:
        if self.method not in normalise.WITH_ENDS:
            raise RecipeError(f"the normalisation '{self.method}' takes no range")
        if self.method == "zscore" and not second > 0:
            raise RecipeError(f"the standard deviation must be above 0, not {second:g}")
        if self.method != "zscore" and not first < second:
            raise RecipeError(f"a range goes from low to high, not from {first:g} to {second:g}")


@dataclass(frozen=True)
class IndicatorMeta:
    """What is known of an indicator besides its place in the hierarchy.

    direction : 1, or -1 when a high value counts as a low one.
    target : for ``distance-to-target``, in the indicator's own unit.
    lo, hi, transform : its goalposts.
    normalisation : overrides that of the recipe.
    not_applicable : units to which it does not apply; it is not missing there.
    """

    direction: int = 1
    target: float = float("nan")
    denominator: str | None = None
    lo: float = float("nan")
    hi: float = float("nan")
    transform: str = "identity"
    normalisation: Normalisation | None = None
    not_applicable: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.direction not in (1, -1):
            raise RecipeError(f"a direction is 1 or -1, not {self.direction}")
        if self.transform not in normalise.TRANSFORMS:
            raise RecipeError(
                f"there is no transform '{self.transform}'; there are: "
                f"{', '.join(normalise.TRANSFORMS)}"
            )


@dataclass(frozen=True)
class Framework:
    """A tree of indicators with what is known of each, and the nodes that it can do without."""

    hierarchy: Hierarchy
    indicators: Mapping[str, IndicatorMeta] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name in (*self.indicators, *self.optional):
            if name not in self.hierarchy.by_id:
                raise RecipeError(f"'{name}' is not in the hierarchy")
        known = {name: self.indicators.get(name, _PLAIN) for name in self.hierarchy.indicators}
        object.__setattr__(self, "indicators", MappingProxyType(known))

    @cached_property
    def directions(self) -> Floats:
        """(k,) 1 or -1, in the order of ``hierarchy.indicators``."""
        return np.array([meta.direction for meta in self.indicators.values()], dtype=float)

    @cached_property
    def methods(self) -> dict[Normalisation | None, tuple[int, ...]]:
        """Positions of the indicators by their own normalisation, None for that of the recipe."""
        found: dict[Normalisation | None, tuple[int, ...]] = {}
        for k, meta in enumerate(self.indicators.values()):
            found[meta.normalisation] = (*found.get(meta.normalisation, ()), k)
        return found

    @cached_property
    def effective(self) -> Floats:
        """(k, m) weight of each indicator in each aggregate, 0 where it is not below it.

        A tree of arithmetic means of complete data is one product with this matrix.
        """
        tree = self.hierarchy
        rows = dict(zip(tree.indicators, np.eye(len(tree.indicators)), strict=True))
        for node in tree.aggregates:
            rows[node] = sum(
                (tree.relative_weights[child] * rows[child] for child in tree.children[node]),
                np.zeros(len(tree.indicators)),
            )
        return np.column_stack([rows[node] for node in tree.aggregates])

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The aggregates from the lowest up, by positions among indicators and aggregates."""
        tree = self.hierarchy
        place = {name: i for i, name in enumerate((*tree.indicators, *tree.aggregates))}
        return tuple(
            Step(
                node,
                tree.by_id[node].level - 2,
                np.array([place[child] for child in tree.children[node]]),
                np.array([tree.by_id[child].weight for child in tree.children[node]], dtype=float),
            )
            for node in tree.aggregates
        )


@dataclass(frozen=True, eq=False)
class Step:
    """One aggregate: its place among the levels above 1, and its children with their weights."""

    node: str
    level: int
    children: np.ndarray
    weights: Floats


@dataclass(frozen=True)
class Recipe:
    """The steps from raw values to an index, in the order in which they are taken.

    denominate : divide the indicators that name a denominator.
    impute : one of ``impute.METHODS``.
    screen : least share of its indicators that a unit needs, or None; counted after imputation, as
    COINr does, or on what was observed when ``screen_observed``.
    treat : cut off outliers, see ``treat.py``.
    aggregate : names for ``aggregate.method``, or "copeland": one for all levels, or one a level
    from the lowest.
    threshold : least share of its children, by number, that a node needs: none, one, or one a level.
    coverage : least share of weight of what applies that a node needs, or None; see ``coverage.py``.
    """

    denominate: bool = False
    impute: str = "none"
    screen: float | None = None
    screen_observed: bool = False
    treat: bool = False
    normalisation: Normalisation = Normalisation()
    aggregate: tuple[str, ...] = ("arithmetic",)
    threshold: tuple[float, ...] = ()
    coverage: float | None = None

    def __post_init__(self) -> None:
        if not self.aggregate:
            raise RecipeError("an aggregation is needed")
        for name in self.aggregate:
            if name != COPELAND:
                method(name)
        shares = [*self.threshold, *([] if self.coverage is None else [self.coverage])]
        for share in shares:
            if not 0 <= share <= 1:
                raise RecipeError(f"a least share lies from 0 to 1, not at {share:g}")

    def per_level(self, levels: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """Return aggregation and threshold of each of ``levels`` steps up the tree.

        Raises RecipeError when there are more than one and not as many as steps.
        """
        return (
            _repeated("aggregation", self.aggregate, levels),
            _repeated("threshold", self.threshold or (0.0,), levels),
        )


_PLAIN = IndicatorMeta()


def _repeated(what: str, given: tuple[T, ...], levels: int) -> tuple[T, ...]:
    if len(given) == 1:
        return given * levels
    if len(given) != levels:
        raise RecipeError(
            f"{len(given)} {what}s for {levels} levels; give one, or {levels} from the lowest up"
        )
    return given
