"""Constants that the text names, those of scoring among them."""

from __future__ import annotations

from typing import Final

from scoring.aggregate import FLOOR, POINTS, SLOPE, TOP

__all__ = ["FLOOR", "PERCENTILES", "POINTS", "SLOPE", "TOP"]

PERCENTILES: Final = (5, 95)  # of which goalposts without a norm are made
