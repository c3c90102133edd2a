"""The best of a linear function, and of a ratio, over weights in a box."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from scoring.normalise import Floats
from scoring.robustness.box import around, highest, highest_mean, highest_under

GAINS = st.lists(st.floats(-100, 100), min_size=2, max_size=5)


def test_what_is_left_goes_to_the_highest_gain_first() -> None:
    low, high = around(np.array([0.5, 0.3, 0.2]), 0.1)
    assert low == pytest.approx([0.4, 0.2, 0.1])
    found = highest(np.array([1.0, 3.0, 2.0]), low, high)
    assert found == pytest.approx([0.4, 0.4, 0.2])


def test_weights_stay_between_nothing_and_everything() -> None:
    low, high = around(np.array([0.95, 0.05]), 0.2)
    assert low.tolist() == [0.75, 0.0]
    assert high.tolist() == [1.0, 0.25]


@settings(max_examples=50)
@given(GAINS, st.floats(0.001, 1), st.integers(0, 99))
def test_it_is_the_linear_programme(gains: list[float], delta: float, seed: int) -> None:
    gain = np.array(gains)
    low, high = around(np.random.default_rng(seed).dirichlet(np.ones(len(gain))), delta)
    found = highest(gain, low, high)
    solved = linprog(
        -gain,
        A_eq=np.ones((1, len(gain))),
        b_eq=[1],
        bounds=list(zip(low, high, strict=True)),
    )
    assert found.sum() == pytest.approx(1)
    assert ((found >= low) & (found <= high + 1e-15)).all()
    assert float(gain @ found) == pytest.approx(-solved.fun, abs=1e-6)
    free = highest_under(gain, low, high, np.ones(len(gain)))  # a condition that always holds
    assert float(gain @ free) == pytest.approx(-solved.fun, abs=1e-6)


def best_of_many(parts: Floats, counted: Floats, slack: Floats, weights: Floats) -> float:
    kept = weights[(weights @ slack >= 0) & (weights @ counted > 1e-9)]
    return float(((kept @ parts) / (kept @ counted)).max())


@pytest.mark.parametrize("delta", [0.05, 0.2, 1.0])
def test_a_ratio_is_at_its_highest(delta: float) -> None:
    """The first lacks a pillar; the second may not have over half its weight on the last."""
    start = np.array([0.5, 0.3, 0.2])
    counted = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0]])
    parts = np.array([[10.0, 70.0, 0.0], [30.0, 20.0, 0.0]])
    slack = np.array([[1.0, 1.0, 0.0], [1 / 3, 1 / 3, -1 / 3]])
    low, high = around(start, np.full((2, 1), delta))
    found = highest_mean(parts, counted, slack, start, low, high)
    steps = np.linspace(0, 1, 201)
    p, q = (axis.ravel() for axis in np.meshgrid(steps, steps))
    grid = np.column_stack([p, q, 1 - p - q])
    grid = grid[((grid >= low[0] - 1e-9) & (grid <= high[0] + 1e-9)).all(axis=1)]
    for r in range(2):
        reached = float(found[r] @ parts[r] / (found[r] @ counted[r]))
        many = best_of_many(parts[r], counted[r], slack[r], grid)
        assert many - 1e-9 <= reached <= many + 0.5
        assert float(slack[r] @ found[r]) >= -1e-9
