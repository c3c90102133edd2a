"""Alarms against events: false ones, missed events, and how long before an event the alarm stood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.normalise import Floats
from scoring.validation.auc import Flags


@dataclass(frozen=True)
class Alarms:
    """Counts of region-years.

    rated : all that could give an alarm;  raised : those that did;  false : raised, and no event
    followed;  events : followed by an event;  missed : of these, without an alarm.
    """

    rated: int
    raised: int
    false: int
    events: int
    missed: int

    @property
    def false_rate(self) -> float:
        """False alarms for each rated region-year, NaN when there is none."""
        return self.false / self.rated if self.rated else float("nan")

    @property
    def false_share(self) -> float:
        """Share of the alarms that were false, NaN when there was no alarm."""
        return self.false / self.raised if self.raised else float("nan")


@dataclass(frozen=True)
class Leads:
    """How long the alarm stood before each event: (E,) arrays, in order of year and region.

    t, r : positions of the region-year before the event;  years : length of the run of alarms that
    ends there, 0 for none;  at_least : whether the run reaches the first year that there is.
    """

    t: np.ndarray
    r: np.ndarray
    years: np.ndarray
    at_least: np.ndarray


def count_alarms(scores: Floats, alarm: Flags, outcome: Flags) -> Alarms:
    """Count alarms and events among the rated region-years: all three arrays are (T, R)."""
    rated = ~np.isnan(scores)
    raised, events = alarm.astype(bool) & rated, outcome.astype(bool) & rated
    return Alarms(
        rated=int(rated.sum()),
        raised=int(raised.sum()),
        false=int((raised & ~events).sum()),
        events=int(events.sum()),
        missed=int((events & ~raised).sum()),
    )


def lead_times(alarm: Flags, event: Flags) -> Leads:
    """Measure the run of alarms before each event.

    alarm : (T, R) by year of the score.  event : (T, R), whether the year *after* had an event.
    Years follow each other without a gap.
    """
    run = np.zeros(alarm.shape, dtype=int)
    for t in range(len(alarm)):
        before = run[t - 1] if t else np.zeros(alarm.shape[1], dtype=int)
        run[t] = np.where(alarm[t], before + 1, 0)
    rows, columns = np.nonzero(event)
    years = run[rows, columns]
    return Leads(rows, columns, years, years == rows + 1)
