"""Ways of weighting by word, and weights with which all nodes are equally important."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from exchange.optimised import _scorer, all_equally_important, equally_important
from exchange.weighting import parse_weighting
from scoring.chain import aggregate
from scoring.composite import Composite, build
from scoring.hierarchy import Hierarchy, Node
from scoring.recipe import Framework, Normalisation, Recipe, RecipeError
from scoring.weights.experts import WeightError

TREE = Hierarchy(
    (
        Node("a", "P", 1, 3),
        Node("b", "P", 1, 1),
        Node("c", "Q", 1, 1),
        Node("P", "T", 2, 2),
        Node("Q", "T", 2, 1),
        Node("T", None, 3),
    )
)
FIGURES = pd.DataFrame(
    {"a": [0.0, 5, 10, 7, 3], "b": [4.0, 3, 2, 9, 9], "c": [1.0, 2, 6, 0, 3]}, index=list("uvwxy")
)


def built(data: pd.DataFrame = FIGURES, **choices: object) -> Composite:
    return build(data, Framework(TREE), replace(Recipe(), **choices))


# ---------------------------------------------------------------- words


def test_without_a_word_nothing_changes() -> None:
    weighting = parse_weighting(None, TREE)
    assert weighting.given.hierarchy is TREE
    assert weighting.level is None


def test_equal() -> None:
    weighting = parse_weighting("equal", TREE)
    assert weighting.given.hierarchy.effective_weights == {
        "a": 0.25,
        "b": 0.25,
        "c": 0.5,
        "P": 0.5,
        "Q": 0.5,
        "T": 1.0,
    }
    assert weighting.level is None


def test_optimised_leaves_the_tree_until_there_are_figures() -> None:
    weighting = parse_weighting("optimised:2", TREE)
    assert weighting.given.hierarchy is TREE
    assert weighting.level == 2


@pytest.mark.parametrize("text", ["optimised", "optimised:", "optimised:3", "optimised:x"])
def test_a_level_that_is_none(text: str) -> None:
    with pytest.raises(RecipeError, match="takes a level below the index, 1 or 2, not"):
        parse_weighting(text, TREE)


def test_a_word_that_is_none() -> None:
    with pytest.raises(RecipeError, match="no weighting 'even'; there are: equal, optimised:LEVEL"):
        parse_weighting("even", TREE)


def test_a_file_called_as_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "equal").write_text("iCode,Weight\nP,0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert parse_weighting("./equal", TREE).given.hierarchy.relative_weights["Q"] == 1


# ---------------------------------------------------------------- optimised


def test_two_nodes_weigh_the_reverse_of_their_spread() -> None:
    """Two columns correlate equally with w x + (1 − w) y when w is to 1 − w as s_y to s_x."""
    composite = built()
    found = equally_important(composite, 2)
    spread = composite.aggregates[["P", "Q"]].std()
    by_hand = spread["Q"] / (spread["P"] + spread["Q"])
    tree = found.composite.hierarchy
    assert tree.relative_weights["P"] == pytest.approx(by_hand, abs=1e-9)
    assert tree.relative_weights["a"] == 0.75  # of another level
    assert found.found.reached
    scores = found.composite.scores
    assert scores.to_numpy() == pytest.approx(
        by_hand * composite.aggregates["P"] + (1 - by_hand) * composite.aggregates["Q"]
    )
    correlations = [composite.aggregates[name].corr(scores) for name in ("P", "Q")]
    assert correlations[0] == pytest.approx(correlations[1], abs=1e-9)
    order = scores.rank(ascending=False).tolist()
    assert found.composite.ranks["T"].tolist() == order
    assert found.composite.normalised.equals(composite.normalised)


def test_what_is_not_reached_is_told() -> None:
    """Weights inside P cannot say how much Q weighs."""
    found = equally_important(built(), 1)
    assert not found.found.reached
    table = found.found.table
    misses = (table["obtained"] - 1 / 3).abs()
    assert found.found.gap == pytest.approx(misses.max())
    assert found.furthest == misses.idxmax()
    assert found.composite.hierarchy.relative_weights["c"] == 1


def test_a_node_without_scores_keeps_its_share() -> None:
    tree = Hierarchy(
        (
            *(Node(name, "T", 1, w) for name, w in zip("abc", (2, 1, 1), strict=True)),
            Node("T", None, 2),
        )
    )
    data = FIGURES.assign(c=math.nan)
    found = equally_important(build(data, Framework(tree), Recipe()), 1)
    assert found.absent == ("c",)
    weights = found.composite.hierarchy.relative_weights
    spread = found.composite.normalised.std()
    assert weights["c"] == pytest.approx(0.25)
    assert weights["a"] == pytest.approx(0.75 * spread["b"] / (spread["a"] + spread["b"]))
    assert found.found.reached


def test_missing_figures_are_left_out_of_the_correlations() -> None:
    data = FIGURES.copy()
    data.loc["u", "a"] = data.loc["v", "c"] = math.nan
    found = equally_important(built(data, coverage=0.5), 2)
    scores = found.composite.scores
    correlations = [found.composite.aggregates[name].corr(scores) for name in ("P", "Q")]
    assert correlations[0] == pytest.approx(correlations[1], abs=1e-5)
    assert found.found.reached


def test_a_node_that_is_nowhere_seen_with_the_index_is_refused() -> None:
    data = FIGURES.copy()
    data.loc[["u", "v", "w"], ["a", "b"]] = math.nan
    data.loc["y", "c"] = math.nan
    data.loc["y", "b"] = 8
    composite = built(data, coverage=1.0)  # only x has all
    with pytest.raises(WeightError, match="in every unit that has both the index and 'P'"):
        equally_important(composite, 2)


def test_a_level_without_any_score_is_refused() -> None:
    composite = built(FIGURES.assign(c=math.nan), coverage=1.0)
    empty = replace(composite, aggregate_values=np.full_like(composite.aggregate_values, math.nan))
    with pytest.raises(WeightError, match="no node of level 2 has scores"):
        equally_important(empty, 2)


def test_every_time_has_its_own_weights_and_all_faults_are_told() -> None:
    later = FIGURES.assign(c=[1.0, 1, 1, 1, 6])
    found = all_equally_important({"2020": built(), "2021": built(later)}, 2)
    weights = [each.composite.hierarchy.relative_weights["P"] for each in found.values()]
    assert abs(weights[0] - weights[1]) > 0.01
    rank = Normalisation("rank")
    same = built(FIGURES.assign(c=1.0), normalisation=rank)
    with pytest.raises(WeightError, match=r"in 2021: 'Q' is the same.*; in 2022: 'Q' is the same"):
        all_equally_important({"2020": built(), "2021": same, "2022": same}, 2)


@pytest.mark.parametrize("means", [("arithmetic",), ("quadratic", "harmonic"), ("copeland",)])
def test_the_quick_score_is_that_of_the_chain(means: tuple[str, ...]) -> None:
    composite = built(aggregate=means, normalisation=Normalisation("minmax", (1.0, 100.0)))
    weights = {"P": 0.15, "Q": 0.85}
    framework = replace(composite.framework, hierarchy=TREE.reweighted(weights))
    slow = aggregate(
        composite.normalised_values, framework, composite.recipe, units=composite.units
    )
    quick = _scorer(composite)(weights)
    assert quick.to_numpy() == pytest.approx(slow[:, TREE.aggregates.index("T")], rel=1e-12)
