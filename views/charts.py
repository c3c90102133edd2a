"""The line and bar charts of the pages, as plain plotly figures: light to make, light to send."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from reports.palette import CHANGES, CLASSES, FONT, Ink

RISE, FALL = CHANGES[4], CHANGES[0]


def draw(figure: dict[str, Any], key: str, alt: str) -> None:
    """Show a figure that is only to be looked at."""
    st.plotly_chart(figure, key=key, theme=None, alt=alt, config={"displayModeBar": False})


def layout(ink: Ink, height: int, **more: Any) -> dict[str, Any]:
    """Return what all charts have in common: ink for text, no paper of their own."""
    return {
        "height": height,
        "margin": {"l": 4, "r": 12, "t": 8, "b": 36},
        "font": {"family": FONT, "color": ink.text, "size": 13},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        **more,
    }


def axis(ink: Ink, **more: Any) -> dict[str, Any]:
    """Return an axis that cannot be dragged, with quiet grid lines."""
    return {"gridcolor": ink.line, "zeroline": False, "fixedrange": True, **more}


def named(ink: Ink, labels: Sequence[str], rows: Sequence[int], **more: Any) -> dict[str, Any]:
    """Return an axis that has a name at each of ``rows``, which count from 0 up or down."""
    return axis(
        ink,
        showgrid=False,
        tickmode="array",
        tickvals=list(rows),
        ticktext=list(labels),
        automargin=True,
        **{"range": [-0.6, len(labels) - 0.4], **more},
    )


@dataclass(frozen=True)
class Bar:
    """One part of a sum: its name, its points, and what to say of it."""

    name: str
    points: float
    text: str
    hover: str


@dataclass(frozen=True)
class Heading:
    """A line above the bars of one pillar, with their sum."""

    name: str
    text: str


def contributions(ink: Ink, lines: Sequence[Bar | Heading], title: str) -> dict[str, Any]:
    """Draw parts of a sum, the first on top: to the right they raise the score, left they lower it."""
    rows = list(zip(range(len(lines))[::-1], lines, strict=True))
    bars = [line for line in lines if isinstance(line, Bar)]
    reach = max((abs(bar.points) for bar in bars), default=1.0) * 1.35
    places = [y for y, line in rows if isinstance(line, Bar)]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [bar.points for bar in bars],
                "y": places,
                "text": [bar.text for bar in bars],
                "textposition": "outside",
                "cliponaxis": False,
                "textfont": {"color": ink.text},
                "marker": {
                    "color": [RISE if bar.points > 0 else FALL for bar in bars],
                    "line": {"color": ink.text, "width": 0.6},
                },
                "customdata": [bar.hover for bar in bars],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        "layout": layout(
            ink,
            56 + 23 * len(lines),
            bargap=0.32,
            xaxis=axis(
                ink,
                range=[-reach, reach],
                zeroline=True,
                zerolinecolor=ink.text,
                title={"text": title, "font": {"size": 12}, "standoff": 6},
            ),
            yaxis=named(
                ink,
                [
                    line.name if isinstance(line, Bar) else f"<b>{line.name} {line.text}</b>"
                    for line in lines
                ],
                [y for y, _line in rows],
            ),
        ),
    }


@dataclass(frozen=True)
class Line:
    """One line over the years.

    low, high : the band around it, of as many years; none when empty.
    hollow : years whose point is a hollow diamond, because it is not quite what the others are.
    breaks : years to which the line does not go on from the year before.
    """

    name: str
    years: Sequence[int]
    values: Sequence[float]
    hover: Sequence[str]
    main: bool
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    hollow: Container[int] = ()
    breaks: Container[int] = ()


@dataclass(frozen=True)
class Keys:
    """What the legend calls a band and a hollow point; without words they are not in it."""

    band: str = ""
    hollow: str = ""


def history(
    ink: Ink,
    lines: Sequence[Line],
    *,
    height: int,
    bands: Sequence[tuple[float, float]] = (),
    span: tuple[float, float] | None = None,
    marks: Sequence[tuple[float, str]] = (),
    keys: Keys | None = None,
) -> dict[str, Any]:
    """Draw lines over the years: the region's own in ink and thick, the median dashed.

    bands : of the classes, behind everything.  marks : moments, each a thin line with its words.
    """
    keys = keys or Keys()
    bounded = [line for line in lines if line.low]
    data = [_band(ink, line, "" if i else keys.band) for i, line in enumerate(bounded)]
    # Of several lines of one name the last stands in the legend: it has the plain points.
    last = {line.name: place for place, line in enumerate(lines)}
    data += [_line(ink, line, legend=last[line.name] == i) for i, line in enumerate(lines)]
    if keys.hollow:
        point = {**_markers(ink, [True]), "size": 10}
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": keys.hollow,
                "x": [None],
                "y": [None],
                "marker": point,
                "hoverinfo": "skip",
            }
        )
    years = [year for line in lines for year in line.years]
    shapes: list[dict[str, Any]] = [
        {
            "type": "rect",
            "layer": "below",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": low,
            "y1": high,
            "fillcolor": CLASSES[i],
            "opacity": 0.28,
            "line": {"width": 0},
        }
        for i, (low, high) in enumerate(bands)
    ]
    shapes += [
        {
            "type": "line",
            "yref": "paper",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": 1,
            "line": {"color": ink.text, "width": 1, "dash": "dot"},
        }
        for at, _words in marks
    ]
    annotations = [
        {
            "x": at,
            "y": 1,
            "yref": "paper",
            "yanchor": "top",
            "xanchor": "left" if at < (min(years) + max(years)) / 2 else "right",
            "xshift": 4 if at < (min(years) + max(years)) / 2 else -4,
            "text": words,
            "showarrow": False,
            "font": {"size": 12, "color": ink.text},
        }
        for at, words in marks
    ]
    return {
        "data": data,
        "layout": layout(
            ink,
            height,
            shapes=shapes,
            annotations=annotations,
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 4, "r": 12, "t": 30, "b": 30},
            xaxis=axis(
                ink,
                dtick=1 if max(years) - min(years) < 12 else 2,
                tickformat="d",
                showgrid=False,
                range=[min(years) - 0.35, max(years) + 0.35],
            ),
            yaxis=axis(ink, automargin=True, **({"range": list(span)} if span else {})),
        ),
    }


def _line(ink: Ink, line: Line, *, legend: bool) -> dict[str, Any]:
    x: list[float] = []
    y: list[float | None] = []
    hover: list[str] = []
    hollow: list[bool] = []
    for year, value, words in zip(line.years, line.values, line.hover, strict=True):
        if year in line.breaks and x:  # a point that is missing breaks the line
            x, y, hover, hollow = [*x, year - 0.5], [*y, None], [*hover, ""], [*hollow, False]
        x, y, hover = [*x, year], [*y, value], [*hover, words]
        hollow.append(year in line.hollow)
    return {
        "type": "scatter",
        "mode": "lines+markers" if line.main else "lines",
        "name": line.name,
        "legendgroup": line.name,
        "showlegend": legend,
        "x": x,
        "y": y,
        "connectgaps": False,
        "line": {
            "color": ink.accent if line.main else ink.soft,
            "width": 3 if line.main else 2,
            "dash": "solid" if line.main else "dash",
        },
        "marker": _markers(ink, hollow),
        "customdata": hover,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _markers(ink: Ink, hollow: Sequence[bool]) -> dict[str, Any]:
    """Tell points apart by shape and filling, not by colour alone."""
    if not any(hollow):
        return {"size": 8, "color": ink.accent}
    return {
        "size": [11 if open_ else 8 for open_ in hollow],
        "symbol": ["diamond" if open_ else "circle" for open_ in hollow],
        "color": [ink.page if open_ else ink.accent for open_ in hollow],
        "opacity": 1,
        "line": {"color": ink.accent, "width": [2 if open_ else 0 for open_ in hollow]},
    }


def _band(ink: Ink, line: Line, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "showlegend": bool(name),
        "x": [*line.years, *reversed(line.years)],
        "y": [*line.low, *reversed(line.high)],
        "fill": "toself",
        "fillcolor": _faint(ink.accent),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.22)"


@dataclass(frozen=True)
class Pair:
    """A value and the national median it is held against."""

    name: str
    value: float
    median: float
    colour: str
    hover: str


def against_median(
    ink: Ink, pairs: Sequence[Pair], names: tuple[str, str], bands: Sequence[tuple[float, float]]
) -> dict[str, Any]:
    """Draw a dot for the region and a mark for the national median, one line a pillar."""
    places = list(range(len(pairs)))[::-1]
    shapes = [
        {
            "type": "rect",
            "layer": "below",
            "yref": "paper",
            "x0": low,
            "x1": high,
            "y0": 0,
            "y1": 1,
            "fillcolor": CLASSES[i],
            "opacity": 0.28,
            "line": {"width": 0},
        }
        for i, (low, high) in enumerate(bands)
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": names[0],
        "x": [pair.value for pair in pairs],
        "y": places,
        "marker": {
            "size": 15,
            "color": [pair.colour for pair in pairs],
            "line": {"color": ink.text, "width": 1.4},
        },
        "customdata": [pair.hover for pair in pairs],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "name": names[1],
        "x": [pair.median for pair in pairs],
        "y": places,
        "marker": {"symbol": "line-ns-open", "size": 18, "color": ink.text, "line": {"width": 2.5}},
        "hoverinfo": "skip",
    }
    return {
        "data": [marks, dots],
        "layout": layout(
            ink,
            90 + 46 * len(pairs),
            shapes=shapes,
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 4, "r": 12, "t": 34, "b": 34},
            xaxis=axis(ink, range=[0, 100]),
            yaxis=named(ink, [pair.name for pair in pairs], places),
        ),
    }
