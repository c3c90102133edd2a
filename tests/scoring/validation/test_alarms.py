"""Alarms: counts and lead times by hand, and what must add up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.validation.alarms import count_alarms, lead_times
from tests.scoring.validation.cases import NAN, cases


def test_counts_by_hand() -> None:
    scores = np.array([[60.0, 55.0, 10.0, NAN], [60.0, 20.0, 10.0, 70.0]])
    outcome = np.array([[True, False, True, True], [False, False, False, True]])
    found = count_alarms(scores, scores >= 50, outcome)
    assert (found.rated, found.raised, found.false, found.events, found.missed) == (7, 4, 2, 3, 1)
    assert found.false_rate == 2 / 7
    assert found.false_share == 0.5


def test_without_alarms_nothing_is_false() -> None:
    found = count_alarms(np.ones((1, 2)), np.zeros((1, 2), bool), np.ones((1, 2), bool))
    assert (found.false_rate, found.missed) == (0, 2)
    assert np.isnan(found.false_share)
    empty = count_alarms(np.full((1, 2), NAN), np.ones((1, 2), bool), np.ones((1, 2), bool))
    assert np.isnan(empty.false_rate)


def test_lead_times_by_hand() -> None:
    alarm = np.array([[1, 0, 1], [1, 1, 1], [0, 1, 1], [0, 1, 0]], dtype=bool)
    event = np.array([[0, 0, 0], [1, 0, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    found = lead_times(alarm, event)
    # After the second year, region 0: two years, back to the first one. After the third: none for
    # region 0, three for region 2. After the fourth: three for region 1, which begin in the second.
    assert list(zip(found.t, found.r, found.years, found.at_least, strict=True)) == [
        (1, 0, 2, True),
        (2, 0, 0, False),
        (2, 2, 3, True),
        (3, 1, 3, False),
    ]


@given(cases(years=5, regions=4), st.floats(0, 100))
def test_what_must_add_up(case: tuple[np.ndarray, np.ndarray], cut: float) -> None:
    scores, outcome = case
    alarm = scores >= cut
    found = count_alarms(scores, alarm, outcome)
    hits = found.raised - found.false
    assert hits == found.events - found.missed
    leads = lead_times(alarm, outcome & ~np.isnan(scores))
    assert len(leads.years) == found.events
    assert (leads.years > 0).sum() == hits
    assert (leads.years <= leads.t + 1).all()
