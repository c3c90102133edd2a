"""Optimised weights: known answers of the linear case, and an honest no where there is none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.weights.experts import WeightError
from scoring.weights.optimise import Score, optimise


def linear(values: pd.DataFrame) -> Score:
    return lambda weights: values @ pd.Series(weights)


def draw(seed: int, mixing: object, units: int = 40) -> pd.DataFrame:
    mix = np.array(mixing, dtype=float)
    values = np.random.default_rng(seed).normal(size=(units, len(mix))) @ mix
    return pd.DataFrame(values, columns=[f"i{i}" for i in range(len(mix))])


def exact(values: pd.DataFrame, target: np.ndarray) -> np.ndarray:
    """Of a linear index, correlations are (Σw)_i / s_i up to a factor: w ∝ Σ⁻¹ (s · target)."""
    covariance = np.cov(values.to_numpy(), rowvar=False)
    weights = np.linalg.solve(covariance, np.sqrt(np.diag(covariance)) * target)
    return weights / weights.sum()


def test_two_nodes_weigh_the_reverse_of_their_spread() -> None:
    values = pd.DataFrame({"a": [1.0, 2, 3, 5], "b": [10.0, -30, 70, 20]})
    found = optimise(linear(values), values)
    reverse = 1 / values.std()
    assert found.weights.to_numpy() == pytest.approx((reverse / reverse.sum()).to_numpy(), abs=1e-9)
    assert found.reached
    assert found.gap < 1e-9


@pytest.mark.parametrize("target", [None, {"i0": 1.2, "i1": 0.8, "i2": 1}])
def test_three_nodes_as_the_linear_solution_says(target: dict[str, float] | None) -> None:
    values = draw(1, [[1, 0.4, 0.2], [0, 2, 0.3], [0, 0, 0.5]])
    wanted = np.array(list((target or dict.fromkeys(values.columns, 1)).values()), dtype=float)
    found = optimise(linear(values), values, target=target)
    assert (exact(values, wanted) > 0).all()  # or the comparison would say nothing
    assert found.weights.to_numpy() == pytest.approx(exact(values, wanted), abs=1e-9)
    assert found.table["obtained"].to_numpy() == pytest.approx(wanted / wanted.sum(), abs=1e-10)
    assert found.reached


def test_an_index_that_is_not_linear_is_met_as_well() -> None:
    values = draw(2, [[1, 0.5, 0.2], [0, 1, 0.3], [0, 0, 1]]).clip(-3, 3) + 5

    def geometric(weights: dict[str, float]) -> pd.Series:
        return np.exp(np.log(values) @ pd.Series(weights))

    found = optimise(geometric, values, target={"i0": 3, "i1": 4, "i2": 3})
    again = [values[name].corr(geometric(found.weights.to_dict())) for name in values]
    assert np.array(again) / sum(again) == pytest.approx([0.3, 0.4, 0.3], abs=1e-9)
    assert found.reached


def test_what_cannot_be_reached_is_said_and_come_near_to() -> None:
    """The third node runs against the others: no weight of it or them makes it count as much."""
    values = draw(3, [[1, 0.9, -0.8], [0, 0.3, 0.1], [0, 0, 0.3]])
    wanted = np.array([0.1, 0.1, 0.8])
    assert exact(values, wanted).min() < 0
    found = optimise(linear(values), values, target=dict(zip(values, wanted, strict=True)))
    assert not found.reached
    assert found.gap > 1e-3
    assert (found.weights >= 0).all()
    assert found.weights.sum() == pytest.approx(1)

    def missed(weights: np.ndarray) -> float:
        index = values.to_numpy() @ weights
        r = np.array([np.corrcoef(values[name], index)[0, 1] for name in values])
        return float(((r / r.sum() - wanted) ** 2).sum())

    steps = np.linspace(0, 1, 41)
    best = min(missed(np.array([a, b, 1 - a - b])) for a in steps for b in steps if a + b <= 1)
    assert missed(found.weights.to_numpy()) <= best + 1e-9


def test_weights_of_several_groups_sum_to_one_in_each() -> None:
    values = draw(5, np.eye(4) + 0.3)
    groups = {"i0": "p", "i1": "p", "i2": "q", "i3": "q"}

    def index(weights: dict[str, float]) -> pd.Series:
        return (values @ pd.Series(weights)) / 2

    found = optimise(index, values, groups=groups)
    assert found.weights.groupby(groups).sum().tolist() == pytest.approx([1, 1])
    assert not found.reached  # what p and q weigh against each other is not theirs to change

    def missed(a: float, b: float) -> float:
        total = values.to_numpy() @ np.array([a, 1 - a, b, 1 - b])
        r = np.array([np.corrcoef(values[name], total)[0, 1] for name in values])
        return float(((r / r.sum() - 0.25) ** 2).sum())

    near = [found.weights["i0"], found.weights["i2"]]
    steps = np.linspace(0, 1, 26)
    assert missed(*near) <= min(missed(a, b) for a in steps for b in steps)
    assert missed(*near) <= min(
        missed(near[0] + x, near[1] + y) for x in (-1e-3, 0, 1e-3) for y in (-1e-3, 0, 1e-3)
    )


@given(st.integers(0, 10_000), st.floats(0.1, 50))
@settings(max_examples=10, deadline=None)
def test_the_unit_of_a_node_does_not_change_what_is_obtained(seed: int, factor: float) -> None:
    values = draw(seed, np.eye(3) + 0.5)
    scaled = values * [1, factor, 1] + [0, 7, 0]
    for one in (optimise(linear(values), values), optimise(linear(scaled), scaled)):
        if one.reached:
            assert one.table["obtained"].tolist() == pytest.approx([1 / 3] * 3, abs=1e-6)
        assert one.reached == bool((exact(values, np.ones(3)) > 0).all())


def test_order_of_the_columns_does_not_matter() -> None:
    values = draw(1, [[1, 0.4, 0.2], [0, 2, 0.3], [0, 0, 0.5]])
    turned = values[["i2", "i0", "i1"]]
    first, second = optimise(linear(values), values), optimise(linear(turned), turned)
    assert second.weights[first.weights.index].tolist() == pytest.approx(
        first.weights.tolist(), abs=1e-9
    )


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"i0": 1, "i1": 1}, "the target has no 'i2'"),
        ({"i0": 1, "i1": 1, "i2": 1, "x": 1}, "the target has 'x'"),
        ({"i0": 1, "i1": 1, "i2": -1}, "the target of 'i2' is -1"),
        ({"i0": 0, "i1": 0, "i2": 0}, "nothing but zeros"),
    ],
)
def test_a_target_must_fit(target: dict[str, float], message: str) -> None:
    values = draw(1, np.eye(3))
    with pytest.raises(WeightError, match=message):
        optimise(linear(values), values, target=target)


def test_what_never_varies_is_refused() -> None:
    values = draw(1, np.eye(3))
    with pytest.raises(WeightError, match="'i1' is the same in every unit"):
        optimise(linear(values), values.assign(i1=3.0))
    with pytest.raises(WeightError, match="the index is the same in every unit"):
        optimise(lambda weights: values["i0"] * 0, values)
    against = values[["i0"]].assign(i1=-2 * values["i0"])
    with pytest.raises(WeightError, match="cancel each other out"):
        optimise(linear(against), against)
    with pytest.raises(WeightError, match="'i2' has no group"):
        optimise(linear(values), values, groups={"i0": "p", "i1": "p"})
