"""Series as small panels over time: values, what was expected, thresholds, alerts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from views.drawing import mount
from views.session import View

SMALL_FROM = 3  # panels that stand in a grid; fewer take the whole width
PLACE = "#"  # where a number stands in the words of a panel
_MOST_LEVELS = 4
_MARGIN = 0.08  # of the height, above and below what is drawn

Line = Sequence[float]


@dataclass(frozen=True)
class Panel:
    """A series over time, on a scale of its own.

    All sequences have one entry a period; NaN is a gap. name : what the pointer says first.
    said : the words around a value, an expected one and a limit, with ``PLACE`` for the number.
    limits : lines that a value must not cross.  alerts : position to level.  inherited : whether a
    value belongs to the former region.
    """

    title: str
    label: str
    name: str
    values: Line
    decimals: int
    said: tuple[str, str, str] = (PLACE, PLACE, PLACE)
    expected: Line = ()
    limits: Sequence[Line] = ()
    alerts: Mapping[int, str] = field(default_factory=dict)
    inherited: Sequence[bool] = ()


def show_panels(
    view: View,
    name: str,
    panels: Sequence[Panel],
    times: Sequence[float],
    periods: Sequence[str],
    label: str,
) -> None:
    """Draw panels under or beside each other, as the room allows.

    times : years and their parts, one a period, ascending.  periods : their names. The same for all
    panels.
    """
    first, last = times[0], times[-1]
    wide = len(panels) < SMALL_FROM
    ink = view.ink

    def across(time: float) -> float:
        return round(100 * (time - first) / ((last - first) or 1), 1)

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
            "x": [across(time) for time in times],
            "periods": list(periods),
            "former": view._("inherited from the former region"),
            "alert": view._("alert"),
            "times": [[across(year), str(year)] for year in years(first, last, wide)],
            "panels": [_drawn(view, panel) for panel in panels],
        },
        key=name,
    )


def _drawn(view: View, panel: Panel) -> dict[str, object]:
    lines = (panel.values, panel.expected, *panel.limits)
    low, high = _ends([number for line in lines for number in line if math.isfinite(number)])
    levels = round_values(low, high)
    digits = max(0, min(panel.decimals, -math.floor(math.log10(levels[1] - levels[0]))))

    def down(value: float) -> float:
        return round(100 * (high - value) / (high - low), 1)

    def line(values: Line) -> list[list[float | str | None]]:
        """Return heights, and the numbers as text: once for the eye, once for the pointer."""
        known = [math.isfinite(value) for value in values]
        return [
            [down(value) if there else None for value, there in zip(values, known, strict=True)],
            [
                view.number(value, panel.decimals) if there else None
                for value, there in zip(values, known, strict=True)
            ],
        ]

    return {
        "title": panel.title,
        "label": panel.label,
        "name": panel.name,
        "said": panel.said,
        "levels": [[down(level), view.number(level, digits)] for level in levels],
        "values": line(panel.values),
        "expected": line(panel.expected),
        "limits": [line(each) for each in panel.limits],
        "alerts": [[place, level] for place, level in panel.alerts.items()],
        "inherited": [place for place, former in enumerate(panel.inherited) if former],
    }


def _ends(shown: Sequence[float]) -> tuple[float, float]:
    low, high = min(shown), max(shown)
    room = _MARGIN * (high - low) or 1.0
    return low - room, high + room


def round_values(low: float, high: float) -> list[float]:
    """Return two to five round values between two others, for the lines of a scale."""
    least = (high - low) / _MOST_LEVELS
    size = 10.0 ** math.floor(math.log10(least))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= least * (1 - 1e-9))
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def years(first: float, last: float, wide: bool) -> list[int]:
    """Return the whole years at which the time axis has words: few, the last ones among them."""
    inside = range(math.ceil(first), math.floor(last) + 1)
    most = 9 if wide else 4
    step = max(1, math.ceil(len(inside) / most))
    return list(inside[::-1][::step][::-1])
