"""Each draw is a whole index: with one option each, the scores are those of that index."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from sklearn.impute import KNNImputer

from scoring.by_others import mid_rank, phi
from scoring.framework import Scheme, ScoredPillar
from scoring.inputs import Inputs
from scoring.score import score
from scoring.uncertainty.factors import FACTORS, Plan, designed, monte_carlo
from scoring.uncertainty.model import scores
from scoring.uncertainty.variants import FILLS
from tests.scoring.worlds import indicator, inputs, scheme, worlds

STILL = Plan(
    draws=3,
    normalisations=("goalposts",),
    aggregations=("inverted_geometric",),
    fills=("none",),
    optional=("as_is",),
    leave_out=False,
    weight_band=0.0,
)


def drawn(of: Scheme, given_inputs: Inputs, plan: Plan) -> np.ndarray:
    """(R, D) scores of the first period."""
    result = score(given_inputs, of)
    return scores(result, given_inputs.periods[0], monte_carlo(plan, of))


@given(worlds())
def test_without_any_other_option_each_draw_is_the_published_score(
    world: tuple[Scheme, Inputs],
) -> None:
    of, values = world
    result = score(values, of)
    for name, expected in (
        ("inverted_geometric", result.score),
        ("arithmetic", result.score_arithmetic),
    ):
        found = drawn(of, values, replace(STILL, aggregations=(name,)))
        np.testing.assert_allclose(found, np.repeat(expected.T, 3, axis=1), atol=1e-9)


@given(worlds())
def test_without_the_optional_pillar_it_is_the_score_without(
    world: tuple[Scheme, Inputs],
) -> None:
    of, values = world
    expected = score(values, of).score_without_optional
    found = drawn(of, values, replace(STILL, optional=("without",)))
    np.testing.assert_allclose(found, np.repeat(expected.T, 3, axis=1), atol=1e-9)


def two_pillars(**changes: object) -> Scheme:
    """Land with two indicators and weight 0.75, capacity with one and 0.25, optional."""
    return scheme(
        ScoredPillar("land", 0.75, False, (indicator("water"), indicator("pasture"))),
        ScoredPillar("capacity", 0.25, True, (indicator("elders"),)),
        **changes,
    )


# By hand: land 60 (80 and 40), capacity 20.
ONE = [[8.0, 4.0, 2.0]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"aggregations": ("arithmetic",)}, 0.75 * 60 + 0.25 * 20),
        ({"aggregations": ("quadratic",)}, (0.75 * 3600 + 0.25 * 400) ** 0.5),
        ({"aggregations": ("maximum",)}, 60.0),
        # Only the optional pillar is worse: the maximum is of the required ones.
        ({"aggregations": ("maximum",), "optional": ("flipped",)}, 60.0),
        ({"aggregations": ("arithmetic",), "optional": ("flipped",)}, 0.75 * 60 + 0.25 * 80),
        ({"aggregations": ("arithmetic",), "optional": ("without",)}, 60.0),
    ],
)
def test_each_option_by_hand(change: dict[str, tuple[str, ...]], expected: float) -> None:
    of = two_pillars()
    found = drawn(of, inputs(of, ONE), replace(STILL, **change))
    np.testing.assert_allclose(found, [[expected] * 3])


def test_one_indicator_is_left_out_or_none() -> None:
    """By hand: without water land is 40, without pasture 80; without elders capacity is gone."""
    of = two_pillars()
    plan = replace(STILL, aggregations=("arithmetic",), leave_out=True, draws=400)
    found = drawn(of, inputs(of, ONE), plan)
    expected = {50.0, 0.75 * 40 + 5, 0.75 * 80 + 5, 60.0}
    values, counts = np.unique(found.round(9), return_counts=True)
    assert set(values) == expected
    assert counts.min() > 60  # each of the four has one chance in four


def test_goalposts_move_between_percentiles_of_their_window() -> None:
    """Reference 0…100: at percentile p the goalposts are p and 100 − p."""
    window = np.arange(101.0)
    moving = indicator("moving", reference=window, direction=-1)
    of = scheme(ScoredPillar("only", 1.0, False, (moving,)))
    plan = replace(STILL, aggregations=("arithmetic",), draws=2000)
    values = inputs(of, [[30.0], [1.0]])
    draws = monte_carlo(plan, of)
    found = scores(score(values, of), 2020, draws)
    p = np.empty(2000)
    p[draws.asked] = draws.percentile
    np.testing.assert_allclose(found[0], 100 * (1 - (30 - p) / (100 - 2 * p)))
    np.testing.assert_allclose(found[1], 100.0)
    assert p.min() == pytest.approx(2, abs=0.05)
    assert p.max() == pytest.approx(10, abs=0.05)


def test_phi_and_mid_rank_by_hand() -> None:
    """Values 1, 3, 5: mean 3, standard deviation 2, so z is −1, 0, 1; Φ(1) = 0.8413447."""
    column = np.array([[1.0], [3.0], [5.0], [np.nan]])
    up, down = np.array([1]), np.array([-1])
    np.testing.assert_allclose(phi(column, up)[:, 0], [0.15865525, 0.5, 0.84134475, np.nan])
    np.testing.assert_allclose(phi(column, down)[:3, 0], [0.84134475, 0.5, 0.15865525])
    np.testing.assert_allclose(mid_rank(column, up)[:, 0], [1 / 6, 3 / 6, 5 / 6, np.nan])
    tied = np.array([[2.0], [2.0], [7.0], [1.0]])
    np.testing.assert_allclose(mid_rank(tied, up)[:, 0], [0.5, 0.5, 0.875, 0.125])
    alike = np.array([[4.0], [4.0]])
    np.testing.assert_allclose(phi(alike, up), 0.5)
    np.testing.assert_allclose(mid_rank(alike, up), 0.5)


def test_fills_by_hand_and_never_where_an_indicator_does_not_apply() -> None:
    values = np.array([[1.0, 10.0], [2.0, np.nan], [6.0, np.nan], [np.nan, 40.0]])
    applicable = np.array([[True, True], [True, True], [True, False], [True, True]])
    mean = FILLS["mean"](values, applicable)
    np.testing.assert_allclose(mean, [[1, 10], [2, 25], [6, np.nan], [3, 40]])
    median = FILLS["median"](values, applicable)
    np.testing.assert_allclose(median, [[1, 10], [2, 25], [6, np.nan], [2, 40]])
    assert FILLS["none"](values, applicable) is values


def test_nearest_is_what_scikit_learn_fills() -> None:
    """On columns of unit variance, five neighbours, plain mean."""
    rng = np.random.default_rng(3)
    values = rng.normal(size=(20, 8)) * np.arange(1, 9)
    values[rng.random(values.shape) < 0.25] = np.nan
    scale = np.nanstd(values, axis=0)
    expected = KNNImputer(n_neighbors=5).fit_transform(values / scale) * scale
    found = FILLS["nearest"](values, np.ones(values.shape, dtype=bool))
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_designed_sample_keeps_its_order_and_reads_as_the_monte_carlo_does() -> None:
    of = two_pillars()
    values = inputs(of, [[8.0, 4.0, 2.0], [1.0, 5.0, np.nan], [9.0, np.nan, 3.0]])
    result = score(values, of)
    plan = Plan(draws=64)
    unit = dict(zip(FACTORS, np.random.default_rng(5).random((len(FACTORS), 64)), strict=True))
    found = scores(result, 2020, designed(plan, of, unit, sets=16))
    backwards = {name: column[::-1] for name, column in unit.items()}
    again = scores(result, 2020, designed(plan, of, backwards, sets=16))
    np.testing.assert_allclose(found, again[:, ::-1])
    # The options of a factor in one draw, worked out alone, give that draw's scores.
    for d in range(0, 64, 9):
        alone = {name: column[d : d + 1] for name, column in unit.items()}
        np.testing.assert_allclose(
            scores(result, 2020, designed(plan, of, alone, sets=16))[:, 0], found[:, d]
        )


def test_a_region_that_is_not_rated_is_rated_in_no_draw() -> None:
    of = two_pillars()
    values = inputs(of, [[8.0, 4.0, 2.0], [np.nan, np.nan, 5.0]])
    found = scores(score(values, of), 2020, monte_carlo(Plan(draws=50), of))
    assert np.isfinite(found[0]).all()
    assert np.isnan(found[1]).all()


def test_the_worst_of_the_required_pillars_is_not_one_that_weighs_nothing() -> None:
    """By hand: land 60 is left out by its weight, stress 30 counts."""
    of = scheme(
        ScoredPillar("land", 0.0, False, (indicator("water"),)),
        ScoredPillar("stress", 1.0, False, (indicator("poverty"),)),
    )
    found = drawn(of, inputs(of, [[6.0, 3.0]]), replace(STILL, aggregations=("maximum",)))
    np.testing.assert_allclose(found, [[30.0] * 3])
