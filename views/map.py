"""The map of the regions: fixed classes, hatched where not rated, the chosen region outlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.maps.outlines import Painted
from reports.palette import LIGHT
from views.drawing import draw
from views.session import View
from views.shapes import shapes_url


def show_map(view: View, painted: Sequence[Painted], colours: Sequence[str], alt: str) -> None:
    """Draw the map; a click on a region, or Enter, chooses it."""
    draw(
        "map",
        {
            **ground(view, alt, f"kelisim-{view.shown}-{view.period}.png"),
            "colours": list(colours),
            "chosen": view.region,
            "regions": [item.region for item in painted],
            "steps": [int(item.step) for item in painted],
            "words": ["\n".join((item.value, item.note)).strip() for item in painted],
        },
    )


def ground(view: View, alt: str, file: str) -> dict[str, Any]:
    """Return what every map is sent: shapes, words, the name of its picture, and inks."""
    ink = view.ink
    return {
        "shapes": shapes_url(view),
        "language": view.language,
        "label": alt,
        "save": view._("Map as PNG"),
        "file": file,
        "ink": {
            "border": ink.border,
            "unrated": ink.unrated,
            "hatch": ink.hatch,
            "accent": ink.accent,
            "page": ink.page,
            "text": ink.text,
            # On a light halo: readable on every class, by day and by night.
            "name": LIGHT.text,
            "halo": LIGHT.page,
        },
    }
