"""Weights that several experts gave: their common weights, each one's own, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import pandas as pd

LEAST = 1.0  # of κ: experts who differ more have nothing in common to be spread around


class WeightError(ValueError):
    """Weights cannot be made of what was given; the message names the expert and the id."""


@dataclass(frozen=True)
class ExpertWeights:
    """Common weights of E experts for K nodes.

    weights : (K,) by id, sum to 1.
    by_expert : (E, K) each expert's own weights, rows by expert, columns by id; rows sum to 1.
    """

    weights: pd.Series
    by_expert: pd.DataFrame

    @property
    def spread(self) -> pd.Series:
        """Standard deviation (n − 1) of each weight over the experts: (K,) by id.

        NaN for a single expert, whose doubts nobody knows.
        """
        return self.by_expert.std(axis=0, ddof=1)

    @property
    def concentration(self) -> float:
        """Concentration κ of the Dirichlet distribution that spreads as the experts do.

        Matched by moments: under Dirichlet(κ·w) the variances add up to ``Σ w(1 − w)/(κ + 1)``.
        At least ``LEAST``; infinite for experts who agree, NaN for a single one.
        """
        spread = float((self.spread**2).sum(skipna=False))
        whole = float((self.weights * (1.0 - self.weights)).sum())
        return inf if spread == 0 else max(whole / spread - 1.0, LEAST)
