"""The map in a real browser: painted, clickable, fetched once, hatched where not rated."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from i18n import translator
from tests.assessment.published import published
from tests.browser.support import OpenPage
from tests.browser.visit import PATIENCE, click_region, go, in_address, paths, settled
from views.palette import CHANGES, CLASSES, DARK, LIGHT

MADE = published()


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def fills(page: Page) -> dict[str, str]:
    """Region to colour; every region stands on the map once, and can be seen."""
    drawn = paths(page)
    box = page.locator(".st-key-map .js-plotly-plot").bounding_box()
    assert box is not None
    found: dict[str, str] = {}
    for path in drawn:
        assert path["region"] not in found
        assert path["opacity"] == 1, path
        # A ring wound the wrong way fills the globe; one that failed has no size.
        assert 4 < path["width"] < box["width"] / 2, path
        assert 4 < path["height"] < box["height"], path
        assert box["x"] <= path["left"] <= box["x"] + box["width"] - path["width"], path
        assert box["y"] <= path["top"] <= box["y"] + box["height"] - path["height"], path
        found[path["region"]] = path["fill"]
    assert set(found) == set(MADE.regions.ids)
    return found


def expected(period: int) -> dict[str, str]:
    classes = MADE.result.classes[MADE.result.period_index[period]]
    return {
        region: rgb(CLASSES[index])
        for region, index in zip(MADE.result.inputs.regions, classes, strict=True)
    }


def test_twenty_regions_are_painted_in_the_colours_of_their_classes(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")  # the other tests see them by day
    go(page, "/?lang=kk&year=2024")
    found = fills(page)
    assert len(found) == 20
    assert found == expected(2024)
    assert len(set(found.values())) > 1


def test_geometry_is_fetched_once(page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if re.search(r"\.(geo)?json(\?|$)", request.url):
            asked.append(request.url.rpartition("/")[2])

    page.on("request", note)
    go(page, "/?lang=en&year=2024")
    assert len([name for name in asked if name.endswith(".geojson")]) == 1
    assert asked.count("world_110m.json") == 1  # the empty outline that keeps plotly at home
    slider = page.locator(".st-key-year").get_by_role("slider")
    for key, year in (("ArrowLeft", 2023), ("ArrowLeft", 2022), ("ArrowRight", 2023)):
        slider.press(key)
        in_address(page, year=str(year))
        assert fills(page) == expected(year)
    assert len(asked) == 2


@pytest.mark.parametrize("width", [1400, 390])
def test_a_click_chooses_the_region_under_it(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    go(page, "/?lang=en&year=2024&region=KZ-11")
    # A small city, the region around it, one of the far west; the first once more.
    for region in ("KZ-75", "KZ-19", "KZ-27", "KZ-75"):
        click_region(page, region)
        name = MADE.regions.get(region).names.get("en")
        expect(page.locator("h2", has_text=name)).to_be_visible(timeout=PATIENCE)
        expect(page.locator(".st-key-region input")).to_have_value(name)


def test_a_click_on_the_list_chooses_too(page: Page) -> None:
    go(page, "/?lang=en&year=2024&region=KZ-11")
    points = page.locator(".st-key-ranking .scatterlayer .trace").first.locator(".points path")
    expect(points).to_have_count(20, timeout=PATIENCE)
    box = points.nth(19).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    t = MADE.result.period_index[2024]
    scores = list(MADE.result.score[t])
    in_address(page, region=MADE.result.inputs.regions[scores.index(max(scores))])


@pytest.mark.parametrize(("scheme", "language"), [("light", "ru"), ("dark", "en")])
def test_not_rated_is_hatched_apart_and_explained(
    open_page: OpenPage, scheme: str, language: str
) -> None:
    page = open_page(color_scheme=scheme)
    go(page, f"/?lang={language}&show=livestock_density&year=2024")
    ink = DARK if scheme == "dark" else LIGHT
    found = fills(page)
    cities = {"KZ-71", "KZ-75", "KZ-79"}
    assert {region for region, fill in found.items() if fill == rgb(ink.unrated)} == cities
    lines = page.locator(".st-key-map .scatterlayer .js-line, .st-key-map .scattergeo .js-line")
    expect(lines).to_have_count(1)
    box = lines.bounding_box()
    assert box is not None
    # From Almaty and Shymkent in the south to Astana in the north.
    assert box["height"] > 100
    assert lines.evaluate("line => getComputedStyle(line).stroke") == rgb(ink.hatch)
    legend = page.locator(".k-legend li", has=page.locator(".k-hatch"))
    expect(legend).to_have_text(translator(language)("not rated"))
    expect(legend).to_be_visible()
    # A city can still be chosen, by a click on its hatching.
    click_region(page, "KZ-71")


def test_change_has_other_colours(page: Page) -> None:
    go(page, "/?lang=kk&year=2024&mode=change")
    assert set(fills(page).values()) <= {rgb(colour) for colour in CHANGES}
    page.locator(".st-key-mode").get_by_role("radio").first.click()
    in_address(page, mode="level")
    settled(page)
    assert fills(page) == expected(2024)
