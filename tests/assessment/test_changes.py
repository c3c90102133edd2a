"""Changed figures: what may be changed, what a change does to a figure, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.changes import (
    ADD,
    ASSUMED,
    DECIMALS,
    EVERYWHERE,
    KINDS,
    MOST,
    PERCENT,
    SET,
    Change,
    ChangeError,
    apply,
    check,
    parse,
    short,
)
from scoring.framework import ScoredPillar
from tests.assessment.published import published
from tests.scoring.worlds import indicator, inputs, scheme

SMALL = scheme(ScoredPillar("p", 1.0, False, (indicator("a"), indicator("b"))))
# Two regions, two indicators, one year; the second region has no figure of b.
ONE = inputs(SMALL, [[2.0, 4.0], [6.0, np.nan]], regions=("R1", "R2"))
INPUTS = published().result.inputs


def values(*changes: Change, **more: object) -> list[list[float]]:
    return apply(ONE, changes, **more).values[0].tolist()


def test_a_figure_is_set_added_to_or_changed_by_a_share() -> None:
    assert values(Change("R1", "a", SET, 9.0))[0] == [9.0, 4.0]
    assert values(Change("R1", "a", ADD, -0.5))[0] == [1.5, 4.0]
    assert values(Change("R1", "b", PERCENT, 25.0))[0] == [2.0, 5.0]
    np.testing.assert_array_equal(values()[1], [6.0, np.nan])


def test_everywhere_leaves_gaps_and_comes_before_a_single_region() -> None:
    made = (Change("R1", "a", ADD, 1.0), Change(EVERYWHERE, "a", PERCENT, 50.0))
    for order in (made, made[::-1]):
        assert [row[0] for row in values(*order)] == [4.0, 9.0]  # 2·1.5 + 1, 6·1.5
    np.testing.assert_array_equal(
        [row[1] for row in values(Change(EVERYWHERE, "b", SET, 1.0))], [1.0, np.nan]
    )


def test_what_is_set_may_fill_a_gap_and_is_marked_as_an_assumption() -> None:
    after = apply(ONE, (Change("R2", "b", SET, 3.0),))
    assert after.values[0, 1, 1] == 3.0
    assert after.sources[after.source[0, 1, 1]] == ASSUMED
    assert after.estimated[0, 1, 1]
    assert after.age[0, 1, 1] == 0.0
    assert after.source[0, 0].tolist() == ONE.source[0, 0].tolist()
    assert ONE.values[0, 0, 0] == 2.0  # the inputs themselves stay


def test_changes_are_made_only_in_the_periods_that_ask_for_them() -> None:
    twice = inputs(SMALL, [[[2.0, 4.0]], [[2.0, 4.0]]], regions=("R1",))
    made = np.array([[True, False], [True, True]])
    after = apply(twice, (Change("R1", "a", ADD, 1.0), Change("R1", "b", ADD, 1.0)), made=made)
    assert after.values[:, 0].tolist() == [[3.0, 5.0], [2.0, 5.0]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("R9", "a", SET, 1.0), "region"),
        (Change("R1", "z", SET, 1.0), "indicator"),
        (Change("R1", "a", "twist", 1.0), "number"),
        (Change("R1", "a", SET, float("nan")), "number"),
        (Change("R1", "a", SET, 1e10), "number"),
        (Change("R1", "a", SET, 1.00001), "number"),  # more than a link can carry
        (Change("R2", "b", ADD, 1.0), "missing"),
        (Change("R1", "a", ADD, 90.0), "range"),
        (Change("R1", "a", PERCENT, -200.0), "range"),
    ],
)
def test_what_cannot_be_is_refused_by_its_reason(change: Change, code: str) -> None:
    with pytest.raises(ChangeError) as error:
        apply(ONE, (change,), {"a": (0.0, 10.0)})
    assert error.value.code == code


def test_two_of_the_same_figure_and_too_many_are_refused() -> None:
    with pytest.raises(ChangeError) as twice:
        check((Change("R1", "a", SET, 1.0), Change("R1", "a", ADD, 1.0)), ONE)
    assert twice.value.code == "twice"
    many = [Change(region, "poverty_share", ADD, 1.0) for region in INPUTS.regions[: MOST + 1]]
    with pytest.raises(ChangeError) as error:
        check(many, INPUTS)
    assert error.value.code == "many"


def test_what_does_not_apply_to_a_region_is_refused() -> None:
    not_there = replace(
        inputs(SMALL, [[2.0, np.nan]], regions=("R1",)), applicable=np.array([[True, False]])
    )
    with pytest.raises(ChangeError) as error:
        apply(not_there, (Change("R1", "b", SET, 1.0),))
    assert error.value.code == "applies"


AMOUNT = st.integers(-(10**6), 10**6).map(lambda n: n / 10**DECIMALS)
ANY = st.lists(
    st.builds(
        Change,
        st.sampled_from((EVERYWHERE, *INPUTS.regions)),
        st.sampled_from(INPUTS.indicators),
        st.sampled_from(KINDS),
        AMOUNT,
    ),
    max_size=MOST,
    unique_by=lambda change: (change.region, change.indicator),
).map(tuple)


@given(ANY)
def test_a_short_form_reads_back_as_the_same_changes(made: tuple[Change, ...]) -> None:
    text = short(made)
    assert parse(text, INPUTS) == made
    assert short(parse(text, INPUTS)) == text


@given(st.text(alphabet="KZ-13all.poverty_sharetdpcnx:~ 0٣+e", max_size=60))
def test_any_other_text_is_refused_or_says_exactly_what_it_means(text: str) -> None:
    try:
        made = parse(text, INPUTS)
    except ChangeError:
        return
    assert parse(short(made), INPUTS) == made
