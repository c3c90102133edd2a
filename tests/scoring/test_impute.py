"""Imputation, denominators: what is filled, with what, and what is left alone."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.denominate import DenominatorError, denominate
from scoring.impute import ImputationError, impute, impute_panel

NAN = math.nan
UNITS = pd.Index(["a", "b", "c", "d"])
DATA = pd.DataFrame(
    {"x": [1.0, NAN, 4.0, 7.0], "y": [10.0, 30.0, NAN, 20.0], "z": [0.0, 1.0, 1.0, 0.0]},
    index=UNITS,
)
GROUPS = pd.DataFrame({"land": ["n", "n", "s", "s"]}, index=UNITS)
TURNED = {"x": 1, "y": -1, "z": 1}


def filled(method: str, data: pd.DataFrame = DATA) -> pd.DataFrame:
    return impute(data, method, directions=TURNED, groups=GROUPS)


@pytest.mark.parametrize(
    ("method", "x", "y"),
    [
        ("none", NAN, NAN),
        ("mean", 4.0, 20.0),
        ("median", 4.0, 20.0),
        ("group-mean:land", 1.0, 20.0),
        ("group-median:land", 1.0, 20.0),
        # b on 0–1, y turned: y is 0 (30 is the most, and bad), z is 1: x lies in the middle of 1–7.
        ("row-mean", 4.0, None),
        ("nearest:1", 4.0, None),
    ],
)
def test_by_hand(method: str, x: float, y: float | None) -> None:
    found = filled(method)
    assert found.loc["b", "x"] == pytest.approx(x, nan_ok=True)
    if y is not None:
        assert found.loc["c", "y"] == pytest.approx(y, nan_ok=True)


def test_along_a_row_every_indicator_is_turned_one_way_first() -> None:
    """c on 0–1: x 0.5 and z 1, so 0.75 good; y is bad from 10 to 30, so 15."""
    assert filled("row-mean").loc["c", "y"] == pytest.approx(15.0)
    assert filled("row-median").loc["c", "y"] == pytest.approx(15.0)


def test_the_nearest_are_those_most_alike_in_what_both_have() -> None:
    """b shares z = 1 with c alone, and y with a and d: c is the nearest, its x is 4."""
    assert filled("nearest:1").loc["b", "x"] == pytest.approx(4.0)
    assert filled("nearest:3").loc["b", "x"] == pytest.approx(4.0)  # of 1, 4 and 7


def test_a_group_without_a_value_stays_without() -> None:
    data = DATA.copy()
    data.loc["a", "x"] = NAN
    found = filled("group-mean:land", data)
    assert found["x"].isna().tolist() == [True, True, False, False]


def test_gaps_of_a_unit_without_group_are_refused_by_name() -> None:
    groups = GROUPS.copy()
    groups.loc["b", "land"] = None
    with pytest.raises(ImputationError, match=r"unit 'b'.*'land'"):
        impute(DATA, "group-mean:land", directions=TURNED, groups=groups)
    groups = GROUPS.assign(land=[None, "s", "s", "s"])  # a has no gap
    found = impute(DATA, "group-mean:land", directions=TURNED, groups=groups)
    assert found.notna().all(axis=None)


@pytest.mark.parametrize(
    ("method", "named"),
    [
        ("averages", "no imputation 'averages'"),
        ("nearest:0", "nearest:0"),
        ("nearest:x", "nearest:x"),
        ("group-mean:sea", "no group column 'sea'; there are: land"),
        ("latest", "several times"),
    ],
)
def test_what_there_is_not_is_refused(method: str, named: str) -> None:
    with pytest.raises(ImputationError, match=named):
        filled(method)


METHODS = ("mean", "median", "group-mean:land", "group-median:land", "row-mean", "nearest:2")
CELLS = st.one_of(st.integers(-20, 20).map(float), st.just(NAN))


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=4, max_size=4))
def test_what_is_observed_is_never_changed(rows: list[list[float]]) -> None:
    data = pd.DataFrame(rows, index=UNITS, columns=["x", "y", "z"])
    for method in METHODS:
        found = impute(data, method, directions=TURNED, groups=GROUPS)
        pd.testing.assert_frame_equal(found.where(data.notna()), data)
        for name in data:
            new = found[name].dropna()
            if data[name].notna().any():
                least, most = data[name].min() - 1e-9, data[name].max() + 1e-9
                assert new.between(least, most).all(), method
            else:
                assert new.empty


def panel(values: list[float]) -> dict[float, pd.DataFrame]:
    times = (2020.0, 2021.0, 2023.0, 2024.0, 2025.0)
    return {
        time: pd.DataFrame({"x": [value, 5.0]}, index=["a", "b"])
        for time, value in zip(times, values, strict=True)
    }


@pytest.mark.parametrize(
    ("method", "expected"),
    [("latest", [NAN, 2.0, 2.0, 2.0, 8.0]), ("linear", [NAN, 2.0, 5.0, 6.5, 8.0])],
)
def test_over_time(method: str, expected: list[float]) -> None:
    """From 2 in 2021 to 8 in 2025; nothing is known before."""
    found = impute_panel(panel([NAN, 2.0, NAN, NAN, 8.0]), method)
    assert [t.loc["a", "x"] for t in found.values()] == pytest.approx(expected, nan_ok=True)
    assert all(t.loc["b", "x"] == 5.0 for t in found.values())


@pytest.mark.parametrize("method", ["latest", "linear"])
def test_after_the_last_value_it_is_carried_on(method: str) -> None:
    found = impute_panel(panel([1.0, 2.0, NAN, NAN, NAN]), method)
    assert [t.loc["a", "x"] for t in found.values()] == [1.0, 2.0, 2.0, 2.0, 2.0]


def test_units_may_come_and_go() -> None:
    tables = panel([1.0, NAN, 3.0, 4.0, 5.0])
    tables[2023.0] = tables[2023.0].drop(index="b")
    found = impute_panel(tables, "latest")
    assert list(found[2023.0].index) == ["a"]
    assert found[2021.0].loc["a", "x"] == 1.0


def test_a_panel_takes_no_other_method() -> None:
    with pytest.raises(ImputationError, match="'mean'"):
        impute_panel(panel([NAN] * 5), "mean")
    with pytest.raises(ImputationError, match="needs several times"):
        impute_panel({2020.0: DATA}, "linear")


# ---------------------------------------------------------------- denominators

PEOPLE = pd.DataFrame({"people": [2.0, 4.0, NAN, 0.0]}, index=UNITS)


def test_each_is_divided_by_its_own() -> None:
    data = DATA.assign(x=[1.0, 2.0, 3.0, NAN])
    found = denominate(data, PEOPLE, {"x": "people"})
    assert found["x"].tolist() == pytest.approx([0.5, 0.5, NAN, NAN], nan_ok=True)
    pd.testing.assert_frame_equal(found[["y", "z"]], data[["y", "z"]])


def test_zero_and_unknown_denominators_are_named() -> None:
    with pytest.raises(DenominatorError, match=r"'x', unit 'd'.*'people' is 0"):
        denominate(DATA, PEOPLE, {"x": "people"})
    with pytest.raises(DenominatorError, match=r"'x'.*'area'; there are: people"):
        denominate(DATA, PEOPLE, {"x": "area"})


def test_nothing_to_divide_changes_nothing() -> None:
    pd.testing.assert_frame_equal(denominate(DATA, PEOPLE, {}), DATA)
    assert np.isnan(denominate(DATA, PEOPLE * np.inf, {"z": "people"}).loc["c", "z"])
