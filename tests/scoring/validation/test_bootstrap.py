"""The bootstrap of regions: each draw as if its regions had been written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.validation.auc import auc
from scoring.validation.bootstrap import bootstrapped, drawn_regions, percentile_interval
from tests.scoring.validation.cases import NAN, cases


@given(cases(years=3, regions=5), st.integers(0, 99), st.booleans())
def test_a_draw_is_the_auc_of_its_regions(
    case: tuple[np.ndarray, np.ndarray], seed: int, within: bool
) -> None:
    scores, outcome = case
    counts = drawn_regions(scores.shape[1], 5, seed=seed)
    found = bootstrapped(scores, outcome, counts, within_years=within)
    for draw, value in zip(counts, found, strict=True):
        chosen = np.repeat(np.arange(scores.shape[1]), draw)
        expected = auc(scores[:, chosen], outcome[:, chosen], within_years=within)
        assert value == pytest.approx(expected, nan_ok=True)


def test_each_draw_has_as_many_regions_and_a_seed_gives_the_same_ones() -> None:
    counts = drawn_regions(20, 1000, seed=7)
    assert (counts.sum(axis=1) == 20).all()
    assert counts.mean() == pytest.approx(1)
    np.testing.assert_array_equal(counts, drawn_regions(20, 1000, seed=7))
    assert (counts != drawn_regions(20, 1000, seed=8)).any()


def test_more_draws_than_a_part_are_all_made() -> None:
    scores = np.arange(12.0).reshape(2, 6)
    outcome = np.array([[True, False] * 3, [False, True] * 3])
    counts = drawn_regions(6, 1100, seed=2)
    whole = bootstrapped(scores, outcome, counts)
    np.testing.assert_array_equal(whole[1000:], bootstrapped(scores, outcome, counts[1000:]))


def test_a_repeating_region_widens_the_interval() -> None:
    """Six years in which the same regions score high and have events are no six samples."""
    rng = np.random.default_rng(3)
    one = rng.normal(size=20)
    events = rng.random(20) < 0.3
    counts = drawn_regions(20, 2000, seed=1)

    def width(scores: np.ndarray, outcome: np.ndarray) -> float:
        low, high = percentile_interval(bootstrapped(scores, outcome, counts, within_years=True))
        return high - low

    repeated = width(np.tile(one, (6, 1)), np.tile(events, (6, 1)))
    assert repeated == pytest.approx(width(one[None], events[None]))
    fresh = width(rng.normal(size=(6, 20)), rng.random((6, 20)) < 0.3)
    assert fresh < 0.8 * repeated


def test_interval_of_draws() -> None:
    assert percentile_interval(np.array([NAN, *np.linspace(0, 1, 101)])) == pytest.approx(
        (0.025, 0.975)
    )
    assert np.isnan(percentile_interval(np.array([NAN]))).all()
