"""Permutation p: every deal counted out, SciPy's exact test, and what whole regions change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from scoring.validation.auc import Strata
from scoring.validation.permutation import chance_level, p_whole_regions, p_within_years, sums
from tests.scoring.validation.cases import NAN, cases, counted, dealt


def test_by_hand() -> None:
    # Two events among four: the best of six deals.
    scores = np.array([[4.0, 3.0, 2.0, 1.0]])
    assert p_within_years(scores, np.array([[True, True, False, False]])) == pytest.approx(1 / 6)
    # Two years of one event among three, each the best: one of nine deals.
    scores = np.array([[3.0, 2.0, 1.0], [1.0, 3.0, 2.0]])
    outcome = np.array([[True, False, False], [False, True, False]])
    assert p_within_years(scores, outcome, within_years=True) == pytest.approx(1 / 9)
    assert np.isnan(p_within_years(scores, np.zeros((2, 3), bool)))


def test_sums_of_two_of_three() -> None:
    np.testing.assert_allclose(sums(np.array([1, 2, 4]), 2), [0, 0, 0, 1 / 3, 0, 1 / 3, 1 / 3])
    np.testing.assert_allclose(sums(np.array([1, 2]), 0), [1])
    np.testing.assert_allclose(sums(np.array([2, 2, 2]), 2), [0, 0, 0, 0, 1])
    with pytest.raises(ValueError, match="3 of 2 values"):
        sums(np.array([1, 2]), 3)


@settings(max_examples=40)
@given(cases(years=2, regions=5), st.booleans())
def test_is_the_share_of_all_deals(case: tuple[np.ndarray, np.ndarray], within: bool) -> None:
    scores, outcome = case
    observed = counted(scores, outcome, within)
    found = p_within_years(scores, outcome, within_years=within)
    if np.isnan(observed):
        assert np.isnan(found)
        return
    others = [counted(scores, other, within) for other in dealt(scores, outcome)]
    assert found == pytest.approx(np.mean([other >= observed - 1e-9 for other in others]))


@given(st.permutations(range(12)), st.integers(1, 11))
def test_agrees_with_scipys_exact_test(order: list[int], events: int) -> None:
    scores = np.array([order], dtype=float)
    outcome = (np.arange(12) < events)[None]
    exact = mannwhitneyu(
        scores[outcome], scores[~outcome], alternative="greater", method="exact"
    ).pvalue
    assert p_within_years(scores, outcome) == pytest.approx(exact)


def test_one_region_that_repeats_is_one_success_not_five() -> None:
    # The same region is highest in each of five years, and has an event in each.
    scores = np.tile(np.arange(10.0), (5, 1))
    outcome = np.zeros((5, 10), bool)
    outcome[:, 9] = True
    assert p_within_years(scores, outcome, within_years=True) == pytest.approx(1e-5)
    whole = p_whole_regions(scores, outcome, draws=20_000, seed=1, within_years=True)
    assert whole == pytest.approx(0.1, abs=0.01)


def test_whole_regions_of_one_year_are_the_exact_test() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(size=(1, 20))
    outcome = np.zeros((1, 20), bool)
    outcome[0, [1, 4, 7, 11]] = True
    for within in (False, True):
        exact = p_within_years(scores, outcome, within_years=within)
        drawn = p_whole_regions(scores, outcome, draws=40_000, seed=3, within_years=within)
        assert drawn == pytest.approx(exact, abs=0.01)


def test_whole_regions_by_their_definition() -> None:
    rng = np.random.default_rng(8)
    scores = rng.integers(0, 4, size=(3, 6)).astype(float)
    scores[0, 2] = NAN
    outcome = rng.random((3, 6)) < 0.3
    draws = 300
    for within in (False, True):
        again = np.random.default_rng(4)
        order = again.permuted(np.tile(np.arange(6), (draws, 1)), axis=1)
        observed = counted(scores, outcome, within)
        high = sum(counted(scores, outcome[:, one], within) >= observed - 1e-9 for one in order)
        found = p_whole_regions(scores, outcome, draws=draws, seed=4, within_years=within)
        assert found == pytest.approx((1 + high) / (1 + draws))
    assert np.isnan(p_whole_regions(scores, np.zeros((3, 6), bool), draws=10, seed=1))


def test_chance_reaches_three_quarters_with_five_of_twenty() -> None:
    assert chance_level(Strata((5,), (15,)), 0.95) == pytest.approx(0.75, abs=0.005)
    assert np.isnan(chance_level(Strata((0,), (20,)), 0.95))
    # One event among nineteen others: 19 of the 20 places are at or under 18/19.
    assert chance_level(Strata((1,), (19,)), 0.95) == pytest.approx(18 / 19)
    # Twice as many years, twice as many pairs: chance reaches less far.
    assert chance_level(Strata((5, 5), (15, 15)), 0.95) < 0.69
