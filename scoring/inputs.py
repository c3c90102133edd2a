"""What goes into a score: one table of values, and what is known about each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from scoring.normalise import Floats

SEVERAL: Final = -1  # among ``borders``: a mean over years that lie before and after a split


@dataclass(frozen=True)
class Inputs:
    """Values of T periods × R regions × K indicators, in the order of the three id tuples.

    values : (T, R, K) in each indicator's unit, NaN where missing.
    applicable : (R, K) bool; what does not apply to a region is not missing there.
    age : (T, R, K) years between the period scored and the figure used, NaN where missing.
    estimated : (T, R, K) bool: inherited, apportioned, back-cast, partial or expert-coded.
    source : (T, R, K) int, index into ``sources`` of the figure's source, -1 where missing.
    borders : (T, R, K) int, which borders of the region the figure speaks of: 0 today's, other
    numbers those of a former region, ``SEVERAL`` of both. All 0 when it is not given.
    """

    periods: tuple[int, ...]
    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    values: Floats
    applicable: np.ndarray
    age: Floats
    estimated: np.ndarray
    source: np.ndarray
    data_version: str
    borders: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))

    def __post_init__(self) -> None:
        shape = (len(self.periods), len(self.regions), len(self.indicators))
        if self.borders.size == 0:
            object.__setattr__(self, "borders", np.zeros(shape, dtype=int))
        for name in ("values", "age", "estimated", "source", "borders"):
            array = getattr(self, name)
            if array.shape != shape:
                raise ValueError(f"{name} has shape {array.shape}, not {shape}")
            array.setflags(write=False)
        if self.applicable.shape != shape[1:]:
            raise ValueError(f"applicable has shape {self.applicable.shape}, not {shape[1:]}")
        self.applicable.setflags(write=False)
        if np.isinf(self.values).any():
            raise ValueError("a value is infinite")
        if (~np.isnan(self.values) & ~self.applicable).any():
            raise ValueError("a value stands where its indicator does not apply")

    def only(self, periods: Sequence[int], indicators: Sequence[str]) -> Inputs:
        """Return the inputs of these periods and indicators alone, in the order that is given.

        Raises ValueError for one that is not there.
        """
        rows = [self.periods.index(period) for period in periods]
        columns = [self.indicators.index(name) for name in indicators]
        cells = np.ix_(rows, range(len(self.regions)), columns)
        return replace(
            self,
            periods=tuple(periods),
            indicators=tuple(indicators),
            values=self.values[cells],
            applicable=self.applicable[:, columns],
            age=self.age[cells],
            estimated=self.estimated[cells],
            source=self.source[cells],
            borders=self.borders[cells],
        )
