"""Whole journeys in a real browser, one in each language, without any help from outside.

The fixtures fail a test whose page asked for anything outside the app's own host, wrote an error
to the console, or made the server log a traceback.
"""

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.server import served
from i18n import number, translator
from indicators.inspection import inspect_package
from indicators.observations import DATA
from indicators.package import read_zip
from methodology import build
from tests.assessment.published import published
from tests.browser.support import OpenPage, Watch, axe
from tests.browser.visit import (
    PATIENCE,
    choose,
    click_region,
    go,
    headline,
    in_address,
    open_section,
    paths,
    settled,
    shown,
    turn_to,
)
from views.assets import STATIC

MADE = published()
LOCALES = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}
LAST = MADE.rated_periods[-1]


def name(region: str, language: str) -> str:
    return MADE.regions.get(region).names.get(language)


def is_in(page: Page, language: str) -> None:
    """The browser knows the language of the page."""
    expect(page.locator("html")).to_have_attribute("lang", language, timeout=PATIENCE)


@pytest.mark.parametrize("language", LOCALES)
def test_from_the_map_to_the_source_and_the_limits(
    open_page: OpenPage, language: str, tmp_path: Path
) -> None:
    _ = translator(language)
    page = open_page(locale=LOCALES[language], viewport={"width": 1400, "height": 900})
    page.set_default_timeout(PATIENCE)

    # The map, in the language of the browser.
    go(page, "/")
    in_address(page, lang=language, year=str(LAST))
    is_in(page, language)
    assert str(LAST) in headline(page)
    assert len({path["region"] for path in paths(page)}) == 20

    # Another year, by keyboard.
    slider = page.get_by_role("slider", name=_("Year"))
    slider.focus()
    page.keyboard.press("ArrowLeft")
    in_address(page, year=str(LAST - 1))
    expect(page.locator("h1")).to_contain_text(str(LAST - 1))
    assert len(paths(page)) == 20

    # Another indicator, by keyboard.
    card = MADE.registry.cards["poverty_share"]
    choose(page, "show", card.name.get(language))
    in_address(page, show=card.id)
    expect(shown(page.get_by_role("figure").first)).to_have_attribute(
        "aria-label", re.compile(re.escape(card.name.get(language)))
    )

    # A region, by a click on the map: its reasons.
    click_region(page, "KZ-43")
    shown(page.locator("h2", has_text=name("KZ-43", language)))
    shown(page.get_by_text(_("What raises it above the national median, in points")))

    # Another one by keyboard alone.
    choose(page, "region", name("KZ-62", language))
    in_address(page, region="KZ-62")
    shown(page.locator("h2", has_text=name("KZ-62", language)))

    # The same numbers as a table.
    table = open_section(page, "table").locator("table")
    expect(table.locator("tbody tr")).to_have_count(20)

    # Its profile, through the link under the reasons.
    page.locator('[data-testid="stPageLink-NavLink"][href="region"]').first.click()
    expect(page).to_have_url(re.compile(r"/region\?.*region=KZ-62.*"))
    settled(page)
    # A title begins with a capital, which a name such as “область Ұлытау” does not.
    assert headline(page).casefold() == f"{name('KZ-62', language)}, {LAST - 1}".casefold()
    is_in(page, language)

    follow_numbers(page, language, "KZ-62", LAST - 1)

    download_figures(page, language, tmp_path)
    read_method(page, language)


def download_figures(page: Page, language: str, folder: Path) -> None:
    """The whole package from the Data page, sound and of this release."""
    _ = translator(language)
    turn_to(page, "data")
    is_in(page, language)
    with page.expect_download() as download:
        page.get_by_role("button", name=_("Download the whole data package (ZIP)")).click()
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == f"kelisim-data-{MADE.observations.release}.zip"
    package = read_zip(saved)
    assert "datapackage.json" in package.files
    inspection = inspect_package(package)
    assert inspection.errors == ()
    assert inspection.observations is not None
    assert inspection.observations.version == MADE.observations.version


def read_method(page: Page, language: str) -> None:
    """One section of the method opened; and what the index cannot tell, one click away."""
    turn_to(page, "methodology")
    document = build(MADE, language)
    assert headline(page) == document.title
    inside = open_section(page, "section_normalisation")
    assert len(inside.inner_text()) > 100
    page.locator('[data-testid="stPageLink-NavLink"][href="limits"]').click()
    expect(page).to_have_url(re.compile(r"/limits\?"))
    settled(page)
    assert headline(page) == document.section("limits").title
    is_in(page, language)


