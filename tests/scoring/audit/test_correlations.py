"""Correlations: against another implementation, over the units in common, and what is warned of."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from scoring.audit.correlations import (
    Kind,
    between_levels,
    correlate,
    with_denominators,
    with_parents,
    within_groups,
)
from scoring.audit.finding import AuditError, Code, Finding
from scoring.hierarchy import Hierarchy, Node
from tests.scoring.audit.trees import TREE

NAN = math.nan
X = np.array([1.0, 2, 3, 4, 5])


def scores() -> pd.DataFrame:
    """b follows a exactly, c runs against it, d is turned against its own parent."""
    return pd.DataFrame(
        {
            "a": X,
            "b": 2 * X + 1,
            "c": [5.0, 3, 4, 1, 2],
            "d": -X,
            "p": X,
            "q": X**2,
            "top": X + X**2,
        },
        index=list("ABCDE"),
    )


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_as_another_implementation_says(kind: Kind) -> None:
    """With gaps, with and without ties, and p to ten digits."""
    rng = np.random.default_rng(11)
    data = pd.DataFrame(rng.normal(size=(25, 5)) @ rng.normal(size=(5, 5)), columns=list("vwxyz"))
    data["z"] = data["z"].round()
    data = data.mask(rng.random(data.shape) < 0.15)
    other = {
        "pearson": stats.pearsonr,
        "spearman": stats.spearmanr,
        "kendall": stats.kendalltau,
    }[kind]
    table = correlate(data, kind=kind)
    assert len(table) == 10
    for (first, second), row in table.iterrows():
        both = data[[first, second]].dropna()
        expected = other(both[first], both[second])
        assert row["n"] == len(both)
        assert row["r"] == pytest.approx(expected.statistic, rel=1e-10)
        assert row["p"] == pytest.approx(expected.pvalue, rel=1e-8)


def test_two_tables_are_matched_by_unit_and_may_share_names() -> None:
    first = scores()[["a", "c"]]
    second = scores()[["c", "d"]].iloc[::-1]
    table = correlate(first, second)
    assert list(table.index) == [("a", "c"), ("a", "d"), ("c", "c"), ("c", "d")]
    assert table["r"].tolist() == pytest.approx([-0.8, -1, 1, 0.8])


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
@pytest.mark.parametrize(
    "other",
    [[NAN, NAN, NAN, 1, 2], [0.1, 0.1, 0.1, 0.1, 0.1], [NAN] * 5],
    ids=["two units", "constant", "empty"],
)
def test_what_has_no_correlation_has_none(kind: Kind, other: list[float]) -> None:
    row = correlate(pd.DataFrame({"x": X, "y": other}), kind=kind).iloc[0]
    assert math.isnan(row["r"])
    assert math.isnan(row["p"])


def test_the_unit_of_measurement_does_not_matter() -> None:
    data = pd.DataFrame(np.random.default_rng(3).normal(size=(12, 3)), columns=list("xyz"))
    scaled = data * [1e-9, 1e9, -1] + [1, 1e9, 0]
    signs = [1, -1, -1]
    assert correlate(scaled)["r"].tolist() == pytest.approx(
        (correlate(data)["r"] * signs).tolist(), rel=1e-6
    )
    assert correlate(data.sample(frac=1, random_state=1))["r"].tolist() == pytest.approx(
        correlate(data)["r"].tolist()
    )


def test_one_column_makes_no_pair() -> None:
    assert correlate(scores()[["a"]]).empty


def test_inside_groups_only() -> None:
    audit = within_groups(scores(), TREE)
    assert list(audit.table.index) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert audit.table["group"].unique().tolist() == ["p"]
    assert [(item.code, item.ids) for item in audit.warnings] == [
        (Code.COLLINEAR, ("a", "b")),
        (Code.OPPOSED, ("a", "c")),
        (Code.OPPOSED, ("b", "c")),
    ]
    assert audit.warnings[1].value == pytest.approx(-0.8)
    assert within_groups(scores(), TREE, collinear=1.1, opposed=-0.9).warnings == ()


def test_groups_may_stand_higher() -> None:
    table = within_groups(scores(), TREE, group_level=3).table
    assert len(table) == 6
    assert ("c", "d") in table.index
    assert table["group"].unique().tolist() == ["top"]
    assert list(within_groups(scores(), TREE, level=2).table.index) == [("p", "q")]
    with pytest.raises(AuditError, match="must be 2 to 3"):
        within_groups(scores(), TREE, group_level=1)


def test_groups_of_one_have_no_pairs() -> None:
    chain = Hierarchy((Node("a", "p", 1), Node("p", None, 2)))
    assert within_groups(scores()[["a", "p"]], chain).table.empty


def test_collinear_is_also_what_is_turned_round() -> None:
    data = scores().assign(c=-X)
    codes = {item.ids: item.code for item in within_groups(data, TREE).warnings}
    assert codes["a", "c"] == Code.COLLINEAR


def test_with_parents_and_all_above() -> None:
    audit = with_parents(scores(), TREE)
    assert [tuple(pair) for pair in audit.table.index] == [
        ("a", "p"), ("b", "p"), ("c", "p"), ("d", "q"), ("p", "top"), ("q", "top")
    ]  # fmt: skip
    assert audit.table["level"].tolist() == [1, 1, 1, 1, 2, 2]
    assert [item.ids for item in audit.warnings] == [("c", "p"), ("d", "q")]
    family = with_parents(scores(), TREE, family=True).table
    assert len(family) == 10
    assert family.loc[("d", "top"), "r"] == pytest.approx(
        np.corrcoef(-X, X + X**2)[0, 1], rel=1e-12
    )


def test_between_levels() -> None:
    table = between_levels(scores(), TREE, 1, 2).table
    assert table["within"].to_dict() == {
        ("a", "p"): True, ("a", "q"): False, ("b", "p"): True, ("b", "q"): False,
        ("c", "p"): True, ("c", "q"): False, ("d", "p"): False, ("d", "q"): True,
    }  # fmt: skip


def test_with_denominators() -> None:
    people = pd.DataFrame({"people": X * 10, "area": [3.0, 1, 2, 1, 3]}, index=list("ABCDE"))
    audit = with_denominators(scores()[["a", "c"]], people)
    assert len(audit.table) == 4
    assert audit.warnings[0] == Finding(
        Code.FOLLOWS_DENOMINATOR, ("a", "people"), pytest.approx(1.0)
    )
    assert [item.ids for item in audit.warnings] == [("a", "people"), ("c", "people")]


def test_a_node_without_scores_is_named() -> None:
    with pytest.raises(AuditError, match="no values of 'q'"):
        with_parents(scores().drop(columns="q"), TREE)
