"""Put indicators of any unit on one scale: 0 is least pressure, 1 most."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TRANSFORMS: dict[str, Callable[[Floats], Floats]] = {
    "identity": lambda x: x,
    "log": np.log,
    "asinh": np.arcsinh,
}


def goalposts(
    values: Floats, lo: float, hi: float, *, direction: int = 1, transform: str = "identity"
) -> Floats:
    """Place values between two fixed ends and cut off what lies beyond them.

    values : any shape, in the unit of ``lo`` and ``hi``; NaN stays NaN.
    direction : 1 when a high value is pressure, -1 when a low one is.
    Returns the same shape on 0–1. ``z = clip((T(x) − T(lo)) / (T(hi) − T(lo)), 0, 1)``, and
    ``1 − z`` for direction -1; see the methodology, step 5. A log of a value of zero or less is
    taken as beyond the lower end.
    """
    change = TRANSFORMS[transform]
    low, high = (float(change(np.array(end, dtype=float))) for end in (lo, hi))
    if transform == "log":
        # NaN compares false and stays NaN; zero and less would be -inf or NaN, and mean "lowest".
        values = np.where(values <= 0, lo, values)
    placed = np.clip((change(np.asarray(values, dtype=float)) - low) / (high - low), 0.0, 1.0)
    return placed if direction == 1 else 1.0 - placed


def beyond(values: Floats, lo: float, hi: float) -> NDArray[np.bool_]:
    """Say which values lie outside the goalposts and were cut off (strictly beyond them)."""
    return (values < lo) | (values > hi)
