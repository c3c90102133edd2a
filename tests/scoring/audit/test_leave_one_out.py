"""Leaving one node out: by hand, at any level, and what cannot be left out."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.audit.finding import AuditError
from scoring.audit.leave_one_out import leave_one_out
from scoring.hierarchy import Hierarchy, Node

NAN = math.nan
TREE = Hierarchy(
    (
        Node("a", "p", 1),
        Node("b", "p", 1),
        Node("c", "q", 1),
        Node("p", "top", 2, 0.6),
        Node("q", "top", 2, 0.4),
        Node("top", None, 3),
    )
)
DATA = pd.DataFrame({"a": [9.0, 1, 5], "b": [1.0, 9, 6], "c": [0.0, 0, 9]}, index=["A", "B", "C"])


def mean_of(data: pd.DataFrame):
    """A weighted mean over the effective weights: what a linear index comes down to."""

    def score(hierarchy: Hierarchy) -> pd.Series:
        weights = pd.Series(hierarchy.effective_weights)[list(hierarchy.indicators)]
        return data[list(hierarchy.indicators)] @ weights

    return score


def test_by_hand() -> None:
    """With all: A 3, B 3, C 6.9. Without a: 0.6, 5.4, 7.2. Without q: 5, 5, 5.5."""
    found = leave_one_out(TREE, mean_of(DATA))
    assert found.nominal.tolist() == pytest.approx([3, 3, 6.9])
    assert found.scores["a"].tolist() == pytest.approx([0.6, 5.4, 7.2])
    assert found.scores["q"].tolist() == pytest.approx([5, 5, 5.5])
    assert found.scores["c"].tolist() == pytest.approx([5, 5, 5.5])
    assert found.ranks["a"].tolist() == [3, 2, 1]
    assert found.shifts["a"].tolist() == [-1, 0, 0]
    assert found.shifts["p"].tolist() == [0, 0, 0]
    assert found.table["mean_abs_shift"].to_dict() == pytest.approx(
        {"a": 1 / 3, "b": 1 / 3, "c": 0, "p": 0, "q": 0}
    )
    assert found.table["moved"].to_dict() == {"a": 1, "b": 1, "c": 0, "p": 0, "q": 0}
    assert found.table["effective"].to_dict() == pytest.approx(
        {"a": 0.3, "b": 0.3, "c": 0.4, "p": 0.6, "q": 0.4}
    )
    assert found.impossible == ()


@pytest.mark.parametrize(("level", "nodes"), [(1, ["a", "b", "c"]), (2, ["p", "q"])])
def test_one_level_at_a_time(level: int, nodes: list[str]) -> None:
    found = leave_one_out(TREE, mean_of(DATA), level=level)
    assert list(found.table.index) == list(found.scores.columns) == nodes
    assert (found.table["level"] == level).all()


@pytest.mark.parametrize("level", [0, 3])
def test_there_is_no_other_level(level: int) -> None:
    with pytest.raises(AuditError, match="it must be 1 to 2"):
        leave_one_out(TREE, mean_of(DATA), level=level)


def test_what_nothing_is_left_without_is_said() -> None:
    single = Hierarchy(
        (
            Node("a", "p", 1),
            Node("b", "p", 1),
            Node("c", "p", 1, 0.0),
            Node("p", "top", 2),
            Node("top", None, 3),
        )
    )
    assert leave_one_out(single, mean_of(DATA)).impossible == ("p",)
    empty = single.reweighted({"b": 0.0})
    found = leave_one_out(empty, mean_of(DATA))
    assert found.impossible == ("a", "p")
    assert found.table.loc["c", "mean_abs_shift"] == 0


def test_units_that_lose_or_gain_their_rating_are_counted() -> None:
    def score(hierarchy: Hierarchy) -> pd.Series:
        if "b" not in hierarchy.indicators:
            return pd.Series({"B": 2.0, "A": 1.0})
        return pd.Series({"A": 1.0, "B": NAN, "C": 2.0})

    table = leave_one_out(TREE, score, level=1).table
    assert table["lost"].to_dict() == {"a": 0, "b": 1, "c": 0}
    assert table["gained"].to_dict() == {"a": 0, "b": 1, "c": 0}


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_a_weight_of_nothing_is_as_good_as_not_there(seed: int) -> None:
    """Leaving out is the same as a weight of zero, and the order of units does not matter."""
    data = pd.DataFrame(
        np.random.default_rng(seed).random((6, 3)), columns=list("abc"), index=list("ABCDEF")
    )
    found = leave_one_out(TREE, mean_of(data), level=1)
    zero = mean_of(data)(TREE.reweighted({"a": 0.0}))
    assert found.scores["a"].tolist() == pytest.approx(zero.tolist())
    turned = leave_one_out(TREE, mean_of(data.iloc[::-1]), level=1)
    assert turned.shifts.loc[data.index].equals(found.shifts)
