"""Area under the ROC curve: of all pairs of one with and one without an event, the share in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scoring.normalise import Floats

Flags = np.ndarray  # of bool


@dataclass(frozen=True)
class Strata:
    """Numbers of events and of non-events among the rated, by stratum; pairs are made inside one."""

    positives: tuple[int, ...]
    negatives: tuple[int, ...]

    @property
    def pairs(self) -> int:
        """Number of pairs that are compared."""
        return sum(m * n for m, n in zip(self.positives, self.negatives, strict=True))


def auc(scores: Floats, outcome: Flags, *, within_years: bool = False) -> float:
    """Share of pairs in which the region-year with the event has the higher score; ties count half.

    scores : (T, R), NaN where not rated: such region-years are in no pair.  outcome : (T, R) bool.
    within_years : whether only pairs of the same year are compared.

    Returns the Mann–Whitney statistic divided by the number of pairs, NaN where there is no pair.
    Over all pairs it is ``sklearn.metrics.roc_auc_score``.
    """
    won, pairs = 0.0, 0
    for row, events in _blocks(scores, outcome, within_years=within_years):
        m, n = int(events.sum()), int((~events).sum())
        won += float(midranks(row)[events].sum()) - m * (m + 1) / 2
        pairs += m * n
    return won / pairs if pairs else float("nan")


def strata(scores: Floats, outcome: Flags, *, within_years: bool = False) -> Strata:
    """Count the events and non-events among the rated, year by year or all together."""
    counts = [
        (int(events.sum()), int((~events).sum()))
        for _row, events in _blocks(scores, outcome, within_years=within_years)
    ]
    return Strata(tuple(m for m, _ in counts), tuple(n for _, n in counts))


def midranks(values: Floats) -> Floats:
    """Place of each value from the lowest, counted from 1; those that tie share the mean place."""
    lower = (values[None, :] < values[:, None]).sum(axis=1)
    not_higher = (values[None, :] <= values[:, None]).sum(axis=1)
    found: Floats = (lower + not_higher + 1) / 2
    return found


def _blocks(
    scores: Floats, outcome: Flags, *, within_years: bool
) -> Iterator[tuple[Floats, Flags]]:
    """Yield the rated scores and their outcomes, a year at a time or all at once."""
    if scores.shape != outcome.shape:
        raise ValueError(f"scores have shape {scores.shape}, outcomes {outcome.shape}")
    events = outcome.astype(bool)
    for row, happened in zip(scores, events, strict=True) if within_years else [(scores, events)]:
        rated = ~np.isnan(row)
        yield row[rated], happened[rated]
