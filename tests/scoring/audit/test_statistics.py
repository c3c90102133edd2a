"""Statistics: against another implementation, and each flag at its limit."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.audit.finding import AuditError, Code, Finding
from scoring.audit.statistics import statistics
from scoring.treat import kurtosis, skewness

NAN = math.nan
VALUES = st.lists(st.floats(-1e3, 1e3), min_size=5, max_size=30).filter(
    lambda values: np.ptp(values) > 1e-3
)


def test_a_small_column_by_hand() -> None:
    data = pd.DataFrame({"x": [0.0, 0, 0, 4, NAN]}, index=list("ABCDE"))
    row = statistics(data).table.loc["x"]
    assert row[["min", "max", "mean", "median", "sd"]].tolist() == [0, 4, 1, 0, 2]
    # Central moments over n: m2 = 3, m3 = 6, m4 = 21.
    assert row["skewness"] == pytest.approx(math.sqrt(12) / 2 * 6 / 3**1.5)
    assert row["kurtosis"] == pytest.approx(3 / (2 * 1) * (5 * (21 / 9 - 3) + 6))
    assert row[["n_available", "n_nonzero", "n_unique", "n_same"]].tolist() == [4, 1, 2, 3]
    assert row[["share_available", "share_missing"]].tolist() == pytest.approx([0.8, 0.2])
    assert row[["share_nonzero", "share_unique", "share_same"]].tolist() == [0.25, 0.5, 0.75]
    assert row[["few_values", "many_zeros", "few_different", "outlier"]].tolist() == [
        False, True, True, False
    ]  # fmt: skip


@given(VALUES)
def test_moments_as_another_implementation_says(values: list[float]) -> None:
    column = np.array(values)[:, np.newaxis]
    assert skewness(column)[0] == pytest.approx(stats.skew(values, bias=False), abs=1e-7, rel=1e-7)
    assert kurtosis(column)[0] == pytest.approx(
        stats.kurtosis(values, bias=False), abs=1e-7, rel=1e-7
    )


@given(VALUES, st.floats(1e-12, 1e12), st.sampled_from([1, -1]))
def test_moments_do_not_depend_on_the_unit_of_measurement(
    values: list[float], factor: float, sign: int
) -> None:
    column = np.array(values)[:, np.newaxis]
    turned = column * factor * sign
    assert skewness(turned)[0] == pytest.approx(sign * skewness(column)[0], abs=1e-7)
    assert kurtosis(turned)[0] == pytest.approx(kurtosis(column)[0], abs=1e-7)


@given(VALUES)
def test_gaps_change_no_moment(values: list[float]) -> None:
    column = np.array(values)[:, np.newaxis]
    gaps = np.vstack([column, [[NAN]], [[NAN]]])
    assert skewness(gaps).tolist() == pytest.approx(skewness(column).tolist())
    assert kurtosis(gaps).tolist() == pytest.approx(kurtosis(column).tolist())


def test_moments_that_are_not_defined_are_nan() -> None:
    assert np.isnan(skewness(np.array([[0.1], [0.1], [0.1], [0.1]]))).all()
    assert np.isnan(kurtosis(np.array([[0.1], [0.1], [0.1], [0.1]]))).all()
    assert np.isnan(skewness(np.array([[1.0], [2], [NAN]]))).all()
    assert np.isnan(kurtosis(np.array([[1.0], [2], [4], [NAN]]))).all()
    assert not np.isnan(skewness(np.array([[1.0], [2], [4], [NAN]]))).any()


def test_an_outlier_needs_both_a_tail_and_a_peak() -> None:
    tail = [*np.linspace(0, 1, 19), 40.0]
    both = [*np.linspace(0, 1, 18), 40.0, -40.0]
    audit = statistics(pd.DataFrame({"tail": tail, "both": both}))
    assert audit.table["outlier"].to_dict() == {"tail": True, "both": False}
    assert audit.table.loc["both", "kurtosis"] > 3.5
    assert audit.warnings == (
        Finding(Code.OUTLIER, ("tail",), float(audit.table.loc["tail", "skewness"])),
    )


def test_limits_belong_to_the_good_side_and_counts_are_of_units() -> None:
    """13 of 20 are 0.65; 10 of 20 not zero are enough, but 9 of 9 values in 20 units are not."""
    own = np.arange(1.0, 21)
    data = pd.DataFrame(
        {
            "enough": np.where(own <= 13, own, NAN),
            "few": np.where(own <= 12, own, NAN),
            "half": np.where(own <= 10, own, 0),
            "nine": np.where(own <= 9, own, NAN),
        }
    )
    audit = statistics(data)
    assert audit.table["few_values"].tolist() == [False, True, False, True]
    assert audit.table["many_zeros"].tolist() == [False, False, False, True]
    assert audit.table["few_different"].tolist() == [False, False, False, True]
    assert audit.table.loc["nine", ["share_nonzero", "share_unique"]].tolist() == [1, 1]
    assert Finding(Code.FEW_VALUES, ("few",), 0.6) in audit.warnings
    assert Finding(Code.MANY_ZEROS, ("nine",), 0.45) in audit.warnings
    assert Finding(Code.FEW_DIFFERENT, ("nine",), 0.45) in audit.warnings
    assert statistics(data, enough_values=0.1, enough_nonzero=0, enough_different=0).warnings == ()


def test_an_empty_column_is_few_values_and_nothing_else_is_known() -> None:
    audit = statistics(pd.DataFrame({"x": [NAN, NAN, NAN]}))
    row = audit.table.loc["x"]
    assert row[["n_available", "n_unique", "n_same"]].tolist() == [0, 0, 0]
    assert row[["min", "mean", "sd", "skewness", "share_unique"]].isna().all()
    assert Finding(Code.FEW_VALUES, ("x",), 0.0) in audit.warnings


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pd.DataFrame({"x": [1.0, math.inf]}, index=["A", "B"]), "'x' of unit 'B' is infinite"),
        (pd.DataFrame({"x": ["1", "?"]}), "the values of 'x' are not all numbers"),
        (pd.DataFrame([[1.0, 2.0]], columns=["x", "x"]), "indicator 'x' stands twice"),
        (pd.DataFrame({"x": [1.0, 2]}, index=["A", "A"]), "unit 'A' stands twice"),
    ],
)
def test_what_is_no_table_of_figures_is_refused(data: pd.DataFrame, message: str) -> None:
    with pytest.raises(AuditError, match=message):
        statistics(data)
