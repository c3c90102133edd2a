"""The ranked list beside the map: one line a region, with the range that its value may move in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from views.charts import axis as scale
from views.charts import layout
from views.map import chosen
from views.session import View

_ROW = 23  # pixels of one line


@dataclass(frozen=True)
class Ranked:
    """One line: where the dot stands, from where to where it may move, and words for it."""

    region: str
    value: float
    low: float
    high: float
    colour: str
    text: str
    hover: str


@dataclass(frozen=True)
class Axis:
    """The scale under the list, with background bands where it has classes."""

    lower: float
    upper: float
    title: str
    heading: str
    bands: tuple[tuple[float, float, str], ...] = ()
    zero: bool = False


def show_ranking(view: View, rows: Sequence[Ranked], axis: Axis, alt: str) -> None:
    """Draw the list, highest first; a click on a line chooses its region."""
    ink = view.ink
    ordered = sorted(rows, key=lambda row: row.value)
    names = [view.region_short(row.region) for row in ordered]
    bold = [
        f"<b>{name}</b>" if row.region == view.region else name
        for name, row in zip(names, ordered, strict=True)
    ]
    places = list(range(len(ordered)))
    layer: list[dict[str, Any]] = [
        _rectangle(low, high, -0.5, len(ordered) - 0.5, colour, 0.28)
        for low, high, colour in axis.bands
    ]
    layer += [
        {
            **_rectangle(axis.lower, axis.upper, y - 0.5, y + 0.5, "rgba(0,0,0,0)", 1),
            "line": {"color": ink.accent, "width": 2.5},
        }
        for y, row in zip(places, ordered, strict=True)
        if row.region == view.region
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [row.value for row in ordered],
        "y": places,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row.high - row.value for row in ordered],
            "arrayminus": [row.value - row.low for row in ordered],
            "color": ink.text,
            "thickness": 1.6,
            "width": 0,
        },
        "marker": {
            "size": 12,
            "color": [row.colour for row in ordered],
            "line": {"color": ink.text, "width": 1.2},
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [[row.region, row.hover] for row in ordered],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    words = {
        "type": "scatter",
        "mode": "text",
        "x": [axis.upper] * len(ordered),
        "y": places,
        "text": [f"\N{NO-BREAK SPACE}{row.text}" for row in ordered],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": ink.text},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    longest = max((len(row.text) for row in ordered), default=0)
    figure = {
        "data": [dots, words],
        "layout": layout(
            ink,
            80 + _ROW * len(ordered),
            shapes=layer,
            annotations=[_heading(axis)],
            margin={"l": 4, "r": 24 + 7 * longest, "t": 22, "b": 40},
            xaxis=scale(
                ink,
                range=[axis.lower, axis.upper],
                title={"text": axis.title, "font": {"size": 12}, "standoff": 6},
                zeroline=axis.zero,
                zerolinecolor=ink.text,
            ),
            yaxis=scale(
                ink,
                tickmode="array",
                tickvals=places,
                ticktext=bold,
                range=[-0.6, len(ordered) - 0.4],
                showgrid=False,
                automargin=True,
            ),
        ),
    }
    st.plotly_chart(
        figure,
        key="ranking",
        theme=None,
        on_select=_choose,
        selection_mode="points",
        alt=alt,
        config={"displayModeBar": False},
    )


def _heading(axis: Axis) -> dict[str, Any]:
    """Say what the words at the right of each line are."""
    return {
        "text": f"\N{NO-BREAK SPACE}{axis.heading}",
        "xref": "paper",
        "x": 1,
        "xanchor": "left",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12},
    }


def _choose() -> None:
    chosen(st.session_state["ranking"])


def _rectangle(
    x0: float, x1: float, y0: float, y1: float, colour: str, opacity: float
) -> dict[str, Any]:
    return {
        "type": "rect",
        "layer": "below",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "fillcolor": colour,
        "opacity": opacity,
        "line": {"width": 0},
    }
