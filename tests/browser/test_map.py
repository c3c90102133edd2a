"""The map in a real browser: painted, clickable, fetched once, hatched where not rated."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from i18n import translator
from reports.palette import CHANGES, CLASSES, DARK, LIGHT
from tests.assessment.published import published
from tests.browser.support import OpenPage
from tests.browser.visit import PATIENCE, click_region, go, in_address, paths, settled

MADE = published()


# How often each colour stands in a picture.
PICTURE = """
async (bytes) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height).data;
  const found = {};
  for (let at = 0; at < data.length; at += 4) {
    const colour = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
    found[colour] = (found[colour] ?? 0) + 1;
  }
  return found;
}
"""


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def fills(page: Page) -> dict[str, str]:
    """Region to colour; every region stands on the map once, and can be seen."""
    drawn = paths(page)
    box = page.locator(".st-key-map svg").bounding_box()
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
    assert len(asked) == 1
    slider = page.locator(".st-key-year").get_by_role("slider")
    for key, year in (("ArrowLeft", 2023), ("ArrowLeft", 2022), ("ArrowRight", 2023)):
        slider.press(key)
        in_address(page, year=str(year))
        assert fills(page) == expected(year)
    assert len(asked) == 1


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


def test_the_map_by_keyboard(page: Page) -> None:
    go(page, "/?lang=en&year=2024&region=KZ-27")
    regions = page.locator(".st-key-map").get_by_role("listbox")
    # One stop on the way through the page: the chosen region. The arrows go on from there.
    expect(regions.locator('[tabindex="0"]')).to_have_count(1)
    west = regions.get_by_role("option", selected=True)
    expect(west).to_have_accessible_name(re.compile("^West Kazakhstan Region, "))
    west.focus()
    page.keyboard.press("ArrowRight")
    expect(regions.get_by_role("option", name="Aktobe Region")).to_be_focused()
    page.keyboard.press("Enter")
    in_address(page, region="KZ-15")
    expect(regions.get_by_role("option", selected=True)).to_be_focused()
    expect(regions.get_by_role("option", selected=True)).to_have_attribute("data-region", "KZ-15")
    assert chosen_outline(page) == outline(page, "KZ-15")


def outline(page: Page, region: str) -> str | None:
    return page.locator(f'.st-key-map [data-region="{region}"]').get_attribute("d")


def chosen_outline(page: Page) -> str | None:
    return page.locator(".st-key-map .k-chosen").get_attribute("d")


def test_words_beside_the_pointer_and_the_focus(page: Page) -> None:
    go(page, "/?lang=en&year=2024")
    for key in ("map", "ranking"):
        tip = page.locator(f".st-key-{key} .k-tip")
        expect(tip).to_be_hidden()
        part = page.locator(f'.st-key-{key} [data-region="KZ-62"]')
        part.hover()
        expect(tip).to_contain_text("Ulytau Region")
        page.keyboard.press("Tab")  # so that what follows is the keyboard's focus
        part.focus()
        page.keyboard.press("Escape")
        expect(tip).to_be_hidden()
        page.mouse.move(5, 5)
        page.locator(f'.st-key-{key} [data-region="KZ-11"]').focus()
        expect(tip).to_contain_text("Akmola Region")


def test_the_map_as_a_picture(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(color_scheme="dark")
    go(page, "/?lang=kk&year=2024")
    svg = page.locator(".st-key-map .k-map > svg").bounding_box()
    assert svg is not None
    with page.expect_download() as download:
        page.get_by_role("button", name=translator("kk")("Map as PNG")).click()
    assert download.value.suggested_filename == "kelisim-score-2024.png"
    saved = tmp_path / "map.png"
    download.value.save_as(saved)
    content = saved.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    assert (width, height) == pytest.approx((2 * svg["width"], 2 * svg["height"]), abs=2)
    # What is drawn in it: the colours of the page, its regions, and names.
    colours = page.evaluate(PICTURE, list(content))
    for colour in {*expected(2024).values(), rgb(DARK.page)}:
        assert colours.get(colour, 0) > 1000, colour
    assert colours.get(rgb(LIGHT.text), 0) > 50


def test_a_line_of_the_list_chooses_by_click_and_by_keyboard(page: Page) -> None:
    go(page, "/?lang=en&year=2024&region=KZ-11")
    lines = page.locator(".st-key-ranking").get_by_role("button")
    expect(lines).to_have_count(20, timeout=PATIENCE)
    t = MADE.result.period_index[2024]
    scores = MADE.result.score[t]
    order = [MADE.result.inputs.regions[r] for r in scores.argsort()[::-1]]
    assert [line.get_attribute("data-region") for line in lines.all()] == order
    lines.first.click()
    in_address(page, region=order[0])
    expect(lines.first).to_have_attribute("aria-pressed", "true")
    lines.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    in_address(page, region=order[1])
    # The focus stays where it was.
    expect(lines.nth(1)).to_be_focused()
    pressed = page.locator('.st-key-ranking [aria-pressed="true"]')
    expect(pressed).to_have_attribute("data-region", order[1])


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
    lines = page.locator(".st-key-map .k-hatching")
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
