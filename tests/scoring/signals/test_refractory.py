"""The silence after an alert, by hand and as a property."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.signals.refractory import refractory

QUARTERS = np.array(
    [
        date(year, month, day).toordinal()
        for year in (2023, 2024)
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]
)


def test_after_a_quarter_with_an_alert_the_next_is_silent_and_the_one_after_is_not() -> None:
    fired = np.ones(8, dtype=bool)
    assert refractory(fired, QUARTERS, 180).tolist() == [True, False] * 4


def test_what_was_silenced_does_not_prolong_the_silence() -> None:
    fired = np.array([True, True, True, False, False, True, True, False])
    kept = refractory(fired, QUARTERS, 180)
    assert kept.tolist() == [True, False, True, False, False, True, False, False]


def test_years_are_never_silenced() -> None:
    days = np.array([date(year, 12, 31).toordinal() for year in range(2015, 2023)])
    assert refractory(np.ones((3, 8), dtype=bool), days, 180).all()


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 400))
def test_alerts_are_apart_and_no_silence_is_without_an_alert(fired: list[bool], quiet: int) -> None:
    days = np.arange(len(fired)) * 91
    kept = refractory(np.array(fired), days, quiet)
    at = days[kept]
    assert (np.diff(at) >= quiet).all()
    for t in np.flatnonzero(np.array(fired) & ~kept):
        assert ((at < days[t]) & (at > days[t] - quiet)).any()
