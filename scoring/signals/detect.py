"""All rules of a stream on its series: what is expected, what is an alarm, and what becomes an alert.

The figures and the simulated histories go through this one function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.frozen import freeze
from scoring.normalise import Floats
from scoring.signals.cusum import Cusum, cusum
from scoring.signals.refractory import refractory
from scoring.signals.rules import Rules
from scoring.signals.seasonal_z import SeasonalZ, nothing_expected, seasonal_z

NO_RECORD, MEDIUM, HIGH = 0, 1, 2


@dataclass(frozen=True)
class Detection:
    """What the rules say of each period; arrays (..., T).

    z : of the changes.  cusum : by direction of alarm.
    sudden, lasting : which of the two rules raises an alarm that matters.  record : NO_RECORD, MEDIUM or HIGH.
    sign : direction of the alarm, 0 where there is none.
    tested : where a rule could be asked at all.
    fired : where any rule raises an alarm; alert : those that the refractory period leaves.
    """

    z: SeasonalZ
    cusum: Mapping[int, Cusum]
    sudden: NDArray[np.bool_]
    lasting: NDArray[np.bool_]
    record: NDArray[np.intp]
    sign: NDArray[np.intp]
    tested: NDArray[np.bool_]
    fired: NDArray[np.bool_]
    alert: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Let nothing be written into it."""
        freeze(self)


def detect(
    changes: Floats,
    records: NDArray[np.intp],
    comparable: NDArray[np.bool_],
    days: NDArray[np.intp],
    rules: Rules,
    restart: NDArray[np.bool_] | None = None,
) -> Detection:
    """Run the rules of a stream.

    Parameters
    ----------
    changes : (..., T) what is watched, NaN where missing.
    records, comparable : (..., T) see ``scoring.signals.record``. Of changes that are not held
        against their history ``comparable`` says which values are tested.
    days : (T,) day on which each period ends.
    restart : (..., T) where the CUSUM begins anew, because a series goes on in other borders.
    """
    spread = rules.sudden.smallest_spread if rules.sudden else 0.0
    z = (
        seasonal_z(changes, rules.seasons, rules.least, rules.most, spread)
        if rules.judged
        else nothing_expected(changes.shape)
    )
    sudden, lasting = (np.zeros(changes.shape, dtype=bool) for _ in range(2))
    sign = np.zeros(changes.shape, dtype=np.intp)
    sums = {}
    for direction in rules.signs:
        matters = direction * changes >= rules.least_change
        if rules.sudden:
            beyond = (direction * z.z >= rules.sudden.threshold) & matters
            sudden |= beyond
            sign = np.where(beyond, direction, sign)
        if rules.lasting:
            rule = rules.lasting
            sums[direction] = cusum(direction * z.z, rule.limit, rule.allowance, rule.cap, restart)
            alarm = sums[direction].alarm & matters
            lasting |= alarm
            sign = np.where(alarm, direction, sign)
    # All rules of a stream begin to speak at once, so that every alert can be given its chance.
    tested = ~np.isnan(z.z) if rules.judged else comparable
    found = np.full(changes.shape, NO_RECORD)
    if rules.record:
        found = np.where(tested, records, NO_RECORD)
        sign = np.where((found > NO_RECORD) & (sign == 0), rules.signs[0], sign)
    fired = sudden | lasting | (found > NO_RECORD)
    alert = refractory(fired, days, rules.quiet)
    return Detection(z, sums, sudden, lasting, found, sign, tested, fired, alert)
