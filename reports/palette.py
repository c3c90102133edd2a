"""The typeface and the colours of the product: five steps of ColorBrewer YlOrBr, PuOr for change, an accent.

Both schemes are safe for colour-blind readers. Change runs from purple to orange, never from red
to green.
"""

from __future__ import annotations

from dataclasses import dataclass

# Cynthia Brewer's YlOrBr, five classes (colorbrewer2.org, Apache-2.0): lowest to highest.
CLASSES = ("#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#993404")
# Ink that is readable on each of them.
ON_CLASSES = ("#0f151b", "#0f151b", "#0f151b", "#0f151b", "#ffffff")
# Brewer's PuOr, five classes, middle lightened: strong fall, fall, about the same, rise, strong rise.
CHANGES = ("#5e3c99", "#b2abd2", "#f7f7f7", "#fdb863", "#e66101")
# Streamlit's own typeface, which it serves itself.
FONT = '"Source Sans", sans-serif'
# Points of change at which the five steps meet.
CHANGE_STEPS = (-5.0, -1.0, 1.0, 5.0)


@dataclass(frozen=True)
class Ink:
    """What depends on a light or dark page: text, lines, the accent, the empty region."""

    text: str
    soft: str
    line: str
    border: str
    page: str
    accent: str
    unrated: str
    hatch: str


LIGHT = Ink(
    text="#0f151b",
    soft="#3f4a54",
    line="#c9d1d8",
    border="#5b6670",
    page="#ffffff",
    accent="#0b5c7a",
    unrated="#eef1f4",
    hatch="#6b7680",
)
DARK = Ink(
    text="#eef1f4",
    soft="#c3ccd4",
    line="#3a444f",
    border="#12161b",
    page="#12161b",
    accent="#6cc5e0",
    unrated="#2a323b",
    hatch="#9aa6b1",
)


def step_of_change(points: float) -> int:
    """Step of ``CHANGES`` for a change in points; exactly ±1 is still "about the same"."""
    down, slightly_down, slightly_up, up = CHANGE_STEPS
    if points < slightly_down:
        return 0 if points <= down else 1
    if points > slightly_up:
        return 4 if points >= up else 3
    return 2
