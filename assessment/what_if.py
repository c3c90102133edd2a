"""What would follow if some figures of one period were others, everything else being equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

import numpy as np
from threadpoolctl import threadpool_limits

from assessment.baseline import Assessment
from assessment.changes import Change, apply
from indicators.schema import Card
from scoring.contributions import shapley_values, subsets
from scoring.framework import Scheme
from scoring.frozen import freeze
from scoring.inputs import Inputs
from scoring.normalise import Floats
from scoring.score import Result, score
from scoring.uncertainty.bands import Uncertainty, summarise
from scoring.uncertainty.model import scores
from scoring.uncertainty.places import share_above


@dataclass(frozen=True)
class WhatIf:
    """One period before and after some changes.

    before, after : results of that period alone;  bands_before, bands_after : over the same draws.
    parts : (C, R) points that each change adds to each region's score. They add up to the whole
    difference: exact Shapley values over all orders in which the changes can be made. NaN for a
    region that is not rated before or after, or under some of the changes.
    rises : (R,) share of the draws in which the score after is above the score before, the draw
    being the same; a tie counts half.
    """

    period: int
    changes: tuple[Change, ...]
    before: Result
    after: Result
    bands_before: Uncertainty
    bands_after: Uncertainty
    parts: Floats
    rises: Floats

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def moved(self) -> tuple[str, ...]:
        """Regions whose score changes by more than rounding, the most moved first."""
        change = self.after.score[0] - self.before.score[0]
        order = np.argsort(-np.abs(np.nan_to_num(change)), kind="stable")
        return tuple(self.before.inputs.regions[r] for r in order if abs(change[r]) > NOTHING)


NOTHING = 1e-9


def what_if(assessment: Assessment, period: int, changes: tuple[Change, ...]) -> WhatIf:
    """Score ``period`` with the changes, beside the assessment's own scores.

    Goalposts, weights and draws stay what they are, so that only the changes differ.
    Raises ChangeError as ``changes.apply`` does.
    """
    ids = assessment.result.inputs.indicators
    inputs = assessment.result.inputs.only((period,), ids)
    scheme = assessment.result.scheme
    ranges = possible(assessment)
    before, after = score(inputs, scheme), score(apply(inputs, changes, ranges), scheme)
    draws = assessment.draws
    with threadpool_limits(limits=1):
        drawn = scores(after, period, draws)
    return WhatIf(
        period=period,
        changes=changes,
        before=before,
        after=after,
        bands_before=assessment.uncertainty(period),
        bands_after=summarise(drawn, after, period, draws.plan),
        parts=_parts(inputs, scheme, changes, ranges),
        rises=share_above(drawn, assessment.drawn(period)),
    )


def possible(assessment: Assessment) -> Mapping[str, tuple[float, float]]:
    """Return the least and the largest value that each scored indicator can have."""
    return {card.id: _range(card) for card in assessment.registry.scored}


def _range(card: Card) -> tuple[float, float]:
    low, high = (end if end is None else float(end) for end in card.range)
    low = -inf if low is None else low
    if card.goalposts is not None and card.goalposts.transform == "log":
        low = max(low, 10.0**-card.decimals)  # zero has no logarithm
    return low, inf if high is None else high


def _parts(
    inputs: Inputs,
    scheme: Scheme,
    changes: tuple[Change, ...],
    ranges: Mapping[str, tuple[float, float]],
) -> Floats:
    """Score all subsets of the changes at once, each as if it were a period of its own."""
    members = subsets(len(changes))
    made = np.array([[c in some for some in members] for c in range(len(changes))], dtype=bool)
    every = apply(
        _times(inputs, len(members)), changes, ranges, made.reshape(len(changes), len(members))
    )
    return shapley_values(score(every, scheme).score, len(changes))


def _times(inputs: Inputs, count: int) -> Inputs:
    """Repeat the one period of the inputs, under the numbers from 0."""

    def repeated(table: np.ndarray) -> np.ndarray:
        return np.repeat(table, count, axis=0)

    return replace(
        inputs,
        periods=tuple(range(count)),
        values=repeated(inputs.values),
        age=repeated(inputs.age),
        estimated=repeated(inputs.estimated),
        source=repeated(inputs.source),
        borders=repeated(inputs.borders),
    )
