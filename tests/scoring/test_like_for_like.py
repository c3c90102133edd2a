"""Comparisons stand on what all their years have: new indicators are no change."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from scoring.framework import Scheme, ScoredPillar
from scoring.inputs import SEVERAL, Inputs
from scoring.like_for_like import common, like_for_like, longest_run, runs
from scoring.score import score
from tests.scoring.worlds import indicator, inputs, scheme, worlds

NAN = math.nan
OF = scheme(
    ScoredPillar("p", 0.5, False, tuple(indicator(n) for n in "abc")),
    ScoredPillar("q", 0.5, False, tuple(indicator(n) for n in "def")),
)


def test_a_new_indicator_is_no_change() -> None:
    """The same figures in both years; the second year has two more. Its score differs, yet 0."""
    early = [4, 6, NAN, 5, 5, NAN]
    late = [4, 6, 10, 5, 5, 10]
    both = inputs(OF, [[early], [late]])
    plain, alike = score(both, OF), like_for_like(both, OF, (2020, 2021))
    assert plain.score[1, 0] > plain.score[0, 0] + 10
    assert alike.score[1, 0] == alike.score[0, 0]
    assert alike.coverage[:, 0] == pytest.approx([2 / 3, 2 / 3])


def test_a_year_between_that_lacks_an_indicator_takes_it_from_all() -> None:
    full, gap = [4, 6, 8, 5, 5, 5], [4, 6, NAN, 5, 5, 5]
    result = like_for_like(inputs(OF, [[full], [gap], [full]]), OF, (2020, 2021, 2022))
    assert np.isnan(result.normalised[:, 0, 2]).all()
    assert len(set(result.score[:, 0])) == 1


def test_each_region_is_compared_on_its_own_indicators() -> None:
    full, gap = [4, 6, 8, 5, 5, 5], [4, 6, NAN, 5, 5, 5]
    kept = common(inputs(OF, [[full, gap], [full, full]]), (2020, 2021))
    assert np.isnan(kept.values[:, :, 2]).tolist() == [[False, True], [False, True]]
    assert (kept.source[:, 1, 2] == -1).all()
    assert np.isnan(kept.age[:, 1, 2]).all()


def test_too_little_in_common_is_not_compared() -> None:
    """Each year has two thirds of the first pillar, but they share one third."""
    result = like_for_like(
        inputs(OF, [[[4, 6, NAN, 5, 5, 5]], [[NAN, 6, 8, 5, 5, 5]]]), OF, (2020, 2021)
    )
    assert np.isnan(result.score).all()


def test_the_share_that_is_enough_is_its_own() -> None:
    """Half in common is enough for a comparison when the framework says so, and not for a score."""
    half = scheme(
        ScoredPillar("p", 1.0, False, (indicator("a"), indicator("b"))), like_for_like=1 / 2
    )
    both = inputs(half, [[[4, 6]], [[4, NAN]]])
    assert np.isnan(score(both, half).score[:, 0]).tolist() == [False, True]
    alike = like_for_like(both, half, (2020, 2021)).score[:, 0]
    assert alike == pytest.approx([40.0, 40.0])


@settings(max_examples=25, deadline=None)
@given(worlds(periods=3))
def test_equal_figures_never_give_a_change(world: tuple[Scheme, Inputs]) -> None:
    of, given_inputs = world
    values = given_inputs.values.copy()
    same = ~np.isnan(values).any(axis=0)
    values[:, same] = values[0, same]
    result = like_for_like(replace(given_inputs, values=values), of, given_inputs.periods)
    rated = ~np.isnan(result.score)
    assert (rated == rated[0]).all()
    assert (result.score[:, rated[0]] == result.score[0, rated[0]]).all()


def test_the_longest_run_ends_at_the_last_year() -> None:
    early, late = [4, NAN, NAN, 5, 5, 5], [4, 6, 8, 5, 5, 5]
    both = inputs(OF, [[early], [late], [late], [late]])
    run = longest_run(both, OF, "R00", 2023)
    assert run is not None
    assert run.inputs.periods == (2021, 2022, 2023)
    run = longest_run(both, OF, "R00", 2022)
    assert run is not None
    assert run.inputs.periods == (2021, 2022)


def test_one_year_is_no_run() -> None:
    early, late = [4, NAN, NAN, 5, 5, 5], [4, 6, 8, 5, 5, 5]
    assert longest_run(inputs(OF, [[early], [late]]), OF, "R00", 2021) is None
    assert longest_run(inputs(OF, [[late], [late]]), OF, "R00", 2020) is None


# -- borders ---------------------------------------------------------------------------------------


def test_figures_of_other_borders_are_not_compared() -> None:
    """One of three indicators is of a former region at first: it drops out of both years."""
    borders = np.zeros((2, 1, 6), int)
    borders[0, 0, 0] = 1
    both = inputs(OF, [[[1, 6, 6, 5, 5, 5]], [[9, 6, 6, 5, 5, 5]]], borders=borders)
    alike = like_for_like(both, OF, (2020, 2021))
    assert alike.score[1, 0] == alike.score[0, 0]
    assert alike.coverage[:, 0] == pytest.approx([5 / 6, 5 / 6])


def test_what_stays_in_former_borders_is_compared() -> None:
    both = inputs(OF, [[[1, 6, 6, 5, 5, 5]], [[9, 6, 6, 5, 5, 5]]], borders=np.ones((2, 1, 6), int))
    assert like_for_like(both, OF, (2020, 2021)).coverage[:, 0] == pytest.approx([1, 1])


def test_a_mean_over_a_split_is_compared_with_no_other_year() -> None:
    borders = np.zeros((2, 1, 6), int)
    borders[:, 0, 0] = SEVERAL
    both = inputs(OF, [[[1, 6, 6, 5, 5, 5]], [[9, 6, 6, 5, 5, 5]]], borders=borders)
    assert like_for_like(both, OF, (2020, 2021)).coverage[:, 0] == pytest.approx([5 / 6, 5 / 6])
    assert common(both, (2021,)).values[0, 0, 0] == 9  # with itself it can be


def test_runs_end_at_a_split_and_leave_out_a_year_that_stands_alone() -> None:
    """Six years: three of a former region, one of which nothing is of one border, two of today."""
    borders = np.array([1, 1, 1, SEVERAL, 0, 0])[:, None, None] * np.ones((6, 1, 6), int)
    years = inputs(OF, [[[5] * 6]] * 6, borders=borders)
    found = runs(years, OF, "R00", 2025)
    assert [run.inputs.periods for run in found] == [(2024, 2025), (2020, 2021, 2022)]
    assert runs(years, OF, "R00", 2020) == ()
    assert [run.inputs.periods for run in runs(years, OF, "R00", 2023)] == [(2020, 2021, 2022)]
