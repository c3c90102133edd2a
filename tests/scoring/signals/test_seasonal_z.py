"""Robust seasonal z: by hand, against the rules in plain Python, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.signals.seasonal_z import seasonal_z
from tests.scoring.signals import by_hand

NAN = np.nan


def test_by_hand() -> None:
    # Median of 1, 2, 3, 4, 10 is 3; deviations 2, 1, 0, 1, 7, their median 1; (6 − 3) / 1.4826.
    found = seasonal_z(np.array([1.0, 2, 3, 4, 10, 6]), seasons=1, least=5, most=9)
    assert found.median[5] == 3
    assert found.spread[5] == pytest.approx(1.4826)
    assert found.z[5] == pytest.approx(3 / 1.4826)
    assert found.n.tolist() == [0, 1, 2, 3, 4, 5]
    assert np.isnan(found.z[:5]).all()


def test_only_the_latest_values_are_looked_at() -> None:
    values = np.array([100.0, 100, 1, 2, 3, 5])
    assert seasonal_z(values, 1, least=3, most=3).median[5] == 2
    assert seasonal_z(values, 1, least=3, most=9).median[5] == 3


def test_each_season_has_its_own_median() -> None:
    # Two seasons of three years: 0, 1, 2 and 100, 102, 104.
    values = np.array([0.0, 100, 1, 102, 2, 104, 4, 104])
    found = seasonal_z(values, seasons=2, least=3, most=9)
    assert found.median[6:].tolist() == [1, 102]
    # Own deviations 1, 0, 1: median 1. With 2, 0, 2 of the other season: 0, 0, 1, 1, 2, 2, median 1.
    assert found.z[6] == pytest.approx(3 / 1.4826)
    # Own deviations 2, 0, 2: median 2. The other season has 0, 1, 2, 4 by then: that is less.
    assert found.z[7] == pytest.approx(2 / (1.4826 * 2))


def test_a_season_that_was_calm_by_luck_is_measured_by_all() -> None:
    calm, lively = [5.0, 5.0, 5.0, 5.1], [0.0, 10, 20, 30]
    values = np.array([x for pair in zip(calm, lively, strict=True) for x in pair] + [6.0])
    found = seasonal_z(values, seasons=2, least=4, most=9)
    # Deviations 0, 0, 0, 0.1 from 5 and 15, 5, 5, 15 from 15: the fourth and fifth are 0.1 and 5.
    assert found.spread[8] == pytest.approx(1.4826 * (0.1 + 5) / 2)


def test_a_history_without_variation_measures_nothing() -> None:
    flat = np.array([4.0, 4, 4, 4, 9])
    found = seasonal_z(flat, 1, least=4, most=9)
    assert (found.median[4], found.spread[4]) == (4, 0)
    assert np.isnan(found.z[4])
    assert seasonal_z(flat, 1, least=4, most=9, smallest_spread=2.0).z[4] == 2.5


def test_nothing_can_be_written_into_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        seasonal_z(np.arange(9.0), 1, 3, 5).z[0] = 1


values = st.lists(
    st.one_of(st.just(NAN), st.floats(-1e3, 1e3).map(lambda x: round(x, 2))),
    min_size=1,
    max_size=30,
)


@given(values, st.integers(1, 4), st.integers(1, 4), st.integers(0, 4))
def test_it_is_what_plain_python_makes_of_it(
    series: list[float], seasons: int, least: int, more: int
) -> None:
    most = least + more
    found = seasonal_z(np.array(series), seasons, least, most).z
    for t in range(len(series)):
        wanted = by_hand.z_at(series, t, seasons, least, most)
        np.testing.assert_allclose(found[t], wanted, rtol=1e-9, atol=1e-9, err_msg=str(t))


@given(values, st.integers(1, 4))
def test_the_future_changes_nothing(series: list[float], seasons: int) -> None:
    whole = seasonal_z(np.array(series), seasons, 2, 5)
    for t in range(1, len(series)):
        part = seasonal_z(np.array(series[:t]), seasons, 2, 5)
        np.testing.assert_array_equal(whole.z[:t], part.z)


@given(
    st.lists(values.filter(lambda x: len(x) >= 12).map(lambda x: x[:12]), min_size=1, max_size=4)
)
def test_series_side_by_side_do_not_touch(many: list[list[float]]) -> None:
    together = seasonal_z(np.array(many), 2, 2, 4)
    for row, series in enumerate(many):
        alone = seasonal_z(np.array(series), 2, 2, 4)
        np.testing.assert_array_equal(together.z[row], alone.z)
        np.testing.assert_array_equal(together.n[row], alone.n)
