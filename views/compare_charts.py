"""Small multiples of the page Compare: one panel a pillar, all on the same scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.beside import Beside, Side
from reports.palette import CLASSES
from reports.subject import median
from views import charts
from views.session import View

PANEL = 190  # pixels of a panel
IN_A_ROW = 3
_NUMBER = 30  # points of the scale that a number may take up


def panels(items: Sequence[str]) -> Iterator[list[tuple[str, DeltaGenerator]]]:
    """Yield rows of panels: an id and its column, alike in width."""
    for start in range(0, len(items), IN_A_ROW):
        row = items[start : start + IN_A_ROW]
        columns = st.columns(IN_A_ROW, gap="medium")[: len(row)]
        yield list(zip(row, columns, strict=True))


def pillar_panels(view: View, found: Side, regions: Sequence[str]) -> None:
    """Draw the regions' pillars, each beside the national median."""
    names = [view.region_short(region) for region in regions]
    rows = [(found, found.result.region_index[region]) for region in regions]
    st.subheader(view._("Pillars"), anchor=False)
    _panels(view, names, rows, found)


def side_panels(view: View, found: Beside, names: Sequence[str]) -> None:
    """Draw the pillars of the chosen region on both sides, each beside the median of the second.

    names : of the sides, short enough for an axis.
    """
    _ = view._
    first, second = (side.result.pillars[side.t, view.r] for side in (found.first, found.second))
    st.subheader(_("{region}: pillars").format(region=view.region_title(view.region)), anchor=False)
    if np.array_equal(first, second, equal_nan=True):
        st.caption(_("The pillars are the same on both sides; the scores differ by their weights."))
        return
    _panels(view, names, [(found.first, view.r), (found.second, view.r)], found.second)


def _panels(
    view: View, names: Sequence[str], rows: Sequence[tuple[Side, int]], medians: Side
) -> None:
    """Draw one panel a pillar; ``rows`` are a side and the position of a region on it."""
    _ = view._
    framework = view.assessment.registry.framework
    columns = st.columns(len(framework.pillars), gap="medium")
    for pillar, column in zip(framework.pillars, columns, strict=True):
        p = medians.result.pillar_index[pillar.id]
        values = [float(one.result.pillars[one.t, r, p]) for one, r in rows]
        said = "; ".join(
            f"{name} {_text(view, value)}" for name, value in zip(names, values, strict=True)
        )
        middle = median(medians.result.pillars[medians.t, :, p])
        with column:
            st.markdown(f"**{view.text(pillar.name)}**")
            charts.draw(
                _panel(view, names, values, middle),
                f"pillar_{pillar.id}",
                alt=_("{pillar}, 0 to 100: {values}; median {median}").format(
                    pillar=view.text(pillar.name), values=said, median=view.number(middle)
                ),
            )
    st.caption(_("The line is the median of all regions; the ground shows the classes."))


def _text(view: View, value: float) -> str:
    return view._("no figure") if np.isnan(value) else view.number(value)


def _beside(value: float, middle: float) -> str:
    """Put the number where neither the end of the panel nor the median's line runs through it."""
    crossed = 0 < middle - value < _NUMBER and value > _NUMBER
    return "middle left" if value > 100 - _NUMBER or crossed else "middle right"


def _panel(
    view: View, names: Sequence[str], values: Sequence[float], middle: float
) -> dict[str, Any]:
    """Draw a dot a region, and the median as a line through all of them."""
    cuts = (*view.result.scheme.cuts, 100.0)
    rows = list(range(len(names)))[::-1]
    steps = np.searchsorted(np.array(cuts[1:-1]), np.nan_to_num(np.array(values)), side="right")
    shapes: list[dict[str, Any]] = [
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
        for i, (low, high) in enumerate(pairwise(cuts))
    ]
    shapes.append(
        {
            "type": "line",
            "yref": "paper",
            "x0": middle,
            "x1": middle,
            "y0": 0,
            "y1": 1,
            "line": {"color": view.ink.text, "width": 1.5},
        }
    )
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [None if np.isnan(value) else value for value in values],
                "y": rows,
                "text": [_text(view, value) for value in values],
                "textposition": [_beside(value, middle) for value in values],
                "textfont": {"color": view.ink.text},
                "marker": {
                    "size": 13,
                    "color": [CLASSES[step] for step in steps],
                    "line": {"color": view.ink.text, "width": 1.4},
                },
                "hoverinfo": "skip",
            }
        ],
        "layout": charts.layout(
            view.ink,
            56 + 32 * len(names),
            shapes=shapes,
            xaxis=charts.axis(view.ink, range=[0, 100]),
            yaxis=charts.named(view.ink, names, rows),
        ),
    }
