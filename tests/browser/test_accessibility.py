"""No violation of WCAG A and AA on any page: by day and by night, on a desk and on a phone.

Each page is loaded once, in one of the languages; then night comes and the window shrinks, as it
happens on readers' machines.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from i18n import translator
from tests.browser.support import OpenPage, axe
from tests.browser.visit import PATIENCE, choose, go, open_section, settled, shown

DESK, PHONE = 1400, 390
BACKGROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 27)"}


def as_it_is(page: Page) -> None:
    """Nothing is opened."""


def with_a_table(page: Page) -> None:
    open_section(page, "table")


def with_small_maps(page: Page) -> None:
    open_section(page, "all_years")


def with_an_indicator_and_the_score(page: Page) -> None:
    open_section(page, "open_relative_income")
    open_section(page, "table_history")
    open_section(page, "made")
    open_section(page, "ledger_years")


def with_a_table_of_coverage(page: Page) -> None:
    open_section(page, "table_coverage_year_scored")


def with_the_matrices_as_tables(page: Page) -> None:
    open_section(page, "table_places")
    open_section(page, "table_pairs")


def with_the_numbers_and_the_protocol(page: Page) -> None:
    for section in ("table_beside", "table_outcomes", "table_incidents", "protocol"):
        open_section(page, section)


def inside_a_pillar(page: Page) -> None:
    open_section(page, "inside_migration")


def with_a_section_and_a_card(page: Page) -> None:
    open_section(page, "section_normalisation")
    page.get_by_role("tab").last.click()
    open_section(page, "section_card_poverty_share")


def with_the_form_to_save(page: Page) -> None:
    page.locator(".st-key-step_weights_past").scroll_into_view_if_needed()
    page.locator('[class*="st-key-saving_"] button').click()
    expect(page.locator(".st-key-save_new")).to_be_visible(timeout=PATIENCE)


def with_one_kept(page: Page) -> None:
    page.locator(".st-key-display_name input").fill("Synthetic analyst")
    page.locator(".st-key-display_name input").press("Tab")
    settled(page)
    shown(page.locator('[class*="st-key-saving_"] button').first).click()
    page.locator(".st-key-scenario_name input").fill("Synthetic scenario")
    page.locator(".st-key-scenario_name input").press("Tab")
    settled(page)
    shown(page.locator(".st-key-save_new button")).click()
    shown(page.locator("h3", has_text="Synthetic scenario"))
    for key in ("details_scores", "details_history", "trail"):
        open_section(page, key)


def with_the_form_to_review(page: Page) -> None:
    open_section(page, "reviewing")
    open_section(page, "alert_figures")
    open_section(page, "table_streams")
    open_section(page, "card_relative_income")


def with_its_further_fields(page: Page) -> None:
    open_section(page, "translations")
    shown(page.locator(".st-key-add_deaths button")).click()
    settled(page)
    language = page.evaluate("document.documentElement.lang")
    choose(page, "ir_seat", translator(language)("Another centre, to be described"))
    settled(page)


CASES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "level": ("/?year=2024", with_a_table),
    # A warning, the change, and regions that cannot be compared.
    "change": ("/?year=1900&mode=change&show=livestock_density", as_it_is),
    "borders": ("/?year=2017&borders=time&region=KZ-79", with_small_maps),
    "region": ("/region?year=2024&region=KZ-62", with_an_indicator_and_the_score),
    "data": ("/data?year=2024", with_a_table_of_coverage),
    "methodology": ("/methodology?year=2024", with_a_section_and_a_card),
    "load": ("/load?year=2024", as_it_is),
    "limits": ("/limits?year=2024", as_it_is),
    "weights": ("/weights?year=2024&weights=migration:60", inside_a_pillar),
    "save": ("/weights?year=2024&weights=migration:60", with_the_form_to_save),
    "what_if": (
        "/what_if?year=2024&region=KZ-31"
        "&changes=KZ-31.poverty_share:add2~KZ-61.population_growth:add1",
        as_it_is,
    ),
    "signals": ("/signals?year=2024&alerts=all&drawn=net_migration", with_the_form_to_review),
    "regions": ("/compare?year=2024&regions=KZ-61~KZ-31~KZ-71~KZ-63~KZ-47", as_it_is),
    "years": ("/compare?year=2024&compare=years&year2=2019", as_it_is),
    "incidents": ("/incidents?year=2024", as_it_is),
    "incident": ("/incidents?year=2024&incident=2020-masanchi&since=2016", as_it_is),
    "report": ("/incident_report?year=2024&region=KZ-31", with_its_further_fields),
    "scenarios": ("/compare?year=2024&compare=scenarios&weights=migration:60", as_it_is),
    "kept": ("/scenarios?year=2024&weights=migration:60", with_one_kept),
    "robustness": ("/robustness?year=2024&region=KZ-71", with_the_matrices_as_tables),
    "validation": ("/validation?year=2024", with_the_numbers_and_the_protocol),
}
TOO_WIDE = "box => box.scrollWidth - box.clientWidth"
LANGUAGES = ("en", "ru", "kk")


@pytest.mark.parametrize("case", CASES)
def test_no_violation(open_page: OpenPage, case: str) -> None:
    path, prepare = CASES[case]
    language = LANGUAGES[list(CASES).index(case) % 3]
    page = open_page(viewport={"width": DESK, "height": 900}, color_scheme="light")
    go(page, f"{path}&lang={language}")
    prepare(page)
    for width, scheme in ((DESK, "light"), (DESK, "dark"), (PHONE, "dark"), (PHONE, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css(
            "background-color", BACKGROUND[scheme], timeout=PATIENCE
        )
        settled(page)
        axe(page)
        # Nothing has to be scrolled sideways to be read (WCAG 1.4.10); wide tables and charts
        # scroll inside their own boxes.
        assert page.get_by_test_id("stMain").evaluate(TOO_WIDE) <= 0, (width, scheme)


def test_a_table_wider_than_a_phone_is_moved_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": PHONE, "height": 900})
    go(page, "/?lang=en&year=2024")
    open_section(page, "table")
    box = page.locator('.st-key-table [data-testid="stTable"] > div')
    expect(box).to_have_attribute("tabindex", "0", timeout=PATIENCE)
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle(), timeout=PATIENCE)
    # On a desk it fits, and is no stop on the way through the page.
    page.set_viewport_size({"width": DESK, "height": 900})
    expect(box).not_to_have_attribute("tabindex", "0", timeout=PATIENCE)
