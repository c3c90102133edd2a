"""How strongly a series holds on to its last value: the way from changes back to it."""

import numpy as np
import pytest

from scoring.normalise import Floats
from scoring.signals.change import base, change
from scoring.signals.histories import histories
from scoring.signals.persistence import lag_one, persistence


def changes(values: Floats, seasons: int, years: int) -> list[Floats]:
    return list(change(values, base(values, seasons, years), "difference"))


@pytest.mark.parametrize(
    ("rho", "seasons", "years", "expected"),
    [
        # x_t − x_{t−1} of independent values: −1/2.
        (0.0, 1, 1, -0.5),
        # Year on year by quarter: ρ (2 + ρ²) / (2 (1 + ρ²)).
        (0.5, 4, 1, 0.5 * 2.25 / 2.5),
        # Against the mean of three: (−1/3 + 2/9) / (1 + 1/3).
        (0.0, 1, 3, (-1 / 3 + 2 / 9) / (4 / 3)),
    ],
)
def test_long_histories_correlate_as_theory_says(
    rho: float, seasons: int, years: int, expected: float
) -> None:
    values = histories(40, 4000, rho, np.random.default_rng(4))
    assert lag_one(changes(values, seasons, years), seasons) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("rho", [0.2, 0.5, 0.8])
def test_what_was_put_in_is_found_again_also_in_short_histories(rho: float) -> None:
    values = histories(400, 63, rho, np.random.default_rng(5))
    correlation = lag_one(changes(values, 4, 1), 4)
    assert persistence(correlation, 4, 1, 63, 400, seed=6) == pytest.approx(rho, abs=0.03)


def test_less_than_independent_values_would_have_is_none_at_all() -> None:
    assert persistence(-0.9, 1, 1, 12, 200, seed=1) == 0


def test_drawn_histories_are_stationary() -> None:
    values = histories(20_000, 12, 0.7, np.random.default_rng(2))
    np.testing.assert_allclose(values.std(axis=0), 1, atol=0.02)
    np.testing.assert_allclose((values[:, 1:] * values[:, :-1]).mean(axis=0), 0.7, atol=0.02)


def test_lag_one_by_hand() -> None:
    # Median 0, spread 1.4826: (−1)(1) + (1)(−1) … each pair −1 over a mean square of 1.
    assert lag_one([np.array([1.0, -1, 1, -1])], 1) == pytest.approx(-1)
    assert np.isnan(lag_one([np.full(5, 3.0), np.array([np.nan])], 1))


def test_one_event_is_not_taken_for_persistence() -> None:
    rng = np.random.default_rng(3)
    quiet = rng.standard_normal(400)
    shaken = quiet.copy()
    shaken[200:202] += 500
    assert abs(lag_one([shaken], 1) - lag_one([quiet], 1)) < 0.06
