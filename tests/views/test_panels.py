"""The scale of small panels: round values, few of them, and the last year named."""

from hypothesis import assume, given
from hypothesis import strategies as st

from views.panels import round_values, years


def test_round_values_by_hand() -> None:
    assert round_values(0, 100) == [0, 25, 50, 75, 100]
    assert round_values(-7, 9) == [-5, 0, 5]
    assert round_values(81.2, 83.1) == [81.5, 82, 82.5, 83]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_two_to_five_and_inside(low: float, width: float) -> None:
    assume(low + width > low)
    found = round_values(low, low + width)
    assert 2 <= len(found) <= 5
    slack = 1e-6 * (abs(low) + width)
    assert all(low - slack <= value <= low + width + slack for value in found)


def test_years_that_are_named() -> None:
    assert years(2010.0, 2024.75, wide=False) == [2012, 2016, 2020, 2024]
    assert years(2020.25, 2023.5, wide=True) == [2021, 2022, 2023]
    assert years(2024.0, 2024.0, wide=True) == [2024]
