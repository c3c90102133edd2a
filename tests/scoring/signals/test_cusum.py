"""CUSUM: by hand, with its reset, and past what is missing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.signals.cusum import cusum
from tests.scoring.signals import by_hand

NAN = np.nan


def test_by_hand() -> None:
    # 1 − 0.5; + 1.5 − 0.5; − 3 to zero; 2 − 0.5; + 2 − 0.5 = 3 is not above 3; + 1 − 0.5 is.
    found = cusum(np.array([1.0, 1.5, -3, 2, 2, 1, 1]), limit=3, allowance=0.5)
    np.testing.assert_allclose(found.path, [0.5, 1.5, 0, 1.5, 3, 3.5, 0.5])
    assert found.alarm.tolist() == [False, False, False, False, False, True, False]


def test_one_value_adds_no_more_than_the_cap() -> None:
    found = cusum(np.array([50.0, 50.0]), limit=2, allowance=0.5, cap=2)
    np.testing.assert_allclose(found.path, [1.5, 3.0])
    assert found.alarm.tolist() == [False, True]


def test_a_missing_value_leaves_the_sum_as_it_is() -> None:
    found = cusum(np.array([2.0, NAN, 2.0]), limit=9, allowance=0.5)
    np.testing.assert_allclose(found.path, [1.5, NAN, 3.0])


def test_other_borders_begin_at_zero() -> None:
    restart = np.array([False, False, True])
    found = cusum(np.array([2.0, 2, 2]), limit=9, allowance=0.5, restart=restart)
    np.testing.assert_allclose(found.path, [1.5, 3.0, 1.5])
    # Also where the first value in the new borders is missing.
    found = cusum(np.array([2.0, NAN, 2]), 9, 0.5, restart=np.array([False, True, False]))
    np.testing.assert_allclose(found.path, [1.5, NAN, 1.5])


def test_series_side_by_side() -> None:
    found = cusum(np.array([[2.0, 2], [0, 0]]), limit=2, allowance=0.5)
    np.testing.assert_allclose(found.path, [[1.5, 3], [0, 0]])


numbers = st.lists(st.one_of(st.just(NAN), st.floats(-5, 5)), min_size=1, max_size=40)


@given(numbers, st.floats(0.1, 5), st.floats(0, 2), st.floats(0.5, 5))
def test_it_is_what_plain_python_makes_of_it(
    z: list[float], limit: float, allowance: float, cap: float
) -> None:
    found = cusum(np.array(z), limit, allowance, cap)
    path, alarms = by_hand.sums(z, limit, allowance, cap)
    np.testing.assert_allclose(found.path, path)
    assert found.alarm.sum() == alarms
    assert not (found.path < 0).any()
