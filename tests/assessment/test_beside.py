"""Two sides: their differences, how sure the sign is, and what must hold whatever they are."""

from dataclasses import replace

import numpy as np
import pytest

from assessment import Assessment
from assessment.beside import GOALPOSTS, apart, beside, side, years
from assessment.changes import ADD, EVERYWHERE, Change
from scoring.like_for_like import like_for_like
from scoring.score import score
from tests.assessment.published import published

MADE = published()
RESULT = MADE.result
LAST = MADE.rated_periods[-1]
T = RESULT.period_index[LAST]


def other() -> Assessment:
    scheme = replace(RESULT.scheme, across_pillars="arithmetic")
    return replace(MADE, result=score(RESULT.inputs, scheme))


def test_a_side_against_itself_is_no_difference_and_a_tie_in_every_draw() -> None:
    one = side(MADE, LAST)
    found = beside(one, one)
    for values in (found.difference, found.low, found.high):
        np.testing.assert_array_equal(values, 0.0)
    np.testing.assert_array_equal(found.above, 0.5)


def test_the_other_way_round_is_the_opposite() -> None:
    one, two = side(MADE, LAST), side(other(), LAST)
    there, back = beside(one, two), beside(two, one)
    np.testing.assert_allclose(there.difference, -back.difference)
    np.testing.assert_allclose(there.low, -back.high)
    np.testing.assert_allclose(there.above, 1 - back.above)


def test_a_side_is_what_the_pages_show() -> None:
    one = side(MADE, LAST)
    np.testing.assert_array_equal(one.score, RESULT.score[T])
    np.testing.assert_array_equal(one.bands.ahead, MADE.uncertainty(LAST).ahead)


def test_what_raises_the_figure_everywhere_is_never_below() -> None:
    raised = side(MADE, LAST, (Change(EVERYWHERE, "poverty_share", ADD, 1.0),))
    found = beside(side(MADE, LAST), raised)
    assert (found.difference >= -1e-9).all()
    assert (found.difference > 1.0).any()


def test_two_years_stand_on_common_figures_and_fixed_goalposts() -> None:
    earlier, later = years(MADE, 2020, LAST)
    expected = like_for_like(RESULT.inputs, RESULT.scheme, (2020, LAST))
    np.testing.assert_array_equal(earlier.score, expected.score[0])
    np.testing.assert_array_equal(later.score, expected.score[1])
    assert later.bands.plan.normalisations == (GOALPOSTS,)
    found = beside(earlier, later)
    rated = np.isfinite(found.difference)
    # The published choices are among those drawn: the difference lies where draws lie.
    inside = (found.difference >= found.low - 1.5) & (found.difference <= found.high + 1.5)
    assert inside[rated].mean() > 0.9


def test_two_regions_of_one_side() -> None:
    one = side(MADE, LAST)
    points, low, high = apart(one, "KZ-61", "KZ-63")
    r, s = RESULT.region_index["KZ-61"], RESULT.region_index["KZ-63"]
    assert points == pytest.approx(RESULT.score[T, r] - RESULT.score[T, s])
    drawn = one.drawn[r] - one.drawn[s]
    assert (low, high) == pytest.approx(tuple(np.quantile(drawn, [0.05, 0.95])))
    assert (low > 0) == (one.bands.ahead[r, s] > 0.95)
