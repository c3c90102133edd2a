"""Random weights: their spread, their mean, and that they are the same each time."""

import numpy as np
import pytest

from scoring.uncertainty.draws import concentration, dirichlet, generator


def test_a_weight_of_a_quarter_moves_by_five_points_in_nine_draws_of_ten() -> None:
    weights = dirichlet(generator(1), np.array([0.25, 0.25, 0.5]), 400_000)
    low, high = np.quantile(weights[:, 0], [0.05, 0.95])
    assert high - low == pytest.approx(0.10, abs=0.001)
    assert weights.mean(axis=0) == pytest.approx([0.25, 0.25, 0.5], abs=0.001)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)


def test_the_concentration_is_that_of_the_normal_approximation_and_a_little_less() -> None:
    """By hand: 1.6449 sd = 0.05, and sd² = 0.25·0.75/(κ + 1), so κ = 201.9; Beta is a bit narrower."""
    assert concentration() == pytest.approx(201.9, abs=0.5)
    assert concentration(band=0.10) < concentration() < concentration(band=0.02)


def test_a_weight_of_nothing_stays_nothing_and_relative_weights_are_enough() -> None:
    weights = dirichlet(generator(1), np.array([0.0, 1.0, 3.0]), 1000)
    assert (weights[:, 0] == 0).all()
    np.testing.assert_array_equal(
        weights, dirichlet(generator(1), np.array([0.0, 0.25, 0.75]), 1000)
    )


def test_a_seed_gives_the_same_draws_and_another_seed_others() -> None:
    same = [dirichlet(generator(seed), np.array([0.5, 0.5]), 10) for seed in (7, 7, 8)]
    np.testing.assert_array_equal(same[0], same[1])
    assert (same[0] != same[2]).any()
