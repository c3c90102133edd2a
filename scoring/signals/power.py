"""What a stream would see: how often and how soon a planted shift raises an alarm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.signals.detect import Detection
from scoring.signals.histories import histories
from scoring.signals.null import run
from scoring.signals.rules import Rules

NEVER = -1


@dataclass(frozen=True)
class Delay:
    """How a shift of ``size`` standard deviations of the value is found.

    found : share of histories with an alarm within ``within`` periods from the shift on.
    median : periods to that alarm, counted from the shift (0 is its own period); NaN if in none.
    by_chance : the share in the same histories without the shift.
    """

    size: float
    within: int
    found: float
    median: float
    by_chance: float


def delay(
    rules: Rules,
    periods: int,
    persistence: float,
    size: float,
    within: int,
    number: int,
    seed: int,
) -> Delay:
    """Plant a lasting shift in the direction of alarm, and see when the rules find it.

    The shift begins ``within`` periods before the end of histories of ``periods`` periods, and
    counts as found at the first alarm of any rule from then on, whatever raised alarms before.
    """
    values = histories(number, periods, persistence, np.random.default_rng(seed))
    shifted = values.copy()
    shifted[:, periods - within :] += rules.signs[0] * size
    first = first_alarm(run(shifted, rules), periods - within)
    chance = first_alarm(run(values, rules), periods - within)
    seen = first[first != NEVER]
    return Delay(
        size,
        within,
        float((first != NEVER).mean()),
        float(np.median(seen)) if len(seen) else float("nan"),
        float((chance != NEVER).mean()),
    )


def first_alarm(found: Detection, start: int) -> NDArray[np.intp]:
    """Return, by history, the periods from ``start`` to the first alarm; NEVER without one."""
    fired = found.fired[..., start:]
    return np.where(fired.any(axis=-1), fired.argmax(axis=-1), NEVER)
