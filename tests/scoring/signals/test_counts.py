"""Chances of rare counts: as SciPy has them, and by drawing."""

import numpy as np
import pytest
from scipy.stats import poisson

from scoring.signals.counts import poisson_tail, record_chance


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.3, 2.0, 20.0])
def test_the_tail_is_that_of_scipy(rate: float) -> None:
    counts = np.arange(12.0)
    np.testing.assert_allclose(poisson_tail(counts, rate), poisson.sf(counts - 1, rate), atol=1e-12)


def test_a_record_of_counts_as_often_as_when_drawn() -> None:
    rng = np.random.default_rng(1)
    drawn = rng.poisson(0.7, size=(200_000, 4))
    seen = ((drawn[:, 3:] > drawn[:, :3]).all(axis=1) & (drawn[:, 3] >= 2)).mean()
    assert record_chance(0.7, 3, 2) == pytest.approx(seen, rel=0.03)


def test_by_hand() -> None:
    # With one year before and no floor: (1 − P(equal)) / 2.
    equal = (poisson.pmf(np.arange(50), 1.5) ** 2).sum()
    assert record_chance(1.5, 1, 0) == pytest.approx((1 - equal) / 2)
