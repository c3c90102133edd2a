"""The points on the map in a real browser: apart from each other, opened by click and by keyboard."""

import re

from playwright.sync_api import Page, expect

from indicators.incidents import read_incidents
from tests.browser.support import OpenPage
from tests.browser.visit import PATIENCE, go, settled

LOG = read_incidents()
MARKS = ".st-key-incident_map [data-incident]"
MIDDLES = """
() => [...document.querySelectorAll('.st-key-incident_map [data-incident]')].map(mark => {
  const box = mark.querySelector('path').getBoundingClientRect();
  return [mark.dataset.incident, box.left + box.width / 2, box.top + box.height / 2];
})
"""


def nearest(page: Page) -> float:
    """Pixels between the two marks that are nearest to each other; all of them are there."""
    middles = page.evaluate(MIDDLES)
    assert {one for one, _x, _y in middles} == {row.id for row in LOG.counted if row.seat}
    return min(
        ((x - left) ** 2 + (y - top) ** 2) ** 0.5
        for at, (_one, x, y) in enumerate(middles)
        for _other, left, top in middles[:at]
    )


def test_marks_of_one_place_stand_apart_on_a_desk_and_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1400, "height": 900})
    go(page, "/incidents?lang=en")
    expect(page.locator(MARKS).first).to_be_visible(timeout=PATIENCE)
    assert nearest(page) > 10
    page.set_viewport_size({"width": 390, "height": 900})
    settled(page)
    assert nearest(page) > 10


def test_a_mark_is_opened_by_click_and_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1400, "height": 900})
    go(page, "/incidents?lang=en&kind=interethnic_labour")
    page.locator(f"{MARKS}[data-incident='2019-tengiz']").click(timeout=PATIENCE)
    expect(page).to_have_url(re.compile("incident=2019-tengiz"), timeout=PATIENCE)
    settled(page)
    expect(page.locator(".k-accounts")).to_contain_text("Arab", timeout=PATIENCE)
    # The mark that was opened keeps the focus; an arrow leads to the other, Enter opens it.
    page.locator(f"{MARKS}[data-incident='2019-tengiz']").focus()
    for arrow in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(arrow)
    page.keyboard.press("ArrowUp")
    focused = page.evaluate("document.activeElement.dataset.incident")
    assert focused in ("2006-tengiz", "2019-tengiz")
    if focused == "2019-tengiz":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("incident=2006-tengiz"), timeout=PATIENCE)
