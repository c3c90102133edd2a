"""What the analyses of the published index say agrees with the index itself."""

from dataclasses import replace

import numpy as np
import pytest

from assessment.robustness import SHIFT, WAYS, Robustness
from scoring.score import ranks
from scoring.uncertainty.factors import FACTORS
from tests.assessment.published import published

LAST = published().rated_periods[-1]
MADE = published().robustness(LAST)
RESULT = MADE.result
T = RESULT.period_index[LAST]


def test_each_part_is_worked_out_once() -> None:
    assert published().robustness(LAST) is MADE
    assert MADE.left_out is MADE.left_out
    assert MADE.within(0.05) is MADE.within(0.05)


def test_without_the_optional_pillar_places_are_those_of_the_score_without() -> None:
    found = MADE.left_out.ranks["mediation_capacity"]
    np.testing.assert_array_equal(found, ranks(RESULT.score_without_optional[T]))
    np.testing.assert_array_equal(found, MADE.left_out.ranks["councils_of_elders"])


def test_every_node_below_the_index_is_left_out_once() -> None:
    nodes = {*RESULT.inputs.indicators, *RESULT.scheme.pillar_ids}
    assert set(MADE.left_out.table.index) == nodes
    assert MADE.left_out.impossible == ()


def test_the_published_ways_stand_among_the_others() -> None:
    places = MADE.methods.places
    assert tuple(places.columns) + tuple(MADE.methods.undefined) == WAYS
    np.testing.assert_array_equal(places["inverted_geometric"], RESULT.rank[T])
    np.testing.assert_array_equal(places["arithmetic"], ranks(RESULT.score_arithmetic[T]))


def test_a_way_that_is_not_defined_is_said_and_left_out() -> None:
    pillars = RESULT.pillars.copy()
    pillars[T, 0, 0] = 0.0
    other = Robustness(replace(RESULT, pillars=pillars), MADE.plan, LAST, 256)
    assert set(other.methods.undefined) == {"harmonic", "geometric"}
    assert set(other.methods.places) == set(WAYS) - {"harmonic", "geometric"}


def test_indices_are_of_all_factors_for_all_places_and_each_region() -> None:
    found = MADE.sensitivity
    assert found.factors == FACTORS
    assert found.outputs == (SHIFT, *RESULT.inputs.regions)
    assert found.base == published().registry.framework.uncertainty.sensitivity_base
    assert found.total.to_numpy().min() >= 0
    # First and total order of one factor are about the same movement: with noise, within it.
    excess = found.first - found.total
    assert excess.to_numpy().max() < 0.15


def test_a_choice_between_one_option_moves_nothing() -> None:
    plan = replace(MADE.plan, fills=("none",), optional=("as_is",), percentiles=(5.0, 5.0))
    found = Robustness(RESULT, plan, LAST, 256).sensitivity
    still = ["percentile", "fill", "optional"]
    assert (found.total.loc[still] == 0).all(axis=None)
    assert (found.total.drop(index=still)[SHIFT] > 0).all()


def test_places_within_no_distance_are_the_published_ones() -> None:
    found = MADE.within(0.0)
    rank = dict(zip(RESULT.inputs.regions, RESULT.rank[T], strict=True))
    for region, best, worst in zip(found.regions, found.best_rank, found.worst_rank, strict=True):
        assert best == worst == rank[region]


def test_pillars_of_one_indicator_are_not_audited() -> None:
    assert "mediation_capacity" not in MADE.consistency.table.index
    assert set(MADE.consistency.table.index) == set(MADE.components.table.index)


def test_importance_is_the_squared_correlation_with_the_score() -> None:
    k = RESULT.indicator_index["poverty_share"]
    r = np.corrcoef(RESULT.normalised[T, :, k], RESULT.score[T])[0, 1]
    assert MADE.importance.loc["poverty_share", "importance"] == pytest.approx(r**2)
    assert MADE.importance.loc["poverty_share", "effective"] == pytest.approx(0.05)
