"""Random weights around the chosen ones, the same for every region and every setting."""

from __future__ import annotations

from functools import cache

import numpy as np

from scoring.normalise import Floats

TYPICAL_WEIGHT = 0.25  # the weight whose movement is declared
HALVINGS = 60


def generator(seed: int) -> np.random.Generator:
    """Return the source of all draws: the same seed gives the same draws on every machine."""
    return np.random.Generator(np.random.SFC64(seed))


@cache
def concentration(weight: float = TYPICAL_WEIGHT, band: float = 0.05, level: float = 0.90) -> float:
    """Find the Dirichlet concentration κ at which ``weight`` moves by ``±band``.

    The middle ``level`` of the draws of a weight of ``weight`` is then ``2·band`` wide. A component
    of Dirichlet(κ·w) has the distribution Beta(κ·w, κ·(1 − w)); its width falls as κ rises.
    """
    low, high = 1.0, 1e6
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if half_width(middle, weight, level) > band:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def half_width(kappa: float, weight: float = TYPICAL_WEIGHT, level: float = 0.90) -> float:
    """Return half the width of the middle ``level`` of the draws of a weight at concentration κ."""
    from scipy.special import betaincinv  # not scipy.optimize: a second to import, for one root

    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    ends = betaincinv(kappa * weight, kappa * (1 - weight), tails)
    return float(ends[1] - ends[0]) / 2


def dirichlet(
    rng: np.random.Generator, weights: Floats, size: int, kappa: float | None = None
) -> Floats:
    """Draw weights around ``weights``: Dirichlet(κ·w).

    weights : (k,), non-negative, not all 0; a weight of 0 stays 0.
    Returns (size, k), each row sums to 1. ``kappa`` is ``concentration()`` if not given.
    """
    kappa = concentration() if kappa is None else kappa
    shape = kappa * np.asarray(weights, dtype=float) / np.sum(weights)
    gammas = rng.standard_gamma(shape, size=(size, len(shape)))
    gammas /= gammas.sum(axis=1, keepdims=True)
    return gammas
