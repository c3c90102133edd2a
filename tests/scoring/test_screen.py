"""Screening: units of which enough is known, with the limit itself being enough."""

import math

import numpy as np
import pandas as pd
import pytest

from scoring.screen import ScreenError, data_share, screen

NAN = math.nan
DATA = pd.DataFrame(
    [[1.0, 2.0, 3.0], [1.0, NAN, 3.0], [NAN, NAN, 0.0], [NAN, NAN, NAN]], index=list("abcd")
)


def test_shares() -> None:
    assert data_share(DATA).tolist() == pytest.approx([1, 2 / 3, 1 / 3, 0])


@pytest.mark.parametrize(
    ("least", "kept"), [(0, "abcd"), (1 / 3, "abc"), (2 / 3, "ab"), (0.67, "a"), (1, "a")]
)
def test_a_share_of_exactly_the_limit_is_enough(least: float, kept: str) -> None:
    assert "".join(DATA.index[screen(DATA, least)]) == kept


@pytest.mark.parametrize("share", [0.1, 0.7, 0.9])
def test_rounding_does_not_lose_a_unit(share: float) -> None:
    row = np.where(np.arange(10) < round(share * 10), 1.0, NAN)
    assert screen(pd.DataFrame([row]), share).all()


def test_refusals() -> None:
    with pytest.raises(ScreenError, match=r"from 0 to 1, not 1\.5"):
        screen(DATA, 1.5)
    with pytest.raises(ScreenError, match=r"no unit has 90%.*33%"):
        screen(DATA.loc[["c", "d"]], 0.9)
