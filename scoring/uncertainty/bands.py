"""What many draws say together: bands, chances of a class or a place, and who is ahead of whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.framework import Scheme
from scoring.frozen import freeze
from scoring.normalise import Floats
from scoring.score import ROUNDING, Result
from scoring.uncertainty.factors import Draws, Plan
from scoring.uncertainty.model import scores
from scoring.uncertainty.places import PlaceCounts, compare, quantile

LEVELS = (0.05, 0.50, 0.95)  # the ends of a 90 % band, and its middle
TOP = 5
APART = 0.95  # ahead in more than this share of the draws, a region can be told apart from another


@dataclass(frozen=True)
class Uncertainty:
    """Regions of one period over all draws, in the order of ``regions``; NaN where not rated.

    score, place : (3, R) at ``LEVELS``;  mean_place : (R,).
    at_least : (C, R) share of the draws in which a region is in a class or a higher one.
    place_share : (R, R) share of the draws in which a region (row) holds a place (column, from 1).
    ahead : (R, R) share of the draws in which a region (row) scores above another (column); a tie
    counts half to each, so that ``ahead + ahead.T`` is 1.
    """

    plan: Plan
    period: int
    regions: tuple[str, ...]
    score: Floats
    place: Floats
    mean_place: Floats
    at_least: Floats
    place_share: Floats
    ahead: Floats

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def top(self) -> Floats:
        """(R,) share of the draws in which a region is among the first ``TOP``."""
        return self.place_share[:, :TOP].sum(axis=1)

    def alike(self) -> tuple[tuple[str, ...], ...]:
        """Group the regions that cannot be told apart, from the highest to the lowest.

        Two regions can be told apart when one is ahead in more than ``APART`` of the draws. A group is as long a run of regions, in the order of their mean places, as has no
        such pair; a region may stand in several groups, as in a display by letters.
        """
        order = [int(r) for r in np.argsort(self.mean_place) if not np.isnan(self.mean_place[r])]
        apart = np.maximum(self.ahead, self.ahead.T) > APART
        groups: list[tuple[int, int]] = []
        for start in range(len(order)):
            end = start + 1
            while end < len(order) and not apart[order[end], order[start:end]].any():
                end += 1
            if not groups or end > groups[-1][1]:
                groups.append((start, end))
        return tuple(tuple(self.regions[r] for r in order[start:end]) for start, end in groups)


def uncertainty(result: Result, period: int, draws: Draws) -> Uncertainty:
    """Score every region of ``period`` in every draw, and sum up."""
    return summarise(scores(result, period, draws), result, period, draws.plan)


def summarise(drawn: Floats, result: Result, period: int, plan: Plan) -> Uncertainty:
    """Sum up (R, D) scores."""
    scheme: Scheme = result.scheme
    units, size = drawn.shape
    rated = np.flatnonzero(~np.isnan(drawn[:, 0]))
    kept = drawn[rated]
    places, above = compare(kept)
    counts = PlaceCounts.of(places)
    above /= size
    ordered = np.sort(kept, axis=1)

    def spread(rows: Floats) -> Floats:
        full = np.full((*rows.shape[:-1], units), np.nan)
        full[..., rated] = rows
        return full

    tied = 1.0 - above - above.T
    ahead = np.full((units, units), np.nan)
    ahead[np.ix_(rated, rated)] = above + tied / 2
    return Uncertainty(
        plan=plan,
        period=period,
        regions=result.inputs.regions,
        score=spread(np.stack([quantile(ordered, level) for level in LEVELS])),
        place=spread(np.stack([counts.quantile(level) for level in LEVELS])),
        mean_place=spread(counts.mean()),
        at_least=spread(np.stack([(kept >= cut - ROUNDING).mean(axis=1) for cut in scheme.cuts])),
        place_share=spread(counts.share.T).T,
        ahead=ahead,
    )
