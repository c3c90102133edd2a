"""Aggregation: weights of what is observed, and what the two means promise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.aggregate import (
    METHODS,
    AggregationError,
    arithmetic,
    inverted_geometric,
    method,
    power,
    shares,
)

NAN = math.nan
NAMES = (*METHODS, "power:3", "power:-2", "power:0", "power:0.5")
PILLARS = st.lists(st.tuples(st.floats(0, 100), st.floats(0.05, 1)), min_size=1, max_size=6)


def test_shares_are_of_what_is_observed() -> None:
    observed = np.array([[True, True, True], [True, False, True], [False, False, False]])
    result = shares(observed, np.array([0.5, 0.25, 0.25]))
    assert result[0].tolist() == [0.5, 0.25, 0.25]
    assert result[1] == pytest.approx([2 / 3, 0, 1 / 3])
    assert np.isnan(result[2]).all()


@pytest.mark.parametrize("name", NAMES)
def test_missing_is_left_out_and_nothing_gives_nothing(name: str) -> None:
    across, weights = method(name), np.array([0.2, 0.3, 0.5])
    whole = across(np.array([40.0, 70.0]), np.array([0.2, 0.5]))
    assert across(np.array([40.0, NAN, 70.0]), weights) == pytest.approx(float(whole))
    assert math.isnan(across(np.full(3, NAN), weights))


@given(PILLARS)
def test_inverted_geometric_lies_between_the_mean_and_the_worst(
    pillars: list[tuple[float, float]],
) -> None:
    values, weights = np.array(pillars).T
    mean, score = float(arithmetic(values, weights)), float(inverted_geometric(values, weights))
    assert mean - 1e-9 <= score <= values.max() + 1e-9
    assert 0 <= score <= 100


@given(st.floats(0, 100), st.lists(st.floats(0.05, 1), min_size=1, max_size=6))
def test_equal_pillars_are_their_own_mean(value: float, weights: list[float]) -> None:
    values = np.full(len(weights), value)
    for across in (arithmetic, inverted_geometric):
        assert float(across(values, np.array(weights))) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("value", [0.0, 100.0])
@pytest.mark.parametrize("weights", [[1.0], [0.3, 0.3, 0.3, 0.1], [1 / 3, 1 / 3, 1 / 3]])
def test_the_ends_of_the_scale_are_exact(value: float, weights: list[float]) -> None:
    """exp(log(10)) is more than 10, and a score a hair below 0 would be in no class at all."""
    score = float(inverted_geometric(np.full(len(weights), value), np.array(weights)))
    assert 0 <= score <= 100
    assert score == pytest.approx(value, abs=1e-12)


def test_one_severe_pillar_is_not_averaged_away() -> None:
    """Both have the mean 40, but only the second has a pillar in the worst class."""
    weights = np.array([0.5, 0.5])
    even, uneven = inverted_geometric(np.array([[40.0, 40.0], [0.0, 80.0]]), weights)
    assert uneven > even + 10


# ---------------------------------------------------------------- all aggregations


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arithmetic", 32.0),  # (3 · 40 + 1 · 10 + 1 · 30) / 5
        ("geometric", (40**3 * 10 * 30) ** 0.2),
        ("harmonic", 5 / (3 / 40 + 1 / 10 + 1 / 30)),
        ("quadratic", math.sqrt((3 * 1600 + 100 + 900) / 5)),
        ("inverted_geometric", (10 - (6.4**3 * 9.1 * 7.3) ** 0.2) * 100 / 9),
        ("maximum", 40.0),
        ("power:3", ((3 * 40**3 + 10**3 + 30**3) / 5) ** (1 / 3)),
        ("power:-1", 5 / (3 / 40 + 1 / 10 + 1 / 30)),
        ("power:1", 32.0),
        ("power:0", (40**3 * 10 * 30) ** 0.2),
    ],
)
def test_known_answers(name: str, expected: float) -> None:
    values, weights = np.array([40.0, 10.0, 30.0]), np.array([3.0, 1.0, 1.0])
    assert float(method(name)(values, weights)) == pytest.approx(expected, rel=1e-14)
    # Weights of each unit's own, and one value missing.
    values = np.array([[40.0, 10.0, 30.0], [40.0, NAN, 40.0]])
    found = method(name)(values, np.array([[3.0, 1.0, 1.0], [1.0, 7.0, 2.0]]))
    assert found == pytest.approx([expected, 40.0])


@pytest.mark.parametrize("name", NAMES)
def test_order_and_size_of_weights_do_not_matter(name: str) -> None:
    values, weights = np.array([40.0, 10.0, 30.0]), np.array([0.6, 0.1, 0.3])
    score = float(method(name)(values, weights))
    assert float(method(name)(values[::-1], weights[::-1] * 7)) == pytest.approx(score, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_no_weight_is_no_say(name: str) -> None:
    """A child without weight neither counts nor makes a score of nothing."""
    weights = np.array([1.0, 0.0])
    assert float(method(name)(np.array([30.0, 90.0]), weights)) == pytest.approx(30.0)
    assert math.isnan(method(name)(np.array([NAN, 90.0]), weights))


@pytest.mark.parametrize("name", NAMES)
@given(
    st.lists(st.tuples(st.floats(0.5, 100), st.floats(0.05, 1)), min_size=1, max_size=6),
    st.integers(0, 5),
    st.floats(0, 20),
)
def test_between_the_extremes_and_never_falling(
    name: str, pillars: list[tuple[float, float]], which: int, more: float
) -> None:
    values, weights = np.array(pillars).T
    score = float(method(name)(values, weights))
    assert values.min() - 1e-9 <= score <= values.max() + 1e-9
    raised = values.copy()
    raised[which % len(values)] = min(100.0, raised[which % len(values)] + more)
    assert float(method(name)(raised, weights)) >= score - 1e-9


@given(st.lists(st.tuples(st.floats(0.5, 100), st.floats(0.05, 1)), min_size=1, max_size=6))
def test_means_of_higher_power_are_higher(pillars: list[tuple[float, float]]) -> None:
    values, weights = np.array(pillars).T
    means = [float(method(f"power:{p}")(values, weights)) for p in (-5, -1, 0, 1, 2, 5)]
    assert (np.diff(means) >= -1e-9).all()
    assert float(method("maximum")(values, weights)) >= means[-1] - 1e-9


@given(
    st.sampled_from(sorted(set(NAMES) - {"inverted_geometric"})),
    st.lists(st.floats(0.5, 100), min_size=2, max_size=6),
    st.floats(0.1, 10),
)
def test_another_unit_changes_only_the_unit(name: str, values: list[float], factor: float) -> None:
    array, weights = np.array(values), np.arange(1.0, len(values) + 1)
    score = float(method(name)(array, weights))
    assert float(method(name)(array * factor, weights)) == pytest.approx(score * factor)


def test_a_high_power_does_not_overflow() -> None:
    assert float(power(np.array([1e100, 1e90]), np.ones(2), 9.0)) == pytest.approx(
        1e100 * 0.5 ** (1 / 9)
    )


@pytest.mark.parametrize(
    ("name", "value", "asked"),
    [
        ("geometric", 0.0, "above 0"),
        ("harmonic", -1.0, "above 0"),
        ("harmonic", 0.0, "above 0"),
        ("power:0", 0.0, "above 0"),
        ("power:-1", 0.0, "above 0"),
        ("power:2", -1.0, "0 or more"),
        ("quadratic", -1.0, "0 or more"),
    ],
)
def test_where_a_mean_is_not_defined(name: str, value: float, asked: str) -> None:
    with pytest.raises(AggregationError, match=asked):
        method(name)(np.array([5.0, value, NAN]), np.ones(3))


@pytest.mark.parametrize("name", ["mean", "power", "power:", "power:x", "power:inf", "power:nan"])
def test_unknown_names_are_refused(name: str) -> None:
    with pytest.raises(AggregationError, match=name):
        method(name)
