"""Moves about in the app as a reader does, and reads what stands on the screen."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from geodata.boundaries import load_boundaries
from reports.maps.projection import fit, rings
from tests.browser.support import wait_ready
from views.shapes import EDGE, WIDTH

# Milliseconds; a page takes one or two seconds, but two busy cores are shared by everybody.
PATIENCE = 90_000
BOUNDARIES = load_boundaries()
LABELS = BOUNDARIES.labels
RINGS = [r for f in BOUNDARIES.geojson["features"] for r in rings(f["geometry"])]
PLACE, _BOTTOM = fit((point for ring in RINGS for point in ring), WIDTH, EDGE, EDGE)

PATHS = """
() => [...document.querySelectorAll('.st-key-map path[data-region]')].map(path => {
  const box = path.getBoundingClientRect();
  return {region: path.dataset.region, fill: getComputedStyle(path).fill,
          opacity: Number(getComputedStyle(path).opacity) * Number(path.checkVisibility()),
          width: box.width, height: box.height, left: box.left, top: box.top};
})
"""
# A point inside a region, from the drawing's coordinates to pixels of the window.
PIXEL = """
([x, y]) => {
  const svg = document.querySelector('.st-key-map svg');
  const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
  return [at.x, at.y];
}
"""


def inside(region: str) -> tuple[float, float]:
    """A point inside a region, in the coordinates of the drawing that the page is sent."""
    x, y = PLACE(*LABELS[region])
    return x, y


def settled(page: Page) -> None:
    """Wait until the page is drawn; fail at once when the app says that it failed."""
    wait_ready(page, timeout=PATIENCE)
    failed = page.locator('[data-testid="stException"], [data-testid="stErrorElement"]')
    assert failed.count() == 0, f"{page.url}: {failed.all_inner_texts()}"


def go(page: Page, path: str) -> None:
    """Open a page of the app by its address, and wait until that holds the whole state."""
    page.goto(path)
    settled(page)
    expect(page).to_have_url(re.compile("mode="), timeout=PATIENCE)


def shown(locator: Locator) -> Locator:
    """The same element, once it is visible."""
    expect(locator).to_be_visible(timeout=PATIENCE)
    return locator


def headline(page: Page) -> str:
    """The words of the page's one heading of the first level."""
    expect(page.locator("h1")).to_have_count(1, timeout=PATIENCE)
    return page.locator("h1").inner_text()


def paths(page: Page) -> list[dict[str, Any]]:
    """Every region drawn on the map, the outline of the chosen one apart."""
    drawn: list[dict[str, Any]] = page.evaluate(PATHS)
    return drawn


def click_region(page: Page, region: str) -> None:
    """Click on the map in the middle of a region, and wait until it is the chosen one."""
    page.locator(".st-key-map").scroll_into_view_if_needed()
    page.mouse.click(*page.evaluate(PIXEL, inside(region)))
    in_address(page, region=region)


def in_address(page: Page, **values: str) -> None:
    """Wait until the address carries these values, and the page that belongs to them is drawn."""
    for key, value in values.items():
        expect(page).to_have_url(
            re.compile(rf"[?&]{key}={re.escape(value)}(&|$)"), timeout=PATIENCE
        )
    settled(page)


def choose(page: Page, key: str, name: str) -> None:
    """Choose from a list by keyboard alone: type, Enter."""
    box = page.locator(f".st-key-{key}").get_by_role("combobox")
    box.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(name)
    shown(page.get_by_role("option", name=name, exact=True))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def turn_to(page: Page, path: str) -> None:
    """Follow the navigation at the top to another page."""
    shown(page.locator(f'[data-testid="stTopNavLink"][href$="/{path}"]')).click()
    expect(page).to_have_url(re.compile(rf"/{path}\?.*mode="), timeout=PATIENCE)
    settled(page)


def open_section(page: Page, key: str) -> Locator:
    """Open an expander with one click; return what is inside."""
    expander = shown(page.locator(f".st-key-{key}"))
    expander.locator("summary").click()
    inside = expander.locator('[data-testid="stExpanderDetails"]')
    expect(inside.locator("p, li, table").first).to_be_visible(timeout=PATIENCE)
    settled(page)
    return inside
