"""The change ledger: steps that add up, whatever was revised, left out or decided anew."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.contributions import against_period
from scoring.framework import ScaledIndicator, Scheme, ScoredPillar
from scoring.inputs import Inputs
from scoring.ledger import (
    FEW_COMMON,
    NOT_AFTER,
    NOT_BEFORE,
    NOT_BETWEEN,
    STEPS,
    Key,
    Ledger,
    ledger,
)
from scoring.like_for_like import like_for_like
from scoring.score import Result, score
from tests.scoring.worlds import indicator, inputs, scheme, worlds

NAN = math.nan
EXAMPLES = settings(max_examples=60, deadline=None)
EXACT = 1e-9

# Two pillars of equal weight and a plain mean across them, so that every number below can be
# worked out in the head. Figures run from 0 to 10, and so a figure is ten points of pressure.
PLAIN = scheme(
    ScoredPillar("p", 0.5, False, (indicator("a"), indicator("b"))),
    ScoredPillar("q", 0.5, False, (indicator("c"),)),
    across_pillars="arithmetic",
)


def made(*years: list[float], of: Scheme = PLAIN) -> Result:
    """One region: figures of a, b, c in each year from 2020 on."""
    return score(inputs(of, [[year] for year in years], regions=("R",)), of)


def parts(of: Ledger, name: str) -> dict[str, float]:
    """Points of each indicator in a step that are not nothing, of the first region."""
    step = getattr(of, name)
    named = zip(of.indicators, step.indicators[0], strict=True)
    return {key.indicator: float(v) for key, v in named if v != 0 and not math.isnan(v)}


def points(of: Ledger) -> dict[str, float]:
    return {name: float(getattr(of, name).points[0]) for name in STEPS}


def check(of: Ledger) -> None:
    """Steps add up to the difference of the scores, and the parts of each step to the step."""
    for r, reason in enumerate(of.reasons):
        known = not reason
        for step in (*(getattr(of, name) for name in STEPS), of.total):
            assert math.isnan(step.points[r]) != known
            own = (np.nansum(step.indicators[r]), np.nansum(step.pillars[r]), step.form[r])
            if known:
                assert abs(sum(own) - step.points[r]) <= EXACT
            else:
                assert np.isnan(step.indicators[r]).all()
        if known:
            whole = sum(getattr(of, name).points[r] for name in STEPS)
            assert abs(whole - (of.after[r] - of.before[r])) <= EXACT


# ------------------------------------------------------------- three releases, worked out by hand


def test_figures_revised_and_nothing_else() -> None:
    """a was 4 and is now 6 in the same year: ten points of the pillar, five of the index."""
    old, new = made([4, 2, 8]), made([6, 2, 8])
    found = ledger(old, new, new, 2020, 2020)
    assert (found.before[0], found.after[0]) == pytest.approx((55.0, 60.0))
    assert points(found) == pytest.approx({"revision": 5, "real": 0, "method": 0, "coverage": 0})
    assert parts(found, "revision") == pytest.approx({"a": 5.0})
    check(found)


def test_the_method_changed_and_nothing_else() -> None:
    """c is now full pressure at 16 instead of 10: from 80 points to 50, half of that in the index."""
    tighter = replace(PLAIN.pillars[1], indicators=(indicator("c", hi=16.0),))
    other = replace(PLAIN, pillars=(PLAIN.pillars[0], tighter))
    old, new = made([4, 2, 8]), made([4, 2, 8], of=other)
    found = ledger(old, old, new, 2020, 2020)
    assert (found.before[0], found.after[0]) == pytest.approx((55.0, 40.0))
    assert points(found) == pytest.approx({"revision": 0, "real": 0, "method": -15, "coverage": 0})
    assert parts(found, "method") == pytest.approx({"c": -15.0})
    check(found)


def test_figures_and_method_and_year() -> None:
    """All at once, each told apart.

    Old release, 2020: a 4, b 2, c 8: p 30, q 80, score 55.
    New release: a of 2020 is 6; 2021 has a 6, b 4, c 7; p weighs 0.75 and q 0.25.
    Revision 2020: p 30 → 40: +5.  2021 in the old method: p 50, q 70, 60: b +5, c −5: 0.
    Method: 0.75 · 50 + 0.25 · 70 = 55: −5, of the pillars' weights alone.
    """
    other = replace(
        PLAIN,
        pillars=(replace(PLAIN.pillars[0], weight=0.75), replace(PLAIN.pillars[1], weight=0.25)),
    )
    old = made([4, 2, 8])
    bridge, new = (made([6, 2, 8], [6, 4, 7], of=of) for of in (PLAIN, other))
    found = ledger(old, bridge, new, 2020, 2021)
    assert (found.before[0], found.after[0]) == pytest.approx((55.0, 55.0))
    assert points(found) == pytest.approx({"revision": 5, "real": 0, "method": -5, "coverage": 0})
    assert parts(found, "revision") == pytest.approx({"a": 5.0})
    assert parts(found, "real") == pytest.approx({"b": 5.0, "c": -5.0})
    assert parts(found, "method") == {}
    assert float(found.method.pillars.sum()) == pytest.approx(-5.0)
    check(found)


# ------------------------------------------------------------------------------ methods that differ


def test_an_indicator_that_comes_in_counts_by_how_far_it_lies_from_its_pillar() -> None:
    """d is 9 in a pillar of 40: (90 − mean of 40 and 65) · share. The others lose nothing."""
    joined = replace(PLAIN.pillars[1], indicators=(indicator("c"), indicator("d")))
    other = replace(PLAIN, pillars=(PLAIN.pillars[0], joined))
    old, new = made([5, 5, 4]), made([5, 5, 4, 9], of=other)
    found = ledger(old, old, new, 2020, 2020)
    # q rises from 40 to 65, so the index from 45 to 57.5: all of it because d came in.
    assert points(found)["method"] == pytest.approx(12.5)
    assert parts(found, "method") == pytest.approx({"d": 12.5})
    check(found)


def test_weights_on_another_scale_are_no_change() -> None:
    scaled = tuple(
        replace(pillar, indicators=tuple(replace(i, weight=7.0) for i in pillar.indicators))
        for pillar in PLAIN.pillars
    )
    old, new = made([4, 2, 8]), made([4, 2, 8], of=replace(PLAIN, pillars=scaled))
    found = ledger(old, old, new, 2020, 2020)
    assert found.method.points[0] == 0
    assert parts(found, "method") == {}


def test_another_mean_across_pillars_stands_in_its_own_line() -> None:
    other = replace(PLAIN, across_pillars="quadratic")
    old, new = made([4, 2, 8]), made([4, 2, 8], of=other)
    found = ledger(old, old, new, 2020, 2020)
    assert found.method.form[0] == pytest.approx(math.sqrt((30**2 + 80**2) / 2) - 55)
    assert parts(found, "method") == {}
    check(found)


def test_a_method_without_a_common_pillar_is_still_told() -> None:
    renamed = replace(
        PLAIN, pillars=tuple(replace(pillar, id=f"new_{pillar.id}") for pillar in PLAIN.pillars)
    )
    old, new = made([4, 2, 8]), made([6, 2, 8], of=renamed)
    found = ledger(old, old, new, 2020, 2020)
    assert set(found.pillars) == {"p", "q", "new_p", "new_q"}
    assert Key("new_p", "a") in found.indicators
    assert found.method.form[0] == pytest.approx(5.0)
    check(found)


# ------------------------------------------------------------------------------- years that differ


def test_within_a_release_all_is_real_change_in_the_parts_that_are_already_published() -> None:
    result = made([4, 2, 8], [5, 0, 6], of=replace(PLAIN, across_pillars="inverted_geometric"))
    found = ledger(result, result, result, 2020, 2021)
    own = against_period(like_for_like(result.inputs, result.scheme, (2020, 2021)), 2021, 2020, "R")
    assert found.real.indicators[0] == pytest.approx(own.indicators, abs=1e-12)
    assert found.real.points[0] == pytest.approx(own.score - own.baseline, abs=1e-12)
    assert points(found) == pytest.approx(
        {**points(found), "revision": 0, "method": 0, "coverage": 0}
    )
    check(found)


def test_an_indicator_that_only_one_year_has_is_no_real_change() -> None:
    """b comes in at 9 beside an unchanged a of 3: the pillar doubles, and nothing happened."""
    wide = replace(PLAIN, like_for_like=0.5, coverage=0.5)
    result = made([3, NAN, 5], [3, 9, 5], of=wide)
    found = ledger(result, result, result, 2020, 2021)
    assert (found.before[0], found.after[0]) == pytest.approx((40.0, 55.0))
    assert points(found) == pytest.approx({"revision": 0, "real": 0, "method": 0, "coverage": 15})
    assert parts(found, "coverage") == pytest.approx({"b": 15.0})
    assert found.share[0] == pytest.approx(0.75)
    check(found)


def test_an_optional_pillar_that_only_one_year_has_stands_in_its_own_line() -> None:
    optional = replace(PLAIN, pillars=(PLAIN.pillars[0], replace(PLAIN.pillars[1], optional=True)))
    result = made([4, 4, NAN], [4, 4, 8], of=optional)
    found = ledger(result, result, result, 2020, 2021)
    assert points(found) == pytest.approx({"revision": 0, "real": 0, "method": 0, "coverage": 20})
    assert found.coverage.pillars[0, found.pillars.index("q")] == pytest.approx(20.0)
    check(found)


# ------------------------------------------------------------------------------ where it cannot be


@pytest.mark.parametrize(
    ("old", "bridge", "new", "reason"),
    [
        ([NAN, 2, 8], [4, 2, 8], [4, 2, 8], NOT_BEFORE),
        ([4, 2, 8], [4, 2, 8], [4, 2, NAN], NOT_AFTER),
        ([4, 2, 8], [4, 2, NAN], [4, 2, 8], NOT_BETWEEN),
    ],
)
def test_where_a_score_is_missing_there_is_a_reason_and_no_number(
    old: list[float], bridge: list[float], new: list[float], reason: str
) -> None:
    found = ledger(made(old), made(bridge), made(new), 2020, 2020)
    assert found.reasons == (reason,)
    check(found)


def test_years_with_too_little_in_common_are_not_compared() -> None:
    loose = replace(PLAIN, coverage=0.5)
    result = made([4, NAN, 8], [NAN, 4, 8], of=loose)
    assert np.isfinite(result.score).all()
    found = ledger(result, result, result, 2020, 2021)
    assert found.reasons == (FEW_COMMON,)
    check(found)


def test_only_regions_of_both_releases_are_told() -> None:
    both = inputs(PLAIN, [[4, 2, 8], [1, 1, 1]], regions=("R", "S"))
    old, new = score(both, PLAIN), made([4, 2, 8])
    assert ledger(old, new, new, 2020, 2020).regions == ("R",)


def test_another_mean_inside_pillars_is_refused() -> None:
    odd = replace(made([4, 2, 8]), scheme=replace(PLAIN, within_pillars="quadratic"))
    with pytest.raises(ValueError, match="arithmetic"):
        ledger(odd, odd, odd, 2020, 2020)


# ------------------------------------------------------------------------------------- properties


@st.composite
def releases(draw: st.DrawFn) -> tuple[Result, Result, Result]:
    """Two releases of two years: some figures revised, added and dropped, and the method redone."""
    of, figures = draw(worlds(periods=2))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    revised = _revised(figures, rng)
    pillars = [
        replace(
            pillar,
            weight=float(rng.uniform(0.1, 1.0)) if rng.random() < 0.5 else pillar.weight,
            indicators=tuple(_redone(one, rng) for one in pillar.indicators),
        )
        for pillar in of.pillars
    ]
    whole = sum(pillar.weight for pillar in pillars)
    across = str(rng.choice(["arithmetic", "quadratic", "inverted_geometric", "maximum"]))
    other = replace(
        of,
        pillars=tuple(replace(p, weight=p.weight / whole) for p in pillars),
        across_pillars=across,
    )
    return score(figures, of), score(revised, of), score(_revised(revised, rng, 0.1), other)


def _revised(figures: Inputs, rng: np.random.Generator, share: float = 0.3) -> Inputs:
    shape = figures.values.shape
    values = np.where(rng.random(shape) < share, rng.uniform(0.1, 200, shape), figures.values)
    values = np.where(rng.random(shape) < share / 6, NAN, values)
    values = np.where(figures.applicable, values, NAN)
    return replace(figures, values=values)


def _redone(one: ScaledIndicator, rng: np.random.Generator) -> ScaledIndicator:
    if rng.random() < 0.5:
        return one
    return replace(one, hi=one.lo + float(rng.uniform(1, 100)), weight=float(rng.uniform(0.2, 3)))


@EXAMPLES
@given(releases(), st.booleans())
def test_everything_adds_up(made_up: tuple[Result, Result, Result], same_year: bool) -> None:
    old, bridge, new = made_up
    first, last = old.inputs.periods
    check(ledger(old, bridge, new, first, first if same_year else last))


@EXAMPLES
@given(releases())
def test_nothing_changed_is_told_as_nothing(made_up: tuple[Result, Result, Result]) -> None:
    result = made_up[0]
    found = ledger(result, result, result, *(result.inputs.periods[1],) * 2)
    for step in (getattr(found, name) for name in STEPS):
        for values in (step.points, step.indicators, step.pillars, step.form):
            assert not np.nan_to_num(values).any()
