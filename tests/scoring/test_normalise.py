"""Goalposts: values between two fixed ends, cut off there, turned where low is pressure."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.framework import ScoredPillar
from scoring.normalise import METHODS, NormalisationError, beyond, goalposts
from scoring.score import score
from tests.scoring.worlds import indicator, inputs, scheme

TRANSFORMS = st.sampled_from(("identity", "log", "asinh"))
POSITIVE = st.floats(0.01, 1000)
NAN = math.nan


@pytest.mark.parametrize(
    ("value", "options", "expected"),
    [
        (5.0, {}, 0.5),
        (0.0, {}, 0.0),
        (10.0, {}, 1.0),
        (-3.0, {}, 0.0),
        (12.0, {}, 1.0),
        (2.0, {"direction": -1}, 0.8),
        (12.0, {"direction": -1}, 0.0),
    ],
)
def test_between_and_beyond(value: float, options: dict[str, int], expected: float) -> None:
    assert goalposts(np.array([value]), 0.0, 10.0, **options)[0] == pytest.approx(expected)


def test_log_places_by_ratios() -> None:
    """10, 100 and 1000 are equally far apart; what has no logarithm is beyond the lower end."""
    values = np.array([10.0, 100.0, 1000.0, 0.0, -5.0])
    placed = goalposts(values, 10.0, 1000.0, transform="log")
    assert placed == pytest.approx([0.0, 0.5, 1.0, 0.0, 0.0])


def test_asinh_bears_zero_and_less() -> None:
    placed = goalposts(
        np.array([-math.sinh(1), 0.0, math.sinh(1)]), 0.0, math.sinh(2), transform="asinh"
    )
    assert placed == pytest.approx([0.0, 0.0, 0.5])


@pytest.mark.parametrize("transform", ["identity", "log", "asinh"])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_missing_value_stays_missing(transform: str, direction: int) -> None:
    placed = goalposts(
        np.array([math.nan, 2.0]), 1.0, 3.0, direction=direction, transform=transform
    )
    assert math.isnan(placed[0])
    assert not math.isnan(placed[1])


@given(st.lists(POSITIVE, min_size=2, max_size=20), POSITIVE, POSITIVE, TRANSFORMS)
def test_order_is_kept_and_turned(
    values: list[float], lo: float, width: float, transform: str
) -> None:
    ordered = np.sort(np.array(values))
    up = goalposts(ordered, lo, lo + width, transform=transform)
    down = goalposts(ordered, lo, lo + width, direction=-1, transform=transform)
    assert ((up >= 0) & (up <= 1)).all()
    assert (np.diff(up) >= 0).all()
    assert down == pytest.approx(1 - up)


@given(
    st.lists(POSITIVE, min_size=1, max_size=20),
    POSITIVE,
    st.floats(1, 1000),
    st.sampled_from(("identity", "log")),
    st.floats(1e-3, 1e6),
)
def test_another_unit_changes_nothing(
    values: list[float], lo: float, width: float, transform: str, factor: float
) -> None:
    """Persons or thousand persons, tenge or dollars: values and goalposts change together."""
    array, hi = np.array(values), lo + width
    one = goalposts(array, lo, hi, transform=transform)
    other = goalposts(array * factor, lo * factor, hi * factor, transform=transform)
    assert other == pytest.approx(one, abs=1e-9)


def test_whatever_lies_beyond_an_end_is_flagged() -> None:
    """Known fault of the field: a flag that is set only where the placed value equals the end.

    A value at the end is not cut off; one a little or far beyond it is, on either side.
    """
    values = np.array([-1e9, -1e-9, 0.0, 5.0, 10.0, 10.0 + 1e-9, 1e9, math.nan])
    flags = [True, True, False, False, False, True, True, False]
    assert beyond(values, 0.0, 10.0).tolist() == flags
    of = scheme(ScoredPillar("p", 1.0, False, (indicator("i", direction=-1),)))
    assert score(inputs(of, values[:, None]), of).clipped[0, :, 0].tolist() == flags


# ---------------------------------------------------------------- the other ways to normalise


COLUMN = np.array([4.0, NAN, 1.0, 3.0, 3.0, 9.0])
ANSWERS: dict[str, tuple[dict[str, object], list[float]]] = {
    "goalposts": ({"lo": 1.0, "hi": 5.0}, [75, NAN, 0, 50, 50, 100]),
    "minmax": ({}, [37.5, NAN, 0, 25, 25, 100]),
    "zscore": ({"ends": (10.0, 3.0)}, [10, NAN, 7, 9, 9, 15]),
    "phi": ({}, [0.5, NAN, 0.158655254, 0.369441340, 0.369441340, 0.952209648]),
    "rank": ({}, [4, NAN, 1, 2, 2, 5]),
    "percentile-rank": ({}, [0.75, NAN, 0, 0.25, 0.25, 1]),
    "borda": ({}, [3, NAN, 0, 1, 1, 4]),
    "distance-to-max": ({}, [0.375, NAN, 0, 0.25, 0.25, 1]),
    "distance-to-reference": ({"reference": 0}, [1, NAN, 0, 2 / 3, 2 / 3, 8 / 3]),
    "distance-to-target": ({"target": 6.0}, [0.6, NAN, 0, 0.4, 0.4, 1.6]),
    "fraction-of-max": ({}, [4 / 9, NAN, 1 / 9, 3 / 9, 3 / 9, 1]),
    "scaled": ({"ends": (1.0, 5.0)}, [75, NAN, 0, 50, 50, 200]),
}


def test_every_method_has_an_answer_by_hand() -> None:
    assert ANSWERS.keys() == METHODS.keys()


@pytest.mark.parametrize("name", METHODS)
def test_known_answers(name: str) -> None:
    """The deviations from the mean 4 are 0, −3, −1, −1, 5: their sd with n − 1 is exactly 3."""
    options, expected = ANSWERS[name]
    assert METHODS[name](COLUMN, **options) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("name", METHODS)
def test_a_table_is_normalised_column_by_column(name: str) -> None:
    options, expected = ANSWERS[name]
    table = np.column_stack([COLUMN, COLUMN[::-1]])
    if name == "distance-to-reference":  # another unit holds the same value in the second column
        table = np.column_stack([COLUMN, np.array([4.0, 9.0, 3.0, NAN, 3.0, 1.0])])
        expected_two = [1, 8 / 3, 2 / 3, NAN, 2 / 3, 0]
    else:
        expected_two = expected[::-1]
    both = METHODS[name](table, **options)
    assert both[:, 0] == pytest.approx(expected, nan_ok=True)
    assert both[:, 1] == pytest.approx(expected_two, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "column", "options", "reason"),
    [
        ("minmax", [2.0, 2.0, NAN], {}, "all its values are the same"),
        ("zscore", [0.1, 0.1, 0.1], {}, "all its values are the same"),
        ("phi", [2.0, 2.0], {}, "all its values are the same"),
        ("distance-to-max", [2.0], {}, "all its values are the same"),
        ("percentile-rank", [2.0, NAN], {}, "single value"),
        ("distance-to-target", [1.0, 2.0], {"target": NAN}, "has no target"),
        ("distance-to-target", [1.0, 2.0], {"target": 1.0}, "beyond the worst value"),
        ("goalposts", [1.0, 2.0], {"lo": 2.0, "hi": 2.0}, "two goalposts"),
        ("goalposts", [1.0, 2.0], {"lo": NAN, "hi": 2.0}, "two goalposts"),
        ("goalposts", [1.0, 2.0], {"lo": 0.0, "hi": 2.0, "transform": "log"}, "no logarithm"),
    ],
)
def test_where_a_method_is_not_defined_the_indicator_is_named(
    name: str, column: list[float], options: dict[str, object], reason: str
) -> None:
    with pytest.raises(NormalisationError, match=f"'bad'.*{reason}"):
        METHODS[name](np.array(column), names=("bad",), **options)


def test_of_several_columns_the_one_at_fault_is_named() -> None:
    table = np.array([[1.0, 5.0, 2.0], [2.0, 5.0, 9.0]])
    with pytest.raises(NormalisationError, match="'flat'"):
        METHODS["minmax"](table, names=("good", "flat", "other"))
    with pytest.raises(NormalisationError, match="'1'"):
        METHODS["zscore"](table)
    target = [9.0, 9.0, NAN]
    with pytest.raises(NormalisationError, match="'aimless'"):
        METHODS["distance-to-target"](table, target=target, names=("good", "x", "aimless"))


@pytest.mark.parametrize("name", ["rank", "borda", "minmax", "zscore", "phi"])
def test_a_column_without_a_figure_stays_so(name: str) -> None:
    assert np.isnan(METHODS[name](np.full((3, 2), NAN))).all()


COLUMNS = st.lists(
    st.one_of(st.integers(-1000, 1000).map(float), st.just(NAN)), min_size=3, max_size=15
).filter(lambda column: len({x for x in column if not math.isnan(x)}) >= 3)
ADAPTIVE = sorted(METHODS.keys() - {"goalposts", "scaled", "distance-to-target", "fraction-of-max"})


def options_for(name: str, column: np.ndarray) -> dict[str, object]:
    if name == "distance-to-reference":
        return {"reference": int(np.nanargmax(column))}
    return {}


@pytest.mark.parametrize("name", ADAPTIVE)
@given(COLUMNS, st.sampled_from((0.25, 2.0, 8.0)), st.integers(-50, 50))
def test_another_scale_changes_nothing(
    name: str, values: list[float], factor: float, shift: int
) -> None:
    column = np.array(values)
    options = options_for(name, column)
    one = METHODS[name](column, **options)
    other = METHODS[name](column * factor + shift, **options)
    assert other == pytest.approx(one, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", ADAPTIVE)
@given(COLUMNS, st.randoms())
def test_the_order_of_units_does_not_matter(name: str, values: list[float], random: object) -> None:
    column = np.array(values)
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = column[order]
    options = options_for(name, column)
    if name == "distance-to-reference":
        moved_options: dict[str, object] = {"reference": order.index(options["reference"])}
    else:
        moved_options = {}
    expected = METHODS[name](column, **options)[order]
    assert METHODS[name](moved, **moved_options) == pytest.approx(expected, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", sorted(METHODS.keys() - {"goalposts", "fraction-of-max"}))
@given(COLUMNS)
def test_what_is_higher_stays_higher_and_what_is_missing_missing(
    name: str, values: list[float]
) -> None:
    column = np.array(values)
    options = options_for(name, column)
    if name == "distance-to-target":
        options = {"target": float(np.nanmax(column)) + 1}
    placed = METHODS[name](column, **options)
    assert (np.isnan(placed) == np.isnan(column)).all()
    order = np.argsort(column)[: int((~np.isnan(column)).sum())]
    steps, rises = np.diff(placed[order]), np.diff(column[order])
    assert (steps[rises > 0] > 0).all()
    assert (np.abs(steps[rises == 0]) < 1e-12).all()


@given(COLUMNS)
def test_bounds(values: list[float]) -> None:
    column = np.array(values)
    seen = ~np.isnan(column)
    for name in ("minmax", "phi", "percentile-rank", "distance-to-max"):
        placed = METHODS[name](column)[seen]
        top = 100 if name == "minmax" else 1
        assert (placed.min() >= 0) & (placed.max() <= top), name
    standard = METHODS["zscore"](column)[seen]
    assert standard.mean() == pytest.approx(0, abs=1e-9)
    assert standard.std(ddof=1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "column", "options"),
    [
        ("distance-to-reference", [1.0, NAN, 3.0], {"reference": 1}),
        ("distance-to-reference", [1.0, 2.0, 3.0], {"reference": 0}),
        ("fraction-of-max", [-1.0, 0.0, -2.0], {}),
    ],
)
def test_what_cannot_be_measured_by_a_unit_is_missing_and_spoils_no_other_column(
    name: str, column: list[float], options: dict[str, object]
) -> None:
    beside = np.column_stack([column, [4.0, 8.0, 2.0]])
    placed = METHODS[name](beside, **options)
    assert np.isnan(placed[:, 0]).all()
    assert np.isfinite(placed[:, 1]).all()
