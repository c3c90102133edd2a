"""Many weightings at once give what each would give on its own."""

import math

import numpy as np
import pandas as pd
import pytest

from scoring.composite import build
from scoring.drawn import draw_weights, drawn_scores
from scoring.hierarchy import Hierarchy, Node
from scoring.recipe import Framework, Recipe

TREE = Hierarchy(
    (
        *(Node(name, "P", 1, weight) for name, weight in zip("abc", (1, 2, 3), strict=True)),
        *(Node(name, "Q", 1) for name in "de"),
        Node("P", "T", 2, 3.0),
        Node("Q", "T", 2, 1.0),
        Node("T", None, 3),
    )
)
RNG = np.random.default_rng(2)
WHOLE = pd.DataFrame(RNG.uniform(1, 99, size=(7, 5)), columns=list("abcde")).rename("u{}".format)
GAPS = WHOLE.mask(RNG.random(WHOLE.shape) < 0.25)
GAPS.loc["u3", ["d", "e"]] = math.nan


@pytest.mark.parametrize("data", [WHOLE, GAPS], ids=["whole", "gaps"])
@pytest.mark.parametrize(
    "names",
    [
        ("arithmetic",),
        ("arithmetic", "inverted_geometric"),
        ("quadratic", "maximum"),
        ("arithmetic", "copeland"),
        ("copeland", "power:2"),
    ],
)
@pytest.mark.parametrize("coverage", [None, 0.6])
def test_each_draw_is_the_index_with_its_weights(
    monkeypatch: pytest.MonkeyPatch,
    data: pd.DataFrame,
    names: tuple[str, ...],
    coverage: float | None,
) -> None:
    monkeypatch.setattr("scoring.drawn.HELD", 100)  # so that there are several parts
    recipe = Recipe(aggregate=names, coverage=coverage)
    framework = Framework(TREE)
    nominal = build(data, framework, recipe)
    rated = ~np.isnan(nominal.aggregate_values)
    weights = draw_weights(TREE, np.random.default_rng(4), 5)
    scores = drawn_scores(nominal.normalised_values, framework, recipe, weights, rated)
    for draw in range(5):
        own = {
            child: float(weights[node][draw, c])
            for node, children in TREE.children.items()
            for c, child in enumerate(children)
        }
        alone = build(data, Framework(TREE.reweighted(own)), Recipe(aggregate=names)).scores
        expected = alone.where(nominal.scores.notna())
        if coverage is None:
            assert scores[:, draw] == pytest.approx(expected.to_numpy(), nan_ok=True)
        else:  # which nodes are rated follows from the weights that were given, not those drawn
            assert (np.isnan(scores[:, draw]) == expected.isna()).all()


def test_weights_lie_around_the_given_ones() -> None:
    """A weight of 25 % lies between 20 % and 30 % in nine of ten draws."""
    drawn = draw_weights(TREE, np.random.default_rng(6), 20_000)
    assert {node: own.shape[1] for node, own in drawn.items()} == {"P": 3, "Q": 2, "T": 2}
    assert drawn["P"].mean(axis=0) == pytest.approx([1 / 6, 2 / 6, 3 / 6], abs=0.003)
    quarter = drawn["T"][:, 1]
    assert np.quantile(quarter, 0.95) - np.quantile(quarter, 0.05) == pytest.approx(0.1, abs=0.003)
    assert all(own.sum(axis=1) == pytest.approx(1.0) for own in drawn.values())
