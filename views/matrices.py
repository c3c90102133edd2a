"""The charts of the robustness page: places, pairs, shares of choices, shifts without a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from views.charts import axis, layout
from views.palette import CHANGES
from views.session import View

_ROW = 24  # pixels of one line


def places(view: View, regions: Sequence[str], share: np.ndarray) -> dict[str, Any]:
    """Draw (n, n) shares of draws in which a region (row) holds a place (column)."""
    names = [view.region_short(region) for region in regions]
    numbers = list(range(1, len(regions) + 1))
    hover = [
        [
            f"<b>{name}</b><br>"
            + view._("place {place}: {share}").format(place=place, share=view.percent(value, 1))
            for place, value in zip(numbers, row, strict=True)
        ]
        for name, row in zip(names, share, strict=True)
    ]
    figure = _heat(view, names, np.where(share > 0, share, np.nan), hover)
    figure["data"][0] |= {
        "x": numbers,
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, _tint(view)], [1, view.ink.accent]],
    }
    figure["layout"]["xaxis"] |= {
        "tickmode": "array",
        "tickvals": [1, *range(5, len(regions) + 1, 5)],
        "title": {"text": view._("place"), "font": {"size": 12}, "standoff": 6},
    }
    return figure


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
    figure = _heat(view, names, shown, hover)
    steps = np.linspace(0, 1, len(CHANGES))
    figure["data"][0] |= {
        "x": list(range(len(regions))),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[float(step), colour] for step, colour in zip(steps, CHANGES, strict=True)],
        "showscale": True,
        "colorbar": {
            "thickness": 10,
            "outlinewidth": 0,
            "tickvals": [0, 0.5, 1],
            "ticktext": [view.percent(share) for share in (0, 0.5, 1)],
        },
    }
    figure["layout"]["xaxis"] |= {
        "tickmode": "array",
        "tickvals": list(range(len(regions))),
        "ticktext": names,
        "tickangle": -90,
        "automargin": True,
    }
    return figure


def _heat(
    view: View, names: Sequence[str], values: np.ndarray, hover: list[list[str]]
) -> dict[str, Any]:
    bold = [f"<b>{name}</b>" if name == view.region_short(view.region) else name for name in names]
    return {
        "data": [
            {
                "type": "heatmap",
                "y": list(range(len(names))),
                "z": [[None if np.isnan(v) else round(float(v), 4) for v in row] for row in values],
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
            90 + _ROW * len(names),
            xaxis=axis(view.ink, showgrid=False),
            yaxis=axis(
                view.ink,
                showgrid=False,
                tickmode="array",
                tickvals=list(range(len(names))),
                ticktext=bold,
                range=[len(names) - 0.5, -0.5],
                automargin=True,
            ),
        ),
    }


def _tint(view: View) -> str:
    """Return the colour of next to nothing, which is still not that of nothing."""
    return "#dcebf1" if view.ink.page == "#ffffff" else "#1d3540"


@dataclass(frozen=True)
class Share:
    """What one choice moves: with its combinations, alone, and half the width of the interval."""

    name: str
    total: float
    first: float
    half: float


def shares(view: View, bands: Sequence[Share], names: tuple[str, str]) -> dict[str, Any]:
    """Draw total indices as bars with their intervals, and first ones as marks on them."""
    rows = list(range(len(bands)))[::-1]
    hover = [
        f"<b>{bar.name}</b><br>{names[0]}: {view.number(bar.total, 2)} "
        f"± {view.number(bar.half, 2)}<br>{names[1]}: {view.number(bar.first, 2)}"
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
        "marker": {"color": CHANGES[1], "line": {"color": view.ink.text, "width": 0.6}},
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
            xaxis=axis(view.ink, rangemode="tozero"),
            yaxis=axis(
                view.ink,
                tickmode="array",
                tickvals=rows,
                ticktext=[bar.name for bar in bands],
                range=[-0.6, len(bands) - 0.4],
                showgrid=False,
                automargin=True,
            ),
        ),
    }


@dataclass(frozen=True)
class Shift:
    """What the places do without one part: mean shift, whether it is a pillar, and words."""

    name: str
    mean: float
    pillar: bool
    words: str


def shifts(view: View, bars: Sequence[Shift], title: str) -> dict[str, Any]:
    """Draw the mean shift of all places without each part, pillars in another colour."""
    rows = list(range(len(bars)))[::-1]
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
                    "color": [CHANGES[0] if bar.pillar else CHANGES[1] for bar in bars],
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
            xaxis=axis(
                view.ink,
                rangemode="tozero",
                title={"text": title, "font": {"size": 12}, "standoff": 6},
            ),
            yaxis=axis(
                view.ink,
                tickmode="array",
                tickvals=rows,
                ticktext=[f"<b>{bar.name}</b>" if bar.pillar else bar.name for bar in bars],
                range=[-0.6, len(bars) - 0.4],
                showgrid=False,
                automargin=True,
            ),
        ),
    }
