"""Small multiples of the page Compare: one panel a pillar, all on the same scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.beside import Side
from reports.palette import CLASSES
from reports.subject import median
from views import charts
from views.session import View

PANEL = 190  # pixels of a panel
IN_A_ROW = 3


def panels(items: Sequence[str]) -> Iterator[list[tuple[str, DeltaGenerator]]]:
    """Yield rows of panels: an id and its column, alike in width."""
    for start in range(0, len(items), IN_A_ROW):
        row = items[start : start + IN_A_ROW]
        columns = st.columns(IN_A_ROW, gap="medium")[: len(row)]
        yield list(zip(row, columns, strict=True))


def pillar_panels(view: View, found: Side, regions: Sequence[str]) -> None:
    """Draw the regions' pillars, each beside the national median."""
    _ = view._
    st.subheader(_("Pillars"), anchor=False)
    framework = view.assessment.registry.framework
    columns = st.columns(len(framework.pillars), gap="medium")
    for pillar, column in zip(framework.pillars, columns, strict=True):
        values = found.result.pillars[found.t, :, found.result.pillar_index[pillar.id]]
        own = [float(values[found.result.region_index[region]]) for region in regions]
        names = [view.region_short(region) for region in regions]
        said = "; ".join(
            f"{name} {_text(view, value)}" for name, value in zip(names, own, strict=True)
        )
        middle = median(values)
        with column:
            st.markdown(f"**{view.text(pillar.name)}**")
            charts.draw(
                _panel(view, names, own, middle),
                f"pillar_{pillar.id}",
                alt=_("{pillar}, 0 to 100: {values}; median {median}").format(
                    pillar=view.text(pillar.name), values=said, median=view.number(middle)
                ),
            )
    st.caption(_("The line is the median of all regions; the ground shows the classes."))


def _text(view: View, value: float) -> str:
    return view._("no figure") if np.isnan(value) else view.number(value)


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
                "textposition": [
                    "middle left" if value > 70 else "middle right" for value in values
                ],
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
