"""A new year of figures, from the template to the map and back, in a real browser."""

import io
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from browser.server import served
from tests.assessment.published import published
from tests.browser.support import Watch, axe
from tests.browser.visit import PATIENCE, choose, go, headline, open_section, paths, settled, shown

MADE = published()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGION, YEAR = "KZ-61", "2024"
POVERTY = MADE.registry.cards["poverty_share"].name.en
SOURCE = MADE.observations.sources["bns_taldau"].title.en


def fill(page: Page, key: str, text: str) -> None:
    field = shown(page.locator(f".st-key-{key} input"))
    field.fill(text)
    field.press("Tab")
    settled(page)


def filled_in(template: Path) -> bytes:
    """The page's own template with made-up figures for every row."""
    book = openpyxl.load_workbook(template)
    for number, row in enumerate(book.worksheets[0].iter_rows(min_row=2)):
        row[7].value = 3 + number / 4
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def seen(page: Page) -> tuple[str, ...]:
    """What the map and the region's page say: colours, score and place, the release's ledger."""
    go(page, f"/?lang=en&year={YEAR}")
    colours = [str((path["region"], path["fill"])) for path in paths(page)]
    go(page, f"/region?lang=en&region={REGION}&year={YEAR}")
    return (headline(page), page.get_by_test_id("stMain").inner_text(), *colours)


def test_a_new_year_from_the_template_to_the_map_and_back(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An app of its own: what counts changes for all who use one.
    monkeypatch.setenv("KELISIM_FIGURES", str(tmp_path / "figures"))
    with served() as app:
        watch = Watch(urlsplit(app.url).netloc)
        context = browser.new_context(
            base_url=app.url, viewport={"width": 1400, "height": 900}, locale="en-GB"
        )
        watch.watch(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        before = seen(page)

        go(page, "/load?lang=en")
        fill(page, "display_name", "Synthetic analyst")
        choose(page, "template_indicators", POVERTY)
        page.keyboard.press("Escape")
        settled(page)
        fill(page, "template_period", YEAR)
        with page.expect_download() as download:
            shown(page.locator(".st-key-template button")).click()
        template = tmp_path / "template.xlsx"
        download.value.save_as(template)
        file = {"name": "poverty.xlsx", "mimeType": XLSX, "buffer": filled_in(template)}
        page.locator('[data-testid="stFileUploader"] input').set_input_files([file])
        shown(page.get_by_text("If you take this table over, scores of"))
        settled(page)
        axe(page)
        fill(page, "load_note", "Synthetic figures of a test")
        choose(page, "load_source", SOURCE)
        settled(page)
        shown(page.locator(".st-key-load_confirm button")).click()
        shown(page.get_by_text("Taken over as vintage"))

        after = seen(page)
        assert after[2:] != before[2:]  # the map
        ledger = open_section(page, "ledger_release")
        expect(ledger.first).to_contain_text("Figures revised")

        go(page, "/load?lang=en")
        fill(page, "display_name", "Synthetic analyst")
        shown(page.locator(".st-key-load_undo button")).click()
        expect(page.locator(".st-key-load_undo")).to_have_count(0, timeout=PATIENCE)
        settled(page)
        assert seen(page) == before
        context.close()
    assert not watch.problems, "\n".join(watch.problems)
