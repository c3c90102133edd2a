"""Best and worst over weights in a box: no search finds better, and each is reached."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.normalise import Floats
from scoring.robustness import RobustnessError, class_margins, extremes, holds_within, places
from scoring.robustness.extremes import score_range
from scoring.robustness.linear import LinearIndex, linear_index
from scoring.score import Result, classify, ranks
from tests.scoring.robustness.cases import NAN, PERIOD, grid, rated, result, scored_worlds, three
from tests.scoring.worlds import indicator

EXAMPLES = settings(max_examples=25, deadline=None)
# Sixteen regions in a narrow field, where weights decide much; three lack the third pillar.
FIELD = np.round(np.random.default_rng(8).normal(5, 1.5, (16, 3)).clip(0, 10), 2)
TWINS = [[9, 1, 2], [5, 5, 5], [9, 1, 2], [1, 1, 9]]
GAPS = FIELD.copy()
GAPS[[2, 7, 11], 2] = NAN


def within(index: LinearIndex, weights: Floats, delta: float) -> Floats:
    """Those of the weights that lie in the box and leave all regions rated."""
    kept = (np.abs(weights - index.weights) <= delta + 1e-12).all(axis=1)
    kept &= (weights @ index.keeps_rating(slice(None)).T >= 0).all(axis=1)
    return weights[kept]


def dense(index: LinearIndex, delta: float, draws: int = 20_000) -> Floats:
    """Weights all over the box, with the chosen ones."""
    rng, count = np.random.default_rng(0), len(index.weights)
    steps = rng.uniform(-delta, delta, (draws, count))
    steps[:, -1] = -steps[:, :-1].sum(axis=1)
    near = index.weights + steps
    found = np.vstack([near[(near >= 0).all(axis=1)], rng.dirichlet(np.ones(count), draws)])
    return np.vstack([index.weights, within(index, found, delta)])


@pytest.mark.parametrize("across", ["arithmetic", "inverted_geometric"])
@pytest.mark.parametrize("values", [FIELD, GAPS], ids=["full", "gaps"])
@pytest.mark.parametrize("delta", [0.02, 0.1, 0.4, 1.0])
def test_a_dense_search_finds_the_same(across: str, values: Floats, delta: float) -> None:
    of = result(three(across, optional=True), values)
    index, found = linear_index(of, PERIOD), extremes(of, PERIOD, delta)
    weights = np.vstack([dense(index, delta), within(index, grid(3, 250), delta)])
    scores = index.scores(weights)
    placed = ranks(scores)
    assert found.exact.all()
    assert (scores.min(axis=0) >= found.low - 1e-9).all()
    assert (scores.max(axis=0) <= found.high + 1e-9).all()
    assert (placed.min(axis=0) >= found.best_rank).all()
    assert (placed.max(axis=0) <= found.worst_rank).all()
    # Three pillars make a plane: so many points leave no corner of it unseen by much.
    assert (scores.min(axis=0) <= found.low + 1).all()
    assert (scores.max(axis=0) >= found.high - 1).all()
    assert (placed.min(axis=0) - found.best_rank <= 1).all()
    assert (found.worst_rank - placed.max(axis=0) <= 1).all()
    assert (placed.min(axis=0) == found.best_rank).mean() > 0.8
    assert (placed.max(axis=0) == found.worst_rank).mean() > 0.8
    assert (found.low_class == classify(found.low, of.scheme.cuts)).all()
    assert (found.high_class == classify(found.high, of.scheme.cuts)).all()


@EXAMPLES
@given(scored_worlds(), st.floats(0, 1))
def test_no_weights_in_any_world_go_beyond(of: Result, delta: float) -> None:
    index, found = linear_index(of, PERIOD), extremes(of, PERIOD, delta)
    scores = index.scores(dense(index, delta, 2000))
    placed = ranks(scores)
    assert found.regions == tuple(rated(of))
    assert (scores >= found.low - 1e-9).all()
    assert (scores <= found.high + 1e-9).all()
    # Places that rest on scores level to a millionth of a point are not looked for.
    apart = np.abs(scores[:, :, None] - scores[:, None])
    clear = ((apart > 1e-5) | (apart == 0)).all(axis=(1, 2))
    assert (placed[clear] >= found.best_rank).all()
    assert (placed[clear] <= found.worst_rank).all()


def test_two_pillars_by_hand() -> None:
    """Means 0.5 p + 0.5 q; with ±0.1 a pillar weighs 0.4 to 0.6."""
    base = three("arithmetic")
    of = result(
        replace(base, pillars=tuple(replace(p, weight=0.5) for p in base.pillars[:2])),
        [[8, 2], [5, 4.8], [1, 1], [4.5, 5.5]],
    )
    found = extremes(of, PERIOD, 0.1)
    assert found.low == pytest.approx([44, 48.8, 10, 49])
    assert found.high == pytest.approx([56, 49.2, 10, 51])
    assert found.best_rank.tolist() == [1, 2, 4, 1]
    assert found.worst_rank.tolist() == [3, 3, 4, 3]
    assert found.low_class.tolist() == [2, 2, 0, 2]
    assert found.high_class.tolist() == [3, 2, 0, 3]
    assert found.table().loc["R01", "worst_rank"] == 3


def test_without_room_everything_is_as_it_is() -> None:
    of = result(three(), TWINS)
    found = extremes(of, PERIOD, 0.0)
    assert found.low == pytest.approx(of.score[0], abs=1e-12)
    assert found.high == pytest.approx(of.score[0], abs=1e-12)
    assert found.best_rank.tolist() == found.worst_rank.tolist() == of.rank[0].tolist()
    assert found.exact.all()


def test_a_place_is_found_though_the_solver_ends_where_scores_are_level() -> None:
    """By hand: the third is ahead of the first under all weights but (0, 1), the fourth where q
    weighs more than p; both are ahead of it under (0.1, 0.9), say."""
    base = three()
    two = replace(base, pillars=tuple(replace(p, weight=0.5) for p in base.pillars[:2]))
    found = extremes(result(two, [[5, 0], [5, 0], [10, 0], [0, 5]]), PERIOD, 1.0)
    assert found.worst_rank.tolist() == [3, 3, 2, 4]
    assert found.best_rank.tolist() == [2, 2, 1, 1]
    assert found.exact.all()


def test_twins_share_their_place_under_all_weights() -> None:
    found = extremes(result(three(), TWINS), PERIOD, 1.0)
    assert (found.best_rank[0], found.worst_rank[0]) == (found.best_rank[2], found.worst_rank[2])
    assert found.best_rank.tolist() == [1, 1, 1, 1]
    assert found.worst_rank.tolist() == [3, 4, 3, 4]


def test_extremes_widen_with_the_room() -> None:
    of = result(three(optional=True), GAPS)
    steps = [extremes(of, PERIOD, delta) for delta in (0.0, 0.05, 0.2, 1.0)]
    for tight, wide in pairwise(steps):
        assert (wide.low <= tight.low).all()
        assert (wide.high >= tight.high).all()
        assert (wide.best_rank <= tight.best_rank).all()
        assert (wide.worst_rank >= tight.worst_rank).all()


def test_regions_in_another_order_keep_their_extremes() -> None:
    of, turned = (result(three(optional=True), v) for v in (GAPS, GAPS[::-1]))
    one, other = (extremes(r, PERIOD, 0.1) for r in (of, turned))
    assert other.low[::-1] == pytest.approx(one.low)
    assert other.best_rank[::-1].tolist() == one.best_rank.tolist()
    assert other.worst_rank[::-1].tolist() == one.worst_rank.tolist()


def test_a_margin_is_where_the_class_begins_to_change() -> None:
    of = result(three(optional=True), GAPS)
    margins = class_margins(of, PERIOD)
    assert list(margins) == rated(of)
    assert any(margin < 0.1 for margin in margins.values())
    for region, margin in margins.items():
        own = linear_index(of, PERIOD).at(region)
        if margin == math.inf:
            assert holds_within(of, PERIOD, region, 1.0)
            continue
        assert holds_within(of, PERIOD, region, max(margin - 1e-9, 0.0))
        assert not holds_within(of, PERIOD, region, margin)
        low, high = score_range(linear_index(of, PERIOD), np.full(len(margins), margin))
        assert classify(low, of.scheme.cuts)[own] != classify(high, of.scheme.cuts)[own]


def test_a_known_margin() -> None:
    """80 and 20 at 0.5 each make 50: any weight less on the first makes less than 50."""
    base = three("arithmetic")
    of = result(
        replace(base, pillars=tuple(replace(p, weight=0.5) for p in base.pillars[:2])),
        [[8, 2], [7, 1], [4, 4]],
    )
    margins = class_margins(of, PERIOD)
    assert margins["R00"] == pytest.approx(0, abs=1e-9)
    assert margins["R01"] == pytest.approx(1 / 12, abs=1e-9)  # 40 ± 60 δ, from 35 to 50
    assert margins["R02"] == math.inf


def test_weights_that_unrate_a_region_do_not_count() -> None:
    """R00 has one of three figures in the third pillar: at most half the weight can be there."""
    base = three("arithmetic", optional=True)
    many = tuple(indicator(f"r{i}") for i in range(3))
    of = result(
        replace(base, pillars=(*base.pillars[:2], replace(base.pillars[2], indicators=many))),
        [[6, 2, 5, NAN, NAN], [3, 3, 9, 9, 9]],
    )
    index, found = linear_index(of, PERIOD), extremes(of, PERIOD, 1.0)
    assert found.high.tolist() == pytest.approx([60, 90])
    assert found.worst_rank.tolist() == [2, 2]
    assert (index.keeps_rating(slice(None)) < 0).any(axis=1).all()
    # With over half of the weight there R01 would make 60 or more, the most R00 can have.
    close = extremes(of, PERIOD, 0.5)
    assert close.exact.all()
    assert close.low[0] == pytest.approx(20)


def test_what_is_not_proved_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "NODES", 0)
    found = extremes(result(three(optional=True), GAPS), PERIOD, 0.3)
    assert not found.exact.all()


def test_an_unrated_period_has_no_regions() -> None:
    of = result(three(), [[NAN, 1, 2], [1, NAN, 2]])
    assert extremes(of, PERIOD, 0.1).table().empty
    assert class_margins(of, PERIOD) == {}


@pytest.mark.parametrize("delta", [-0.1, 1.1, math.nan])
def test_room_is_from_nothing_to_everything(delta: float) -> None:
    of = result(three(), TWINS)
    with pytest.raises(RobustnessError, match="0 to 1"):
        extremes(of, PERIOD, delta)
    with pytest.raises(RobustnessError, match="0 to 1"):
        holds_within(of, PERIOD, "R00", delta)
