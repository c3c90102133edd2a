"""Aggregation: weights of what is observed, and what the two means promise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.aggregate import AGGREGATIONS, arithmetic, inverted_geometric, shares

NAN = math.nan
PILLARS = st.lists(st.tuples(st.floats(0, 100), st.floats(0.05, 1)), min_size=1, max_size=6)


def test_shares_are_of_what_is_observed() -> None:
    observed = np.array([[True, True, True], [True, False, True], [False, False, False]])
    result = shares(observed, np.array([0.5, 0.25, 0.25]))
    assert result[0].tolist() == [0.5, 0.25, 0.25]
    assert result[1] == pytest.approx([2 / 3, 0, 1 / 3])
    assert np.isnan(result[2]).all()


@pytest.mark.parametrize("name", AGGREGATIONS)
def test_missing_is_left_out_and_nothing_gives_nothing(name: str) -> None:
    across, weights = AGGREGATIONS[name], np.array([0.2, 0.3, 0.5])
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
    for across in AGGREGATIONS.values():
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
