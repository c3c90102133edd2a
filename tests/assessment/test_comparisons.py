"""Contributions and like-for-like comparisons on the published index."""

import math

import numpy as np
import pytest

from scoring.contributions import against_median, against_period
from scoring.like_for_like import like_for_like, longest_run
from tests.assessment.published import published

EXACT = 1e-12 * 100  # points


@pytest.mark.parametrize("period", range(2017, 2026))
def test_every_score_is_explained_to_the_last_digit(period: int) -> None:
    result = published().result
    for region in result.inputs.regions:
        parts = against_median(result, period, region)
        assert parts is not None
        at = result.period_index[period], result.region_index[region]
        assert parts.score == pytest.approx(float(result.score[at]), abs=EXACT)
        gap = parts.score - parts.baseline
        assert abs(np.nansum(parts.pillars) - gap) <= EXACT, region
        assert abs(np.nansum(parts.indicators) - gap) <= EXACT, region


def test_every_change_is_explained_to_the_last_digit() -> None:
    result = published().result
    explained = 0
    for earlier, later in zip(result.inputs.periods, result.inputs.periods[1:], strict=False):
        alike = like_for_like(result.inputs, result.scheme, (earlier, later))
        for r, region in enumerate(result.inputs.regions):
            parts = against_period(alike, later, earlier, region)
            assert (parts is None) == np.isnan(alike.score[:, r]).any()
            if parts is not None:
                explained += 1
                change = float(alike.score[1, r] - alike.score[0, r])
                assert abs(np.nansum(parts.pillars) - change) <= EXACT, region
                assert abs(np.nansum(parts.indicators) - change) <= EXACT, region
    assert explained > 100


def test_history_lines_stand_on_common_indicators() -> None:
    result = published().result
    last = result.inputs.periods[-1]
    for region in result.inputs.regions:
        run = longest_run(result.inputs, result.scheme, region, last)
        assert run is not None, region
        r = run.region_index[region]
        present = ~np.isnan(run.normalised[:, r])
        assert (present == present[0]).all()
        share = run.coverage[:, r]
        assert (share >= 2 / 3 - 1e-9).all()
        assert not math.isnan(run.score[0, r])
