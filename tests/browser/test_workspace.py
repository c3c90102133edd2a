"""The analyst's journey: change a weight, save, hand on a link; and two who save at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from i18n import percent, translator
from tests.browser.support import OpenPage, axe
from tests.browser.test_journeys import coloured
from tests.browser.visit import PATIENCE, go, headline, paths, settled, shown, turn_to

LOCALES = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}


def fill(page: Page, key: str, text: str) -> None:
    field = page.locator(f".st-key-{key}").locator("input, textarea")
    field.fill(text)
    field.press("Tab")
    settled(page)


def saving(page: Page) -> None:
    """Open the form."""
    shown(page.locator('[class*="st-key-saving_"] button').first).click()
    shown(page.locator(".st-key-display_name"))


def press(page: Page, key: str) -> None:
    shown(page.locator(f".st-key-{key}").get_by_role("button")).click()
    settled(page)


def seen(page: Page) -> dict[str, object]:
    """All numbers that depend on the weights: on the map, in the list, and in the tables."""
    described = page.locator(".st-key-map path[data-region]").evaluate_all(
        "all => all.map(path => path.getAttribute('aria-label') ?? path.textContent)"
    )
    return {
        "answer": headline(page),
        "colours": coloured(page),
        "map": described,
        "list": page.locator(".st-key-ranking").inner_text(),
        "tables": page.get_by_role("table").all_inner_texts(),
    }


@pytest.mark.parametrize("language", LOCALES)
def test_a_weight_is_changed_saved_and_handed_on(open_page: OpenPage, language: str) -> None:
    _ = translator(language)
    mine = open_page(
        locale=LOCALES[language],
        viewport={"width": 1400, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    mine.set_default_timeout(PATIENCE)
    go(mine, f"/weights?lang={language}")
    before = seen(mine)
    slider = mine.locator(".st-key-points_migration").get_by_role("slider")
    while slider.input_value() != "40":  # as a reader does: until it is where it shall be
        slider.press("ArrowRight")
    expect(mine).to_have_url(re.compile("weights=.*migration%3A40"), timeout=PATIENCE)
    settled(mine)
    after = seen(mine)
    for part in ("answer", "list"):  # map, bands and places
        assert after[part] != before[part], part

    saving(mine)
    fill(mine, "display_name", "Айгүл С.")
    fill(mine, "scenario_name", f"Migration 40 ({language})")
    press(mine, "save_new")
    expect(mine).to_have_url(re.compile("scenario="), timeout=PATIENCE)
    shown(mine.get_by_text(f"Migration 40 ({language})").first)
    mine.locator(".k-copy").click()
    expect(mine.locator(".k-said")).not_to_have_text("", timeout=PATIENCE)
    link = mine.evaluate("navigator.clipboard.readText()")

    theirs = open_page(locale="en-US", viewport={"width": 1400, "height": 900})
    theirs.set_default_timeout(PATIENCE)
    go(theirs, link)
    assert seen(theirs) == seen(mine) == after
    shown(theirs.get_by_text(f"Migration 40 ({language})").first)
    # By its id alone, on the list of the scenarios, and on the map.
    turn_to(theirs, "scenarios")
    scenario = re.search(r"scenario=(\w+)", link)
    assert scenario is not None
    shown(theirs.locator("h3", has_text=f"Migration 40 ({language})"))
    axe(theirs)
    go(theirs, f"/?lang={language}&scenario={scenario[1]}")
    assert len(paths(theirs)) == 20
    assert coloured(theirs) == after["colours"]


def test_the_second_of_two_savers_sees_both_versions(open_page: OpenPage) -> None:
    first, second = (open_page(viewport={"width": 1400, "height": 900}) for _page in range(2))
    for page in (first, second):
        page.set_default_timeout(PATIENCE)
    go(first, "/weights?lang=en&weights=migration:40")
    saving(first)
    fill(first, "display_name", "First")
    fill(first, "scenario_name", "Ours")
    press(first, "save_new")
    expect(first).to_have_url(re.compile("scenario="), timeout=PATIENCE)
    go(second, first.url)

    for page, name, key in ((first, "First", "Home"), (second, "Second", "End")):
        page.locator(".st-key-points_migration").get_by_role("slider").press(key)
        expect(page).not_to_have_url(re.compile("weights=migration%3A40&"), timeout=PATIENCE)
        settled(page)
        saving(page)
        fill(page, "display_name", name)
        press(page, "save_over")
    alert = shown(second.get_by_role("alert").filter(has_text="Ours"))
    expect(alert).to_contain_text("First")
    table = second.get_by_role("table").filter(has_text="Theirs")
    expect(table).to_contain_text(percent(1.0, "en", 1))  # mine: all for migration
    expect(table).to_contain_text(percent(0.0, "en", 1))  # theirs: nothing
    expect(second.get_by_role("dialog")).to_have_count(0)  # the form does not lie over the answer
    axe(second)
    press(second, "mine")
    expect(alert).to_have_count(0)
    turn_to(second, "scenarios")
    expect(second.locator('[class*="st-key-row_"]').filter(has_text="Ours")).to_have_count(2)
