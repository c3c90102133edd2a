"""Places: ties share the better one, gaps take none, rounding decides nothing."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.audit.ranks import places, places_of_columns

NAN = math.nan


def test_ties_share_the_better_place_and_gaps_take_none() -> None:
    found = places(pd.Series([3.0, NAN, 5, 3, 1], index=list("ABCDE")))
    assert found.drop("B").to_dict() == {"A": 2, "C": 1, "D": 2, "E": 4}
    assert math.isnan(found["B"])


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_rounding_makes_no_difference_on_any_scale(scale: float) -> None:
    assert places(pd.Series([0.1 + 0.2, 0.3, 0.2]) * scale).tolist() == [1, 1, 3]
    assert places(pd.Series([1 + 1e-9, 1.0]) * scale).tolist() == [1, 2]


def test_each_column_by_itself() -> None:
    frame = pd.DataFrame({"x": [1.0, 2], "y": [2.0, 1]}, index=["A", "B"])
    assert places_of_columns(frame).to_dict("list") == {"x": [2, 1], "y": [1, 2]}


def test_nothing_rated_has_no_places() -> None:
    assert places(pd.Series([NAN, NAN])).isna().all()
    assert places(pd.Series([], dtype=float)).empty


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30))
def test_as_another_implementation_says(values: list[int]) -> None:
    expected = stats.rankdata([-value for value in values], method="min")
    assert places(pd.Series(values, dtype=float)).tolist() == expected.tolist()
