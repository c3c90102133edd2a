"""Two indices side by side: ranks among the units in common, shifts and agreement."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.audit.comparison import agreement, compare, side_by_side
from scoring.audit.finding import AuditError, Code, Finding

NAN = math.nan


def series(*values: float) -> pd.Series:
    return pd.Series(list(values), index=list("ABCDEF")[: len(values)], dtype=float)


def test_shifts_by_hand() -> None:
    found = compare(series(90, 80, 70, 60), series(5, 9, 8, 1))
    assert found.table["rank_first"].tolist() == [1, 2, 3, 4]
    assert found.table["rank_second"].tolist() == [3, 1, 2, 4]
    assert found.table["shift"].tolist() == [-2, 1, 1, 0]
    assert found.moved == ("A",)
    assert found.summary[["units", "unmoved", "mean_abs_shift", "max_abs_shift"]].tolist() == [
        4, 1, 1, 2
    ]  # fmt: skip
    assert found.summary["kendall"] == pytest.approx((4 - 2) / 6)
    assert found.summary["spearman"] == pytest.approx(1 - 6 * 6 / (4 * 15))
    assert found.warnings == ()


def test_a_unit_of_one_index_pushes_nobody_down() -> None:
    first = pd.Series({"A": 3.0, "B": 2.0, "C": 1.0, "N": NAN})
    second = pd.Series({"X": 9.0, "C": 1.0, "A": 3.0, "B": 2.0, "N": NAN})
    found = compare(first, second)
    assert list(found.table.index) == ["A", "B", "C", "N", "X"]
    assert found.table["shift"].tolist()[:3] == [0, 0, 0]
    assert found.table.loc["X", ["rank_first", "rank_second", "shift"]].isna().all()
    assert found.table.loc["X", "second"] == 9
    assert found.warnings == (Finding(Code.ONLY_IN_ONE, ("X",), 9.0),)
    assert found.moved == ()


def test_those_that_moved_most_share_it() -> None:
    found = compare(series(1, 2, 3), series(3, 2, 1))
    assert found.moved == ("C", "A")


@given(st.permutations(range(8)), st.permutations(range(8)))
def test_as_another_implementation_says(one: list[int], other: list[int]) -> None:
    first, second = (pd.Series(values, dtype=float) for values in (one, other))
    found = agreement(first, second)
    assert found["kendall"] == pytest.approx(stats.kendalltau(one, other).statistic)
    assert found["spearman"] == pytest.approx(stats.spearmanr(one, other).statistic)
    assert found["pearson"] == pytest.approx(stats.pearsonr(one, other).statistic)
    assert found["mean_abs_shift"] == pytest.approx(np.abs(np.subtract(one, other)).mean())
    back = agreement(second, first)
    assert back.to_dict() == pytest.approx(found.to_dict())


def test_several_ways_against_one() -> None:
    frame = pd.DataFrame({"mean": [3.0, 2, 1], "worst": [3.0, 1, 2], "same": [30.0, 20, 10]})
    table = side_by_side(frame, "mean")
    assert list(table.index) == ["mean", "worst", "same"]
    assert table["mean_abs_shift"].tolist() == pytest.approx([0, 2 / 3, 0])
    assert table["unmoved"].tolist() == [3, 1, 3]
    assert table["kendall"].tolist() == pytest.approx([1, 1 / 3, 1])
    with pytest.raises(AuditError, match="no scores of 'median'"):
        side_by_side(frame, "median")


def test_too_few_units_agree_on_nothing() -> None:
    found = agreement(series(1, 2), series(2, 1))
    assert found["mean_abs_shift"] == 1
    assert found[["pearson", "spearman", "kendall"]].isna().all()
    none = agreement(series(1, NAN), series(NAN, 1))
    assert none["units"] == 0
    assert math.isnan(none["mean_abs_shift"])
    with pytest.raises(AuditError, match="unit 'A' stands twice"):
        compare(pd.Series([1.0, 2], index=["A", "A"]), series(1, 2))
