"""Leave out units of which too little is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

# A share of exactly the limit is enough, whatever the division makes of it.
ROUNDING = 1e-9


class ScreenError(ValueError):
    """The limit is no share, or no unit reaches it."""


def data_share(values: pd.DataFrame) -> pd.Series:
    """Return the share of each unit's indicators that are not missing: (n,) on 0–1."""
    return values.notna().mean(axis=1)


def screen(values: pd.DataFrame, least: float) -> np.ndarray:
    """Say which units have at least the share ``least`` of their indicators: (n,) bool.

    Raises ScreenError for a share outside 0–1, or when not one unit is left.
    """
    if not 0 <= least <= 1:
        raise ScreenError(f"the least share of data must lie from 0 to 1, not {least:g}")
    kept = data_share(values).to_numpy() >= least - ROUNDING
    if len(kept) and not kept.any():
        best = data_share(values).max()
        raise ScreenError(
            f"no unit has {least:.0%} of its indicators; the most complete has {best:.0%}"
        )
    return np.asarray(kept)
