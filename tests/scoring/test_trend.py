"""The trend of a few years: by hand, against SciPy, and what must hold whatever the series."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.trend import ENOUGH, FEWEST, LEVEL, trend

VALUES = st.lists(st.integers(-50, 50), min_size=FEWEST, max_size=14)


def test_by_hand() -> None:
    """1, 3, 2: slopes 2, 1/2 and −1. Two pairs rise and one falls: S = 1, which says nothing."""
    found = trend([2020, 2021, 2022], [1, 3, 2])
    assert found is not None
    assert (found.slope, found.low, found.high) == (0.5, -1.0, 2.0)
    assert (found.p, found.count, found.indicative) == (1.0, 3, True)


def test_every_year_higher() -> None:
    """Of the 8! orders one rises and one falls throughout: p = 2 / 40,320."""
    found = trend(range(2016, 2024), [1, 2, 3, 4, 5, 6, 7, 80])
    assert found is not None
    assert found.slope == 1.0  # the odd last year does not move it
    assert found.p == pytest.approx(2 / math.factorial(8))
    assert not found.indicative


def test_years_may_be_missing_between() -> None:
    found = trend([2010, 2014, 2020], [0, 4, 10])
    assert found is not None
    assert (found.slope, found.low, found.high) == (1.0, 1.0, 1.0)


def test_too_short_or_not_a_series() -> None:
    assert trend([2020, 2021], [1, 2]) is None
    with pytest.raises(ValueError, match="missing"):
        trend([2020, 2021, 2022], [1, math.nan, 2])
    with pytest.raises(ValueError, match="twice"):
        trend([2020, 2020, 2022], [1, 3, 2])


@given(VALUES)
def test_as_scipy(values: list[int]) -> None:
    years = list(range(2000, 2000 + len(values)))
    found = trend(years, values)
    assert found is not None
    theirs = stats.theilslopes(values, years, LEVEL)
    assert found.slope == pytest.approx(theirs.slope)
    assert (found.low, found.high) == pytest.approx((theirs.low_slope, theirs.high_slope))
    if len(set(values)) == len(values):
        exact = stats.kendalltau(years, values, method="exact")
        assert found.p == pytest.approx(exact.pvalue, abs=1e-12)
    elif len(set(values)) > 1:
        # SciPy's way with ties has no correction for continuity: ours is never smaller.
        assert found.p >= stats.kendalltau(years, values, method="asymptotic").pvalue - 1e-12
    assert 0 <= found.p <= 1
    assert found.indicative == (len(values) < ENOUGH)


@given(VALUES, st.integers(-5, 5))
def test_a_line_added_is_added_to_the_slope_and_the_other_way_round_is_the_opposite(
    values: list[int], step: int
) -> None:
    years = np.arange(len(values))
    plain = trend(years, values)
    tilted = trend(years, np.array(values) + step * years)
    turned = trend(years, [-value for value in values])
    assert plain is not None
    assert tilted is not None
    assert turned is not None
    assert tilted.slope == pytest.approx(plain.slope + step)
    assert turned.slope == pytest.approx(-plain.slope)
    assert turned.p == pytest.approx(plain.p)
    assert plain.low <= plain.slope <= plain.high
