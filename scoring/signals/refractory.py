"""After an alert a series keeps silent for a while: one change is told once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def refractory(fired: NDArray[np.bool_], days: NDArray[np.intp], quiet: int) -> NDArray[np.bool_]:
    """Keep of the periods that fired those at least ``quiet`` days after the one kept last.

    fired : (..., T).  days : (T,), day on which each period ends, rising.  Returns (..., T).
    """
    kept = np.zeros(fired.shape, dtype=bool)
    free_from = np.full(fired.shape[:-1], np.iinfo(np.int64).min)
    for t, day in enumerate(days):
        kept[..., t] = fired[..., t] & (day >= free_from)
        free_from = np.where(kept[..., t], day + quiet, free_from)
    return kept
