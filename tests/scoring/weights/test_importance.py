"""Importance: what a node says about the index, whatever it weighs."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from scoring.hierarchy import Hierarchy, Node
from scoring.weights.experts import WeightError
from scoring.weights.importance import importance

TREE = Hierarchy(
    (
        Node("x", "p", 1, 3.0),
        Node("y", "p", 1, 1.0),
        Node("z", "q", 1, 2.0),
        Node("p", "top", 2, 0.5),
        Node("q", "top", 2, 0.5),
        Node("top", None, 3),
    )
)
NAN = np.nan


def scores() -> pd.DataFrame:
    """The index is x; y is of no correlation with it; z is the index turned round and squared."""
    x = np.array([1.0, 2, 3, 4])
    return pd.DataFrame(
        {"top": x, "x": x, "y": [1.0, -1, -1, 1], "z": -(x**2), "p": x, "q": [5.0, 5, 5, 5]},
        index=list("ABCD"),
    )


def test_weights_and_importance_stand_side_by_side() -> None:
    table = importance(scores(), TREE)
    assert table["nominal"].to_dict() == {
        "x": 0.75, "y": 0.25, "z": 1.0, "p": 0.5, "q": 0.5, "top": 1.0
    }  # fmt: skip
    assert table["effective"].to_dict() == {
        "x": 0.375, "y": 0.125, "z": 0.5, "p": 0.5, "q": 0.5, "top": 1.0
    }  # fmt: skip
    assert table.loc[["x", "y", "top"], "importance"].tolist() == pytest.approx([1, 0, 1])
    assert table.loc["z", "correlation"] == pytest.approx(-25 / np.sqrt(5 * 129))
    assert table.loc["z", "importance"] == pytest.approx(625 / 645)
    assert table["level"].to_dict()["p"] == 2
    assert table.loc["x", "parent"] == "p"


def test_the_order_of_ranks_is_another_choice() -> None:
    table = importance(scores(), TREE, correlation="spearman")
    assert table.loc["z", "correlation"] == pytest.approx(-1)


def test_what_does_not_vary_has_no_importance() -> None:
    assert np.isnan(importance(scores(), TREE).loc["q", "importance"])


def test_only_units_that_have_both_count() -> None:
    data = scores()
    data.loc["E"] = [NAN, 9, 9, 9, 9, 9]
    data.loc["A", "x"] = NAN
    table = importance(data, TREE)
    assert table["units"].to_dict() == {"x": 3, "y": 4, "z": 4, "p": 4, "q": 4, "top": 4}
    data.loc["B", "x"] = NAN
    assert np.isnan(importance(data, TREE).loc["x", "correlation"])


@pytest.mark.parametrize("kind", ["pearson", "spearman"])
def test_against_an_independent_correlation(kind: str) -> None:
    data = pd.DataFrame(np.random.default_rng(4).normal(size=(20, 6)), columns=[*"xyzpq", "top"])
    other = {"pearson": stats.pearsonr, "spearman": stats.spearmanr}[kind]
    table = importance(data, TREE, correlation=kind)
    for name in table.index:
        assert table.loc[name, "importance"] == pytest.approx(
            other(data[name], data["top"]).statistic ** 2, rel=1e-10
        )


def test_a_node_without_scores_is_named() -> None:
    with pytest.raises(WeightError, match="no scores of 'q'"):
        importance(scores().drop(columns="q"), TREE)
