"""The map of the regions: fixed classes, hatched where not rated, the chosen region outlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from scoring.score import NOT_RATED
from views.assets import boundaries_url, topojson_url
from views.charts import FONT
from views.labels import label
from views.palette import LIGHT
from views.session import View

# Kazakhstan, as a conic projection shows it best. `fitbounds` would shrink it to a stamp.
_GEO = {
    "projection": {"type": "conic equal area", "rotation": {"lon": 67}, "parallels": [43, 53]},
    "lonaxis": {"range": [48.6, 85.6]},
    "lataxis": {"range": [40.4, 55.6]},
    "visible": False,
    "bgcolor": "rgba(0,0,0,0)",
}


@dataclass(frozen=True)
class Painted:
    """What the map says of one region: a step of the colours, and two lines of words."""

    region: str
    step: int
    value: str
    note: str


def show_map(
    view: View,
    painted: Sequence[Painted],
    colours: Sequence[str],
    alt: str,
) -> None:
    """Draw the map; a click on a region chooses it."""
    rated = [item for item in painted if item.step != NOT_RATED]
    unrated = [item for item in painted if item.step == NOT_RATED]
    traces = [_regions(view, rated, colours)]
    if unrated:
        traces += [_regions(view, unrated, [view.ink.unrated]), _hatching(view, unrated)]
    traces += [_chosen(view), _labels(view, painted)]
    figure = {
        "data": traces,
        "layout": {
            "geo": _GEO,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
            "dragmode": False,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}},
        },
    }
    st.plotly_chart(
        figure,
        key="map",
        theme=None,
        on_select=_choose,
        selection_mode="points",
        alt=alt,
        config={
            "topojsonURL": topojson_url(),
            "scrollZoom": False,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "kelisim"},
        },
    )


def _choose() -> None:
    chosen(st.session_state["map"])


def chosen(event: Any) -> None:
    """Take over the region of a click on a chart whose points carry their region's id."""
    for point in event["selection"]["points"]:
        data = point.get("customdata") or []
        if data:
            st.session_state["region"] = data[0]


def _regions(view: View, items: Sequence[Painted], colours: Sequence[str]) -> dict[str, Any]:
    top = len(colours) - 1
    steps = len(colours)
    scale = [
        [edge / steps, colour] for step, colour in enumerate(colours) for edge in (step, step + 1)
    ]
    keep = {"marker": {"opacity": 1}}
    return {
        "type": "choropleth",
        "geojson": boundaries_url(view.boundaries, view.boundaries.hash),
        "featureidkey": "id",
        "locations": [item.region for item in items],
        "z": [max(item.step, 0) for item in items],
        "zmin": -0.5,
        "zmax": top + 0.5,
        "colorscale": scale,
        "showscale": False,
        "marker": {"line": {"color": view.ink.border, "width": 0.8}},
        "selected": keep,
        "unselected": keep,
        "customdata": [
            [item.region, view.region_name(item.region), item.value, item.note] for item in items
        ],
        "hovertemplate": "<b>%{customdata[1]}</b><br>%{customdata[2]}<br>%{customdata[3]}"
        "<extra></extra>",
    }


def _hatching(view: View, items: Sequence[Painted]) -> dict[str, Any]:
    lon: list[float | None] = []
    lat: list[float | None] = []
    for item in items:
        for start, end in view.boundaries.hatch[item.region]:
            lon += [start[0], end[0], None]
            lat += [start[1], end[1], None]
    line = {"color": view.ink.hatch, "width": 1}
    return _overlay(lon=lon, lat=lat, mode="lines", line=line)


def _chosen(view: View) -> dict[str, Any]:
    clear = "rgba(0,0,0,0)"
    trace = _regions(view, [Painted(view.region, 0, "", "")], [clear])
    return {
        **trace,
        "marker": {"line": {"color": view.ink.accent, "width": 3.5}},
        "hoverinfo": "skip",
        "hovertemplate": None,
    }


def _labels(view: View, painted: Sequence[Painted]) -> dict[str, Any]:
    labels = [label(view, item.region) for item in painted]
    return _overlay(
        lon=[item.lon for item in labels],
        lat=[item.lat for item in labels],
        mode="text",
        text=["<br>".join(item.lines) for item in labels],
        # Dark on a light halo (views/style.py): readable on every class, by day and by night.
        textfont={"family": FONT, "size": 12, "color": LIGHT.text, "weight": 600},
    )


def _overlay(**trace: Any) -> dict[str, Any]:
    return {"type": "scattergeo", "hoverinfo": "skip", **trace}
