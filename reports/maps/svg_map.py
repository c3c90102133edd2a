"""The map as a drawing of its own (SVG): with title, legend and attribution, for a paper or slide."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from geodata.boundaries import Boundaries
from reports.maps.labels import label
from reports.maps.locator import TYPEFACE
from reports.maps.outlines import Painted, corners, outlines
from reports.maps.projection import fit
from reports.palette import FONT, LIGHT
from reports.typesetting import png
from reports.wording import Wording
from scoring.score import NOT_RATED

WIDTH, HEIGHT, EDGE = 1200, 800, 40
_TOP, _BOTTOM = 90, 110  # room for the title, and for legend and attribution


def svg_map(
    words: Wording,
    boundaries: Boundaries,
    own: str,
    title: str,
    painted: Sequence[Painted],
    colours: Sequence[str],
    legend: Sequence[str],
) -> str:
    """Return the map of the page as an SVG document.

    own : short form of the settings, empty for the published index.
    """
    place, _bottom = fit(corners(boundaries), WIDTH, EDGE, _TOP, HEIGHT - _TOP - _BOTTOM)
    shapes, paths = [], outlines(boundaries, place)
    for item in painted:
        fill = "url(#unrated)" if item.step == NOT_RATED else colours[item.step]
        said = f"{words.region_name(item.region)}: {item.value}"
        shapes.append(
            f'<path d="{paths[item.region]}" fill="{fill}"><title>{escape(said)}</title></path>'
        )
    names = []
    for item in painted:
        name = label(words, boundaries, item.region)
        x, y = place(name.lon, name.lat)
        top = y + 5 - (len(name.lines) - 1) * 8
        names += [
            f'<text x="{x:.1f}" y="{top + 16 * i:.1f}">{escape(line)}</text>'
            for i, line in enumerate(name.lines)
        ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'font-family="{escape(FONT)}" lang="{words.language}">',
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
            *_legend(words, colours, legend),
            f'<text x="{EDGE}" y="{HEIGHT - 22}" font-size="13" fill="{LIGHT.soft}">'
            f"{escape(_imprint(words, boundaries, own))}</text>",
            "</svg>",
            "",
        ]
    )


def _imprint(words: Wording, boundaries: Boundaries, own: str) -> str:
    data = words.assessment.observations
    return (
        f"Kelisim {data.release} ({data.version}) · {words._('method {version}')}".format(
            version=words.assessment.result.scheme.version
        )
        + (f" ({own})" if own else "")
        + f" · {boundaries.attribution[words.language]}"
    )


def _legend(words: Wording, colours: Sequence[str], legend: Sequence[str]) -> list[str]:
    entries = [*zip(colours, legend, strict=True), ("url(#unrated)", words._("not rated"))]
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


def as_png(svg: str, language: str) -> bytes:
    """Draw a map as a picture, in the documents' typeface; raises ReportError when it cannot be."""
    return png("map", {"svg": svg.replace(escape(FONT), TYPEFACE), "language": language})
