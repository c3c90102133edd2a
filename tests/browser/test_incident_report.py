"""A report of an incident on a phone: written, sent, reviewed, and seen on the map."""

import re

from playwright.sync_api import Page, expect

from i18n import translator
from tests.browser.support import OpenPage, axe
from tests.browser.visit import PATIENCE, choose, go, headline, settled, shown

PHONE = 390
_ = translator("ru")
TOO_WIDE = "box => box.scrollWidth - box.clientWidth"


def fill(page: Page, key: str, text: str) -> None:
    field = page.locator(f".st-key-{key}").locator("input, textarea").first
    field.fill(text)
    field.press("Tab")
    settled(page)


def press(page: Page, key: str) -> None:
    shown(page.locator(f".st-key-{key}").get_by_role("button")).click()
    settled(page)


def readable(page: Page) -> None:
    """No fault of accessibility, and nothing to scroll sideways."""
    axe(page)
    assert page.get_by_test_id("stMain").evaluate(TOO_WIDE) <= 0


def day(page: Page, key: str, digits: str) -> None:
    """Type a date into its field, the day first as in Russian."""
    field = page.locator(f".st-key-{key}").get_by_role("spinbutton").first
    field.click()
    page.keyboard.type(digits)
    page.keyboard.press("Tab")
    settled(page)


def write_and_send(page: Page) -> None:
    """Fill in the form; what is missing is told, and what may be the same is pointed out."""
    fill(page, "display_name", "Синтетический наблюдатель")
    day(page, "ir_date", "10022020")
    choose(page, "ir_region", "Жамбылская область")
    settled(page)
    fill(page, "ir_place", "Вымышленное")
    choose(page, "ir_seat", "Кордай (Кордайский район)")
    settled(page)
    # Near in time and place: the log has Masanchi, in the same district two days before.
    expect(page.get_by_role("link", name="Масанчи").first).to_be_visible(timeout=PATIENCE)
    page.locator(".st-key-ir_what").get_by_text("Забастовка", exact=True).click()
    settled(page)
    press(page, "send_report")
    expect(page.get_by_role("alert").last).to_contain_text("Независимая версия")
    fill(page, "ir_independent", "Вымышленное описание для проверки страницы.")
    fill(page, "ir_sources_0_title", "Вымышленная заметка")
    fill(page, "ir_sources_0_publisher", "Фергана")
    fill(page, "ir_sources_0_date", "2020-02-11")
    readable(page)
    press(page, "send_report")
    expect(page.get_by_text(_("Sent: an analyst will review it."))).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile("reports=mine.*report=|report=.*reports=mine"))


def test_a_report_goes_from_a_phone_to_the_map(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": PHONE, "height": 844}, locale="ru-RU")
    go(page, "/incidents?lang=ru")
    shown(page.get_by_role("link", name=_("Report an incident"))).click()
    expect(page).to_have_url(re.compile("/incident_report.*mode="), timeout=PATIENCE)
    settled(page)
    assert headline(page) == _("No reported incident is published here yet")
    readable(page)

    write_and_send(page)

    fill(page, "display_name", "Синтетический аналитик")
    page.locator(".st-key-reports").get_by_text(_("To review ({count})").format(count=1)).click()
    settled(page)
    readable(page)
    shown(page.get_by_role("button", name=_("Publish"), exact=True)).click()
    settled(page)
    assert "1" in headline(page)
    report = re.search(r"[?&]report=(\w+)", page.url)
    assert report is not None

    shown(page.get_by_role("link", name=_("To the incidents"))).click()
    expect(page).to_have_url(re.compile("/incidents.*mode="), timeout=PATIENCE)
    settled(page)
    mark = page.locator(f".st-key-incident_map [data-incident='{report[1]}']")
    expect(mark).to_be_visible(timeout=PATIENCE)
    expect(mark).to_have_attribute("aria-label", re.compile(_("reported here, not in the release")))
    mark.click()
    expect(page).to_have_url(re.compile(f"incident={report[1]}"), timeout=PATIENCE)
    settled(page)
    expect(page.locator(".k-accounts")).to_contain_text("Вымышленное описание")
    readable(page)

    # Taken back with a reason, it is on no map any more.
    shown(page.get_by_role("link", name=_("The report with its history"))).click()
    expect(page).to_have_url(re.compile("/incident_report.*mode="), timeout=PATIENCE)
    settled(page)
    fill(page, f"reason_{report[1]}", "Вымышленное: проверка закончена.")
    press(page, f"withdraw_{report[1]}")
    assert headline(page) == _("No reported incident is published here yet")
