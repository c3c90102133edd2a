"""Benjamini and Hochberg's q: by hand, and as SciPy has it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from scoring.signals.false_discovery import benjamini_hochberg


def test_by_hand() -> None:
    # 0.01 · 4/1 = 0.04; 0.03 · 4/2 = 0.06, 0.04 · 4/3 = 0.0533 is less; 0.5 · 4/4.
    q = benjamini_hochberg(np.array([0.5, 0.01, 0.04, 0.03]))
    np.testing.assert_allclose(q, [0.5, 0.04, 0.16 / 3, 0.16 / 3])


def test_what_was_not_tested_counts_for_nothing() -> None:
    q = benjamini_hochberg(np.array([np.nan, 0.02, np.nan, 0.04]))
    np.testing.assert_allclose(q, [np.nan, 0.04, np.nan, 0.04])
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()
    assert benjamini_hochberg(np.array([])).shape == (0,)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_it_is_what_scipy_makes_of_it(p: list[float]) -> None:
    np.testing.assert_allclose(
        benjamini_hochberg(np.array(p)), false_discovery_control(p, method="bh"), rtol=1e-12
    )