def follow_numbers(page: Page, language: str, region: str, period: int) -> None:
    """From a number of the Region page to its formula, its inputs and its source in two clicks."""
    _ = translator(language)
    card = MADE.registry.cards["relative_income"]
    entry = MADE.panel.get(card.id, region, period)
    assert entry is not None
    value = number(entry.value, language, card.decimals)
    expect(page.locator(f".st-key-open_{card.id} summary")).to_contain_text(value)
    inside = open_section(page, f"open_{card.id}")  # the first click
    expect(inside.locator("code").first).to_contain_text("/")
    assert card.formula.text in inside.inner_text()
    used = [obs for term in entry.derived.terms for obs in term.observations]
    rows = inside.locator("tbody tr")
    expect(rows).to_have_count(len(used))
    for i, obs in enumerate(used):
        expect(rows.nth(i)).to_contain_text(f"{obs.file}:{obs.row}")
        source = MADE.observations.sources[obs.source]
        # The second click: the source itself. It is not followed here, it leads to the internet.
        link = rows.nth(i).get_by_role("link", name=source.title.get(language), exact=True)
        expect(link).to_have_attribute("href", re.compile(re.escape(source.url.rstrip("/"))))
    # The score itself: its formula and its pillars with one click.
    score = MADE.result.score[MADE.result.period_index[period], MADE.result.region_index[region]]
    expect(page.locator(".k-tile").first).to_contain_text(number(score, language))
    made = open_section(page, "made")
    expect(made.locator("tbody tr")).to_have_count(len(MADE.registry.framework.pillars))
    expect(made.locator(".katex").first).to_be_visible()


def view(page: Page) -> dict[str, object]:
    """What a reader sees, as far as it depends on what was chosen."""
    return {
        "answer": headline(page),
        "figures": [
            figure.get_attribute("aria-label") for figure in page.get_by_role("figure").all()
        ],
        "fields": [box.input_value() for box in page.get_by_role("combobox").all()],
        "year": page.get_by_role("slider").get_attribute("aria-valuetext"),
        "legends": page.locator(".k-legend").all_inner_texts(),
        "language": page.locator("html").get_attribute("lang"),
    }


def test_a_copied_link_shows_the_same_on_another_machine(open_page: OpenPage) -> None:
    mine, theirs = open_page(locale="ru-RU"), open_page(locale="en-US")
    go(mine, "/")
    mine.locator(".st-key-lang").get_by_role("radio").nth(0).click()
    in_address(mine, lang="kk")
    mine.locator(".st-key-year").get_by_role("slider").press("ArrowLeft")
    in_address(mine, year=str(LAST - 1))
    choose(mine, "region", name("KZ-35", "kk"))
    in_address(mine, region="KZ-35")
    mine.locator(".st-key-mode").get_by_role("radio").nth(1).click()
    in_address(mine, mode="change")
    for page in ("", "region"):
        if page:
            turn_to(mine, page)
        is_in(mine, "kk")
        go(theirs, mine.url)
        is_in(theirs, "kk")
        assert theirs.url == mine.url
        assert view(theirs) == view(mine)


def test_a_bad_link_is_explained_and_fetches_nothing(page: Page) -> None:
    go(page, "/?region=![x](http://127.0.0.1:9/x.png)&year=1900&lang=xx")
    warnings = page.get_by_role("alert")
    expect(warnings).to_have_count(3)
    said = " ".join(warnings.all_inner_texts())
    assert "1900" in said
    assert "![x](http://127.0.0.1:9/x.png)" in said
    in_address(page, year=str(LAST), lang="en")
    assert len(paths(page)) == 20


BROKEN = """
from pathlib import Path

from assessment import assess
from indicators.observations import read_observations
from views import frame

frame.load = lambda: assess(observations=read_observations(Path({folder!r})))
frame.show()
"""


