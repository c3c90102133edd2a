"""What so few events can show at all: said beside every result."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.validation.auc import Strata
from scoring.validation.interval import logit_interval
from scoring.validation.permutation import chance_level


@dataclass(frozen=True)
class Power:
    """How wide the interval of an AUC is, and how high chance reaches in 19 of 20 cases.

    strata : the numbers of events and non-events for which this holds;  auc : the AUC supposed.
    """

    strata: Strata
    auc: float
    low: float
    high: float
    chance: float


def power_of(auc: float, strata: Strata, *, confidence: float = 0.95) -> Power:
    """State what an AUC would be worth with these numbers of events and non-events."""
    low, high = logit_interval(auc, strata, confidence=confidence)
    return Power(strata, auc, low, high, chance_level(strata, confidence))
