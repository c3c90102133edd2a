"""The scale under the ranked list: places in percent, round values, few of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.ranking import Axis


def test_places_and_ticks_of_a_score() -> None:
    axis = Axis(-3, 103, "", "")
    assert list(axis.ticks()) == [0, 20, 40, 60, 80, 100]
    assert [axis.place(value) for value in (-3, 50, 103)] == [0.0, 50.0, 100.0]
    assert axis.place(0) == 2.8  # 3 of 106


def test_what_lies_outside_stands_at_the_edge() -> None:
    axis = Axis(0, 10, "", "")
    assert (axis.place(-1), axis.place(11)) == (0.0, 100.0)


def test_a_scale_may_run_backwards() -> None:
    places = Axis(20, 1, "", "")
    assert (places.place(20), places.place(1)) == (0.0, 100.0)
    assert list(places.ticks()) == [5, 10, 15, 20]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_few_and_inside(lower: float, width: float) -> None:
    axis = Axis(lower, lower + width, "", "")
    ticks = list(axis.ticks())
    assert 2 <= len(ticks) <= 7
    slack = 1e-6 * (abs(lower) + width)
    assert all(axis.lower - slack <= tick <= axis.upper + slack for tick in ticks)
    gaps = [after - before for before, after in pairwise(ticks)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps), rel=1e-3, abs=1e-6)
