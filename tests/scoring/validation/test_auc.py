"""AUC: by hand, pair by pair, and as scikit-learn and SciPy have it."""

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import mannwhitneyu, rankdata
from sklearn.metrics import roc_auc_score

from scoring.validation.auc import auc, midranks, strata
from tests.scoring.validation.cases import NAN, cases, counted


def test_by_hand() -> None:
    # Events at 3 and 1, none at 2 and 0: 3 > 2, 3 > 0, 1 < 2, 1 > 0: three of four pairs.
    scores = np.array([[3.0, 2.0, 1.0, 0.0]])
    assert auc(scores, np.array([[True, False, True, False]])) == 0.75
    # A tie counts half: 2 = 2 and 2 > 0.
    assert auc(np.array([[2.0, 2.0, 0.0]]), np.array([[True, False, False]])) == 0.75
    assert auc(np.array([[5.0, 5.0, 5.0]]), np.array([[True, False, False]])) == 0.5


def test_a_bad_year_does_not_pass_for_bad_regions() -> None:
    # Inside each year the region with the event is the lower one; the second year is higher as a
    # whole and has all but one of the events.
    scores = np.array([[2.0, 1.0, 3.0], [11.0, 12.0, 13.0]])
    outcome = np.array([[False, True, False], [True, True, False]])
    assert auc(scores, outcome, within_years=True) == 0.0
    # Over all pairs: 1 beats none of 2, 3, 13; 11 and 12 beat 2 and 3 each, of 9 pairs.
    assert auc(scores, outcome) == pytest.approx(4 / 9)
    assert strata(scores, outcome, within_years=True).pairs == 2 + 2
    assert strata(scores, outcome).pairs == 9


def test_without_a_pair_there_is_no_auc() -> None:
    scores = np.array([[1.0, NAN], [2.0, 3.0]])
    assert np.isnan(auc(scores, np.zeros((2, 2), bool)))
    assert np.isnan(auc(scores, np.ones((2, 2), bool)))
    # One event and one non-event, but not in the same year.
    assert np.isnan(auc(scores, np.array([[False, True], [True, True]]), within_years=True))
    with pytest.raises(ValueError, match="shape"):
        auc(scores, np.zeros((2, 3), bool))


@given(cases())
def test_is_the_share_of_pairs(case: tuple[np.ndarray, np.ndarray]) -> None:
    scores, outcome = case
    for within in (False, True):
        expected = counted(scores, outcome, within)
        assert auc(scores, outcome, within_years=within) == pytest.approx(expected, nan_ok=True)


@given(cases(years=4, regions=8))
def test_agrees_with_scikit_learn_and_scipy(case: tuple[np.ndarray, np.ndarray]) -> None:
    scores, outcome = case
    rated = ~np.isnan(scores)
    values, events = scores[rated], outcome[rated]
    np.testing.assert_array_equal(midranks(values), rankdata(values) if values.size else [])
    if not 0 < events.sum() < events.size:
        return
    found = auc(scores, outcome)
    assert found == pytest.approx(roc_auc_score(events, values))
    statistic = mannwhitneyu(values[events], values[~events]).statistic
    assert found == pytest.approx(statistic / strata(scores, outcome).pairs)


@given(cases())
def test_depends_on_order_alone_and_turns_with_the_sign(
    case: tuple[np.ndarray, np.ndarray],
) -> None:
    scores, outcome = case
    ranked = np.where(np.isnan(scores), NAN, np.searchsorted(np.unique(scores), scores))
    for within in (False, True):
        one = auc(scores, outcome, within_years=within)
        assert auc(ranked, outcome, within_years=within) == pytest.approx(one, nan_ok=True)
        turned = auc(-scores, outcome, within_years=within)
        assert turned == pytest.approx(1 - one, nan_ok=True)
