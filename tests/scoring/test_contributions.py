"""Contributions: exact parts of a difference, whatever is missing or equal."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.aggregate import arithmetic, inverted_geometric
from scoring.contributions import Contributions, against_median, against_period, shapley
from scoring.framework import Scheme, ScoredPillar
from scoring.inputs import Inputs
from scoring.like_for_like import like_for_like
from scoring.score import score
from tests.scoring.worlds import indicator, inputs, scheme, worlds

NAN = math.nan
EXAMPLES = settings(max_examples=25, deadline=None)
# The parts add up to 1e-12 of the scale, which has 100 points.
EXACT = 1e-12 * 100

PAIR = scheme(
    ScoredPillar("p", 0.5, False, (indicator("a"), indicator("b"))),
    ScoredPillar("q", 0.5, False, (indicator("c"),)),
)


def check(parts: Contributions, of: Scheme) -> None:
    """Pillars add up to the difference, and the indicators of each pillar to the pillar."""
    gap = parts.score - parts.baseline
    assert abs(np.nansum(parts.pillars) - gap) <= EXACT
    assert abs(np.nansum(parts.indicators) - gap) <= EXACT
    for p, part in enumerate(of.slices):
        if not math.isnan(parts.pillars[p]):
            assert abs(np.nansum(parts.indicators[part]) - parts.pillars[p]) <= EXACT


@EXAMPLES
@given(worlds())
def test_parts_against_the_median_add_up(world: tuple[Scheme, Inputs]) -> None:
    of, given_inputs = world
    result = score(given_inputs, of)
    for r, region in enumerate(given_inputs.regions):
        parts = against_median(result, 2020, region)
        assert (parts is None) == math.isnan(result.score[0, r])
        if parts is not None:
            check(parts, of)
            assert parts.score == pytest.approx(result.score[0, r], abs=1e-10)
            seen = ~np.isnan(result.normalised[0, r])
            rated = ~np.isnan(result.pillars[0, r])
            in_rated = np.repeat(rated, [len(p.indicators) for p in of.pillars])
            assert (np.isnan(parts.indicators) == ~(seen & in_rated)).all()


@EXAMPLES
@given(worlds(periods=2))
def test_parts_of_a_change_add_up(world: tuple[Scheme, Inputs]) -> None:
    of, given_inputs = world
    result = like_for_like(given_inputs, of, (2020, 2021))
    for r, region in enumerate(given_inputs.regions):
        parts = against_period(result, 2021, 2020, region)
        assert (parts is None) == np.isnan(result.score[:, r]).any()
        if parts is not None:
            check(parts, of)
            assert parts.score == pytest.approx(result.score[1, r], abs=1e-10)
            assert parts.baseline == pytest.approx(result.score[0, r], abs=1e-10)


def test_indicators_that_cancel_out_keep_their_parts() -> None:
    """The pillar does not move, but one indicator pushed up what the other pushed down."""
    result = score(inputs(PAIR, [[[4, 6, 5]], [[6, 4, 5]]], periods=(2020, 2021)), PAIR)
    parts = against_period(result, 2021, 2020, "R00")
    check(parts, PAIR)
    assert parts.pillars == pytest.approx([0, 0], abs=1e-12)
    # The slope of the index in a pillar of 50: 0.5 · exp(log 5.5) / 5.5 = 0.5 points a point.
    assert parts.indicators == pytest.approx([5.0, -5.0, 0.0], abs=1e-3)


@pytest.mark.parametrize("shift", [0.0, 1e-12, 1e-9, 0.99e-6, 1e-6, 1.01e-6, 1e-4])
def test_parts_add_up_on_both_sides_of_negligible(shift: float) -> None:
    result = score(inputs(PAIR, [[[4, 6, 5]], [[6, 4 + shift, 7]]], periods=(1, 2)), PAIR)
    parts = against_period(result, 2, 1, "R00")
    check(parts, PAIR)
    assert parts.indicators[:2] == pytest.approx([5.0, -5.0], abs=0.5)


def test_a_region_like_the_baseline_has_nothing_to_explain() -> None:
    result = score(inputs(PAIR, [[4, 6, 5]] * 3), PAIR)
    parts = against_median(result, 2020, "R01")
    assert parts.pillars.tolist() == [0, 0]
    assert parts.indicators.tolist() == [0, 0, 0]
    assert parts.score == parts.baseline


@pytest.mark.parametrize("end", [0, 10])
def test_parts_at_the_ends_of_the_scale(end: float) -> None:
    result = score(inputs(PAIR, [[end] * 3, [5] * 3, [5] * 3]), PAIR)
    parts = against_median(result, 2020, "R00")
    check(parts, PAIR)
    assert parts.score - parts.baseline == pytest.approx(10 * end - 50)


def test_the_baseline_is_measured_with_the_regions_own_indicators() -> None:
    """A gap in one region's figures is not read as a difference from the others."""
    of = scheme(ScoredPillar("p", 1.0, False, tuple(indicator(n) for n in "abc")))
    result = score(inputs(of, [[5, 5, NAN], [5, 5, 9], [5, 5, 9]]), of)
    parts = against_median(result, 2020, "R00")
    assert parts.baseline_pillars == pytest.approx([50.0])
    assert parts.indicators == pytest.approx([0, 0, NAN], nan_ok=True)


def test_a_change_over_other_indicators_is_refused() -> None:
    of = scheme(ScoredPillar("p", 1.0, False, tuple(indicator(n) for n in "abc")))
    plain = score(inputs(of, [[[5, 5, NAN]], [[5, 5, 9]]]), of)
    with pytest.raises(ValueError, match="like for like"):
        against_period(plain, 2021, 2020, "R00")


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(0.05, 1)), min_size=1, max_size=5
    )
)
def test_shapley_is_fair(pillars: list[tuple[float, float, float]]) -> None:
    """Efficient, nothing for a pillar that did not change, and equal shares for equal changes."""
    region, base, weights = np.array(pillars).T
    parts = shapley(region, base, weights, inverted_geometric)
    gap = float(inverted_geometric(region, weights) - inverted_geometric(base, weights))
    assert abs(parts.sum() - gap) <= EXACT
    assert (np.abs(parts[region == base]) <= EXACT).all()
    twice = [np.append(array, array[:1]) for array in (region, base, weights)]
    first, *_, last = shapley(*twice, inverted_geometric)
    assert first == pytest.approx(last, abs=1e-10)


def test_shapley_of_a_mean_is_the_weighted_difference() -> None:
    region, base = np.array([80.0, 20.0, 50.0]), np.array([30.0, 40.0, 50.0])
    parts = shapley(region, base, np.array([0.5, 0.3, 0.2]), arithmetic)
    assert parts == pytest.approx([25.0, -6.0, 0.0])


def test_a_region_without_the_optional_pillar_is_explained_without_it() -> None:
    of = replace(
        PAIR,
        pillars=(*PAIR.pillars[:1], ScoredPillar("q", 0.5, True, (indicator("c"),))),
    )
    result = score(inputs(of, [[4, 6, NAN], [2, 2, 2], [8, 2, 2]]), of)
    parts = against_median(result, 2020, "R00")
    check(parts, of)
    assert np.isnan(parts.pillars).tolist() == [False, True]
