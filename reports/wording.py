"""Words for what an assessment says, in one language: names, numbers, classes, places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assessment import Assessment
from i18n import Translator, number, percent, percent_sign, signed, sort_key, translator
from indicators.schema import Card
from indicators.text import Text
from reports.words import capital
from scoring.score import NOT_RATED
from scoring.uncertainty.bands import Uncertainty

NOTHING = "–"


@dataclass(frozen=True)
class Wording:
    """An assessment, and how one language speaks of it."""

    assessment: Assessment
    language: str

    @cached_property
    def _(self) -> Translator:
        """Translate a message."""
        return translator(self.language)

    def text(self, text: Text) -> str:
        """Say a text of the registry in this language."""
        return text.get(self.language)

    def number(self, value: float, decimals: int = 1) -> str:
        """Write a number as this language does."""
        return number(value, self.language, decimals)

    def signed(self, value: float, decimals: int = 1) -> str:
        """Write a difference, with a plus where it is more than rounding."""
        return signed(value, self.language, decimals)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Write a share of 1 as a percentage."""
        return percent(share, self.language, decimals)

    def region_name(self, region: str) -> str:
        """Official name."""
        return self.assessment.regions.get(region).names.get(self.language)

    def region_title(self, region: str) -> str:
        """Official name at the beginning of a heading: Russian writes "область Абай" small."""
        return capital(self.region_name(region))

    def region_short(self, region: str) -> str:
        """Name for a chart."""
        return self.assessment.regions.get(region).short.get(self.language)

    @cached_property
    def regions_by_name(self) -> tuple[str, ...]:
        """Regions in the alphabetical order of this language."""
        ids = self.assessment.regions.ids
        return tuple(sorted(ids, key=lambda region: sort_key(self.region_name(region))))

    def class_name(self, index: int) -> str:
        """Name of a class by its position, or "not rated"."""
        if index == NOT_RATED:
            return self._("not rated")
        return self.text(self.assessment.registry.framework.classes[index].name)

    def unit(self, card: Card) -> str:
        """Return the unit of an indicator."""
        return self.text(self.assessment.registry.units[card.unit].label)

    def amount(self, card: Card, value: float) -> str:
        """Write a value with its unit."""
        return self.quantity(value, card.unit, card.decimals)

    def quantity(self, value: float, unit_id: str, decimals: int, *, sign: bool = False) -> str:
        """Write a value with a unit of the registry; ``sign`` for a difference."""
        text = self.signed(value, decimals) if sign else self.number(value, decimals)
        return text if np.isnan(value) else self.with_unit(text, unit_id)

    def with_unit(self, text: str, unit_id: str) -> str:
        """Put a unit of the registry behind a number that is written already."""
        unit = self.text(self.assessment.registry.units[unit_id].label)
        if unit.startswith("%"):
            return f"{text}{percent_sign(self.language)}{unit[1:]}"
        return f"{text}\N{NO-BREAK SPACE}{unit}"

    def period_text(self, period: str) -> str:
        """Write a year or a quarter, as ``2024`` and ``2024-Q3`` say it."""
        year, _dash, quarter = period.partition("-Q")
        message = {
            "": "{year}",
            "1": self._("Q1 {year}"),
            "2": self._("Q2 {year}"),
            "3": self._("Q3 {year}"),
            "4": self._("Q4 {year}"),
        }[quarter]
        return message.format(year=year)

    def place_band(self, bands: Uncertainty, r: int) -> tuple[int, int] | None:
        """Best and worst place of a region in nine of ten draws, or None when it is not rated."""
        best, _middle, worst = bands.place[:, r]
        return None if np.isnan(best) else (int(np.floor(best)), int(np.ceil(worst)))

    def place_span(self, bands: Uncertainty, r: int) -> str:
        """Write a region's places for a list: "2–9"."""
        band = self.place_band(bands, r)
        if band is None:
            return NOTHING
        best, worst = band
        return f"{best}" if best == worst else f"{best}–{worst}"

    def scored(self, score: float, index: int) -> str:
        """Write a score with its class, for a table."""
        if index == NOT_RATED:
            return self.class_name(index)
        return f"{self.number(score)} · {self.class_name(index)}"


def breakable(address: str) -> str:
    """Let an address go on in the next line after its signs, where it says so."""
    return re.sub(r"([~:&=?])", "\\1\N{ZERO WIDTH SPACE}", address)
