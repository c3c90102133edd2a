"""The marks of incidents: a shape a kind, a colour a family; alike on map, timeline and legend."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from reports.incident_words import incident_log
from reports.palette import CHANGES
from views.session import View


@dataclass(frozen=True)
class Shape:
    """One shape: its name in plotly, and its outline as the ``d`` of an SVG path around 0, 0."""

    symbol: str
    path: str


SHAPES: Final = MappingProxyType(
    {
        "interethnic_clash": Shape("circle", "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0Z"),
        "interethnic_labour": Shape("diamond", "M0-7L7 0L0 7L-7 0Z"),
        "mass_unrest": Shape("triangle-up", "M0-6.5L6.5 5H-6.5Z"),
        "riot_other": Shape("triangle-down", "M0 6.5L6.5-5H-6.5Z"),
        "land_protest": Shape("square", "M-5-5H5V5H-5Z"),
        "foreign_influence_protest": Shape("cross", "M-2-6.5H2V-2H6.5V2H2V6.5H-2V2H-6.5V-2H-2Z"),
        "rally_detentions": Shape(
            "x",
            "M-4.6-6.6L0-2L4.6-6.6L6.6-4.6L2 0L6.6 4.6L4.6 6.6L0 2L-4.6 6.6L-6.6 4.6L-2 0L-6.6-4.6Z",
        ),
        "strike": Shape(
            "star",
            "M0-7L1.8-2.3L6.8-2.1L2.9 1L4.2 5.8L0 3L-4.2 5.8L-2.9 1L-6.8-2.1L-1.8-2.3Z",
        ),
    }
)
# The ends of the palette of change; its lightest step is told from both without any colour.
COLOURS: Final = MappingProxyType({"clash": CHANGES[0], "unrest": CHANGES[4], "protest": "#f7f7f7"})


def colour(kind: str) -> str:
    """Return the colour of a kind's family."""
    return COLOURS[incident_log().scheme.kinds[kind].family]


def fill(kind: str, reported: bool) -> str:
    """Return what a mark is filled with: one of an incident that was reported here is hollow."""
    return "rgba(0,0,0,0)" if reported else colour(kind)


def outline(reported: bool) -> float:
    """Return how wide the outline of a mark is, in pixels; a hollow one is told by it too."""
    return 2.5 if reported else 1


def mark(view: View, kind: str, *, reported: bool = False) -> str:
    """Return the mark of a kind as a small picture (HTML); Streamlit takes no drawing as such.

    reported : that of an incident which was reported here: hollow.
    """
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 16 16">'
        f'<path d="{SHAPES[kind].path}" fill="{fill(kind, reported)}" '
        f'stroke="{view.ink.text}" stroke-width="{outline(reported)}"/></svg>'
    )
    return f'<img class="k-symbol" alt="" src="data:image/svg+xml,{quote(drawing)}">'


def marks_legend(view: View, kinds: dict[str, int], reported: dict[str, int]) -> str:
    """Return what each mark means, with the number of incidents (HTML).

    kinds, reported : of those of the log, and of those that were reported here.
    """
    _ = view._
    scheme = incident_log().scheme
    items = [
        f"<li>{mark(view, kind)}{escape(view.text(scheme.kinds[kind].name))} · {count}</li>"
        for kind, count in kinds.items()
    ]
    items += [
        f"<li>{mark(view, kind, reported=True)}"
        f"{escape(_('{kind}, reported here').format(kind=view.text(scheme.kinds[kind].name)))}"
        f" · {count}</li>"
        for kind, count in reported.items()
    ]
    return f'<ul class="k-legend">{"".join(items)}</ul>'
