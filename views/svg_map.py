"""The map as a drawing of its own (SVG): with title, legend and attribution, for a paper or slide."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from scoring.score import NOT_RATED
from views.charts import FONT
from views.labels import label
from views.map import Painted
from views.palette import LIGHT
from views.session import View

WIDTH, HEIGHT, EDGE = 1200, 800, 40
_TOP, _BOTTOM = 90, 110  # room for the title, and for legend and attribution

Point = tuple[float, float]


def albers(lon: float, lat: float) -> Point:
    """Project to the equal-area conic that the map on the page has, on a sphere of radius 1.

    Parallels 43 and 53 degrees, centred on 67 east, 48 north; y runs upwards. Snyder (1987),
    Map Projections: A Working Manual, equations 14-1 to 14-6.
    """
    first, second, middle = (math.radians(angle) for angle in (43, 53, 48))
    n = (math.sin(first) + math.sin(second)) / 2
    c = math.cos(first) ** 2 + 2 * n * math.sin(first)
    rho, rho_middle = (
        math.sqrt(c - 2 * n * math.sin(angle)) / n for angle in (math.radians(lat), middle)
    )
    theta = n * math.radians(lon - 67)
    return rho * math.sin(theta), rho_middle - rho * math.cos(theta)


def svg_map(
    view: View,
    title: str,
    painted: Sequence[Painted],
    colours: Sequence[str],
    legend: Sequence[str],
) -> str:
    """Return the map of the page as an SVG document."""
    features = {f["id"]: _rings(f["geometry"]) for f in view.boundaries.geojson["features"]}
    place = _fit(point for rings in features.values() for ring in rings for point in ring)
    shapes = []
    for item in painted:
        path = "".join(_path([place(*point) for point in ring]) for ring in features[item.region])
        fill = "url(#unrated)" if item.step == NOT_RATED else colours[item.step]
        words = f"{view.region_name(item.region)}: {item.value}"
        shapes.append(f'<path d="{path}" fill="{fill}"><title>{escape(words)}</title></path>')
    names = []
    for item in painted:
        name = label(view, item.region)
        x, y = place(name.lon, name.lat)
        top = y + 5 - (len(name.lines) - 1) * 8
        names += [
            f'<text x="{x:.1f}" y="{top + 16 * i:.1f}">{escape(line)}</text>'
            for i, line in enumerate(name.lines)
        ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'font-family="{escape(FONT)}" lang="{view.language}">',
            f"<title>{escape(title)}</title>",
            '<defs><pattern id="unrated" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{LIGHT.unrated}"/>'
            f'<line x1="0" y1="0" x2="0" y2="6" stroke="{LIGHT.hatch}" stroke-width="2"/>'
            "</pattern></defs>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT.page}"/>',
            f'<text x="{EDGE}" y="52" font-size="26" font-weight="700" fill="{LIGHT.text}">'
            f"{escape(title)}</text>",
            f'<g stroke="{LIGHT.border}" stroke-width="0.8" fill-rule="evenodd">',
            *shapes,
            "</g>",
            f'<g font-size="15" font-weight="600" text-anchor="middle" fill="{LIGHT.text}" '
            'paint-order="stroke" stroke="#ffffff" stroke-opacity="0.75" stroke-width="3">',
            *names,
            "</g>",
            *_legend(view, colours, legend),
            f'<text x="{EDGE}" y="{HEIGHT - 22}" font-size="13" fill="{LIGHT.soft}">'
            f"{escape(_imprint(view))}</text>",
            "</svg>",
            "",
        ]
    )


def _imprint(view: View) -> str:
    data = view.assessment.observations
    return (
        f"Kelisim {data.release} ({data.version}) · {view._('method {version}')}".format(
            version=view.result.scheme.version
        )
        + f" · {view.boundaries.attribution[view.language]}"
    )


def _legend(view: View, colours: Sequence[str], words: Sequence[str]) -> list[str]:
    entries = [*zip(colours, words, strict=True), ("url(#unrated)", view._("not rated"))]
    step = (WIDTH - 2 * EDGE) / len(entries)
    lines = []
    for i, (fill, text) in enumerate(entries):
        x = EDGE + i * step
        lines.append(
            f'<rect x="{x:.1f}" y="{HEIGHT - 78}" width="26" height="16" fill="{fill}" '
            f'stroke="{LIGHT.border}"/><text x="{x + 34:.1f}" y="{HEIGHT - 65}" font-size="14" '
            f'fill="{LIGHT.text}">{escape(text)}</text>'
        )
    return lines


def _rings(geometry: dict[str, Any]) -> list[list[Point]]:
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[(lon, lat) for lon, lat in ring] for polygon in polygons for ring in polygon]


def _fit(points: Iterable[Point]) -> Callable[[float, float], Point]:
    """Return the way from degrees to the drawing's coordinates, y downwards."""
    projected = [albers(*point) for point in points]
    west, east = min(x for x, _y in projected), max(x for x, _y in projected)
    south, north = min(y for _x, y in projected), max(y for _x, y in projected)
    scale = min((WIDTH - 2 * EDGE) / (east - west), (HEIGHT - _TOP - _BOTTOM) / (north - south))
    left = (WIDTH - scale * (east - west)) / 2

    def place(lon: float, lat: float) -> Point:
        x, y = albers(lon, lat)
        return left + scale * (x - west), _TOP + scale * (north - y)

    return place


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
