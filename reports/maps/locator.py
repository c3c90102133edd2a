"""The small map of a report: the country in its classes, with one or more regions outlined."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from geodata.boundaries import Boundaries
from reports.maps.outlines import corners, hatching, outlines
from reports.maps.projection import fit
from reports.palette import CLASSES, LIGHT
from scoring.score import NOT_RATED

WIDTH, EDGE = 600, 4


def locator(boundaries: Boundaries, classes: Mapping[str, int], chosen: Collection[str]) -> str:
    """Return the map as SVG, without words.

    classes : by region, its class, or ``NOT_RATED``.  chosen : the regions to outline.
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
            "</g></svg>",
        ]
    )


def _fill(index: int) -> str:
    return LIGHT.unrated if index == NOT_RATED else CLASSES[index]
