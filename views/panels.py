"""Series as small panels over time: values, what was expected, thresholds, alerts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from views.drawing import mount
from views.session import View

SMALL_FROM = 3  # panels that stand in a grid; fewer take the whole width
_MOST_LEVELS = 4
_MARGIN = 0.08  # of the height, above and below what is drawn

Line = Sequence[float]


@dataclass(frozen=True)
class Panel:
    """A series over time, on a scale of its own.

    All sequences have one entry a period; NaN is a gap. words : what the pointer shows, by line.
    limits : lines that a value must not cross.  alerts : position to level.  inherited : whether a
    value belongs to the former region.
    """

    title: str
    label: str
    values: Line
    words: Sequence[str]
    decimals: int
    expected: Line = ()
    limits: Sequence[Line] = ()
    alerts: Mapping[int, str] = field(default_factory=dict)
    inherited: Sequence[bool] = ()


def show_panels(
    view: View, name: str, panels: Sequence[Panel], times: Sequence[float], label: str
) -> None:
    """Draw panels under or beside each other, as the room allows.

    times : years and their parts, one a period, ascending; the same for all panels.
    """
    first, last = times[0], times[-1]
    across = [round(100 * (time - first) / ((last - first) or 1), 2) for time in times]
    wide = len(panels) < SMALL_FROM
    ink = view.ink
    mount(
        "streams",
        {
            "label": label,
            "wide": wide,
            "ink": {
                "text": ink.text,
                "soft": ink.soft,
                "line": ink.line,
                "accent": ink.accent,
                "page": ink.page,
            },
            "times": [
                [round(100 * (year - first) / ((last - first) or 1), 2), str(year)]
                for year in years(first, last, wide)
            ],
            "panels": [_drawn(view, panel, across) for panel in panels],
        },
        key=name,
    )


def _drawn(view: View, panel: Panel, across: Sequence[float]) -> dict[str, object]:
    lines = (panel.values, panel.expected, *panel.limits)
    low, high = _ends([number for line in lines for number in line if math.isfinite(number)])
    levels = round_values(low, high)
    digits = max(0, min(panel.decimals, -math.floor(math.log10(levels[1] - levels[0]))))
    own = [not one for one in panel.inherited] or [True] * len(panel.values)

    def down(value: float) -> float:
        return round(100 * (high - value) / (high - low), 2)

    def line(values: Line) -> list[list[float] | None]:
        return [
            [x, down(value)] if math.isfinite(value) else None
            for x, value in zip(across, values, strict=True)
        ]

    return {
        "title": panel.title,
        "label": panel.label,
        "levels": [[down(level), view.number(level, digits)] for level in levels],
        "points": line(panel.values),
        "own": [int(one) for one in own],
        "expected": line(panel.expected) if panel.expected else [],
        "limits": [line(each) for each in panel.limits],
        "words": list(panel.words),
        "alerts": [[place, level] for place, level in panel.alerts.items()],
    }


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
