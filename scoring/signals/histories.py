"""Histories in which nothing changes, drawn."""

from __future__ import annotations

import numpy as np

from scoring.normalise import Floats


def histories(number: int, periods: int, persistence: float, rng: np.random.Generator) -> Floats:
    """Draw (number, periods) of a stationary normal AR(1) of variance 1."""
    drawn = rng.standard_normal((number, periods))
    new = np.sqrt(1 - persistence**2)
    for t in range(1, periods):
        drawn[:, t] = persistence * drawn[:, t - 1] + new * drawn[:, t]
    return drawn
