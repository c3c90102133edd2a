"""Places of units: 1 is the highest score, ties share the better place, missing has none."""

from __future__ import annotations

import pandas as pd

from scoring.ordering import descending


def places(scores: pd.Series) -> pd.Series:
    """Rank (R,) scores of any scale by unit; what differs by rounding only shares a place."""
    found = descending(scores.to_numpy(dtype=float))
    return pd.Series(found, index=scores.index, name=scores.name)


def places_of_columns(scores: pd.DataFrame) -> pd.DataFrame:
    """Rank each column of (R units, K) by itself."""
    found = descending(scores.to_numpy(dtype=float))
    return pd.DataFrame(found, index=scores.index, columns=scores.columns)
