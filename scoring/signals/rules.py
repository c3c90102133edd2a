"""The rules of one stream as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from scoring.signals.change import Kind

RISE, FALL = 1, -1


@dataclass(frozen=True)
class Sudden:
    """An alarm where z is ``threshold`` or more; see ``seasonal_z`` for ``smallest_spread``."""

    threshold: float
    smallest_spread: float = 0.0


@dataclass(frozen=True)
class Lasting:
    """An alarm where the CUSUM is above ``limit``; see ``cusum``."""

    allowance: float
    cap: float
    limit: float


@dataclass(frozen=True)
class Record:
    """An alarm of a value beyond all of ``medium`` or ``high`` years; see ``record``."""

    medium: int
    high: int


@dataclass(frozen=True)
class Rules:
    """What one stream is watched by.

    seasons : periods a year.  kind, years : the change that is watched, see ``change``.
    least, most : values of a season that z rests on.  signs : directions of alarm, RISE or FALL.
    least_change : what a sudden or lasting change must amount to, in the direction of alarm.
    quiet : days without another alert after one.
    """

    seasons: int
    kind: Kind
    years: int
    least: int
    most: int
    signs: tuple[int, ...]
    sudden: Sudden | None
    lasting: Lasting | None
    record: Record | None
    quiet: int
    least_change: float = -inf

    @property
    def judged(self) -> bool:
        """Whether changes are held against their history, not only values against a record."""
        return self.sudden is not None or self.lasting is not None
