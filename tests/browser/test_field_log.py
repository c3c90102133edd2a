"""The field log on a phone: a monitor's council, case and return are recorded, accepted, counted.

Nothing of it happened; the dashboard of the tests is open, so that two names are two people.
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.support import OpenPage
from tests.browser.visit import PATIENCE, go, settled, shown

REGION = "KZ-39"
PHONE = {"width": 390, "height": 844}
DISTRICT, PLACE = "Synthetic district", "Synthetic village"


def named(page: Page, name: str) -> None:
    write(page, "display_name", name)


def write(page: Page, key: str, text: str) -> None:
    field = shown(page.locator(f".st-key-{key} input"))
    field.fill(text)
    field.press("Tab")
    settled(page)


def tap(page: Page, key: str, name: str) -> None:
    """Tap one of the words that a field offers; each is as large as a finger needs it."""
    button = shown(page.locator(f".st-key-{key}").get_by_role("radio", name=name, exact=True))
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= (44 if page.viewport_size == PHONE else 24)  # WCAG 2.5.5, 2.5.8
    button.click()
    settled(page)


def send(page: Page, what: str) -> None:
    shown(page.locator(".st-key-send_record button")).click()
    told = page.get_by_test_id("stAlertContentSuccess").filter(has_text="Sent for a review")
    expect(told).to_contain_text(what, timeout=PATIENCE)
    settled(page)


def part(page: Page, name: str) -> None:
    control = page.locator(".st-key-log")
    shown(control.get_by_role("radio", name=re.compile(name))).click()
    settled(page)


def accept_all(page: Page, count: int) -> None:
    part(page, "To review")
    shown(page.locator(".st-key-choose_all button")).click()
    button = page.locator(".st-key-accept_chosen button")
    expect(button).to_be_enabled(timeout=PATIENCE)  # as soon as any is chosen
    settled(page)
    # Other tests may have left something waiting in the server's database.
    chosen = re.search(r"\((\d+)\)", button.inner_text())
    assert chosen
    assert int(chosen[1]) >= count
    button.click()
    shown(page.get_by_text("No record waits for a review."))


def row(page: Page) -> list[str]:
    """The line of the region in the table of what the log says."""
    part(page, "What the log says")
    table = page.get_by_test_id("stTable").first
    line = table.locator("tr", has_text="Kostanay Region")
    shown(line)
    return [cell.strip() for cell in line.locator("td").all_inner_texts()]


def test_what_a_monitor_records_on_a_phone_is_accepted_and_counted(open_page: OpenPage) -> None:
    desk = open_page()
    go(desk, f"/field_log?lang=en&log=record&region={REGION}")
    named(desk, "Synthetic analyst")
    tap(desk, "fl_what", "District")
    write(desk, "fl_name", DISTRICT)
    write(desk, "fl_source", "Synthetic act 1")
    send(desk, DISTRICT)
    accept_all(desk, 1)

    phone = open_page(viewport=PHONE, has_touch=True)
    go(phone, f"/field_log?lang=en&log=record&region={REGION}")
    named(phone, "Synthetic monitor")
    shown(phone.get_by_text("No council or board of this district is recorded yet"))
    phone.locator(".st-key-first_body button").click()
    settled(phone)
    tap(phone, "fl_body_kind", "Council of elders")
    write(phone, "fl_place", PLACE)
    write(phone, "fl_set_up", "2023")
    send(phone, PLACE)
    tap(phone, "fl_what", "Meeting or case")
    tap(phone, "fl_activity_kind", "Mediation of a dispute")
    tap(phone, "fl_subject", "Pasture")
    tap(phone, "fl_asked_by", "Both sides")
    tap(phone, "fl_outcome", "Settled")
    send(phone, "Mediation of a dispute: pasture")
    # What was sent stands in the form no more: the next one is another.
    expect(phone.locator(".st-key-fl_activity_kind [aria-checked=true]")).to_have_count(0)
    tap(phone, "fl_what", "Monthly return")
    send(phone, DISTRICT)
    too_wide = phone.get_by_test_id("stMain").evaluate("box => box.scrollWidth - box.clientWidth")
    assert too_wide <= 0

    before = row(desk)
    assert "0 of 0" in before
    accept_all(desk, 3)
    after = row(desk)
    assert "1 of 1" in after
    assert "8% (1 of 12)" in after  # one return of twelve months
    assert "100% (1 of 1)" in after  # the case is settled
    expect(desk.locator("h1")).to_contain_text("In none of 20 regions", timeout=PATIENCE)

    # The list on the phone knows that they were accepted.
    part(phone, "My records")
    shown(phone.get_by_text("accepted").first)
