"""Cronbach's alpha: by hand, from its definition, and with gaps."""

import math

import numpy as np
import pandas as pd
import pytest

from scoring.audit.finding import AuditError, Code, Finding
from scoring.audit.reliability import cronbach
from tests.scoring.audit.trees import TREE

NAN = math.nan


def draw(seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(30, 1))
    return pd.DataFrame(
        common + rng.normal(size=(30, 6)) * [1, 2, 0.5, 1, 1, 1],
        columns=["a", "b", "c", "d", "p", "q"],
    )


def test_by_hand() -> None:
    """Variances 1, 1, 4; covariances 1, 2, 2: raw 3/2 (1 − 6/16), all correlations 1."""
    x = np.array([-1.0, 0, 1])
    data = pd.DataFrame({"a": x, "b": x, "c": 2 * x})
    row = cronbach(data, TREE, groups=["p"]).table.loc["p"]
    assert row["children"] == 3
    assert row["units"] == 3
    assert row["raw"] == pytest.approx(1.5 * (1 - 6 / 16))
    assert row["standardised"] == pytest.approx(1)
    assert row["mean_correlation"] == pytest.approx(1)


def test_from_the_definition() -> None:
    """Raw: what the variance of the sum has beyond its parts; standardised: the same of z-scores."""
    data = draw()
    row = cronbach(data, TREE, groups=["p"]).table.loc["p"]
    own = data[["a", "b", "c"]]
    standard = (own - own.mean()) / own.std()
    for name, part in (("raw", own), ("standardised", standard)):
        alpha = 3 / 2 * (1 - part.var().sum() / part.sum(axis=1).var())
        assert row[name] == pytest.approx(alpha, rel=1e-12)


def test_gaps_pairwise_and_complete() -> None:
    data = draw()
    data.loc[:5, "a"] = NAN
    data.loc[3:9, "b"] = NAN
    complete = cronbach(data, TREE, groups=["p"], use="complete").table.loc["p"]
    again = cronbach(data.iloc[10:], TREE, groups=["p"]).table.loc["p"]
    assert complete["units"] == 20
    assert complete["raw"] == pytest.approx(again["raw"])
    pairwise = cronbach(data, TREE, groups=["p"]).table.loc["p"]
    whole = sum(
        data[[x, y]].dropna().cov().loc[x, y] if x != y else data[x].var()
        for x in "abc"
        for y in "abc"
    )
    parts = data[["a", "b", "c"]].var().sum()
    assert pairwise["raw"] == pytest.approx(3 / 2 * (1 - parts / whole))
    assert pairwise["raw"] != pytest.approx(complete["raw"])


def test_every_group_by_default_and_none_of_one_child() -> None:
    table = cronbach(draw(), TREE).table
    assert list(table.index) == ["p", "q", "top"]
    assert table.loc["q", ["raw", "standardised", "mean_correlation"]].isna().all()
    assert not table.loc["top", ["raw", "standardised"]].isna().any()


def test_a_group_that_does_not_go_together_is_warned_of() -> None:
    data = draw().assign(c=np.random.default_rng(9).normal(size=30))
    audit = cronbach(data, TREE, groups=["p"])
    alpha = audit.table.loc["p", "standardised"]
    assert alpha < 0.7
    assert audit.warnings == (Finding(Code.INCONSISTENT_GROUP, ("p",), float(alpha)),)
    assert cronbach(data, TREE, groups=["p"], enough=0.0).warnings == ()


def test_children_that_do_not_vary_or_lack_units() -> None:
    flat = cronbach(draw().assign(b=0.1), TREE, groups=["p"]).table.loc["p"]
    assert not math.isnan(flat["raw"])
    assert math.isnan(flat["standardised"])
    few = cronbach(draw().iloc[:2], TREE, groups=["p"]).table.loc["p"]
    assert math.isnan(few["raw"])
    assert math.isnan(few["standardised"])
    with pytest.raises(AuditError, match="no values of 'c'"):
        cronbach(draw().drop(columns="c"), TREE, groups=["p"])
