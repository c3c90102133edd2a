"""Scores: what is rated, its bounds, class and rank; and what must not matter."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.framework import Scheme, ScoredPillar
from scoring.inputs import Inputs
from scoring.score import NOT_RATED, Result, classify, ranks, score
from tests.scoring.worlds import CUTS, indicator, inputs, scheme, worlds

NAN = math.nan
EXAMPLES = settings(max_examples=25, deadline=None)

# Three indicators of equal weight and an optional one: the smallest shape with every rule in it.
MAIN = ScoredPillar("main", 0.8, False, tuple(indicator(name) for name in "abc"))
EXTRA = ScoredPillar("extra", 0.2, True, (indicator("x"),))
PLAIN = scheme(MAIN, EXTRA)


def scored(values: object, of: Scheme = PLAIN, **options: object) -> Result:
    return score(inputs(of, values, **options), of)


def test_coverage_of_exactly_two_thirds_is_enough() -> None:
    """1/3 + 1/3 may fall short of 2/3 by a rounding error, which must not decide."""
    result = scored([[3, 5, NAN, 5], [3, NAN, NAN, 5]])
    assert result.pillar_coverage[0, :, 0] == pytest.approx([2 / 3, 1 / 3])
    assert result.pillars[0, 0, 0] == pytest.approx(40.0)
    assert math.isnan(result.pillars[0, 1, 0])
    assert np.isnan(result.score[0]).tolist() == [False, True]


@pytest.mark.parametrize("count", [3, 6, 9, 12, 21])
def test_two_thirds_of_any_number_are_enough(count: int) -> None:
    """The first 14 of 21 equal shares add up to 0.6666666666666665, and are enough."""
    of = scheme(
        ScoredPillar("p", 1.0, False, tuple(indicator(f"i{i}", weight=1.0) for i in range(count)))
    )
    values = np.full((2, count), 5.0)
    values[0, -(count // 3) :] = NAN
    values[1, -(count // 3) - 1 :] = NAN
    assert np.isnan(scored(values, of).score[0]).tolist() == [False, True]


def test_one_missing_required_pillar_leaves_the_index_unrated() -> None:
    of = scheme(
        ScoredPillar("big", 0.9, False, (indicator("a"),)),
        ScoredPillar("small", 0.1, False, (indicator("b"),)),
    )
    result = scored([[5, 5], [5, NAN]], of)
    assert np.isnan(result.score[0]).tolist() == [False, True]
    assert result.coverage[0].tolist() == [1.0, 0.9]


def test_the_whole_needs_two_thirds_even_if_each_pillar_has_them() -> None:
    """An optional pillar with some figures counts in the coverage of the index."""
    of = scheme(
        ScoredPillar("main", 0.5, False, tuple(indicator(name) for name in "abc")),
        ScoredPillar("extra", 0.5, True, tuple(indicator(name) for name in "wxyz")),
    )
    result = scored([[1, 1, NAN, 1, NAN, NAN, NAN], [1, 1, NAN, NAN, NAN, NAN, NAN]], of)
    assert result.coverage[0] == pytest.approx([(1 / 3 + 1 / 8), 2 / 3])
    assert np.isnan(result.score[0]).tolist() == [True, False]


def test_an_optional_pillar_may_be_absent() -> None:
    result = scored([[2, 2, 2, 8], [2, 2, 2, NAN]])
    assert result.score[0, 1] == pytest.approx(20.0)
    assert result.score[0, 0] > 20
    assert result.score_without_optional[0] == pytest.approx([20.0, 20.0])
    assert result.coverage[0].tolist() == [1.0, 1.0]
    assert result.reliability.parts[0, 1, 0] == pytest.approx(0.2)  # but it is missing there


def test_not_applicable_is_not_missing() -> None:
    """Where two of three indicators do not apply the third is all; where they miss it is too few."""
    applies = [[True, False, False, True], [True] * 4]
    result = scored([[4, NAN, NAN, 4], [4, NAN, NAN, 4]], applicable=applies)
    assert result.pillar_coverage[0, :, 0] == pytest.approx([1.0, 1 / 3])
    assert result.score[0, 0] == pytest.approx(40.0)
    assert math.isnan(result.score[0, 1])
    assert (result.low[0, 0], result.high[0, 0]) == (result.score[0, 0],) * 2
    assert result.reliability.parts[0, :, 0] == pytest.approx([0.0, 0.8 * 2 / 3])


def test_a_value_where_the_indicator_does_not_apply_is_refused() -> None:
    with pytest.raises(ValueError, match="does not apply"):
        scored([[4, 4, 4, 4]], applicable=[[True, True, True, False]])


def test_an_infinite_value_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        scored([[4, math.inf, 4, 4]])


@pytest.mark.parametrize("name", ["values", "age", "estimated", "source", "applicable"])
def test_inputs_of_another_shape_are_refused(name: str) -> None:
    good = inputs(PLAIN, [[1, 2, 3, 4], [1, 2, 3, 4]])
    with pytest.raises(ValueError, match=name):
        replace(good, **{name: getattr(good, name)[..., :-1]})


def test_missing_values_are_not_dropped_silently() -> None:
    """Known fault of the field. What is missing widens the bounds, lowers coverage, is reported."""
    full, gap = scored([[2, 6, 7, 5]]), scored([[2, 6, NAN, 5]])
    assert math.isnan(gap.normalised[0, 0, 2])
    assert gap.coverage[0, 0] < full.coverage[0, 0] == 1
    assert gap.low[0, 0] < gap.score[0, 0] < gap.high[0, 0]
    assert full.low[0, 0] == full.score[0, 0] == full.high[0, 0]
    assert gap.reliability.parts[0, 0, 0] > full.reliability.parts[0, 0, 0] == 0


def test_bounds_are_the_scores_with_the_best_and_the_worst_in_the_gaps() -> None:
    gap, best, worst = (scored([[2, 6, fill, 5]]) for fill in (NAN, 0, 10))
    assert (gap.low[0, 0], gap.high[0, 0]) == (best.score[0, 0], worst.score[0, 0])


def test_a_score_without_a_thin_optional_pillar_is_one_of_its_own_bounds() -> None:
    """Half of the optional pillar is known and at its worst: rated, it would have 50 or more."""
    of = scheme(MAIN, ScoredPillar("extra", 0.2, True, (indicator("x"), indicator("y"))))
    result = scored([[1, 1, 1, 10, NAN]], of)
    assert math.isnan(result.pillars[0, 0, 1])
    assert result.score[0, 0] == pytest.approx(10.0)
    assert result.low[0, 0] == result.score[0, 0]
    assert result.high[0, 0] == scored([[1, 1, 1, 10, 10]], of).score[0, 0]


@EXAMPLES
@given(worlds())
def test_a_score_lies_within_its_bounds(world: tuple[Scheme, Inputs]) -> None:
    result = score(world[1], world[0])
    rated = ~np.isnan(result.score)
    for array in (result.low, result.high, result.score_arithmetic, result.score_without_optional):
        assert (np.isnan(array) == ~rated).all()
    low, mid, high = (x[rated] for x in (result.low, result.score, result.high))
    assert (low <= mid + 1e-9).all()
    assert (mid <= high + 1e-9).all()
    assert ((low >= 0) & (high <= 100)).all()
    assert (result.score_arithmetic[rated] <= mid + 1e-9).all()
    assert ((result.classes == NOT_RATED) == ~rated).all()


@EXAMPLES
@given(worlds(), st.data())
def test_a_score_follows_the_declared_direction(
    world: tuple[Scheme, Inputs], data: st.DataObject
) -> None:
    """Known fault of the field: polarity that is read and ignored."""
    of, given_inputs = world
    k = data.draw(st.integers(0, len(of.indicators) - 1))
    raised = given_inputs.values.copy()
    raised[..., k] += data.draw(st.floats(0, 50)) * of.indicators[k].direction
    before, after = score(given_inputs, of), score(replace(given_inputs, values=raised), of)
    rated = ~np.isnan(before.score)
    assert (np.isnan(after.score) == ~rated).all()
    for name in ("score", "score_arithmetic", "low", "high"):
        assert (getattr(after, name)[rated] >= getattr(before, name)[rated] - 1e-9).all()


@pytest.mark.parametrize("direction", [1, -1])
def test_direction_decides_who_is_on_top(direction: int) -> None:
    of = scheme(ScoredPillar("p", 1.0, False, (indicator("i", direction=direction),)))
    rank = scored([[2], [8]], of).rank[0].tolist()
    assert rank == ([2, 1] if direction == 1 else [1, 2])


@EXAMPLES
@given(worlds(transforms=("identity", "log")), st.data())
def test_another_unit_changes_no_score(world: tuple[Scheme, Inputs], data: st.DataObject) -> None:
    of, given_inputs = world
    count = len(of.indicators)
    factors = data.draw(st.lists(st.floats(1e-3, 1e3), min_size=count, max_size=count))
    scale = dict(zip(of.indicator_ids, factors, strict=True))
    rescaled = replace(
        of,
        pillars=tuple(
            replace(
                pillar,
                indicators=tuple(
                    replace(i, lo=i.lo * scale[i.id], hi=i.hi * scale[i.id])
                    for i in pillar.indicators
                ),
            )
            for pillar in of.pillars
        ),
    )
    one = score(given_inputs, of)
    other = score(replace(given_inputs, values=given_inputs.values * factors), rescaled)
    assert other.score == pytest.approx(one.score, abs=1e-8, nan_ok=True)
    assert other.pillars == pytest.approx(one.pillars, abs=1e-8, nan_ok=True)


@EXAMPLES
@given(worlds(), st.randoms(use_true_random=False))
def test_order_changes_nothing(world: tuple[Scheme, Inputs], random: object) -> None:
    """Of the regions, of the pillars, and of the indicators inside them."""
    of, given_inputs = world

    def mixed(items: tuple) -> tuple:
        return tuple(random.sample(items, len(items)))

    turned = replace(
        of, pillars=mixed(tuple(replace(p, indicators=mixed(p.indicators)) for p in of.pillars))
    )
    columns = [of.indicator_ids.index(name) for name in turned.indicator_ids]
    rows = mixed(tuple(range(len(given_inputs.regions))))
    picked = np.ix_(range(len(given_inputs.periods)), rows, columns)
    moved = replace(
        given_inputs,
        regions=tuple(given_inputs.regions[r] for r in rows),
        indicators=turned.indicator_ids,
        applicable=given_inputs.applicable[picked[1][0], picked[2][0]],
        **{
            name: getattr(given_inputs, name)[picked]
            for name in ("values", "age", "estimated", "source")
        },
    )
    one, other = score(given_inputs, of), score(moved, turned)
    for name in ("score", "score_arithmetic", "low", "high", "coverage"):
        expected = getattr(one, name)[:, rows]
        assert getattr(other, name) == pytest.approx(expected, abs=1e-10, nan_ok=True)
    np.testing.assert_array_equal(other.rank, one.rank[:, rows])
    np.testing.assert_array_equal(other.classes, one.classes[:, rows])


def test_weights_go_with_ids_and_not_with_places() -> None:
    """Known fault of the field: a weight that is applied by position.

    The same indicators in another order are refused: nothing is ever matched by place.
    """
    turned = replace(PLAIN, pillars=(EXTRA, MAIN))
    with pytest.raises(ValueError, match="same order"):
        score(inputs(PLAIN, [[1, 2, 3, 4]]), turned)
    heavy = scheme(
        ScoredPillar("main", 1.0, False, (indicator("a", weight=3.0), indicator("b", weight=1.0)))
    )
    light = replace(heavy, pillars=(replace(heavy.pillars[0], indicators=heavy.indicators[::-1]),))
    assert scored([[8, 0]], heavy).score[0, 0] == pytest.approx(60.0)
    assert scored([[0, 8]], light).score[0, 0] == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, 0),
        (19.999999, 0),
        (20.0, 1),
        (34.999999, 1),
        (35.0, 2),
        (50.0, 3),
        (64.999999, 3),
        (65.0, 4),
        (100.0, 4),
        (NAN, NOT_RATED),
        (math.nextafter(20, 0), 1),  # what is left of 20 after a sum of binary fractions
        (-2e-14, 0),  # and of 0
    ],
)
def test_a_class_begins_at_its_cut(value: float, expected: int) -> None:
    assert classify(np.array([value]), CUTS).tolist() == [expected]


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (2, 1), (3.5, 2), (5, 3), (6.5, 4)])
def test_a_region_with_every_pillar_at_a_cut_is_in_the_class_that_begins_there(
    value: float, expected: int
) -> None:
    of = scheme(
        *(ScoredPillar(f"p{w}", w / 10, False, (indicator(f"i{w}"),)) for w in (1, 2, 3, 4))
    )
    assert scored([[value] * 4], of).classes.tolist() == [[expected]]


def test_ranks_are_of_unrounded_scores_and_ties_share_the_better_place() -> None:
    """49.96 and 50.04 are both shown as 50.0, and are neither tied nor in one class."""
    scores = np.array([49.96, 50.04, NAN, 70.0, 49.96])
    assert ranks(scores) == pytest.approx([3, 2, NAN, 1, 3], nan_ok=True)
    assert classify(scores, CUTS).tolist() == [2, 3, NOT_RATED, 4, 2]


def test_nothing_is_rounded_on_the_way() -> None:
    """Known fault of the field: rounding at every level. A millionth of a unit is still seen."""
    result = scored([[2, 2, 2, 2], [2 + 1e-6, 2, 2, 2]])
    gap = result.score[0, 1] - result.score[0, 0]
    assert gap == pytest.approx(100 * 1e-7 * 0.8 / 3, rel=1e-3)
    assert result.rank[0].tolist() == [2, 1]


def arrays(thing: object) -> dict[str, np.ndarray]:
    return {name: x for name, x in vars(thing).items() if isinstance(x, np.ndarray)}


def test_a_result_cannot_be_changed() -> None:
    result = scored([[1, 2, 3, 4]])
    weights = {
        name: getattr(result.scheme, name)
        for name in ("pillar_weights", "inner_weights", "nominal_weights", "optional")
    }
    found = {
        **arrays(result),
        **arrays(result.inputs),
        **arrays(result.reliability),
        **weights,
    }
    assert len(found) >= 12 + 5 + 2 + 4
    for name, array in found.items():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
        assert not array.flags.writeable, name
    with pytest.raises(AttributeError):
        result.score = None
