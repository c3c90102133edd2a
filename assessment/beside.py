"""Two results side by side: differences of their scores, and how sure the sign of each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from assessment.baseline import Assessment
from assessment.changes import Change, apply
from assessment.what_if import possible
from scoring.frozen import freeze
from scoring.like_for_like import like_for_like
from scoring.normalise import Floats
from scoring.score import Result, score
from scoring.uncertainty.bands import LEVELS, Uncertainty, summarise
from scoring.uncertainty.factors import Draws, monte_carlo
from scoring.uncertainty.model import scores
from scoring.uncertainty.places import quantile, share_above

GOALPOSTS = "goalposts"


@dataclass(frozen=True)
class Side:
    """One period of a result, and the same in every draw.

    drawn : (R, D) scores, NaN where not rated;  bands : what they say together.
    """

    result: Result
    period: int
    drawn: Floats
    bands: Uncertainty

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def t(self) -> int:
        """Position of the period."""
        return self.result.period_index[self.period]

    @property
    def score(self) -> Floats:
        """(R,) scores."""
        found: Floats = self.result.score[self.t]
        return found


@dataclass(frozen=True)
class Beside:
    """A second side against a first, region by region; NaN where one of them is not rated.

    difference : (R,) points by which the second is higher.
    low, high : (R,) the middle 90 % of that difference over the draws.
    above : (R,) share of the draws in which the second is higher, a tie counting half.
    """

    first: Side
    second: Side
    difference: Floats
    low: Floats
    high: Floats
    above: Floats

    def __post_init__(self) -> None:
        freeze(self)


def side(assessment: Assessment, period: int, changes: tuple[Change, ...] = ()) -> Side:
    """Return one period of an assessment, with some figures changed.

    Raises ChangeError as ``changes.apply`` does.
    """
    result = assessment.result
    if changes:
        inputs = result.inputs.only((period,), result.inputs.indicators)
        result = score(apply(inputs, changes, possible(assessment)), result.scheme)
    return _side(result, period, assessment.draws)


def years(assessment: Assessment, earlier: int, later: int) -> tuple[Side, Side]:
    """Return two periods scored on the indicators that both have, under the same draws."""
    result, draws = over(assessment, (earlier, later))
    return _side(result, earlier, draws), _side(result, later, draws)


def over(assessment: Assessment, periods: Sequence[int]) -> tuple[Result, Draws]:
    """Return periods scored like for like, and the draws that are common to all of them.

    Scales that place a region among the others of its year cannot tell what all have in common, so
    that an index between goalposts is drawn between goalposts only.
    """
    result = like_for_like(assessment.result.inputs, assessment.result.scheme, periods)
    plan = assessment.plan
    if result.scheme.normalisation == GOALPOSTS:
        plan = replace(plan, normalisations=(GOALPOSTS,))
    return result, monte_carlo(plan, result.scheme)


def beside(first: Side, second: Side) -> Beside:
    """Hold a second side against a first.

    A column of both is the same draw: the same seed, so that the choices common to both do not
    count as doubt in their difference.
    """
    apart = second.drawn - first.drawn
    rated = np.flatnonzero(~np.isnan(apart[:, 0]))
    ordered = np.sort(apart[rated], axis=1)

    def spread(values: Floats) -> Floats:
        full = np.full(len(apart), np.nan)
        full[rated] = values
        return full

    return Beside(
        first,
        second,
        second.score - first.score,
        spread(quantile(ordered, LEVELS[0])),
        spread(quantile(ordered, LEVELS[-1])),
        share_above(second.drawn, first.drawn),
    )


def apart(found: Side, one: str, other: str) -> tuple[float, float, float]:
    """Return by how many points one region is above another, and the middle 90 % over the draws."""
    first, second = found.result.region_index[one], found.result.region_index[other]
    drawn = np.sort(found.drawn[first] - found.drawn[second])[None]
    low, high = (float(quantile(drawn, level)[0]) for level in (LEVELS[0], LEVELS[-1]))
    return float(found.score[first] - found.score[second]), low, high


def _side(result: Result, period: int, draws: Draws) -> Side:
    with threadpool_limits(limits=1):
        drawn = scores(result, period, draws)
    return Side(result, period, drawn, summarise(drawn, result, period, draws.plan))
