"""The nearest weights that change a class or an order: against brute force, and applied."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.aggregate import METHODS
from scoring.framework import ScoredPillar
from scoring.robustness import WeightChange, change_class, swap
from scoring.robustness.linear import linear_index
from scoring.robustness.nearest import nearest
from scoring.score import ROUNDING, Result, classify
from tests.scoring.robustness.cases import (
    NAN,
    PERIOD,
    grid,
    part_way,
    random_weights,
    rated,
    result,
    reweighted,
    scored_worlds,
    three,
)
from tests.scoring.worlds import indicator, scheme

EXAMPLES = settings(max_examples=12, deadline=None)
# A grid in steps of 1/200 has a point within this distance of any weights of three pillars.
GRID, STEP = grid(3, 200), 4 / 200
MIXED = [[9, 1, 2], [2, 6, 4], [5, 5, 5], [1, 1, 9]]


def check(of: Result, change: WeightChange) -> None:
    """Apply the new weights through all of scoring; a little less of them does nothing."""
    assert sum(change.after.values()) == pytest.approx(1, abs=1e-12)
    assert min(change.after.values()) >= 0
    moved = sum(abs(change.after[name] - change.before[name]) for name in change.before)
    if not change.reached:
        assert moved == 0
        return
    assert change.distance == pytest.approx(moved, abs=1e-12)
    for share, there in ((1.0, True), (1 - 1e-5, change.distance < 1e-9)):
        weights = part_way(change.before, change.after, share)
        again = reweighted(of, weights, change.level)
        places = [again.region_index[region] for region in change.regions]
        assert np.isfinite(again.score[0, places]).all()
        classes = tuple(of.scheme.classes[c] for c in again.classes[0, places])
        if len(places) == 1:
            assert (classes != change.from_class) == there
            assert not there or classes == change.to_class
        else:
            before = np.subtract(*change.scores_before)
            assert (before * np.subtract(*again.score[0, places]) < 0) == there
        if share == 1.0:
            assert again.score[0, places] == pytest.approx(change.scores_after, abs=1e-9)


@pytest.mark.parametrize("across", ["arithmetic", "inverted_geometric", "quadratic"])
@pytest.mark.parametrize("towards", ["up", "down", "nearest"])
def test_no_weights_on_a_grid_are_nearer(
    across: str, towards: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert across in METHODS
    of = result(three(across), MIXED)
    index = linear_index(of, PERIOD)
    away = np.abs(GRID - index.weights).sum(axis=1)
    classes = classify(index.scores(GRID), of.scheme.cuts)
    for r, region in enumerate(index.regions):
        change = change_class(of, PERIOD, region, towards)
        check(of, change)
        assert change.exact
        own = of.classes[0, r]
        hit = {"up": classes > own, "down": classes < own, "nearest": classes != own}[towards]
        best = away[hit[:, r]].min(initial=math.inf)
        assert change.distance <= best + 1e-9
        if change.reached:
            assert best <= change.distance + STEP


@pytest.mark.parametrize("across", ["arithmetic", "inverted_geometric"])
def test_no_order_on_a_grid_is_nearer(across: str) -> None:
    of = result(three(across), MIXED)
    index = linear_index(of, PERIOD)
    away, scores = np.abs(GRID - index.weights).sum(axis=1), index.scores(GRID)
    for a in range(4):
        for b in set(range(4)) - {a}:
            change = swap(of, PERIOD, index.regions[a], index.regions[b])
            check(of, change)
            assert change.exact
            now = of.score[0, a] - of.score[0, b]
            hit = (scores[:, a] - scores[:, b]) * np.sign(now) < -ROUNDING
            best = away[hit].min(initial=math.inf)
            assert change.distance <= best + 1e-9
            if change.reached:
                assert best <= change.distance + STEP


def test_a_known_change() -> None:
    """Pillars 90, 10 and 20 at 0.5, 0.3 and 0.2 make 52; 2 points down are 0.025 from p to q."""
    of = result(three("arithmetic"), [[9, 1, 2]])
    change = change_class(of, PERIOD, "R00")
    assert change.distance == pytest.approx(0.05, abs=1e-9)
    assert change.after == pytest.approx({"p": 0.475, "q": 0.325, "r": 0.2})
    assert (change.from_class, change.to_class) == (("high",), ("medium",))
    assert change.scores_before == pytest.approx((52.0,))


def test_what_no_weights_can_do() -> None:
    """All pillars in one class; the lowest and the highest class; a region ahead in everything."""
    of = result(three(), [[4, 4.5, 4.9], [0, 1, 1], [9, 9, 9], [9.1, 9.2, 9.3]])
    for region, towards in (("R00", "nearest"), ("R01", "down"), ("R02", "up"), ("R02", "down")):
        change = change_class(of, PERIOD, region, towards)
        assert not change.reached
        assert change.distance == math.inf
        assert change.after == change.before
        assert change.to_class == change.from_class
    assert not swap(of, PERIOD, "R02", "R03").reached
    assert swap(of, PERIOD, "R02", "R02") is not None
    assert not swap(of, PERIOD, "R02", "R02").reached


def test_a_cut_met_by_a_single_pillar_is_reached_upwards_only() -> None:
    """Only the whole weight on a pillar of exactly 50 makes 50; under it nothing can be below."""
    of = result(three(), [[5, 4, 4], [5, 6, 6]])
    up = change_class(of, PERIOD, "R00", "up")
    assert up.after == pytest.approx({"p": 1.0, "q": 0.0, "r": 0.0}, abs=1e-9)
    assert not change_class(of, PERIOD, "R01", "down").reached


def test_what_is_not_rated_has_no_answer() -> None:
    of = result(three(), [[1, 2, 3], [1, NAN, 3]])
    assert change_class(of, PERIOD, "R01") is None
    assert swap(of, PERIOD, "R00", "R01") is None


def test_a_maximum_does_not_care(monkeypatch: pytest.MonkeyPatch) -> None:
    of = result(three("maximum"), MIXED)
    assert not change_class(of, PERIOD, "R00").reached
    assert not swap(of, PERIOD, "R00", "R01").reached


def test_a_pillar_without_figures_takes_no_part() -> None:
    """Weight is only moved between the two pillars that count; the third keeps its own."""
    of = result(three("arithmetic", optional=True), [[6, 3, NAN]])
    change = change_class(of, PERIOD, "R00", "up")
    # 60 and 30 at 5 : 3 make 48.75; 50 is made at 2 : 1, which is 8/15 of 0.8.
    assert change.after == pytest.approx({"p": 0.8 * 2 / 3, "q": 0.8 / 3, "r": 0.2})
    check(of, change)


@EXAMPLES
@given(scored_worlds(), st.sampled_from(("up", "down", "nearest")))
def test_changes_hold_in_any_world(of: Result, towards: str) -> None:
    for region in rated(of):
        check(of, change_class(of, PERIOD, region, towards))


@EXAMPLES
@given(scored_worlds())
def test_swaps_hold_in_any_world(of: Result) -> None:
    regions = rated(of)
    assume(len(regions) > 1)
    gap = of.score[0, of.region_index[regions[0]]] - of.score[0, of.region_index[regions[1]]]
    assume(abs(gap) > 1e-3)
    change = swap(of, PERIOD, regions[0], regions[1])
    check(of, change)
    index = linear_index(of, PERIOD)
    weights = random_weights(len(index.weights))
    rows = [index.at(regions[0]), index.at(regions[1])]
    kept = (weights @ index.keeps_rating(np.array(rows)).T >= 0).all(axis=1)
    scores = index.scores(weights[kept])[:, rows]
    hit = (scores[:, 0] - scores[:, 1]) * np.sign(gap) < -1e-6
    away = np.abs(weights[kept] - index.weights).sum(axis=1)
    # What is searched for may miss the nearest by a little; what is proved may not.
    missed = 1e-6 if change.exact else 1e-3
    assert change.distance <= away[hit].min(initial=math.inf) + missed


def test_the_order_of_pillars_and_regions_does_not_matter() -> None:
    of, turned = three(), three()
    turned = scheme(*turned.pillars[::-1])
    one = result(of, MIXED)
    other = result(turned, [row[::-1] for row in MIXED])
    for region in ("R00", "R01", "R03"):
        first, second = (change_class(r, PERIOD, region) for r in (one, other))
        assert first.distance == pytest.approx(second.distance, abs=1e-8)


def pairs(across: str) -> object:
    return scheme(
        ScoredPillar("p", 0.6, False, tuple(indicator(name) for name in "ab")),
        ScoredPillar("q", 0.4, False, (indicator("c", weight=3.0), indicator("d"))),
        across_pillars=across,
        coverage=1 / 2,
    )


@pytest.mark.parametrize("across", ["arithmetic", "inverted_geometric"])
@pytest.mark.parametrize("row", [[8, 3, 6, 1], [8, NAN, 6, 1], [2, 7, 9, NAN]])
def test_indicator_weights_may_move_too(across: str, row: list[float]) -> None:
    """Against weights drawn near and far, each scored through the same pillars."""
    of = result(pairs(across), [row, [4, 5, 4, 5]])
    for change in (
        change_class(of, PERIOD, "R00", level="indicators"),
        swap(of, PERIOD, "R00", "R01", level="indicators"),
    ):
        check(of, change)
        assert change.reached
        assert change.exact == (across == "arithmetic" and not np.isnan(row).any())
        start = np.array(list(change.before.values()))
        rng = np.random.default_rng(5)
        for _ in range(300):
            step = rng.normal(size=4)
            step -= step.mean()
            near = start + step * (0.98 * change.distance / np.abs(step).sum())
            if (near <= 0).any():
                continue
            again = reweighted(
                of, dict(zip(change.before, near.tolist(), strict=True)), "indicators"
            )
            if len(change.regions) == 1 and np.isfinite(again.score[0, 0]):
                assert of.scheme.classes[again.classes[0, 0]] == change.from_class[0]
            elif np.isfinite(again.score[0]).all():
                now = np.subtract(*again.score[0]) * np.subtract(*change.scores_before)
                assert now > 0


def test_the_nearest_weights_of_one_condition() -> None:
    """w1 ≥ w2 + w3 from (0.2, 0.4, 0.4) needs 0.3 more: from whichever, twice 0.3 in all."""
    found = nearest(np.array([0.2, 0.4, 0.4]), np.array([[1.0, -1.0, -1.0]]))
    assert found is not None
    assert found[0] == pytest.approx(0.5)
    assert np.abs(found - [0.2, 0.4, 0.4]).sum() == pytest.approx(0.6)
    assert nearest(np.array([0.5, 0.5]), np.array([[-1.0, -1.0]])) is None
