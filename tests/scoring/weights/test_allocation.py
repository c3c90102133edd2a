"""Points: shares of what each expert gave, their mean, and every fault by name."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.weights.allocation import allocate
from scoring.weights.experts import WeightError

IDS = ("a", "b", "c")


def test_the_mean_of_two_experts_and_their_spread() -> None:
    found = allocate({"x": {"a": 60, "b": 40, "c": 0}, "y": {"c": 20, "b": 20, "a": 60}}, IDS)
    assert found.weights.to_dict() == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})
    assert found.by_expert.loc["y"].to_dict() == pytest.approx({"a": 0.6, "b": 0.2, "c": 0.2})
    assert found.spread.to_dict() == pytest.approx(
        {"a": 0.0, "b": 0.2 / math.sqrt(2), "c": 0.2 / math.sqrt(2)}
    )


def test_one_expert_has_no_spread() -> None:
    assert allocate({"x": {"a": 100}}, ["a"]).spread.isna().all()


@pytest.mark.parametrize("third", [33.3, 33.5])
def test_rounded_points_are_meant_as_all_of_them(third: float) -> None:
    found = allocate({"x": dict.fromkeys(IDS, third)}, IDS)
    assert found.weights.tolist() == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ({}, "there is no expert"),
        ({"x": {"a": 50, "b": 50}}, "expert 'x' gives no points to 'c'"),
        ({"x": {"a": 50, "b": 50, "c": 0, "d": 0}}, "to 'd', which is none of a, b, c"),
        ({"x": {"a": 120, "b": -20, "c": 0}}, "expert 'x' gives 'b' -20 points"),
        ({"x": {"a": 50, "b": 50, "c": math.nan}}, "expert 'x' gives 'c' nan points"),
        ({"x": {"a": 50, "b": 50, "c": 0.6}}, "expert 'x' add up to 100.6; it must be 100"),
        ({"x": {"a": 50, "b": 49, "c": 0.4}}, "expert 'x' add up to 99.4; it must be 100"),
    ],
)
def test_what_is_wrong_is_named(points: dict[str, dict[str, float]], message: str) -> None:
    with pytest.raises(WeightError, match=message.replace(".", r"\.")):
        allocate(points, IDS)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(WeightError) as fault:
        allocate({"x": {"a": -1, "b": 101, "c": 0}, "y": {"a": 100, "b": 0}}, IDS)
    assert str(fault.value).count(";") == 2  # one inside the sentence on -1 points
    assert "'x'" in str(fault.value)
    assert "'y'" in str(fault.value)


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 2), min_size=1, max_size=5))
def test_weights_lie_between_what_the_experts_want(given_points: list[tuple[int, int]]) -> None:
    points = {f"e{i}": {"a": a, "b": b, "c": 100 - a - b} for i, (a, b) in enumerate(given_points)}
    found = allocate(points, IDS)
    assert found.weights.sum() == pytest.approx(1)
    for name in IDS:
        own = [given[name] / 100 for given in points.values()]
        assert min(own) - 1e-12 <= found.weights[name] <= max(own) + 1e-12
