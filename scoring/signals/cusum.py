"""CUSUM: small deviations in one direction, added up until they are too many for chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.frozen import freeze
from scoring.normalise import Floats


@dataclass(frozen=True)
class Cusum:
    """path : (..., T), the sum before any reset.  alarm : (..., T) bool, where it is above h."""

    path: Floats
    alarm: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Let nothing be written into it."""
        freeze(self)


def cusum(
    z: Floats,
    limit: float,
    allowance: float,
    cap: float = np.inf,
    restart: NDArray[np.bool_] | None = None,
) -> Cusum:
    """Return ``C = max(0, C + min(z, cap) − allowance)`` (Page 1954), an alarm where C > limit.

    Parameters
    ----------
    z : (..., T), signed so that up is the direction of alarm; NaN where there is none, which
        leaves C as it is: the path is NaN there, and the sum goes on after it.
    cap : what one value can add at most, so that a single one, for which there is the rule of z,
        cannot raise an alarm of lasting change by itself.
    restart : (..., T) bool, where the sum begins anew at zero, as after an alarm.
    """
    path, alarm = np.full(z.shape, np.nan), np.zeros(z.shape, dtype=bool)
    total = np.zeros(z.shape[:-1])
    for t in range(z.shape[-1]):
        if restart is not None:
            total = np.where(restart[..., t], 0.0, total)
        here = ~np.isnan(z[..., t])
        added = np.maximum(0.0, total + np.minimum(z[..., t], cap) - allowance)
        total = np.where(here, added, total)
        path[..., t] = np.where(here, total, np.nan)
        alarm[..., t] = here & (total > limit)
        total = np.where(alarm[..., t], 0.0, total)
    return Cusum(path, alarm)
