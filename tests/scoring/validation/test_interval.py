"""The logit interval: the published case, its limits, and how often it holds the truth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from scoring.validation.auc import Strata, auc
from scoring.validation.interval import logit_interval
from scoring.validation.power import power_of

FIVE_OF_TWENTY = Strata((5,), (15,))


def test_the_published_case() -> None:
    found = power_of(0.75, FIVE_OF_TWENTY)
    assert (round(found.low, 2), round(found.high, 2)) == (0.41, 0.93)
    assert round(found.chance, 2) == 0.75


def test_by_hand() -> None:
    # A = 3/4: V = [3/16 + 4 (3/5 − 9/16) + 14 (9/14 − 9/16)] / 75 = (0.1875 + 0.15 + 1.125) / 75.
    reach = 1.959963984540054 * math.sqrt(1.4625 / 75) / 0.1875
    low, high = logit_interval(0.75, FIVE_OF_TWENTY)
    assert math.log(low / (1 - low)) == pytest.approx(math.log(3) - reach)
    assert math.log(high / (1 - high)) == pytest.approx(math.log(3) + reach)


def test_two_equal_years_halve_the_variance() -> None:
    one = logit_interval(0.75, FIVE_OF_TWENTY)
    two = logit_interval(0.75, Strata((5, 5, 0), (15, 15, 20)))

    def width(ends: tuple[float, float]) -> float:
        return math.log(ends[1] / (1 - ends[1])) - math.log(ends[0] / (1 - ends[0]))

    assert width(two) == pytest.approx(width(one) / math.sqrt(2))


@given(
    st.floats(0, 1),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 20)), min_size=1, max_size=4),
)
def test_stays_inside_and_is_mirrored(value: float, counts: list[tuple[int, int]]) -> None:
    strata = Strata(tuple(m for m, _ in counts), tuple(n for _, n in counts))
    low, high = logit_interval(value, strata)
    if not strata.pairs:
        assert math.isnan(low)
        assert math.isnan(high)
        return
    inside = min(max(value, 0.5 / strata.pairs), 1 - 0.5 / strata.pairs)
    assert 0 <= low <= inside <= high <= 1
    # Events and non-events change places when the score turns its sign.
    turned = logit_interval(1 - value, Strata(strata.negatives, strata.positives))
    assert turned == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_holds_the_truth_about_as_often_as_it_says() -> None:
    """Two normals apart so that the true AUC is 0.75; 5 events in 20, as in the published case."""
    rng = np.random.default_rng(1)
    shift = math.sqrt(2) * norm.ppf(0.75)
    outcome = (np.arange(20) < 5)[None]
    held = []
    for _ in range(2000):
        scores = rng.normal(size=(1, 20)) + shift * outcome
        low, high = logit_interval(auc(scores, outcome), FIVE_OF_TWENTY)
        held.append(low <= 0.75 <= high)
    assert 0.92 < np.mean(held) < 0.99
