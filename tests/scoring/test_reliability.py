"""Reliability: four parts, each weighted as the figures weigh, and a grade by the worst of them."""

import math

import numpy as np
import pytest

from scoring.framework import ScoredPillar
from scoring.reliability import PARTS, Reliability, reliability
from tests.scoring.worlds import indicator, inputs, scheme

NAN = math.nan
# Weights in the index: 0.4, 0.2 and 0.4.
OF = scheme(
    ScoredPillar("p", 0.6, False, (indicator("a", weight=2.0), indicator("b"))),
    ScoredPillar("q", 0.4, True, (indicator("c"),)),
)


def part(found: Reliability, name: str) -> list[float]:
    return found.parts[0, :, PARTS.index(name)].tolist()


def test_missing_is_the_weight_without_a_figure() -> None:
    values = [[1, 1, 1], [1, 1, NAN], [NAN, NAN, NAN]]
    applicable = [[True] * 3] * 3
    found = reliability(inputs(OF, values, applicable=applicable), OF)
    assert part(found, "missing") == pytest.approx([0.0, 0.4, 1.0])


def test_what_does_not_apply_is_not_missing() -> None:
    values, applicable = [[1, 1, NAN], [1, NAN, NAN]], [[True, True, False]] * 2
    found = reliability(inputs(OF, values, applicable=applicable), OF)
    assert part(found, "missing") == pytest.approx([0.0, 1 / 3])


def test_staleness_is_the_mean_age_of_what_is_used_up_to_five_years() -> None:
    values = [[1, 1, 1], [1, 1, NAN], [1, 1, 1]]
    age = [[[0, 0, 0], [1, 4, NAN], [9, 9, 9]]]
    found = reliability(inputs(OF, values, age=np.array(age, float)), OF)
    # Second region: weights 2/3 and 1/3 of what is observed, mean age 2 years.
    assert part(found, "staleness") == pytest.approx([0.0, 0.4, 1.0])


def test_estimated_is_the_weight_of_estimates() -> None:
    estimated = np.array([[[False, False, False], [True, False, True], [False, True, False]]])
    found = reliability(inputs(OF, [[1, 1, 1]] * 3, estimated=estimated), OF)
    assert part(found, "estimated") == pytest.approx([0.0, 0.8, 0.2])


def test_the_parts_are_of_the_weight_that_is_used() -> None:
    """Of two figures that are left, with weights 2 : 1, the lighter one is an estimate."""
    estimated = np.array([[[False, True, False]]])
    found = reliability(inputs(OF, [[1, 1, NAN]], estimated=estimated), OF)
    assert part(found, "estimated") == pytest.approx([1 / 3])


def test_concentration_runs_from_an_even_spread_to_a_single_source() -> None:
    even = scheme(ScoredPillar("p", 1.0, False, (indicator("a"), indicator("b"))))
    source = np.array([[[0, 1], [0, 0]]])
    found = reliability(inputs(even, [[1, 1]] * 2, sources=("x", "y"), source=source), even)
    assert part(found, "concentration") == pytest.approx([0.0, 1.0])


def test_the_worst_part_makes_the_grade() -> None:
    """Ages of 1, 2, 3 and 4 years are parts of 0.2, 0.4, 0.6 and 0.8: a limit itself still counts."""
    one = scheme(ScoredPillar("p", 1.0, False, (indicator("a"), indicator("b"))))
    ages = np.repeat(np.array([1.0, 2.0, 3.0, 4.0]), 2).reshape(1, 4, 2)
    spread = np.array([[[0, 1]] * 4])
    found = reliability(inputs(one, [[1, 1]] * 4, age=ages, sources=("x", "y"), source=spread), one)
    assert found.grade[0].tolist() == ["A", "B", "C", "D"]


def test_without_a_single_figure_everything_is_worst() -> None:
    found = reliability(inputs(OF, [[NAN] * 3, [1] * 3]), OF)
    assert found.parts[0, 0].tolist() == [1.0] * 4
    assert found.grade[0, 0] == "D"
