"""The chart of the page Validation: AUCs with their intervals on one axis, and the line of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from views.charts import axis, layout
from views.session import View

CHANCE = 0.5
ROW = 58  # pixels: two lines of words, and below them the dot with its interval
UNDER = 0.28  # the dot stands so far under the middle of its row


@dataclass(frozen=True)
class Dot:
    """One AUC: its name, what stands under the name, value and interval, and what to say of it.

    main : whether it is the main result, in the accent colour.
    """

    name: str
    words: str
    value: float
    low: float
    high: float
    main: bool
    hover: str


def estimates(view: View, dots: Sequence[Dot], title: str) -> dict[str, Any]:
    """Draw each dot with its interval under its words, the first on top.

    The words stand inside the chart: beside it they would leave no room on a phone.
    """
    ink = view.ink
    rows = list(zip(dots, range(len(dots))[::-1], strict=True))
    data = [
        _series(view, [(d, y) for d, y in rows if d.main == main], main) for main in (True, False)
    ]
    chance = {
        "type": "line",
        "layer": "below",
        "yref": "paper",
        "x0": CHANCE,
        "x1": CHANCE,
        "y0": 0,
        "y1": 1,
        "line": {"color": ink.text, "width": 1.4, "dash": "dash"},
    }
    words = [
        {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "align": "left",
            "y": row + 0.5,
            "yanchor": "top",
            "text": f"<b>{dot.name}</b><br>{dot.words}"
            if dot.main
            else f"{dot.name}<br>{dot.words}",
            "showarrow": False,
            "bgcolor": ink.page,
            "borderpad": 0,
            "font": {"color": ink.text, "size": 12},
        }
        for dot, row in rows
    ]
    said = {
        "x": CHANCE,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": view._("chance"),
        "showarrow": False,
        "font": {"color": ink.text, "size": 12},
    }
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    return {
        "data": [one for one in data if one["x"]],
        "layout": layout(
            ink,
            74 + ROW * len(dots),
            shapes=[chance],
            annotations=[*words, said],
            margin={"l": 12, "r": 16, "t": 26, "b": 48},
            xaxis=axis(
                ink,
                range=[0, 1],
                tickmode="array",
                tickvals=ticks,
                ticktext=[view.number(tick, 2) for tick in ticks],
                title={"text": title, "font": {"size": 12}, "standoff": 10},
            ),
            yaxis=axis(ink, visible=False, range=[-0.55, len(dots) - 0.45]),
        ),
    }


def _series(view: View, rows: Sequence[tuple[Dot, int]], main: bool) -> dict[str, Any]:
    colour = view.ink.accent if main else view.ink.soft
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.value for dot, _row in rows],
        "y": [row - UNDER for _dot, row in rows],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [dot.high - dot.value for dot, _row in rows],
            "arrayminus": [dot.value - dot.low for dot, _row in rows],
            "color": colour,
            "thickness": 2.6 if main else 1.6,
            "width": 5,
        },
        "marker": {
            "size": 12 if main else 9,
            "color": colour,
            "symbol": "diamond" if main else "circle",
        },
        "customdata": [dot.hover for dot, _row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
