"""What-if: known answers on a small index, and properties on the published one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import Assessment
from assessment.changes import ADD, EVERYWHERE, PERCENT, SET, Change, ChangeError
from assessment.what_if import possible, what_if
from scoring.score import score
from tests.assessment.published import published

MADE = published()
RESULT = MADE.result
LAST = MADE.rated_periods[-1]
T = RESULT.period_index[LAST]
JAMBYL = RESULT.region_index["KZ-31"]


def test_without_changes_nothing_moves() -> None:
    found = what_if(MADE, LAST, ())
    np.testing.assert_array_equal(found.before.score[0], RESULT.score[T])
    np.testing.assert_array_equal(found.after.score, found.before.score)
    assert found.moved == ()
    assert found.parts.shape == (0, len(RESULT.inputs.regions))
    np.testing.assert_array_equal(found.rises, 0.5)  # every draw is a tie
    np.testing.assert_array_equal(found.bands_after.score, found.bands_before.score)


def test_one_change_is_the_whole_difference_and_touches_no_other_region() -> None:
    found = what_if(MADE, LAST, (Change("KZ-31", "poverty_share", ADD, 1.0),))
    change = found.after.score[0] - found.before.score[0]
    np.testing.assert_allclose(found.parts[0], change, atol=1e-9)
    assert found.moved == ("KZ-31",)
    # By hand: poverty lies between goalposts 2.36 and 7.96, so that a point is 1/5.6 of its scale;
    # it is a sixth of its pillar, all six being there.
    pillar = RESULT.pillar_index["economic_stress"]
    moved = found.after.pillars[0, JAMBYL, pillar] - found.before.pillars[0, JAMBYL, pillar]
    assert moved == pytest.approx(100 / 5.6 / 6, abs=1e-9)


def test_a_figure_beyond_its_scale_moves_nothing() -> None:
    found = what_if(MADE, LAST, (Change("KZ-61", "poverty_share", ADD, 5.0),))  # already above 7.96
    assert found.moved == ()


def test_an_assumed_figure_is_told_as_an_estimate() -> None:
    found = what_if(MADE, LAST, (Change("KZ-31", "recorded_crime", SET, 100.0),))
    k = RESULT.indicator_index["recorded_crime"]
    assert found.after.inputs.estimated[0, JAMBYL, k]
    assert not found.before.inputs.estimated[0, JAMBYL, k]


CHANGE = st.builds(
    Change,
    st.sampled_from(("KZ-31", "KZ-61", "KZ-63", EVERYWHERE)),
    st.sampled_from(("poverty_share", "self_employed_share", "population_growth")),
    st.sampled_from((ADD, PERCENT)),
    st.integers(-100, 100).map(lambda n: n / 100),
)


@settings(max_examples=25)
@given(st.lists(CHANGE, min_size=1, max_size=4, unique_by=lambda one: (one.region, one.indicator)))
def test_parts_add_up_and_the_order_of_changes_does_not_matter(made: list[Change]) -> None:
    found = what_if(MADE, LAST, tuple(made))
    change = found.after.score[0] - found.before.score[0]
    np.testing.assert_allclose(found.parts.sum(axis=0), change, atol=1e-9)
    turned = what_if(MADE, LAST, tuple(made[::-1]))
    np.testing.assert_allclose(turned.after.score, found.after.score, atol=1e-12)
    np.testing.assert_allclose(turned.parts[::-1], found.parts, atol=1e-9)


def test_parts_of_two_changes_by_hand() -> None:
    """The mean of the step that a change makes first, and of that which it makes second."""
    first = Change("KZ-31", "poverty_share", ADD, 1.0)
    second = Change("KZ-31", "population_growth", ADD, 1.0)

    def total(*made: Change) -> float:
        return float(what_if(MADE, LAST, made).after.score[0, JAMBYL])

    alone = total(first) - total()
    after = total(first, second) - total(second)
    parts = what_if(MADE, LAST, (first, second)).parts[:, JAMBYL]
    assert parts[0] == pytest.approx((alone + after) / 2, abs=1e-9)


def test_under_settings_of_ones_own_it_is_their_index_that_moves() -> None:
    scheme = replace(RESULT.scheme, across_pillars="arithmetic")
    own: Assessment = replace(MADE, result=score(RESULT.inputs, scheme))
    found = what_if(own, LAST, (Change("KZ-31", "poverty_share", ADD, 1.0),))
    np.testing.assert_array_equal(found.before.score[0], own.result.score[T])
    weight = scheme.pillar_weights[RESULT.pillar_index["economic_stress"]]
    change = found.after.score[0, JAMBYL] - found.before.score[0, JAMBYL]
    assert change == pytest.approx(weight * 100 / 5.6 / 6, abs=1e-9)


def test_no_published_figure_lies_outside_what_is_possible() -> None:
    for name, (low, high) in possible(MADE).items():
        values = RESULT.inputs.values[..., RESULT.indicator_index[name]]
        known = values[np.isfinite(values)]
        assert known.min() >= low, name
        assert known.max() <= high, name


def test_a_figure_that_cannot_be_is_refused() -> None:
    with pytest.raises(ChangeError) as error:
        what_if(MADE, LAST, (Change("KZ-31", "poverty_share", SET, 101.0),))
    assert error.value.code == "range"
    with pytest.raises(ChangeError) as error:  # zero has no logarithm
        what_if(MADE, LAST, (Change("KZ-31", "relative_income", SET, 0.0),))
    assert error.value.code == "range"
