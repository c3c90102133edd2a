"""What a stream would see: how often and how soon a planted shift raises an alarm."""

from __future__ import annotations

from collections.abc import Sequence
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
    median : periods from the shift to that alarm, 0 where it is in its own; NaN if in none.
    """

    size: float
    within: int
    found: float
    median: float


def delays(
    rules: Rules,
    periods: int,
    persistence: float,
    sizes: Sequence[float],
    within: int,
    number: int,
    seed: int,
) -> tuple[Delay, ...]:
    """Plant a lasting shift in the direction of alarm, and see when the rules find it.

    The shift begins ``within`` periods before the end of histories of ``periods`` periods, and
    counts as found at the first alarm of any rule from then on. A shift of size 0 says how often
    chance raises an alarm in the same time. All sizes are planted into the same histories.
    """
    values = histories(number, periods, persistence, np.random.default_rng(seed))
    found = []
    for size in sizes:
        shifted = values.copy()
        shifted[:, periods - within :] += rules.signs[0] * size
        first = first_alarm(run(shifted, rules), periods - within)
        seen = first[first != NEVER]
        median = float(np.median(seen)) if len(seen) else float("nan")
        found.append(Delay(size, within, float((first != NEVER).mean()), median))
    return tuple(found)


def first_alarm(found: Detection, start: int) -> NDArray[np.intp]:
    """Return, by history, the periods from ``start`` to the first alarm; NEVER without one."""
    fired = found.fired[..., start:]
    return np.where(fired.any(axis=-1), fired.argmax(axis=-1), NEVER)
