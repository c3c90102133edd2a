"""Which weights may move: those of the pillars, or those of all indicators in the index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.aggregate import METHODS, POINTS
from scoring.normalise import Floats
from scoring.robustness.linear import LEAST_WEIGHT, MARGIN, Form, linear_index
from scoring.score import Result

Level = Literal["pillars", "indicators"]


@dataclass(frozen=True)
class Space:
    """Weights that may move, and the scores of m chosen regions as functions of them.

    ids : (k,);  start : (k,) the chosen weights, summing to 1.
    rows : (c, k); the regions stay rated, by the same pillars, while ``rows · w`` are 0 or more.
    scores : (n, k) weights to (n, m), NaN where the weights leave nothing to score.
    parts, counted : (m, k); where they are given, the score is exactly
    ``form.back(w · parts / w · counted)``.
    """

    ids: tuple[str, ...]
    start: Floats
    rows: Floats
    scores: Callable[[Floats], Floats]
    form: Form
    parts: Floats | None
    counted: Floats | None


def pillar_space(result: Result, period: int, regions: tuple[str, ...]) -> Space:
    """Let the weights of the pillars move; the score is linear in them on its form's scale."""
    index = linear_index(result, period)
    rows = np.array([index.at(region) for region in regions])
    return Space(
        ids=result.scheme.pillar_ids,
        start=index.weights,
        rows=index.keeps_rating(rows),
        scores=lambda weights: index.scores(weights)[..., rows],
        form=index.form,
        parts=index.parts[rows],
        counted=index.rated[rows],
    )


def indicator_space(result: Result, period: int, regions: tuple[str, ...]) -> Space:
    """Let the nominal weights of all indicators move; a pillar weighs what its indicators do.

    That is linear where pillars are averaged and the pillars of these regions have all their
    figures. A pillar that is not rated stays so.
    """
    scheme, t = result.scheme, result.period_index[period]
    form = linear_index(result, period).form
    places = [result.region_index[region] for region in regions]
    views = [_View(result, t, r) for r in places]
    linear = scheme.across_pillars == "arithmetic" and all(view.complete for view in views)
    return Space(
        ids=scheme.indicator_ids,
        start=scheme.nominal_weights / scheme.nominal_weights.sum(),
        rows=np.vstack([view.rows for view in views]),
        scores=lambda weights: np.stack([view.scores(weights) for view in views], axis=-1),
        form=form,
        parts=np.stack([view.parts for view in views]) if linear else None,
        counted=np.stack([view.counted for view in views]).astype(float) if linear else None,
    )


class _View:
    """One region as a function of the nominal weights of its indicators."""

    def __init__(self, result: Result, t: int, r: int) -> None:
        self.scheme = result.scheme
        normalised = result.normalised[t, r]
        self.observed = ~np.isnan(normalised)
        self.normalised = np.where(self.observed, normalised, 0.0)
        self.applies = result.inputs.applicable[r]
        self.rated = ~np.isnan(result.pillars[t, r])
        sizes = [part.stop - part.start for part in self.scheme.slices]
        self.counted = np.repeat(self.rated, sizes)

    @property
    def complete(self) -> bool:
        return bool(self.observed[self.counted].all())

    @property
    def parts(self) -> Floats:
        return np.where(self.counted, self.normalised * POINTS, 0.0)

    @property
    def rows(self) -> Floats:
        """Conditions under which each pillar, and the whole, keeps or misses its coverage."""
        needed = self.scheme.coverage
        whole = np.zeros(len(self.observed))
        found = []
        for p, (pillar, part) in enumerate(
            zip(self.scheme.pillars, self.scheme.slices, strict=True)
        ):
            own = np.zeros(len(self.observed))
            own[part] = 1.0
            seen, due = own * self.observed, own * self.applies
            if self.rated[p]:
                found += [seen - needed * due, seen - LEAST_WEIGHT]
            else:
                found.append((needed - MARGIN) * due - seen)
            if seen.any() or not pillar.optional:
                whole += seen - needed * due
        return np.array([*found, whole])

    def scores(self, weights: Floats) -> Floats:
        """(n, k) weights to (n,) scores."""
        pillars = np.full((len(weights), len(self.rated)), np.nan)
        shares = np.zeros_like(pillars)
        for p, part in enumerate(self.scheme.slices):
            shares[:, p] = weights[:, part].sum(axis=1)
            if self.rated[p]:
                seen = weights[:, part] * self.observed[part]
                total = seen.sum(axis=1)
                value = POINTS * (seen @ self.normalised[part])
                np.divide(value, total, out=pillars[:, p], where=total > 0)
        return METHODS[self.scheme.across_pillars](pillars, shares)
