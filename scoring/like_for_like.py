"""Compare years on what all of them have in the same borders: no new figure, and no split, is change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scoring.framework import Scheme
from scoring.inputs import SEVERAL, Inputs
from scoring.score import Result, score


def common(inputs: Inputs, periods: Sequence[int]) -> Inputs:
    """Keep only ``periods``, and in each region only the indicators that can be compared.

    They are those present in all periods and always of the same borders: what a former region's
    figure and the figure of a part of it differ by is the split, and no change of the part.

    Returns inputs of len(periods) × R × K; what one of the periods lacks is missing in all.
    """
    rows = [inputs.periods.index(period) for period in periods]
    borders = inputs.borders[rows]
    alike = np.all((borders == borders[0]) & (borders != SEVERAL), axis=0) | (len(rows) == 1)
    present = np.all(np.isfinite(inputs.values[rows]), axis=0) & alike  # (R, K)

    def kept(array: np.ndarray, missing: float) -> np.ndarray:
        return np.where(present, array[rows], missing)

    return replace(
        inputs,
        periods=tuple(periods),
        values=kept(inputs.values, np.nan),
        age=kept(inputs.age, np.nan),
        estimated=kept(inputs.estimated, False),
        source=kept(inputs.source, -1),
        borders=kept(inputs.borders, 0),
    )


def like_for_like(inputs: Inputs, scheme: Scheme, periods: Sequence[int]) -> Result:
    """Score ``periods`` on their common indicators, see ``common``.

    A region whose common indicators hold less than ``scheme.like_for_like`` of its weight, or of a
    required pillar's, is not rated: its change is not shown. ``Result.coverage`` says on which
    share of the weight the comparison stands.
    """
    return score(common(inputs, periods), replace(scheme, coverage=scheme.like_for_like))


def runs(inputs: Inputs, scheme: Scheme, region: str, last: int) -> tuple[Result, ...]:
    """Score all runs of years of one region up to ``last`` that can be compared, latest first.

    Each is as long as it can be, and ends before the next begins. A year that can be compared with
    no neighbour is in none of them.
    """
    found = []
    end = inputs.periods.index(last)
    while end > 0:
        run = longest_run(inputs, scheme, region, inputs.periods[end])
        if run is not None:
            found.append(run)
        end -= 1 if run is None else len(run.inputs.periods)
    return tuple(found)


def longest_run(inputs: Inputs, scheme: Scheme, region: str, last: int) -> Result | None:
    """Score one region's longest run of years up to ``last`` that can be compared.

    Returns a like-for-like result for all regions over those years, rated for ``region`` in each
    of them, or None when not even two years can be compared.
    """
    end = inputs.periods.index(last)
    r = inputs.regions.index(region)
    for start in range(end):
        result = like_for_like(inputs, scheme, inputs.periods[start : end + 1])
        if not np.isnan(result.score[:, r]).any():
            return result
    return None
