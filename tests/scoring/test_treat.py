"""Treatment of outliers: the tests by hand, and what is moved and what is not."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.treat import KURTOSIS, SKEWNESS, kurtosis, skewness, treat, winsorise

NAN = math.nan
CALM = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]


def table(*columns: list[float]) -> pd.DataFrame:
    names = [f"c{i}" for i in range(len(columns))]
    units = [f"u{i}" for i in range(len(columns[0]))]
    return pd.DataFrame(np.column_stack(columns), index=units, columns=names)


COLUMNS = st.lists(
    st.one_of(st.integers(-50, 50).map(float), st.just(NAN), st.integers(500, 900).map(float)),
    min_size=4,
    max_size=25,
)


@given(COLUMNS)
def test_moments_are_those_of_scipy(values: list[float]) -> None:
    seen = np.array([x for x in values if not math.isnan(x)])
    if len(seen) < 4 or seen.min() == seen.max():
        return
    column = np.array(values)
    assert float(skewness(column)) == pytest.approx(stats.skew(seen, bias=False), abs=1e-9)
    assert float(kurtosis(column)) == pytest.approx(stats.kurtosis(seen, bias=False), abs=1e-9)


def test_moments_that_are_not_defined() -> None:
    assert math.isnan(skewness(np.array([1.0, 2.0, NAN])))
    assert math.isnan(kurtosis(np.array([1.0, 2.0, 4.0])))
    assert math.isnan(skewness(np.full(9, 0.1)))
    assert math.isnan(kurtosis(np.full(9, 0.1)))


def test_what_passes_is_left_alone() -> None:
    data = table(CALM, [*CALM[:9], NAN])
    treated = treat(data)
    pd.testing.assert_frame_equal(treated.values, data)
    assert (treated.points == "").all(axis=None)
    assert treated.details["passes0"].all()
    assert treated.details["moved"].isna().all()


def test_one_outlier_is_set_to_the_next_value() -> None:
    treated = treat(table([*CALM, 100.0], [*(-x for x in CALM), -100.0]))
    assert treated.values["c0"].tolist() == [*CALM, 10.0]
    assert treated.values["c1"].tolist() == [*(-x for x in CALM), -10.0]
    assert treated.points["c0"].tolist() == [""] * 10 + ["winhi"]
    assert treated.points["c1"].tolist() == [""] * 10 + ["winlo"]
    row = treated.details.loc["c0"]
    assert (row["passes0"], row["moved"], row["passes1"]) == (False, 1, True)
    assert abs(row["skewness0"]) > SKEWNESS
    assert row["kurtosis0"] > KURTOSIS
    assert math.isnan(row["skewness2"])


def test_equal_extremes_move_together_and_are_counted() -> None:
    many = [float(x) for x in range(40)]
    column = np.array([*many, 900.0, 900.0])
    moved, points = winsorise(column)
    assert moved[-2:].tolist() == [39.0, 39.0]
    assert (points == "winhi").sum() == 2


def test_a_column_that_cannot_be_tamed_is_taken_to_a_logarithm_from_the_start() -> None:
    """A tenth of sixty powers of ten at one end is still too much for the test."""
    column = [10.0**i for i in range(60)]
    treated = treat(table([*column, NAN]))
    low, high = 1.0, 10.0**59
    expected = np.log(np.array(column) - low + 0.01 * (high - low))
    assert treated.values["c0"].to_numpy()[:-1] == pytest.approx(expected)
    assert treated.points["c0"].tolist() == ["log_CT"] * 60 + [""]
    row = treated.details.loc["c0"]
    assert not bool(row["passes1"])
    assert row["moved"] == 5
    assert not math.isnan(row["skewness2"])


@pytest.mark.parametrize(
    ("column", "note"), [([3.0] * 6, "constant"), ([1.0, 2.0, 90.0, NAN, NAN, NAN], "few")]
)
def test_what_cannot_be_tested_is_left_and_noted(column: list[float], note: str) -> None:
    treated = treat(table(column))
    pd.testing.assert_frame_equal(treated.values, table(column))
    assert treated.details.loc["c0", "note"] == note
    assert bool(treated.details.loc["c0", "passes0"])


def test_two_values_are_never_made_one() -> None:
    """Cutting off the only other value would leave a column that says nothing."""
    column = np.array([0.0] * 20 + [1.0])
    moved, points = winsorise(column)
    assert moved.tolist() == column.tolist()
    assert (points == "").all()


@given(st.lists(COLUMNS, min_size=1, max_size=3).filter(lambda c: len({len(x) for x in c}) == 1))
def test_what_holds_for_any_table(columns: list[list[float]]) -> None:
    data = table(*columns)
    before = data.copy()
    treated = treat(data)
    pd.testing.assert_frame_equal(data, before)
    assert (treated.values.isna() == data.isna()).all(axis=None)
    for name in data:
        points, own, new = treated.points[name], data[name], treated.values[name]
        assert (new[points == ""].dropna() == own[points == ""].dropna()).all()
        order = np.argsort(own.dropna().to_numpy(), kind="stable")
        assert (np.diff(new.dropna().to_numpy()[order]) >= 0).all()


@given(COLUMNS, st.randoms(), st.sampled_from((0.5, 4.0)), st.integers(-9, 9))
def test_units_scale_and_order_do_not_matter(
    column: list[float], random: object, factor: float, shift: int
) -> None:
    data = table(column)
    order = list(data.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = treat(data), treat(data.loc[order] * factor + shift)
    assert (other.points.loc[data.index] == one.points).all(axis=None)
