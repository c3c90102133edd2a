"""Pairwise comparison: known answers, what is refused and why, and how to mend it."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.weights.ahp import compare, compare_experts, judgements
from scoring.weights.consistency import (
    RANDOM_INDEX,
    best_remedy,
    consistency,
    principal,
    worst_triple,
)
from scoring.weights.experts import WeightError

IDS = ["a", "b", "c"]


def matrix(rows: object, ids: list[str] = IDS) -> pd.DataFrame:
    return pd.DataFrame(rows, index=ids, columns=ids, dtype=float)


def test_three_ids_by_hand() -> None:
    """Of three, weights are the geometric row means; λ = 1 + d + 1/d, d = ∛(a_ab a_bc / a_ac)."""
    found = compare(judgements({("a", "b"): 3, ("b", "c"): 3, ("a", "c"): 5}, IDS), IDS)
    rows = np.array([15, 1, 1 / 15]) ** (1 / 3)
    assert found.weights.to_numpy() == pytest.approx(rows / rows.sum(), rel=1e-12)
    step = (9 / 5) ** (1 / 3)
    assert found.eigenvalue == pytest.approx(1 + step + 1 / step, rel=1e-12)
    assert found.index == pytest.approx((found.eigenvalue - 3) / 2)
    assert found.ratio == pytest.approx(found.index / 0.58)
    assert found.ratio == pytest.approx(0.0332, abs=5e-5)


def test_four_ids_against_powers_of_the_matrix() -> None:
    """The principal vector is where A, A², A⁴ … carry any vector: no eigenvalues are asked for."""
    ids = list("abcd")
    pairs = {
        ("a", "b"): 2,
        ("a", "c"): 4,
        ("a", "d"): 6,
        ("b", "c"): 3,
        ("b", "d"): 3,
        ("c", "d"): 2,
    }
    found = compare(judgements(pairs, ids), ids)
    vector = np.ones(4)
    for _ in range(200):
        vector = found.matrix.to_numpy() @ vector
        vector /= vector.sum()
    assert found.weights.to_numpy() == pytest.approx(vector, rel=1e-12)
    image = found.matrix.to_numpy() @ vector
    assert found.eigenvalue == pytest.approx(float(image.sum()), rel=1e-12)
    assert found.ratio == pytest.approx((image.sum() - 4) / 3 / 0.90, rel=1e-9)


@pytest.mark.parametrize(("ids", "expected"), [(["a"], [1.0]), (["a", "b"], [0.875, 0.125])])
def test_one_and_two_cannot_contradict(ids: list[str], expected: list[float]) -> None:
    found = compare(judgements({("a", "b"): 7} if len(ids) == 2 else {}, ids), ids)
    assert found.weights.tolist() == pytest.approx(expected)
    assert found.ratio == 0


def test_the_random_indices_are_those_of_fifteen_orders() -> None:
    assert len(RANDOM_INDEX) == 15
    assert RANDOM_INDEX[:4] == (0.0, 0.0, 0.58, 0.90)
    with pytest.raises(WeightError, match="16 ids are compared; it must be 1 to 15"):
        compare(pd.DataFrame(np.ones((16, 16))), [str(i) for i in range(16)])


def test_rounded_reciprocals_are_taken_as_meant() -> None:
    typed = matrix([[1, 3, 0.13], [0.33, 1, 1.02], [8, 1.02, 1]])
    with pytest.raises(WeightError, match="consistency ratio"):
        compare(typed, IDS)
    typed = matrix([[1, 3, 8], [0.33, 1, 3], [0.13, 0.33, 1]])
    found = compare(typed, IDS).matrix.to_numpy()
    assert (found * found.T).ravel() == pytest.approx(np.ones(9), rel=1e-15)
    assert found[2].tolist() == pytest.approx([1 / 8, 1 / 3, 1])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [[1, 3, 5], [1 / 4, 1, 3], [1 / 5, 1 / 3, 1]],
            "'a' over 'b' is 3, but 'b' over 'a' is 0.25",
        ),
        ([[1, 3, math.nan], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]], "'a' is not compared with 'c'"),
        ([[1, -3, 5], [-1 / 3, 1, 3], [1 / 5, 1 / 3, 1]], "'a' over 'b' is -3; it must be above 0"),
        ([[2, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]], "'a' over 'a' is 2"),
        ([[1, 0, 5], [math.inf, 1, 3], [1 / 5, 1 / 3, 1]], "'a' over 'b' is 0"),
    ],
)
def test_what_is_not_a_matrix_of_judgements_is_refused(rows: object, message: str) -> None:
    with pytest.raises(WeightError, match=message):
        compare(matrix(rows), IDS)


def test_ids_are_matched_by_name() -> None:
    good = judgements({("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4}, IDS)
    assert compare(good.loc[["c", "a", "b"], ["b", "c", "a"]], IDS).weights.tolist() == (
        pytest.approx([4 / 7, 2 / 7, 1 / 7])
    )
    with pytest.raises(WeightError, match="there is no row 'd'"):
        compare(good, [*IDS, "d"])
    with pytest.raises(WeightError, match="row 'c' is none of a, b"):
        compare(good, ["a", "b"])
    with pytest.raises(WeightError, match="row 'a' stands twice"):
        compare(good.loc[["a", "a", "b", "c"]], IDS)
    with pytest.raises(WeightError, match="'d' is compared"):
        judgements({("a", "d"): 2}, IDS)
    with pytest.raises(WeightError, match="'a' is not compared with 'c'"):
        compare(judgements({("a", "b"): 2, ("b", "c"): 2}, IDS), IDS)


def test_a_contradiction_is_refused_and_explained() -> None:
    """a = 3b and b = 4c make a = 12c, but a = 2c is said: d³ = 6, CR = 0.317."""
    with pytest.raises(WeightError) as fault:
        compare(judgements({("a", "b"): 3, ("b", "c"): 4, ("a", "c"): 2}, IDS), IDS)
    message = str(fault.value)
    step = 6 ** (1 / 3)
    assert f"{(step + 1 / step - 2) / 2 / 0.58:.3f}" in message
    assert "consistency ratio 0.317" in message
    assert "'a' over 'b' and 'b' over 'c' make 12, but 'a' over 'c' is 2" in message
    assert "the ratio would be 0.000" in message


def test_the_one_wrong_judgement_is_found_and_mended() -> None:
    """Weights 8 : 4 : 2 : 1, but d is said to be twice a: the right value is a = 8d."""
    ids = list("abcd")
    true = matrix([[x / y for y in (8, 4, 2, 1)] for x in (8, 4, 2, 1)], ids)
    wrong = true.copy()
    wrong.loc["a", "d"], wrong.loc["d", "a"] = 1 / 2, 2
    remedy = best_remedy(wrong)
    assert (remedy.over, remedy.under, remedy.judged) == ("d", "a", 2)
    assert remedy.better == pytest.approx(1 / 8)
    assert remedy.ratio == pytest.approx(0, abs=1e-12)
    triple = worst_triple(wrong)
    assert {"a", "d"} < {triple.first, triple.second, triple.third}
    ways = (triple.by_way / triple.direct, triple.direct / triple.by_way)
    assert max(ways) == pytest.approx(16)  # 8 was meant, 1/2 is said
    with pytest.raises(WeightError, match="'d' over 'a' is 2: with 'a' over 'd' at 8 the ratio"):
        compare(wrong, ids)
    mended = wrong.copy()
    mended.loc["a", "d"], mended.loc["d", "a"] = 1 / remedy.better, remedy.better
    assert compare(mended, ids).weights.to_numpy() == pytest.approx(np.array([8, 4, 2, 1]) / 15)


def test_a_ratio_of_a_tenth_is_the_limit() -> None:
    """d + 1/d = 2 + 0.116 k is where CR = 0.1 k."""
    for share, refused in ((0.999, False), (1.001, True)):
        middle = 1 + 0.058 * share
        step = middle + math.sqrt(middle**2 - 1)
        pairs = {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): step**-3}
        if refused:
            with pytest.raises(WeightError, match=r"ratio 0\.100"):
                compare(judgements(pairs, IDS), IDS)
        else:
            assert compare(judgements(pairs, IDS), IDS).ratio == pytest.approx(0.1 * share)


def test_experts_are_combined_by_the_geometric_mean_of_their_judgements() -> None:
    ids = ["a", "b"]
    found = compare_experts(
        {"x": judgements({("a", "b"): 1}, ids), "y": judgements({("a", "b"): 9}, ids)}, ids
    )
    assert found.common.weights.tolist() == pytest.approx([0.75, 0.25])
    assert found.experts.weights.to_dict() == found.common.weights.to_dict()
    assert found.experts.by_expert.loc["y"].tolist() == pytest.approx([0.9, 0.1])
    assert found.experts.spread.tolist() == pytest.approx([0.4 / math.sqrt(2)] * 2)


def test_an_expert_who_contradicts_himself_is_named() -> None:
    good = judgements({("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4}, IDS)
    bad = judgements({("a", "b"): 3, ("b", "c"): 4, ("a", "c"): 2}, IDS)
    with pytest.raises(WeightError, match="expert 'y': the judgements contradict"):
        compare_experts({"x": good, "y": bad}, IDS)
    with pytest.raises(WeightError, match="there is no expert"):
        compare_experts({}, IDS)


@given(st.lists(st.floats(0.05, 1), min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_weights_that_made_the_judgements_come_back(weights: list[float], random: object) -> None:
    ids = [f"i{i}" for i in range(len(weights))]
    table = matrix([[x / y for y in weights] for x in weights], ids)
    order = ids.copy()
    random.shuffle(order)
    found = compare(table, order)
    assert list(found.weights.index) == order
    expected = np.array([weights[ids.index(name)] for name in order]) / sum(weights)
    assert found.weights.to_numpy() == pytest.approx(expected, rel=1e-9)
    assert found.ratio == pytest.approx(0, abs=1e-9)


@given(st.lists(st.sampled_from([1 / 9, 1 / 5, 1 / 3, 1, 3, 5, 9]), min_size=6, max_size=6))
def test_the_remedy_never_makes_it_worse(values: list[float]) -> None:
    ids = list("abcd")
    pairs = [(x, y) for i, x in enumerate(ids) for y in ids[i + 1 :]]
    table = judgements(dict(zip(pairs, values, strict=True)), ids)
    index, ratio = consistency(table.to_numpy())
    assert ratio >= -1e-12
    assert index == pytest.approx((principal(table.to_numpy())[1] - 4) / 3)
    assert best_remedy(table).ratio <= ratio + 1e-9
