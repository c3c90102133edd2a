"""Changes against the years before, by hand."""

import numpy as np
import pytest

from scoring.signals.change import base, change, value_at

NAN = np.nan


def test_a_quarter_is_held_against_the_same_quarter_of_the_year_before() -> None:
    values = np.array([10.0, 20, 30, 40, 11, 18, NAN, 44])
    held = base(values, seasons=4, years=1)
    np.testing.assert_array_equal(held, [NAN, NAN, NAN, NAN, 10, 20, 30, 40])
    np.testing.assert_allclose(change(values, held, "percent")[4:], [10, -10, NAN, 10])
    np.testing.assert_allclose(change(values, held, "difference")[4:], [1, -2, NAN, 4])


def test_a_year_is_held_against_the_mean_of_three() -> None:
    values = np.array([3.0, 6, 9, 12, NAN, 5, 5])
    held = base(values, seasons=1, years=3)
    # (3 + 6 + 9) / 3 and (6 + 9 + 12) / 3; afterwards one of the three is missing.
    np.testing.assert_array_equal(held, [NAN, NAN, NAN, 6, 9, NAN, NAN])
    np.testing.assert_allclose(change(values, held, "percent")[3], 100)


def test_a_per_cent_of_nothing_does_not_exist() -> None:
    values, held = np.array([5.0, 5.0, 5.0]), np.array([0.0, -2.0, 4.0])
    np.testing.assert_allclose(change(values, held, "percent"), [NAN, NAN, 25])
    np.testing.assert_allclose(change(values, held, "difference"), [5, 7, 1])


@pytest.mark.parametrize("kind", ["percent", "difference"])
def test_a_change_leads_back_to_its_value(kind: str) -> None:
    values, held = np.array([5.0, 7.0]), np.array([4.0, 10.0])
    np.testing.assert_allclose(value_at(held, change(values, held, kind), kind), values)  # type: ignore[arg-type]


def test_a_history_shorter_than_a_year_has_no_change() -> None:
    assert np.isnan(base(np.arange(3.0), seasons=4, years=1)).all()
