"""Uncertainty and sensitivity of an imported index."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pytest

from exchange import analyses
from exchange.analyses import MEAN_SHIFT, sensitivity_table, uncertainty_table
from scoring.composite import Composite, build
from scoring.hierarchy import Hierarchy, Node
from scoring.recipe import Framework, Recipe
from scoring.uncertainty import weights

TREE = Hierarchy(
    (
        *(Node(name, "P", 1) for name in "ab"),
        *(Node(name, "Q", 1) for name in "cd"),
        Node("P", "T", 2),
        Node("Q", "T", 2),
        Node("T", None, 3),
    )
)
RNG = np.random.default_rng(8)
DATA = pd.DataFrame(RNG.normal(size=(12, 4)), columns=list("abcd")).rename("u{}".format)
DATA["d"] = DATA["c"]  # however Q is weighted, it is the same


def composite(data: pd.DataFrame = DATA, **choices: object) -> Composite:
    return build(data, Framework(TREE), Recipe(**choices))  # type: ignore[arg-type]


def test_bands_lie_around_the_index() -> None:
    built = composite()
    table = uncertainty_table(built, 2000, 3).set_index("uCode")
    scores = built.scores.loc[table.index]
    assert table["Score"].tolist() == scores.tolist()
    assert table["Rank"].tolist() == built.ranks["T"].loc[table.index].tolist()
    for name in ("Score", "Rank"):
        assert (table[f"{name}05"] <= table[f"{name}50"]).all()
        assert (table[f"{name}50"] <= table[f"{name}95"]).all()
        assert table[f"{name}Mean"].between(table[name].min(), table[name].max()).all()
    assert table["ScoreMean"].tolist() == pytest.approx(scores.tolist(), abs=0.3)
    assert (table["Score05"] < scores).any()


def test_ranks_add_up_in_every_draw() -> None:
    table = uncertainty_table(composite(), 500, 3)
    assert table["RankMean"].sum() == pytest.approx(12 * 13 / 2)


def test_the_same_seed_gives_the_same_and_parts_do_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built = composite()
    first = uncertainty_table(built, 300, 5)
    seen: list[tuple[int, str]] = []

    def progress(blocks: Sequence[slice], what: str) -> Iterable[slice]:
        seen.append((len(blocks), what))
        return blocks

    monkeypatch.setattr(weights, "HELD", 12 * 100)
    pd.testing.assert_frame_equal(uncertainty_table(built, 300, 5, progress), first)
    assert seen == [(3, "uncertainty")]
    assert not uncertainty_table(built, 300, 6).equals(first)


def test_what_is_not_rated_stays_so() -> None:
    data = DATA.copy()
    data.loc["u4", ["a", "b"]] = math.nan
    table = uncertainty_table(composite(data, coverage=0.8), 100, 1).set_index("uCode")
    assert table.loc["u4"].isna()[["Score", "Rank", "ScoreMean", "Rank05", "Rank95"]].all()
    assert table.drop(index="u4").notna().all(axis=None)
    shares = sensitivity_table(composite(data, coverage=0.8), 16, 1)
    assert "u4" not in set(shares["output"])
    assert len(set(shares["output"])) == 12


def test_what_makes_no_difference_has_no_share() -> None:
    """Both children of Q are the same: its weights can explain nothing, those of T can."""
    table = sensitivity_table(composite(), 128, 2).set_index(["output", "factor"])
    shares = table.loc[MEAN_SHIFT]
    assert list(shares.index) == [
        "normalisation",
        "aggregation",
        "weights:P",
        "weights:Q",
        "weights:T",
    ]
    assert shares.loc["weights:Q", "total"] == 0
    assert shares.loc["weights:T", "total"] > 0.005
    assert shares["total"].sum() > 0.9
    assert set(table["Seed"]) == {2}
    pd.testing.assert_frame_equal(
        sensitivity_table(composite(), 128, 2).set_index(["output", "factor"]), table
    )


def test_methods_that_the_data_do_not_allow_are_no_option() -> None:
    """A geometric mean has no zeros, which minmax gives; a mean of ranks is not the geometric."""
    methods, combinations = analyses._methods(composite())
    assert methods == {"normalisation": 3, "aggregation": 2}  # and quadratic
    assert len(combinations) == 6
    same = composite(aggregate=("arithmetic", "arithmetic"))
    assert analyses._methods(same)[0]["aggregation"] == 2
