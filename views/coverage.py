"""Heat maps of coverage: what stands behind each cell of indicator, region and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from indicators.panel import Entry, applies
from indicators.schema import Card
from reports.words import flags
from views.charts import axis, draw, layout
from views.session import View

OWN, CARRIED, FORMER, MISSING, NOT_APPLICABLE = range(5)
# One hue from strong to weak for "there is a figure"; what is not there is apart from it.
COLOURS = ("#0b5c7a", "#5fa3ba", "#b9d6df", "#ffffff", "#c9d1d8")
INKS = ("#ffffff", "#0f151b", "#0f151b", "#993404", "#3f4a54")


@dataclass(frozen=True)
class Cell:
    """One cell: its state, the sign in it, and words for it."""

    state: int
    sign: str
    words: str


def cell(view: View, card: Card, region: str, period: int) -> Cell:
    """Say what stands behind one indicator, region and year."""
    _ = view._
    kind = view.assessment.regions.get(region).type
    if not applies(card, region, kind):
        return Cell(NOT_APPLICABLE, "–", _("not applicable"))
    entry = view.assessment.panel.get(card.id, region, period)
    if card.suppress and (card.id, region, period) in view.assessment.panel.suppressed:
        withheld = _("withheld: fewer than {cases} cases").format(cases=card.suppress.below)
        return Cell(MISSING, "<", withheld)
    if entry is None and card.collected:
        return Cell(MISSING, "×", _("no figure yet: it comes from the field log"))
    if entry is None:
        return Cell(MISSING, "×", _("no figure"))
    words = [view.amount(card, entry.value), *flags(entry, _)]
    return Cell(*_state(entry), ", ".join(words))


def _state(entry: Entry) -> tuple[int, str]:
    if entry.carried:
        return CARRIED, str(entry.age)
    if {"inherited", "apportioned", "backcast"} & set(entry.flags):
        return FORMER, "↑"
    return OWN, ""


def show_heat_map(
    view: View,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    key: str,
    alt: str,
) -> None:
    """Draw cells; ``rows`` are (short, long) names, from top to bottom."""
    ink = view.ink
    steps = len(COLOURS)
    scale = [[edge / steps, colour] for i, colour in enumerate(COLOURS) for edge in (i, i + 1)]
    annotations: list[dict[str, Any]] = [
        {
            "x": x,
            "y": len(rows) - 1 - y,
            "text": item.sign,
            "showarrow": False,
            "font": {"size": 11, "color": INKS[item.state]},
        }
        for y, line in enumerate(cells)
        for x, item in enumerate(line)
        if item.sign
    ]
    figure = {
        "data": [
            {
                "type": "heatmap",
                "z": [[item.state for item in line] for line in reversed(cells)],
                "zmin": -0.5,
                "zmax": steps - 0.5,
                "colorscale": scale,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "customdata": [
                    [
                        f"<b>{escape(rows[len(rows) - 1 - y][1])}</b><br>{escape(columns[x])}"
                        f"<br>{escape(item.words)}"
                        for x, item in enumerate(line)
                    ]
                    for y, line in enumerate(reversed(cells))
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        "layout": layout(
            ink,
            90 + 22 * len(rows),
            annotations=annotations,
            margin={"l": 4, "r": 64, "t": 4, "b": 8},
            xaxis=axis(
                ink,
                tickmode="array",
                tickvals=list(range(len(columns))),
                ticktext=list(columns),
                side="top",
                showgrid=False,
                automargin=True,
                tickangle=-45 if max(map(len, columns)) > 4 else 0,
            ),
            yaxis=axis(
                ink,
                tickmode="array",
                tickvals=list(range(len(rows))),
                ticktext=[short for short, _long in reversed(rows)],
                showgrid=False,
                automargin=True,
            ),
        ),
    }
    draw(figure, key=key, alt=alt)


def show_states_legend(view: View) -> None:
    """Say what the colours and signs mean."""
    _ = view._
    words = (
        ("", _("figure of the year")),
        ("1", _("figure of an earlier year, with its age in years")),
        ("↑", _("from the former region, or back-cast")),
        ("×", _("no figure")),
        ("–", _("not applicable")),
    )
    items = "".join(
        f'<li><span class="k-swatch" style="background:{COLOURS[i]};color:{INKS[i]};'
        f'text-align:center;line-height:0.95rem">{sign}</span>{escape(text)}</li>'
        for i, (sign, text) in enumerate(words)
    )
    st.html(f'<ul class="k-legend">{items}</ul>')
