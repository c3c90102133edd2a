"""Rare events counted by year: how likely a count, or a record of counts, is by chance."""

from __future__ import annotations

from math import exp

import numpy as np

from scoring.normalise import Floats

LARGEST = 200  # events a year; beyond any rate for which counts are rare


def poisson_tail(counts: Floats, rate: float) -> Floats:
    """Chance of each count or more in a year, when events come singly at ``rate`` a year."""
    below = np.concatenate([[0.0], np.cumsum(_chances(rate))])
    return np.clip(1 - below[counts.astype(np.intp)], 0.0, 1.0)


def record_chance(rate: float, years: int, floor: float) -> float:
    """Chance that a year's count is above those of the ``years`` before and not below ``floor``.

    All years alike: ``Σ_{k ≥ floor} P(k) · P(count < k)^years``.
    """
    chances = _chances(rate)
    less = np.concatenate([[0.0], np.cumsum(chances)[:-1]])
    counts = np.arange(len(chances))
    return float((chances * less**years)[counts >= floor].sum())


def _chances(rate: float) -> Floats:
    chances = [exp(-rate)]
    for count in range(1, LARGEST + 1):
        chances.append(chances[-1] * rate / count)
    return np.array(chances)
