"""What draws say together, on draws that can be counted by hand."""

import numpy as np
import pytest

from scoring.framework import ScoredPillar
from scoring.score import Result, score
from scoring.uncertainty.bands import Uncertainty, summarise, uncertainty
from scoring.uncertainty.factors import Plan, monte_carlo
from tests.scoring.worlds import indicator, inputs, scheme


def result_of(count: int) -> Result:
    of = scheme(ScoredPillar("only", 1.0, False, (indicator("x"),)))
    return score(inputs(of, [[float(r)] for r in range(count)]), of)


def summed(drawn: list[list[float]]) -> Uncertainty:
    return summarise(np.array(drawn), result_of(len(drawn)), 2020, Plan())


def test_four_draws_counted_by_hand() -> None:
    """A is first in three draws; B and C are equal in the last; C is never rated High."""
    found = summed([[60, 70, 80, 20], [50, 40, 30, 40], [10, 20, 49, 40]])
    np.testing.assert_allclose(found.place_share[0][:3], [0.75, 0, 0.25])
    np.testing.assert_allclose(found.place_share[1][:3], [0.25, 0.5, 0.25])
    np.testing.assert_allclose(found.mean_place, [1.5, 2.0, 2.25])
    np.testing.assert_allclose(found.at_least[3], [0.75, 0.25, 0])
    np.testing.assert_allclose(
        found.ahead, [[0.5, 0.75, 0.75], [0.25, 0.5, 0.625], [0.25, 0.375, 0.5]]
    )
    np.testing.assert_allclose(found.score[1], [65, 40, 30])
    np.testing.assert_allclose(found.place[1], [1, 2, 2.5])
    np.testing.assert_allclose(found.top, [1, 1, 1])


def test_groups_are_runs_without_a_pair_that_can_be_told_apart() -> None:
    """A and B overlap, B and C overlap, A is always above C; D is always last."""
    steps = np.linspace(0, 10, 101)
    rng = np.random.default_rng(1)
    drawn = np.stack(
        [
            60 + rng.permutation(steps),
            55 + rng.permutation(steps),
            50 + rng.permutation(steps),
            rng.permutation(steps),
        ]
    )
    assert summarise(drawn, result_of(4), 2020, Plan()).alike() == (
        ("R00", "R01"),
        ("R01", "R02"),
        ("R03",),
    )


def test_regions_not_rated_stay_out_of_everything() -> None:
    found = summed([[60, 70], [np.nan, np.nan], [10, 20]])
    assert np.isnan(found.place[:, 1]).all()
    assert np.isnan(found.ahead[1]).all()
    assert np.isnan(found.place_share[1]).all()
    np.testing.assert_allclose(found.place[1], [1, np.nan, 2])
    assert found.alike() == (("R00",), ("R02",))


def test_the_order_of_regions_and_the_number_of_others_that_cannot_matter_do_not() -> None:
    of = scheme(ScoredPillar("only", 1.0, False, (indicator("x"), indicator("y"))))
    values = np.random.default_rng(2).random((6, 2)) * 10
    draws = monte_carlo(Plan(draws=500), of)
    first = uncertainty(score(inputs(of, values), of), 2020, draws)
    other = uncertainty(score(inputs(of, values[::-1]), of), 2020, draws)
    np.testing.assert_allclose(first.score, other.score[:, ::-1])
    np.testing.assert_allclose(first.place, other.place[:, ::-1])
    np.testing.assert_allclose(first.ahead, other.ahead[::-1, ::-1])


def test_quantiles_are_those_of_numpy() -> None:
    drawn = np.random.default_rng(4).random((3, 997)) * 100
    found = summarise(drawn, result_of(3), 2020, Plan())
    np.testing.assert_allclose(found.score, np.quantile(drawn, [0.05, 0.5, 0.95], axis=1))


def test_the_result_cannot_be_written_to() -> None:
    found = summed([[60, 70], [10, 20]])
    with pytest.raises(ValueError, match="read-only"):
        found.score[0, 0] = 1
