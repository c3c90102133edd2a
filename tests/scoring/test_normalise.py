"""Goalposts: values between two fixed ends, cut off there, turned where low is pressure."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.framework import ScoredPillar
from scoring.normalise import beyond, goalposts
from scoring.score import score
from tests.scoring.worlds import indicator, inputs, scheme

TRANSFORMS = st.sampled_from(("identity", "log", "asinh"))
POSITIVE = st.floats(0.01, 1000)


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
