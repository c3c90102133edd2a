"""The shapes of the map as the browser draws them: paths, hatching and names, fetched once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from i18n import LANGUAGES
from reports.maps.labels import label
from reports.maps.outlines import corners, hatching, outlines
from reports.maps.projection import Point, fit
from views.assets import publish
from views.session import View

WIDTH, EDGE = 1000, 6


def place_of(view: View) -> tuple[Callable[[float, float], Point], float]:
    """Return the way from degrees to the drawing, and the y of its lowest point."""
    return fit(corners(view.boundaries), WIDTH, EDGE, EDGE)


def shapes(view: View) -> dict[str, Any]:
    """Return the map without its colours, in all languages.

    Returns
    -------
    dict
        ``box``: width and height of the drawing. ``regions``: by id, ``path`` and ``hatch`` (the
        ``d`` of SVG paths), ``at`` (a point inside), ``name`` (the middle of the name on the
        map), and by language ``names`` (official) and ``lines`` (the name on the map).
    """
    place, bottom = place_of(view)
    spoken = {language: replace(view, language=language) for language in LANGUAGES}
    regions = {}
    for region, path in outlines(view.boundaries, place).items():
        written = {
            language: label(one, view.boundaries, region) for language, one in spoken.items()
        }
        middle = written[view.language]
        regions[region] = {
            "path": path,
            "hatch": hatching(view.boundaries, region, place),
            "at": rounded(place(*view.boundaries.labels[region])),
            "name": rounded(place(middle.lon, middle.lat)),
            "names": {language: one.region_name(region) for language, one in spoken.items()},
            "lines": {language: one.lines for language, one in written.items()},
        }
    return {"box": [WIDTH, round(bottom + EDGE)], "regions": regions}


def shapes_url(view: View) -> str:
    """Publish the shapes; return their address."""
    return _published(view, view.boundaries.hash)


@st.cache_resource(show_spinner=False)
def _published(_view: View, boundaries: str) -> str:
    text = json.dumps(shapes(_view), ensure_ascii=False, separators=(",", ":"))
    return publish(text.encode())


def rounded(point: Point) -> list[float]:
    """Return a point of the drawing with a tenth of a unit, which nobody sees."""
    return [round(x, 1) for x in point]
