"""Principal components: by hand, against another implementation, and what is warned of."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from scoring.audit.components import components
from scoring.audit.finding import AuditError, Code, Finding
from scoring.hierarchy import Hierarchy, Node
from tests.scoring.audit.trees import TREE

CHILDREN = ["a", "b", "c"]


def draw(seed: int = 0, units: int = 30) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(units, 1)) + rng.normal(size=(units, 6)) * [1, 2, 0.5, 1, 1, 1]
    return pd.DataFrame(values, columns=["a", "b", "c", "d", "p", "q"])


def test_two_children_by_hand() -> None:
    """Of two with correlation r, the eigenvalues are 1 ± r and the first direction is (1, 1)/√2."""
    tree = Hierarchy((Node("a", "p", 1), Node("b", "p", 1), Node("p", None, 2)))
    data = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [2.0, 1, 4, 3, 5]})
    found = components(data, tree)
    assert found.variance["eigenvalue"].tolist() == pytest.approx([1.8, 0.2])
    assert found.variance["cumulative"].tolist() == pytest.approx([0.9, 1.0])
    assert found.loadings["loading"].tolist() == pytest.approx([math.sqrt(0.5)] * 2)
    assert found.loadings["correlation"].tolist() == pytest.approx([math.sqrt(0.9)] * 2)
    assert found.table.loc["p"].to_dict() == pytest.approx(
        {"children": 2, "units": 5, "first_share": 0.9, "dimensions": 1}
    )
    assert found.warnings == (Finding(Code.FEW_UNITS, ("p",), 2.5),)


def test_as_another_implementation_says() -> None:
    data = draw()
    found = components(data, TREE, groups=["p"])
    own = data[CHILDREN]
    other = PCA().fit((own - own.mean()) / own.std())
    assert found.variance["eigenvalue"].tolist() == pytest.approx(
        other.explained_variance_.tolist()
    )
    assert found.variance["share"].tolist() == pytest.approx(
        other.explained_variance_ratio_.tolist()
    )
    first = other.components_[0] * np.sign(other.components_[0].sum())
    assert found.loadings["loading"].tolist() == pytest.approx(first.tolist())
    scores = (own - own.mean()) / own.std() @ first
    for name in CHILDREN:
        assert found.loadings.loc[("p", name), "correlation"] == pytest.approx(
            own[name].corr(scores)
        )


@given(st.integers(0, 1000), st.floats(1e-6, 1e6), st.permutations(range(20)))
@settings(max_examples=20, deadline=None)
def test_units_of_measurement_and_order_of_units_do_not_matter(
    seed: int, factor: float, order: list[int]
) -> None:
    data = draw(seed, 20)
    changed = data.iloc[order] * [factor, 1, 3, 1, 1, 1] + 7
    first, second = (components(one, TREE, groups=["p"]) for one in (data, changed))
    assert second.variance["eigenvalue"].sum() == pytest.approx(3)
    assert second.variance["eigenvalue"].tolist() == pytest.approx(
        first.variance["eigenvalue"].tolist(), abs=1e-8
    )
    assert second.loadings["loading"].sum() >= -1e-9
    assert (second.loadings["loading"] ** 2).sum() == pytest.approx(1)


def test_a_child_that_is_turned_round_is_warned_of() -> None:
    data = draw()
    data["c"] = -data["c"]
    found = components(data, TREE, groups=["p"])
    assert [item.ids for item in found.warnings if item.code == Code.OPPOSED_LOADING] == [
        ("p", "c")
    ]
    loading = found.loadings.loc[("p", "c"), "loading"]
    assert Finding(Code.OPPOSED_LOADING, ("p", "c"), float(loading)) in found.warnings
    assert loading < 0


def test_two_things_are_two_dimensions() -> None:
    rng = np.random.default_rng(2)
    one, two = rng.normal(size=(2, 40))
    tree = Hierarchy((*(Node(name, "p", 1) for name in "abcd"), Node("p", None, 2)))
    data = pd.DataFrame(
        {"a": one, "b": one + 0.1 * two, "c": two, "d": two + 0.1 * one}, index=range(40)
    )
    found = components(data, tree)
    assert found.table.loc["p", "dimensions"] == 2
    assert Finding(Code.SEVERAL_DIMENSIONS, ("p",), 2) in found.warnings


def test_gaps_and_children_that_do_not_vary() -> None:
    data = draw().assign(b=0.1)
    data.loc[:4, "a"] = math.nan
    found = components(data, TREE)
    assert found.table.loc["p", ["children", "units"]].tolist() == [2, 25]
    assert Finding(Code.CONSTANT, ("p", "b"), 0.1) in found.warnings
    assert ("p", "b") not in found.loadings.index
    assert found.table.loc["q", ["first_share", "dimensions"]].isna().all()
    assert "q" not in found.variance.index.get_level_values("group")
    assert not found.table.loc["top"].isna().any()


def test_fewer_units_than_children() -> None:
    found = components(draw(units=3).assign(d=[1.0, 5, 2]), TREE, groups=["p"])
    assert len(found.variance) == 3
    assert found.variance["eigenvalue"].iloc[2] == pytest.approx(0, abs=1e-12)
    assert components(draw(units=2), TREE, groups=["p"]).table.loc["p"].isna().sum() == 2
    assert components(draw(units=2), TREE, groups=["p"]).loadings.empty


def test_a_child_without_scores_is_named() -> None:
    with pytest.raises(AuditError, match="no values of 'c'"):
        components(draw().drop(columns="c"), TREE, groups=["p"])
