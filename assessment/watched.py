"""One stream in one region: its values, what was expected of them, and what the rules say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indicators.figures import Observation
from indicators.steps import Place
from scoring.frozen import freeze
from scoring.normalise import Floats
from scoring.signals.detect import Detection

Alarms = tuple[str, ...]
SUDDEN, LASTING, RECORD = "sudden", "lasting", "record"


@dataclass(frozen=True)
class Watched:
    """A stream in a region over T periods; every array is (T,), NaN where there is nothing.

    Attributes
    ----------
    periods, end_dates : all periods of the stream, none left out, and their last days.
    values : in the stream's unit.
    base : mean of the same season in the years before, in the same borders.
    changes : what is watched: the values held against the base, in the unit of the change.
    expected : median of the changes of the same season in the past, in the unit of the change.
    spread : 1.4826 · MAD of them.
    z : ``(changes − expected) / spread``.
    expected_value, lower, upper : where the value would be with the expected change, and where the
        rule of the robust z begins downwards and upwards, in the stream's unit. ``lower`` is NaN for
        a stream of which only a rise is an alarm, ``upper`` of which only a fall is.
    cusum : by direction (``rise``, ``fall``), the sum before any reset; empty without that rule.
    limit : the CUSUM's h, or None.
    threshold : that of the robust z, or None.
    n : values that the expectation rests on.
    p, q : chance of a value as striking, and Benjamini and Hochberg's q among all values of all
        streams whose period ends on the same day.
    tested : bool, where a rule could be asked.
    inherited : bool, where value and change are those of the former region that held this one.
    restarted : bool, where the series goes on in other borders, and the CUSUM begins anew.
    alarms : the rules that raise an alarm in each period, before the refractory period.
    alert_at : bool, the periods of the alerts.
    places : the unit that each value belongs to, None where there is none.
    observations : the figures behind each value.
    """

    stream: str
    region: str
    periods: tuple[str, ...]
    end_dates: tuple[date, ...]
    values: Floats
    base: Floats
    changes: Floats
    expected: Floats
    spread: Floats
    z: Floats
    expected_value: Floats
    lower: Floats
    upper: Floats
    cusum: Mapping[str, Floats]
    limit: float | None
    threshold: float | None
    n: NDArray[np.intp]
    p: Floats
    q: Floats
    tested: NDArray[np.bool_]
    inherited: NDArray[np.bool_]
    restarted: NDArray[np.bool_]
    alarms: tuple[Alarms, ...]
    alert_at: NDArray[np.bool_]
    places: tuple[Place | None, ...]
    observations: tuple[tuple[Observation, ...], ...]

    def __post_init__(self) -> None:
        """Let nothing be written into it."""
        freeze(self)
        for path in self.cusum.values():
            path.setflags(write=False)

    def index(self, period: str) -> int:
        """Return the place of a period; KeyError when the stream has none such."""
        if period not in self.periods:
            raise KeyError(f"{self.stream}: no period {period!r}")
        return self.periods.index(period)


def alarms(found: Detection) -> tuple[Alarms, ...]:
    """Name the rules that raise an alarm in each period of one series."""
    every = ((SUDDEN, found.sudden), (LASTING, found.lasting), (RECORD, found.record > 0))
    return tuple(
        tuple(name for name, raised in every if raised[t]) for t in range(len(found.record))
    )
