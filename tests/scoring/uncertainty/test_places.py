"""Places in many draws, against NumPy's and SciPy's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

from scoring.uncertainty.places import (
    FEW,
    PlaceCounts,
    compare,
    place_table,
    places_by_sorting,
    quantile,
)

SHARES = (0.0, 0.05, 0.5, 0.95, 1.0)


def tied_scores(units: int, draws: int = 101) -> np.ndarray:
    """Synthetic scores of which many are equal, among them zeros and hundreds."""
    drawn = np.random.default_rng(units).random((units, draws)) * 100
    drawn[:, ::3] = np.round(drawn[:, ::3] / 20) * 20
    return drawn


@pytest.mark.parametrize("units", [1, 2, 3, FEW])
def test_counts_give_what_the_places_themselves_give(units: int) -> None:
    scores = tied_scores(units)
    counts = PlaceCounts.of(compare(scores)[0])
    places = rankdata(-scores, method="min", axis=0)
    assert counts.draws == 101
    np.testing.assert_allclose(counts.mean(), places.mean(axis=1), rtol=1e-13)
    for share in SHARES:
        np.testing.assert_allclose(counts.quantile(share), np.quantile(places, share, axis=1))
    np.testing.assert_allclose(counts.share.sum(axis=1), 1.0)


@pytest.mark.parametrize("units", [1, 2, 3, FEW, FEW + 1, 200])
@pytest.mark.parametrize("scale", [1.0, -1.0, 1e-6, 1e9])
def test_a_table_of_places_is_that_of_scipy(units: int, scale: float) -> None:
    scores = scale * tied_scores(units)
    table = place_table(units, 101, [scores[:, :40], scores[:, 40:]])
    places = rankdata(-scores, method="min", axis=0)
    np.testing.assert_array_equal(table, places)
    table.sort(axis=1)
    for share in SHARES:
        np.testing.assert_allclose(quantile(table, share), np.quantile(places, share, axis=1))


@given(arrays(float, (5, 4), elements=st.sampled_from([0.0, 10.0, 10.0 + 4e-12, 50.0, 100.0])))
def test_both_ways_agree_and_what_differs_by_rounding_is_equal(scores: np.ndarray) -> None:
    places, above = compare(scores)
    sorted_places, whose = places_by_sorting(scores)
    assert (np.take_along_axis(places.T, whose, axis=1) == sorted_places).all()
    coarse = np.round(scores)
    assert (places == rankdata(-coarse, method="min", axis=0)).all()
    assert (above == (coarse[:, None] > coarse[None]).sum(axis=-1)).all()


def test_sorting_leaves_the_scores_as_they_were() -> None:
    scores = tied_scores(50)
    for given_scores in (scores, np.asfortranarray(scores), scores[:, :1]):
        before = given_scores.copy()
        places_by_sorting(given_scores)
        np.testing.assert_array_equal(given_scores, before)
