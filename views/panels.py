"""Streams as small panels over time: values, what was expected, thresholds, alerts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from views.drawing import mount
from views.session import View

_MOST_LEVELS = 4
_MARGIN = 0.08  # of the height, above and below what is drawn

Line = Sequence[float]


@dataclass(frozen=True)
class Panel:
    """One region's stream.

    All sequences have one entry a period; NaN is a gap. words : what the pointer shows, by line.
    limits : lines that a value must not cross.  alerts : position to level.  inherited : positions
    of values that belong to the former region.
    """

    title: str
    label: str
    values: Line
    expected: Line
    limits: Sequence[Line]
    words: Sequence[str]
    alerts: Mapping[int, str]
    inherited: Sequence[int] = ()


def show_panels(
    view: View,
    name: str,
    panels: Sequence[Panel],
    times: Sequence[float],
    label: str,
    decimals: int,
) -> None:
    """Draw panels on one scale, so that they can be held against each other.

    times : years and their parts, one a period, ascending.
    """
    shown = [
        number
        for panel in panels
        for line in (panel.values, panel.expected, *panel.limits)
        for number in line
        if math.isfinite(number)
    ]
    low, high = _ends(shown)
    levels = round_values(low, high)
    first, last = times[0], times[-1]

    def across(time: float) -> float:
        return round(100 * (time - first) / ((last - first) or 1), 2)

    def down(value: float) -> float:
        return round(100 * (high - value) / (high - low), 2)

    def line(values: Line) -> list[list[float] | None]:
        return [
            [across(time), down(value)] if math.isfinite(value) else None
            for time, value in zip(times, values, strict=True)
        ]

    digits = max(0, min(decimals, -math.floor(math.log10(levels[1] - levels[0]))))
    ink = view.ink
    mount(
        "streams",
        {
            "label": label,
            "ink": {
                "text": ink.text,
                "soft": ink.soft,
                "line": ink.line,
                "accent": ink.accent,
                "page": ink.page,
            },
            "levels": [[down(level), view.number(level, digits)] for level in levels],
            "times": [[across(year), str(year)] for year in years(first, last, len(panels) == 1)],
            "panels": [
                {
                    "title": panel.title,
                    "label": panel.label,
                    "points": line(panel.values),
                    "expected": line(panel.expected),
                    "limits": [line(each) for each in panel.limits],
                    "words": list(panel.words),
                    "alerts": [[place, level] for place, level in panel.alerts.items()],
                    "inherited": list(panel.inherited),
                }
                for panel in panels
            ],
        },
        key=name,
    )


def _ends(shown: Sequence[float]) -> tuple[float, float]:
    low, high = min(shown), max(shown)
    room = _MARGIN * (high - low) or 1.0
    return low - room, high + room


def round_values(low: float, high: float) -> list[float]:
    """Return two to five round values between two others, for the lines of a scale."""
    least = (high - low) / _MOST_LEVELS
    size = 10.0 ** math.floor(math.log10(least))
    for times in (1, 2, 2.5, 5, 10):
        step = size * times
        found = [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
        if len(found) <= _MOST_LEVELS + 1 and step >= least * (1 - 1e-9):
            break
    return found


def years(first: float, last: float, wide: bool) -> list[int]:
    """Return the whole years at which the time axis has words: few, the last ones among them."""
    inside = range(math.ceil(first), math.floor(last) + 1)
    most = 9 if wide else 4
    step = max(1, math.ceil(len(inside) / most))
    return list(inside[::-1][::step][::-1])
