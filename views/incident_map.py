"""Incidents as points on the map: each at the centre of its district or city, never nearer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from indicators.incidents import Incident
from reports.incident_words import incident_log, kind_name, when, where
from views.assets import page_url
from views.drawing import mount
from views.incident_marks import SHAPES, fill, outline
from views.map import ground
from views.reported import origin
from views.session import View
from views.shapes import place_of, rounded

KEY = "incident_map"


def show_incident_map(view: View, incidents: Sequence[Incident], opened: str, alt: str) -> None:
    """Draw the map; a click on a mark, or Enter, opens its incident."""
    places = _placed(view, incidents)
    ids = view.assessment.regions.ids
    items: list[dict[str, Any]] = [
        {
            "id": incident.id,
            "at": places[incident.seat.id],
            "shape": SHAPES[incident.kind].path,
            "fill": fill(incident.kind, incident.reported),
            "outline": outline(incident.reported),
            "words": [
                view.text(incident.place),
                when(view, incident),
                kind_name(view, incident),
                where(view, incident),
                *([origin(view, incident)] if incident.reported else []),
            ],
        }
        for incident in incidents
        if incident.seat is not None
    ]
    sent = ground(view, alt, "kelisim-incidents.png")
    # The ground is dark by night, so names are light there; the marks stand out from them.
    sent["ink"] |= {"name": view.ink.soft, "halo": view.ink.unrated}
    mount(
        "map",
        {
            **sent,
            "colours": [view.ink.unrated],
            "regions": list(ids),
            "steps": [0] * len(ids),
            "words": [""] * len(ids),
            "points": {"script": page_url("points.js"), "items": items, "opened": opened},
        },
        key=KEY,
        on_opened_change=_open,
    )


def _open() -> None:
    # `views/url.py` refuses what is no incident of ours.
    st.session_state["incident"] = st.session_state[KEY]["opened"]


def _placed(view: View, incidents: Sequence[Incident]) -> dict[str, list[float]]:
    """Return where each centre lies on the drawing, those that reports describe among them."""
    known = _places(view, view.boundaries.hash)
    described = {row.seat.id: row.seat for row in incidents if row.seat is not None}
    new = [seat for id_, seat in described.items() if id_ not in known]
    if not new:
        return known
    place, _bottom = place_of(view)
    return known | {seat.id: rounded(place(seat.lon, seat.lat)) for seat in new}


@st.cache_resource(show_spinner=False)
def _places(_view: View, boundaries: str) -> dict[str, list[float]]:
    """Return where each centre of the log lies on the drawing."""
    place, _bottom = place_of(_view)
    return {seat.id: rounded(place(seat.lon, seat.lat)) for seat in incident_log().seats}
