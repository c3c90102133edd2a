"""Precision among the first: by hand, as SciPy's hypergeometric, and with ties by all deals."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from scoring.validation.precision import precision_at
from tests.scoring.validation.cases import NAN, cases, dealt


def test_by_hand() -> None:
    scores = np.array([[5.0, 4.0, 3.0, 2.0, 1.0], [1.0, 2.0, 3.0, 4.0, NAN]])
    outcome = np.array([[True, False, True, False, False], [False, False, False, True, True]])
    found = precision_at(scores, outcome, 2)
    # First year: one of 5 and 4; second: 4 of 4 and 3. The event of a region not rated is no event.
    assert (found.hits, found.places, found.share) == (2, 4, 0.5)
    assert found.base == pytest.approx(3 / 9)
    # First year 0, 1, 2 hits with 3/10, 6/10, 1/10; second 0, 1 with 1/2 each. At least two:
    assert found.p == pytest.approx(0.1 + 0.6 * 0.5)


def test_a_tie_counts_by_its_chance() -> None:
    scores = np.array([[9.0, 5.0, 5.0, 5.0, 1.0]])
    found = precision_at(scores, np.array([[False, True, True, False, False]]), 2)
    assert found.hits == pytest.approx(2 / 3)  # one place for three, two of them with events
    found = precision_at(np.full((1, 4), 3.0), np.array([[True, False, False, False]]), 3)
    assert (found.hits, found.p) == (0.75, 1.0)  # who says nothing is as good as chance


@given(st.permutations(range(20)), st.integers(0, 20), st.integers(1, 20))
def test_one_year_is_hypergeometric(order: list[int], events: int, k: int) -> None:
    scores = np.array([order], dtype=float)
    outcome = (np.arange(20) < events)[None]
    found = precision_at(scores, outcome, k)
    hits = int(outcome[0, np.argsort(-scores[0])[:k]].sum())
    assert found.hits == hits
    assert found.p == pytest.approx(hypergeom.sf(hits - 1, 20, events, k))


@given(cases(years=2, regions=5), st.integers(1, 4))
def test_p_is_the_share_of_all_deals(case: tuple[np.ndarray, np.ndarray], k: int) -> None:
    scores, outcome = case
    found = precision_at(scores, outcome, k)
    if not found.places:
        assert np.isnan(found.share)
        assert np.isnan(found.p)
        return
    others = [precision_at(scores, other, k).hits for other in dealt(scores, outcome)]
    assert found.p == pytest.approx(np.mean([other >= found.hits - 1e-9 for other in others]))
    assert 0 <= found.hits <= found.places


def test_a_tie_is_the_mean_over_the_ways_to_break_it() -> None:
    scores = np.array([[4.0, 2.0, 2.0, 2.0, 2.0, 1.0]])
    outcome = np.array([[True, True, False, True, False, True]])
    ways = [1 + outcome[0, list(two)].sum() for two in combinations(range(1, 5), 2)]
    assert precision_at(scores, outcome, 3).hits == pytest.approx(np.mean(ways))


def test_a_k_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="k is 0"):
        precision_at(np.ones((1, 2)), np.ones((1, 2), bool), 0)
