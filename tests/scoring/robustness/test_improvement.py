"""The smallest change of one indicator: applied through all of scoring it does what it says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.framework import ScoredPillar
from scoring.robustness import SingleChange, single_changes, smallest_change
from scoring.score import Result, score
from tests.scoring.robustness.cases import NAN, PERIOD, result, scored_worlds, three
from tests.scoring.worlds import indicator, scheme

BOTH = st.sampled_from(("down", "up"))


def with_value(of: Result, region: str, name: str, value: float) -> Result:
    values = of.inputs.values.copy()
    values[0, of.region_index[region], of.indicator_index[name]] = value
    return score(replace(of.inputs, values=values), of.scheme)


def class_of(of: Result, region: str) -> int:
    return int(of.classes[0, of.region_index[region]])


def check(of: Result, change: SingleChange, towards: str) -> None:
    sign = -1 if towards == "down" else 1
    again = with_value(of, change.region, change.indicator, change.after)
    own = class_of(of, change.region)
    moved = class_of(again, change.region)
    assert sign * (moved - own) > 0
    assert (of.scheme.classes[own], of.scheme.classes[moved]) == (
        change.from_class,
        change.to_class,
    )
    r, k = of.region_index[change.region], of.indicator_index[change.indicator]
    assert again.score[0, r] == pytest.approx(change.score_after, abs=1e-11)
    assert change.share == pytest.approx(abs(again.normalised[0, r, k] - of.normalised[0, r, k]))
    assert 0 < change.share <= 1
    # A hundred-thousandth of the way back it is not there yet.
    nearly = change.after + 1e-5 * (change.before - change.after)
    assert class_of(with_value(of, change.region, change.indicator, nearly), change.region) == own


@settings(max_examples=20, deadline=None)
@given(scored_worlds(), BOTH)
def test_changes_do_what_they_say_and_no_more(of: Result, towards: str) -> None:
    for region in of.inputs.regions:
        changes = single_changes(of, PERIOD, region, towards)
        assert [c.share for c in changes] == pytest.approx(sorted(c.share for c in changes))
        assert smallest_change(of, PERIOD, region, towards) == (changes[0] if changes else None)
        for change in changes:
            check(of, change, towards)


@settings(max_examples=12, deadline=None)
@given(scored_worlds(), BOTH)
def test_what_is_not_offered_cannot_be_done(of: Result, towards: str) -> None:
    for region in of.inputs.regions:
        offered = {c.indicator for c in single_changes(of, PERIOD, region, towards)}
        for card in of.scheme.indicators:
            known = not np.isnan(
                of.inputs.values[0, of.region_index[region], of.indicator_index[card.id]]
            )
            if card.id in offered or not known or class_of(of, region) < 0:
                assert known or card.id not in offered
                continue
            best = (card.lo, card.hi)[(card.direction == 1) == (towards == "up")]
            again = with_value(of, region, card.id, best)
            assert class_of(again, region) == class_of(of, region)


def test_a_change_by_hand() -> None:
    """Pillars 60, 50 and 50 at 0.5, 0.3 and 0.2 make 55: each must take away 5 and a bit."""
    of = result(three("arithmetic"), [[6, 5, 5]])
    found = {c.indicator: c for c in single_changes(of, PERIOD, "R00")}
    assert [c.indicator for c in single_changes(of, PERIOD, "R00")] == ["p1", "q1", "r1"]
    assert found["p1"].after == pytest.approx(5.0)
    assert found["q1"].after == pytest.approx(5 - 10 / 6)
    assert found["r1"].after == pytest.approx(2.5)
    assert found["p1"].share == pytest.approx(0.1)
    assert found["p1"].from_class == "high"
    assert found["p1"].to_class == "medium"
    up = smallest_change(of, PERIOD, "R00", "up")
    assert up is not None
    assert (up.indicator, up.to_class) == ("p1", "very_high")
    assert up.after == pytest.approx(8.0)


def test_units_directions_and_goalposts_are_the_indicators_own() -> None:
    """Wages, of which little is pressure, on a logarithm from 100 to 10,000 beside two others."""
    of = scheme(
        ScoredPillar(
            "p",
            1.0,
            False,
            (
                indicator("wage", lo=100.0, hi=10_000.0, direction=-1, transform="log"),
                indicator("x"),
                indicator("beyond"),
            ),
        )
    )
    found = result(of, [[100.0, 5.0, 12.0]])  # 100, 50 and a clipped 100 make 83.3
    changes = {c.indicator: c for c in single_changes(found, PERIOD, "R00")}
    # Down to 65 take 55 of one of them: the wage to 100 · 100^0.55, the clipped one to 4.5.
    assert set(changes) == {"wage", "beyond"}
    assert changes["wage"].after == pytest.approx(100 * 100**0.55)
    assert changes["beyond"].after == pytest.approx(4.5)
    assert changes["beyond"].share == pytest.approx(0.55)


def test_what_is_missing_cannot_be_improved() -> None:
    of = scheme(ScoredPillar("p", 1.0, False, tuple(indicator(n) for n in "abc")))
    found = single_changes(result(of, [[8, 6, NAN]]), PERIOD, "R00")
    assert {c.indicator for c in found} == {"a", "b"}
    assert single_changes(result(of, [[8, NAN, NAN]]), PERIOD, "R00") == ()


def test_none_can_do_it_alone() -> None:
    """Everything is at its best already; or no one pillar is heavy enough."""
    of = result(three("arithmetic"), [[0, 0, 0], [10, 10, 10]])
    assert smallest_change(of, PERIOD, "R00") is None
    many = scheme(ScoredPillar("p", 1.0, False, tuple(indicator(n) for n in "abcdefgh")))
    assert smallest_change(result(many, [[10] * 8]), PERIOD, "R00") is None
    assert smallest_change(of, PERIOD, "R01", "up") is None
