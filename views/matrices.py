"""The charts of the robustness page: places, pairs, shares of choices, shifts without a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from reports.palette import CHANGES
from scoring.uncertainty.bands import APART
from views.charts import axis, layout, named
from views.session import View

_ROW = 24  # pixels of one line
# Shares of the draws at which the colours change: how often a place is held, and who is ahead.
OFTEN = (0.05, 0.10, 0.25, 0.50)
AHEAD = (1 - APART, 0.35, 0.65, APART)
# The middle of the scale of change is too near to white to be told from the empty diagonal.
AHEAD_COLOURS = (*CHANGES[:2], "#dfe3e7", *CHANGES[3:])


def places(view: View, regions: Sequence[str], share: np.ndarray) -> dict[str, Any]:
    """Draw (n, n) shares of draws in which a region (row) holds a place (column)."""
    names = [view.region_short(region) for region in regions]
    hover = [
        [
            f"<b>{name}</b><br>"
            + view._("place {place}: {share}").format(place=place, share=view.percent(value, 1))
            for place, value in enumerate(row, 1)
        ]
        for name, row in zip(names, share, strict=True)
    ]
    shown = np.where(share > 0, share, np.nan)
    steps = _steps(OFTEN, tints(view))
    return _heat(view, names, shown, hover, steps, view._("place"))


def pairs(view: View, regions: Sequence[str], ahead: np.ndarray) -> dict[str, Any]:
    """Draw (n, n) shares of draws in which a region (row) is ahead of another (column)."""
    names = [view.region_short(region) for region in regions]
    hover = [
        [
            view._("{first} is ahead of {second} in {share}").format(
                first=first, second=second, share=view.percent(value)
            )
            for second, value in zip(names, row, strict=True)
        ]
        for first, row in zip(names, ahead, strict=True)
    ]
    shown = ahead.copy()
    np.fill_diagonal(shown, np.nan)
    numbered = [f"{name} {number}" for number, name in enumerate(names, 1)]
    steps = _steps(AHEAD, AHEAD_COLOURS)
    return _heat(view, numbered, shown, hover, steps, view._("region by its number"), names)


def share_words(view: View, edges: Sequence[float]) -> list[str]:
    """Name the steps between shares of 1: "up to 5%", "5–10%", "more than 50%"."""
    return [
        view._("up to {share}").format(share=view.percent(edges[0])),
        *(f"{view.number(100 * low, 0)}–{view.percent(high)}" for low, high in pairwise(edges)),
        view._("more than {share}").format(share=view.percent(edges[-1])),
    ]


def tints(view: View) -> tuple[str, ...]:
    """Return five steps from the colour of next to nothing to the accent of the page."""
    # The lightest is still not the colour of the page, which stands for nothing at all.
    start = "#dcebf1" if view.ink.page == "#ffffff" else "#1d3540"
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (start, view.ink.accent)]
    return tuple(
        "#"
        + "".join(
            f"{round(low + (high - low) * part / 4):02x}" for low, high in zip(*ends, strict=True)
        )
        for part in range(5)
    )


def _steps(edges: Sequence[float], colours: Sequence[str]) -> list[list[Any]]:
    """Return a scale of 0 to 1 that changes its colour only at the edges."""
    limits = (0.0, *edges, 1.0)
    return [
        [limit, colour]
        for span, colour in zip(pairwise(limits), colours, strict=True)
        for limit in span
    ]


def _heat(
    view: View,
    labels: Sequence[str],
    values: np.ndarray,
    hover: list[list[str]],
    steps: list[list[Any]],
    title: str,
    names: Sequence[str] = (),
) -> dict[str, Any]:
    """Draw a matrix; ``names`` are the regions' own where their labels say more."""
    own = view.region_short(view.region)
    bold = [
        f"<b>{label}</b>" if name == own else label
        for label, name in zip(labels, names or labels, strict=True)
    ]
    count = len(labels)
    return {
        "data": [
            {
                "type": "heatmap",
                "x": list(range(1, count + 1)),
                "y": list(range(count)),
                "z": [[None if np.isnan(v) else round(float(v), 4) for v in row] for row in values],
                "zmin": 0,
                "zmax": 1,
                "colorscale": steps,
                "xgap": 1,
                "ygap": 1,
                "showscale": False,
                "hoverongaps": False,
                "customdata": hover,
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        "layout": layout(
            view.ink,
            70 + _ROW * count,
            margin={"l": 4, "r": 8, "t": 4, "b": 48},
            xaxis=axis(
                view.ink,
                showgrid=False,
                tickmode="array",
                tickvals=[1, *range(5, count + 1, 5)],
                title={"text": title, "font": {"size": 12}, "standoff": 10},
            ),
            yaxis=named(view.ink, bold, range(count), range=[count - 0.5, -0.5], **_OFF),
        ),
    }


# Names of regions stand a little off the drawing.
_OFF: dict[str, Any] = {"ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0,0,0,0)"}


@dataclass(frozen=True)
class Share:
    """What one choice moves: with its combinations, alone, and half the width of the interval."""

    name: str
    total: float
    first: float
    half: float


def shares(
    view: View, bands: Sequence[Share], names: tuple[str, str], reach: float
) -> dict[str, Any]:
    """Draw total indices as bars with their intervals, and first ones as marks on them.

    ``reach`` is the end of the scale, the same for all charts that are held side by side.
    """
    rows = list(range(len(bands)))[::-1]
    ticks = [step / 4 for step in range(int(4 * reach) + 1)]
    hover = [
        f"<b>{bar.name}</b><br>{names[0]}: {view.percent(bar.total)} "
        f"± {view.percent(bar.half)}<br>{names[1]}: {view.percent(max(bar.first, 0.0))}"
        for bar in bands
    ]
    total = {
        "type": "bar",
        "orientation": "h",
        "name": names[0],
        "x": [bar.total for bar in bands],
        "y": rows,
        "error_x": {
            "type": "data",
            "array": [bar.half for bar in bands],
            "color": view.ink.text,
            "thickness": 1.4,
            "width": 3,
        },
        "marker": {"color": tints(view)[2], "line": {"color": view.ink.text, "width": 0.6}},
        "customdata": hover,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    first = {
        "type": "scatter",
        "mode": "markers",
        "name": names[1],
        "x": [max(bar.first, 0.0) for bar in bands],
        "y": rows,
        "marker": {"symbol": "diamond", "size": 10, "color": view.ink.text},
        "hoverinfo": "skip",
    }
    return {
        "data": [total, first],
        "layout": layout(
            view.ink,
            100 + 30 * len(bands),
            bargap=0.35,
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 4, "r": 12, "t": 34, "b": 36},
            xaxis=axis(
                view.ink,
                range=[0, reach],
                tickmode="array",
                tickvals=ticks,
                ticktext=[view.percent(tick) for tick in ticks],
            ),
            yaxis=named(view.ink, [bar.name for bar in bands], rows, **_OFF),
        ),
    }


@dataclass(frozen=True)
class Shift:
    """What the places do without one part: its names, mean shift, whether it is a pillar, words."""

    name: str
    short: str
    mean: float
    pillar: bool
    words: str


def shifts(view: View, bars: Sequence[Shift], title: str) -> dict[str, Any]:
    """Draw the mean shift of all places without each part, pillars in another colour."""
    rows = list(range(len(bars)))[::-1]
    reach = max((bar.mean for bar in bars), default=0.0)
    ticks = list(range(int(reach) + 1))
    colours = tints(view)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [bar.mean for bar in bars],
                "y": rows,
                "text": [view.number(bar.mean) for bar in bars],
                "textposition": "outside",
                "cliponaxis": False,
                "textfont": {"color": view.ink.text},
                "marker": {
                    "color": [colours[4] if bar.pillar else colours[2] for bar in bars],
                    "line": {"color": view.ink.text, "width": 0.6},
                },
                "customdata": [f"<b>{bar.name}</b><br>{bar.words}" for bar in bars],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        "layout": layout(
            view.ink,
            70 + _ROW * len(bars),
            bargap=0.3,
            margin={"l": 4, "r": 12, "t": 8, "b": 48},
            xaxis=axis(
                view.ink,
                # Room for the number behind the longest bar, on a phone too.
                range=[0, max(1.2 * reach, 1.0)],
                tickmode="array",
                tickvals=ticks,
                title={"text": title, "font": {"size": 12}, "standoff": 10},
            ),
            yaxis=named(
                view.ink,
                [f"<b>{bar.short}</b>" if bar.pillar else bar.short for bar in bars],
                rows,
                **_OFF,
            ),
        ),
    }
