"""Compare years on the indicators that all of them have, so that coverage is not read as change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scoring.framework import Scheme
from scoring.inputs import Inputs
from scoring.score import Result, score


def common(inputs: Inputs, periods: Sequence[int]) -> Inputs:
    """Keep only ``periods``, and in each region only the indicators present in all of them.

    Returns inputs of len(periods) × R × K; what one of the periods lacks is missing in all.
    """
    rows = [inputs.periods.index(period) for period in periods]
    present = np.all(np.isfinite(inputs.values[rows]), axis=0)  # (R, K)

    def kept(array: np.ndarray, missing: float) -> np.ndarray:
        return np.where(present, array[rows], missing)

    return replace(
        inputs,
        periods=tuple(periods),
        values=kept(inputs.values, np.nan),
        age=kept(inputs.age, np.nan),
        estimated=kept(inputs.estimated, False),
        source=kept(inputs.source, -1),
    )


def like_for_like(inputs: Inputs, scheme: Scheme, periods: Sequence[int]) -> Result:
    """Score ``periods`` on their common indicators.

    A region whose common indicators hold less than ``scheme.like_for_like`` of its weight, or of a
    required pillar's, is not rated: its change is not shown. ``Result.coverage`` says on which
    share of the weight the comparison stands.
    """
    return score(common(inputs, periods), replace(scheme, coverage=scheme.like_for_like))


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
