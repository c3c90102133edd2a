"""Records of one year and of three, above a floor, by hand."""

import numpy as np

from scoring.signals.record import comparable, record, records

NAN = np.nan


def test_a_record_is_above_every_quarter_of_the_year_before() -> None:
    values = np.array([5.0, 9, 4, 3, 9.1, 9.1, 8])
    assert record(values, 4, 1, -np.inf).tolist() == [False] * 4 + [True, False, False]


def test_a_record_below_the_floor_is_none() -> None:
    values = np.array([1.0, 2, 3, 4])
    assert record(values, 1, 1, 3.0).tolist() == [False, False, True, True]


def test_where_one_value_is_missing_nothing_is_a_record() -> None:
    values = np.array([1.0, NAN, 3, 4, 5])
    assert record(values, 1, 2, -np.inf).tolist() == [False, False, False, False, True]
    assert comparable(values, 1, 2).tolist() == [False, False, False, False, True]
    assert comparable(np.array([1.0, 2, NAN]), 1, 1).tolist() == [False, True, False]


def test_the_longer_record_counts_for_more() -> None:
    values = np.array([9.0, 1, 2, 3, 10, 2, 4])
    # 2, 3 and 4 are above the year before only, 10 above all three before it.
    assert records(values, 1, 1, 3, -np.inf).tolist() == [0, 0, 1, 1, 2, 0, 1]


def test_two_rows_do_not_touch() -> None:
    found = records(np.array([[1.0, 2, 3, 4], [4, 3, 2, 1]]), 1, 1, 3, -np.inf)
    assert found.tolist() == [[0, 1, 1, 2], [0, 0, 0, 0]]
