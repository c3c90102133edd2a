"""Two analysts review one alert at once, in a real browser; and one changes the language."""

from playwright.sync_api import Page, expect

from i18n import translator
from tests.browser.support import OpenPage
from tests.browser.test_workspace import fill, press
from tests.browser.visit import PATIENCE, go, open_section, settled, shown

DESK = {"width": 1400, "height": 900}


def begin(page: Page, language: str, name: str, note: str) -> None:
    go(page, f"/signals?lang={language}")
    open_section(page, "reviewing")
    fill(page, "display_name", name)
    fill(page, "review_note", note)


def test_two_reviewers_and_a_change_of_language(open_page: OpenPage) -> None:
    _ = translator("kk")
    mine, theirs = open_page(viewport=DESK), open_page(viewport=DESK)
    begin(mine, "kk", "Айгүл", "Менің ескертпем")
    begin(theirs, "ru", "Дана", "Ждём следующего квартала")
    press(theirs, "keep_review")
    shown(theirs.get_by_text(translator("ru")("The review is kept.")))

    press(mine, "keep_review")
    shown(mine.get_by_text("Ждём следующего квартала").first)
    expect(mine.get_by_role("alert")).to_contain_text("Дана", timeout=PATIENCE)
    field = mine.locator(".st-key-review_note textarea")
    expect(field).to_have_value("Менің ескертпем", timeout=PATIENCE)
    # The same state means one more note now; what was chosen is still chosen.
    expect(mine.locator(".st-key-review_state input:checked")).to_have_count(1, timeout=PATIENCE)
    press(mine, "keep_review")
    shown(mine.get_by_text(_("The review is kept.")))
    expect(mine.locator(".st-key-open_alert")).to_contain_text("Менің ескертпем", timeout=PATIENCE)

    chosen = mine.locator(".st-key-alert_choice input:checked")
    before = chosen.get_attribute("value")
    mine.locator(".st-key-languages").get_by_text("English").click()
    settled(mine)
    expect(mine.locator("html")).to_have_attribute("lang", "en", timeout=PATIENCE)
    expect(chosen).to_have_count(1, timeout=PATIENCE)
    assert chosen.get_attribute("value") == before