def test_faults_of_the_figures_are_a_page_and_no_traceback(
    browser: Browser, tmp_path: Path
) -> None:
    language = "kk"
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("tables", "boundaries"))
    file = folder / "observations" / "poverty.csv"
    figures = file.read_text(encoding="utf-8")
    file.write_text(figures.replace(",percent,", ",persons,", 1), encoding="utf-8", newline="")
    script = tmp_path / "app.py"
    shutil.copytree(STATIC, tmp_path / "static")  # it stands beside the script that is run
    script.write_text(BROKEN.format(folder=str(folder)), encoding="utf-8")
    _ = translator(language)
    with served(script) as app:
        watch = Watch(urlsplit(app.url).netloc)
        context = browser.new_context(locale=LOCALES[language])
        watch.watch(context)
        page = context.new_page()
        page.goto(app.url)
        expect(page.locator("h1")).to_contain_text(
            _("The figures have faults, so no score is shown"), timeout=PATIENCE
        )
        settled(page)
        row = page.get_by_role("row", name="observations/poverty.csv").filter(has_text="persons")
        expect(row).to_contain_text("percent")  # what is allowed
        expect(page.get_by_text("Traceback")).to_have_count(0)
        is_in(page, language)
        axe(page)
        context.close()
    assert watch.problems == []


@pytest.mark.parametrize("language", LOCALES)
def test_from_the_list_to_its_robustness(open_page: OpenPage, language: str) -> None:
    _ = translator(language)
    page = open_page(locale=LOCALES[language], viewport={"width": 1400, "height": 900})
    page.set_default_timeout(PATIENCE)
    go(page, f"/?lang={language}&region=KZ-71&year={LAST}")
    page.locator('[data-testid="stPageLink-NavLink"][href="robustness"]').first.click()
    expect(page).to_have_url(re.compile(r"/robustness\?.*region=KZ-71.*"), timeout=PATIENCE)
    settled(page)
    assert str(LAST) in headline(page)
    shown(page.locator("h3", has_text=name("KZ-71", language)))

    # Another region by keyboard: its own sentences and its own chart.
    choose(page, "region", name("KZ-35", language))
    in_address(page, region="KZ-35")
    shown(page.locator("h3", has_text=name("KZ-35", language)))
    shown(page.locator(".st-key-sensitivity_region"))

    # The matrix as a table, with a row a region.
    rows = open_section(page, "table_pairs").locator("tbody tr")
    expect(rows).to_have_count(len(MADE.regions.ids))


def coloured(page: Page) -> dict[str, str]:
    """The colour of each region on the map."""
    return {path["region"]: path["fill"] for path in paths(page)}


def test_own_weights_move_map_and_list_and_travel_by_the_link(open_page: OpenPage) -> None:
    mine, theirs = open_page(locale="kk-KZ"), open_page(locale="en-US")
    go(mine, "/weights?lang=kk")
    fills = coloured(mine)
    listed = mine.locator(".st-key-ranking").inner_text()
    slider = mine.locator(".st-key-points_migration").get_by_role("slider")
    slider.press("End")
    expect(mine).to_have_url(re.compile("weights=.*migration%3A100"), timeout=PATIENCE)
    settled(mine)
    assert coloured(mine) != fills
    assert mine.locator(".st-key-ranking").inner_text() != listed
    for page in ("", "region"):
        if page:
            turn_to(mine, page)
        go(theirs, mine.url)
        is_in(theirs, "kk")
        assert theirs.url == mine.url
        shown(theirs.locator(".st-key-published"))
        if not page:
            assert coloured(theirs) == coloured(mine)
            own = mine.locator(".st-key-ranking").inner_text()
            assert theirs.locator(".st-key-ranking").inner_text() == own
    theirs.locator(".st-key-published").get_by_role("button").click()
    expect(theirs).not_to_have_url(re.compile("weights="), timeout=PATIENCE)


@pytest.mark.parametrize("clipboard", ["granted", "absent"])
def test_the_button_copies_the_whole_view(open_page: OpenPage, clipboard: str) -> None:
    """Also on a ministry's plain http, where browsers have no clipboard for scripts."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    go(page, "/region?lang=ru&region=KZ-35&year=2020&weights=migration:40")
    if clipboard == "absent":
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator(".k-copy").click()
    expect(page.locator(".k-said")).to_have_text("Скопировано.", timeout=PATIENCE)
    reader = open_page(permissions=["clipboard-read"])
    go(reader, "/limits?lang=en")
    assert reader.evaluate("navigator.clipboard.readText()") == page.url
