"""Copeland: units in pairs, by hand and against a plain double loop."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import copeland as module
from scoring.copeland import copeland, outranking

NAN = math.nan
# Three units, indicators of weight 1/2, 1/3 and 1/6.
VALUES = np.array([[3.0, 1.0, 5.0], [1.0, 2.0, 5.0], [2.0, 3.0, 1.0]])
WEIGHTS = np.array([3.0, 2.0, 1.0])


def test_by_hand() -> None:
    """a beats b on the first (1/2) and halves the third: 7/12. a beats c on the first and third."""
    expected = np.array([[0, 7 / 12, 8 / 12], [5 / 12, 0, 2 / 12], [4 / 12, 10 / 12, 0]])
    assert outranking(VALUES, WEIGHTS) == pytest.approx(expected)
    assert copeland(VALUES, WEIGHTS) == pytest.approx([15 / 12, 7 / 12, 14 / 12])


def test_missing_is_compared_on_what_both_have() -> None:
    values = VALUES.copy()
    values[0, 0] = NAN
    # a and b share the weights 2 and 1 of the last two: b wins the second, the third is even.
    assert outranking(values, WEIGHTS)[0, 1] == pytest.approx(0.5 / 3)
    assert outranking(values, WEIGHTS)[1, 0] == pytest.approx(2.5 / 3)


def test_a_unit_without_a_value_has_no_score_and_counts_for_nobody() -> None:
    values = np.vstack([VALUES, np.full(3, NAN)])
    scores = copeland(values, WEIGHTS)
    assert scores[:3] == pytest.approx(copeland(VALUES, WEIGHTS))
    assert math.isnan(scores[3])


def test_units_without_a_common_indicator_are_even() -> None:
    values = np.array([[1.0, NAN], [NAN, 1.0]])
    assert copeland(values, np.ones(2)).tolist() == [0.5, 0.5]


def test_nothing_that_weighs_gives_nothing() -> None:
    assert np.isnan(copeland(VALUES, np.zeros(3))).all()


TABLES = st.integers(2, 4).flatmap(
    lambda k: st.lists(
        st.lists(st.one_of(st.integers(0, 4).map(float), st.just(NAN)), min_size=k, max_size=k),
        min_size=2,
        max_size=8,
    )
)


def plainly(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    scores = np.full(len(values), NAN)
    rated = [i for i in range(len(values)) if not np.isnan(values[i]).all()]
    for i in rated:
        scores[i] = 0.0
        for j in rated:
            if i == j:
                continue
            common = ~np.isnan(values[i]) & ~np.isnan(values[j])
            weight = weights * common
            won = weight[values[i] > values[j]].sum() + weight[values[i] == values[j]].sum() / 2
            scores[i] += won / weight.sum() if common.any() else 0.5
    return scores


@given(TABLES, st.booleans())
def test_against_a_double_loop(rows: list[list[float]], gaps: bool) -> None:
    values = np.array(rows) if gaps else np.nan_to_num(np.array(rows))
    weights = np.arange(1.0, values.shape[1] + 1)
    scores = copeland(values, weights)
    assert scores == pytest.approx(plainly(values, weights), nan_ok=True)
    rated = (~np.isnan(scores)).sum()
    assert np.nansum(scores) == pytest.approx(rated * (rated - 1) / 2)
    matrix = outranking(values, weights)
    off = ~np.eye(len(values), dtype=bool) & ~np.isnan(matrix)
    assert (matrix + matrix.T)[off] == pytest.approx(1.0)


def test_small_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(3).normal(size=(9, 3))
    values[::4, 0] = NAN
    whole = copeland(values, WEIGHTS)
    monkeypatch.setattr(module, "BLOCK", 60)
    assert copeland(values, WEIGHTS) == pytest.approx(whole)


def test_only_the_order_counts() -> None:
    stretched = VALUES * np.array([10.0, 0.1, 3.0]) + 7
    assert copeland(np.exp(stretched / 10), WEIGHTS) == pytest.approx(copeland(VALUES, WEIGHTS))
