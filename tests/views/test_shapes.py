"""The drawing that the browser is sent once: every region, inside the box, in all languages."""

import math
import re

import pytest

from geodata.boundaries import load_boundaries
from reports.maps.projection import albers, closed_path, fit
from tests.assessment.published import published
from views.session import View
from views.shapes import shapes

MADE = published()
BOUNDARIES = load_boundaries()


def made_for(language: str) -> View:
    return View(MADE, language, 2024, "KZ-61", BOUNDARIES, "score", "level", dark=False)


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def test_the_projection_keeps_areas() -> None:
    def area(lon: float, lat: float, size: float = 0.01) -> float:
        x0, y0 = albers(lon, lat)
        (x1, y1), (x2, y2) = albers(lon + size, lat), albers(lon, lat + size)
        drawn = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
        return drawn / (math.radians(size) ** 2 * math.cos(math.radians(lat + size / 2)))

    for lon, lat in ((47, 41), (67, 48), (87, 55)):
        assert area(lon, lat) == pytest.approx(1.0, rel=1e-3)


def test_what_is_fitted_touches_the_edges() -> None:
    corners = [(50.0, 45.0), (80.0, 45.0), (67.0, 55.0), (67.0, 41.0)]
    place, bottom = fit(corners, 1000, 6, 10)
    drawn = [place(*corner) for corner in corners]
    assert min(x for x, _y in drawn) == pytest.approx(6)
    assert max(x for x, _y in drawn) == pytest.approx(994)
    assert min(y for _x, y in drawn) == pytest.approx(10)
    assert max(y for _x, y in drawn) == pytest.approx(bottom)
    place, bottom = fit(corners, 1000, 6, 10, height=100)  # now the height is what limits
    assert bottom == pytest.approx(110)
    west, east = place(*corners[0])[0], place(*corners[1])[0]
    assert west - 6 > 100
    assert west + east == pytest.approx(1000)


def test_a_path_is_closed() -> None:
    assert closed_path([(0, 0), (1, 0.04), (1, 1)]) == "M0.0 0.0L1.0 0.0L1.0 1.0Z"


def test_every_region_is_drawn_inside_the_box_and_hatched_inside_itself() -> None:
    drawing = shapes(made_for("en"))
    width, height = drawing["box"]
    assert set(drawing["regions"]) == set(MADE.regions.ids)
    for region, shape in drawing["regions"].items():
        outline = points(shape["path"])
        assert len(outline) > 3
        for x, y in [*outline, shape["at"], shape["name"]]:
            assert 0 <= x <= width, region
            assert 0 <= y <= height, region
        west, east = min(x for x, _y in outline), max(x for x, _y in outline)
        hatching = points(shape["hatch"])
        assert len(hatching) >= 6
        assert all(west - 0.2 <= x <= east + 0.2 for x, _y in hatching), region


def test_names_do_not_depend_on_who_asked_first() -> None:
    assert shapes(made_for("en")) == shapes(made_for("kk"))
    for region, shape in shapes(made_for("ru"))["regions"].items():
        for language in ("en", "ru", "kk"):
            known = MADE.regions.get(region)
            assert shape["names"][language] == known.names.get(language)
            assert re.sub(r"\W", "", "".join(shape["lines"][language])) == re.sub(
                r"\W", "", known.short.get(language)
            )
