"""The small map of a report: the country in its classes, with one or more regions outlined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html import escape
from typing import Final

from geodata.boundaries import Boundaries
from reports.maps.labels import label
from reports.maps.outlines import corners, hatching, outlines
from reports.maps.projection import Point, fit
from reports.palette import CLASSES, LIGHT
from reports.wording import Wording
from scoring.score import NOT_RATED

WIDTH, EDGE = 600, 4
TYPEFACE: Final = "Libertinus Serif"  # that of the documents, see templates/style.typ
SIZE: Final = 11


def locator(
    boundaries: Boundaries,
    classes: Mapping[str, int],
    chosen: Collection[str],
    words: Wording | None = None,
) -> str:
    """Return the map as SVG.

    classes : by region, its class, or ``NOT_RATED``.  chosen : the regions to outline.
    words : for the names of the regions; None for a map without words.
    """
    place, bottom = fit(corners(boundaries), WIDTH, EDGE, EDGE)
    paths = outlines(boundaries, place)
    hatched = [region for region, index in classes.items() if index == NOT_RATED]
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + EDGE:.0f}">',
            f'<g fill-rule="evenodd" stroke="{LIGHT.border}" stroke-width="0.8" '
            'stroke-linejoin="round">',
            *(
                f'<path d="{paths[region]}" fill="{_fill(index)}"/>'
                for region, index in classes.items()
            ),
            f'</g><g fill="none" stroke="{LIGHT.hatch}" stroke-width="0.8">',
            *(f'<path d="{hatching(boundaries, region, place)}"/>' for region in hatched),
            # White under the accent: the outline shows on the darkest class too.
            *(
                f'</g><g fill="none" stroke="{colour}" stroke-width="{width}" '
                'stroke-linejoin="round">'
                + "".join(f'<path d="{paths[region]}"/>' for region in chosen)
                for colour, width in ((LIGHT.page, 6), (LIGHT.accent, 3.2))
            ),
            "</g>",
            *(_names(words, boundaries, classes, place) if words is not None else ()),
            "</svg>",
        ]
    )


def _names(
    words: Wording,
    boundaries: Boundaries,
    regions: Iterable[str],
    place: Callable[[float, float], Point],
) -> Iterator[str]:
    yield (
        f'<g font-family="{TYPEFACE}" font-size="{SIZE}" text-anchor="middle" '
        f'fill="{LIGHT.text}" stroke="{LIGHT.page}" stroke-width="2.4" stroke-opacity="0.8" '
        'stroke-linejoin="round" paint-order="stroke">'
    )
    for region in regions:
        name = label(words, boundaries, region)
        x, y = place(name.lon, name.lat)
        top = y + SIZE / 3 - (len(name.lines) - 1) * SIZE / 2
        for i, line in enumerate(name.lines):
            yield f'<text x="{x:.1f}" y="{top + SIZE * i:.1f}">{escape(line)}</text>'
    yield "</g>"


def _fill(index: int) -> str:
    return LIGHT.unrated if index == NOT_RATED else CLASSES[index]
