"""The year and region that a page or document speaks of, and how they are spoken of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.wording import Wording
from scoring.score import Result
from scoring.uncertainty.bands import Uncertainty


def median(values: np.ndarray) -> float:
    """Return the median of the numbers among ``values``, NaN when there are none."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


@dataclass(frozen=True)
class Subject(Wording):
    """An assessment, a language, and the year and region that are looked at."""

    period: int
    region: str

    @property
    def result(self) -> Result:
        """The index that is shown: the published one, or one with other settings."""
        return self.assessment.result

    @property
    def t(self) -> int:
        """Position of the period."""
        return self.result.period_index[self.period]

    @property
    def r(self) -> int:
        """Position of the region."""
        return self.result.region_index[self.region]

    @property
    def earlier(self) -> int | None:
        """The rated period before this one, or None for the first."""
        before = [p for p in self.assessment.rated_periods if p < self.period]
        return before[-1] if before else None

    @property
    def attention(self) -> int:
        """Position of the class from which a region needs attention."""
        framework = self.assessment.registry.framework
        return [cls.id for cls in framework.classes].index(framework.attention_from)

    @property
    def bands(self) -> Uncertainty:
        """How far the scores and places of the period can be relied on."""
        return self.assessment.uncertainty(self.period)

    def band(self, r: int, bands: Uncertainty | None = None) -> tuple[int, int] | None:
        """Best and worst place of a region; ``bands`` are others than those of the period."""
        return self.place_band(bands or self.bands, r)

    def span(self, r: int, bands: Uncertainty | None = None) -> str:
        """Write a region's places for a list; ``bands`` are others than those of the period."""
        return self.place_span(bands or self.bands, r)

    def places(self, r: int) -> str:
        """Say a region's places; a bare one only where nine draws of ten agree."""
        band = self.band(r)
        if band is None:
            return self._("not rated")
        best, worst = band
        count = len(self.result.inputs.regions)
        if best == worst:
            return self._("place {place} of {count}").format(place=best, count=count)
        message = self._("places {best}–{worst} of {count}")
        return message.format(best=best, worst=worst, count=count)
