"""Constants of the published formulas, for the text; a test holds them against ``scoring``."""

from __future__ import annotations

from typing import Final

POINTS: Final = 100  # scores and pillars are published on 0–100
TOP: Final = 10  # the inverted geometric mean works on 0–10 ...
FLOOR: Final = 1  # ... on which what is missing to the worst runs from TOP down to FLOOR
SLOPE: Final = (TOP - FLOOR) / TOP
PERCENTILES: Final = (5, 95)  # of which goalposts without a norm are made
