"""Strengths and weaknesses: best and worst places, what does not count, and never both."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.audit.finding import AuditError
from scoring.audit.strengths import profile

NAN = math.nan


def data() -> pd.DataFrame:
    """Places of A: v 1, w 2, x 3, y 4 (last), z none, n shared last with two others."""
    return pd.DataFrame(
        {
            "v": [9.0, 1, 2, 3],
            "w": [8.0, 9, 2, 3],
            "x": [5.0, 9, 8, 3],
            "y": [1.0, 9, 2, 3],
            "z": [NAN, 9, 2, 3],
            "n": [0.0, 7, 0, 0],
        },
        index=list("ABCD"),
    )


def test_best_and_worst_places() -> None:
    found = profile(data(), "A", count=2)
    assert list(found.strengths.index) == ["v", "w"]
    assert list(found.weaknesses.index) == ["y", "x"]
    assert found.strengths.loc["w", ["value", "rank", "place", "shared", "units"]].tolist() == [
        8, 2, 2, 1, 4
    ]  # fmt: skip
    assert found.strengths["weight"].isna().all()


def test_high_may_be_a_weakness() -> None:
    found = profile(data(), "A", count=2, high_is="weakness")
    assert list(found.strengths.index) == ["y", "n"]
    assert list(found.weaknesses.index) == ["v", "w"]
    assert found.weaknesses.loc["v", ["rank", "place"]].tolist() == [1, 4]
    assert found.strengths.loc["n", ["rank", "place", "shared"]].tolist() == [2, 1, 3]


@pytest.mark.parametrize(
    ("lowest", "strengths", "weaknesses"),
    [
        ("keep", ["v", "w"], ["y", "x"]),
        ("not_strength", ["v", "w"], ["y", "x"]),
        ("drop", ["v"], ["x"]),
    ],
)
def test_the_last_place(lowest: str, strengths: list[str], weaknesses: list[str]) -> None:
    found = profile(data(), "A", count=2, lowest=lowest)
    assert list(found.strengths.index) == strengths
    assert list(found.weaknesses.index) == weaknesses


def test_a_shared_last_place_is_no_strength() -> None:
    few = data()[["n", "x", "y"]]
    assert list(profile(few, "A", lowest="keep").strengths.index) == ["n"]
    assert list(profile(few, "A").strengths.index) == ["x"]
    assert list(profile(few, "A").weaknesses.index) == ["y"]


def test_light_and_coarse_indicators_may_be_left_out() -> None:
    weights = {"v": 0.1, "w": 0.3, "x": 0.2, "y": 0.2, "z": 0.2, "n": 0.0}
    found = profile(data(), "A", weights=weights)
    assert list(found.strengths.index) == ["v", "w"]
    assert found.strengths.loc["w", "weight"] == 0.3
    heavy = profile(data(), "A", weights=weights, least_weight=0.1)
    assert list(heavy.strengths.index) == ["w"]
    fine = profile(data(), "A", least_unique=0.5, high_is="weakness")
    assert "n" not in fine.strengths.index


def test_of_equal_places_the_heavier_comes_first() -> None:
    same = pd.DataFrame({"a": [2.0, 1], "b": [2.0, 1], "c": [1.0, 2], "d": [1.0, 2]})
    weights = {"a": 0.1, "b": 0.4, "c": 0.3, "d": 0.2}
    found = profile(same.set_axis(["A", "B"]), "A", count=1, weights=weights)
    assert list(found.strengths.index) == ["b"]
    assert list(found.weaknesses.index) == ["c"]


@given(st.integers(0, 1000), st.integers(1, 6), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_never_both_and_never_more_than_asked(seed: int, count: int, wide: int) -> None:
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.integers(0, 4, size=(8, wide)).astype(float))
    table = table.mask(rng.random(table.shape) < 0.2)
    table.index = table.index.astype(str)
    table.columns = [f"i{name}" for name in table.columns]
    found = profile(table, "3", count=count)
    assert set(found.strengths.index).isdisjoint(found.weaknesses.index)
    assert len(found.strengths) <= count
    assert len(found.weaknesses) <= count
    assert found.strengths["place"].is_monotonic_increasing
    assert found.weaknesses["place"].is_monotonic_decreasing
    if len(found.strengths) and len(found.weaknesses):
        assert found.strengths["place"].iloc[0] <= found.weaknesses["place"].min()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "Z"}, "there is no unit 'Z'"),
        ({"unit": "A", "count": 0}, "the count is 0"),
        ({"unit": "A", "weights": {"v": 1.0}}, "there is no weight of 'w'"),
    ],
)
def test_what_is_not_there_is_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(AuditError, match=message):
        profile(data(), **options)
