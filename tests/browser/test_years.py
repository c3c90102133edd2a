"""Years in a real browser: play, stop, and the small maps; the address is right at the end."""

import re

from playwright.sync_api import Page, expect

from geodata.regions import load_regions
from tests.assessment.published import published
from tests.browser.support import OpenPage
from tests.browser.visit import PATIENCE, click_region, go, in_address, open_section, paths

MADE = published()


def button(page: Page, name: str):
    return page.locator(".st-key-play").get_by_role("button", name=name)


def test_play_by_keyboard_steps_through_the_years_and_can_be_stopped(page: Page) -> None:
    go(page, "/?lang=en&year=2022")
    button(page, "Play the years").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Stop")).to_be_focused()
    # It stops by itself at the last year, and every step of the way stood in the address.
    in_address(page, year="2023")
    in_address(page, year="2025")
    expect(button(page, "Play the years")).to_be_focused(timeout=PATIENCE)
    expect(page.locator("h1")).to_contain_text("2025")
    # Once more from the first year on, until somebody stops it.
    page.keyboard.press("Enter")
    in_address(page, year="2016")
    page.keyboard.press("Enter")
    expect(button(page, "Play the years")).to_be_focused()
    page.wait_for_timeout(3000)  # longer than a year stays
    stopped = re.search(r"[?&]year=(\d+)", page.url)
    assert stopped is not None
    assert int(stopped[1]) <= 2017  # the one that was asked for may still have come
    expect(page.locator("h1")).to_contain_text(stopped[1])


def test_without_motion_one_press_is_one_year(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    go(page, "/?lang=en&year=2019")
    button(page, "Next year").click()
    in_address(page, year="2020")
    page.wait_for_timeout(3000)
    in_address(page, year="2020")
    button(page, "Next year").click()
    in_address(page, year="2021")


def test_the_borders_of_the_time_and_the_small_maps(page: Page) -> None:
    go(page, "/?lang=en&year=2021&borders=time")
    assert len(paths(page)) == 17
    inside = open_section(page, "all_years")
    maps = inside.locator(".k-years button")
    expect(maps).to_have_count(len(MADE.rated_periods), timeout=PATIENCE)
    assert [one.locator("use").count() for one in maps.all()] == [
        len(load_regions().at(year)) for year in MADE.rated_periods
    ]
    expect(inside.locator('.k-years [aria-pressed="true"]')).to_have_attribute("data-year", "2021")
    maps.nth(1).press("Enter")
    in_address(page, year="2017", borders="time")
    assert {path["region"] for path in paths(page)} == {u.region for u in load_regions().at(2017)}
    # A unit that is no more stands for one of its parts.
    page.locator('.st-key-ranking [data-region="KZ-YUZ"]').click()
    in_address(page, region="KZ-61")
    expect(page.locator("h2", has_text="South Kazakhstan Region")).to_be_visible(timeout=PATIENCE)
    page.locator(".st-key-borders").get_by_role("radio").first.click()
    expect(page).not_to_have_url(re.compile("borders="), timeout=PATIENCE)
    click_region(page, "KZ-79")
    assert len(paths(page)) == 20
