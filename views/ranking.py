"""The ranked list beside the map: one line a region, with the range that its value may move in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports.palette import CLASSES
from views.drawing import draw
from views.session import View

_MOST_TICKS = 6
_ROOM = 3.0  # points beside the ends of the scale, for dots that stand there


@dataclass(frozen=True)
class Ranked:
    """One line: where the dot stands, from where to where it may move, and words for it.

    ``text`` stands at the right; ``hover`` are lines of words, the first the region's name.
    ``mark`` is a second place on the same scale, such as the value before a change.
    """

    region: str
    value: float
    low: float
    high: float
    colour: str
    text: str
    hover: str
    mark: float | None = None


@dataclass(frozen=True)
class Axis:
    """The scale under the list, with background bands where it has classes."""

    lower: float
    upper: float
    title: str
    heading: str
    bands: tuple[tuple[float, float, str], ...] = ()
    zero: bool = False

    def place(self, value: float) -> float:
        """Return where a value stands, in percent of the scale; to a tenth, less than a pixel."""
        share = (value - self.lower) / (self.upper - self.lower)
        return round(100 * min(max(share, 0.0), 1.0), 1)

    def ticks(self) -> Iterator[float]:
        """Yield round values, few enough for a phone."""
        least = abs(self.upper - self.lower) / _MOST_TICKS
        size = 10.0 ** math.floor(math.log10(least))
        step = next(size * times for times in (1, 2, 5, 10) if size * times >= least)
        low, high = sorted((self.lower, self.upper))
        for count in range(math.ceil(low / step), math.floor(high / step) + 1):
            yield count * step


def class_axis(cuts: Sequence[float], title: str, heading: str) -> Axis:
    """Return the scale of scores, 0 to 100 with a little room, its classes behind it."""
    edges = (-_ROOM, *cuts[1:], 100 + _ROOM)
    bands = tuple(zip(edges[:-1], edges[1:], CLASSES, strict=True))
    return Axis(edges[0], edges[-1], title, heading, bands)


def arrow(before: float, after: float) -> str:
    """Say by how many places a region moved up or down the list; nothing when it did not."""
    moved = before - after
    if math.isnan(moved) or moved == 0:
        return ""
    return f"{'▲' if moved > 0 else '▼'}{abs(moved):.0f}"


def show_ranking(view: View, rows: Sequence[Ranked], axis: Axis, alt: str) -> None:
    """Draw the list, highest first; a click on a line, or Enter, chooses its region."""
    ordered = sorted(rows, key=lambda row: -row.value)
    colours = sorted({row.colour for row in ordered})
    ink = view.ink
    ticks = list(axis.ticks())
    decimals = max(0, -math.floor(math.log10(ticks[1] - ticks[0])))
    draw(
        "ranking",
        {
            "label": alt,
            "heading": axis.heading,
            "title": axis.title,
            "ticks": [
                [axis.place(at), view.number(at, decimals), int(axis.zero and at == 0)]
                for at in ticks
            ],
            "bands": [
                [axis.place(low), axis.place(high), colour] for low, high, colour in axis.bands
            ],
            "ink": {"text": ink.text, "line": ink.line, "accent": ink.accent, "page": ink.page},
            "colours": colours,
            "chosen": view.region,
            "rows": [_row(view, row, axis, colours.index(row.colour)) for row in ordered],
        },
    )


def _row(view: View, row: Ranked, axis: Axis, colour: int) -> list[Any]:
    short = [
        row.region,
        view.region_short(row.region),
        row.text,
        row.hover,
        axis.place(row.value),
        axis.place(row.low),
        axis.place(row.high),
        colour,
    ]
    return short if row.mark is None else [*short, axis.place(row.mark)]
