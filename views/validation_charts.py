"""The chart of the page Validation: AUCs with their intervals on one axis, and the line of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from views.charts import axis, layout, named
from views.session import View

CHANCE = 0.5


@dataclass(frozen=True)
class Dot:
    """One AUC: its name, value and interval, whether it is the index, and what to say of it."""

    name: str
    value: float
    low: float
    high: float
    main: bool
    hover: str


def estimates(view: View, dots: Sequence[Dot], title: str) -> dict[str, Any]:
    """Draw a dot with its interval a line, the first on top; the index in the accent colour."""
    ink = view.ink
    rows = list(range(len(dots)))[::-1]
    data = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [dot.value for dot, _row in group],
            "y": [row for _dot, row in group],
            "text": [view.number(dot.value, 2) for dot, _row in group],
            "textposition": "top center",
            "textfont": {"color": ink.text, "size": 12},
            "cliponaxis": False,
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [dot.high - dot.value for dot, _row in group],
                "arrayminus": [dot.value - dot.low for dot, _row in group],
                "color": colour,
                "thickness": 2.6 if main else 1.6,
                "width": 5,
            },
            "marker": {
                "size": 12 if main else 9,
                "color": colour,
                "symbol": "diamond" if main else "circle",
            },
            "customdata": [dot.hover for dot, _row in group],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for main, colour in ((True, ink.accent), (False, ink.soft))
        if (group := [(d, row) for d, row in zip(dots, rows, strict=True) if d.main == main])
    ]
    chance = {
        "type": "line",
        "yref": "paper",
        "x0": CHANCE,
        "x1": CHANCE,
        "y0": 0,
        "y1": 1,
        "line": {"color": ink.text, "width": 1.4, "dash": "dash"},
    }
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
        "data": data,
        "layout": layout(
            ink,
            92 + 40 * len(dots),
            shapes=[chance],
            annotations=[said],
            margin={"l": 4, "r": 12, "t": 26, "b": 48},
            xaxis=axis(
                ink,
                range=[0, 1],
                tickmode="array",
                tickvals=ticks,
                ticktext=[view.number(tick, 2) for tick in ticks],
                title={"text": title, "font": {"size": 12}, "standoff": 10},
            ),
            yaxis=named(
                ink,
                [f"<b>{dot.name}</b>" if dot.main else dot.name for dot in dots],
                rows,
                range=[-0.6, len(dots) - 0.2],
            ),
        ),
    }
