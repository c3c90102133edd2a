"""The menu Download and the batch: what is offered, made when asked for, and what a fault leaves."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geodata.boundaries import load_boundaries
from i18n import translator
from reports.documents import produce
from reports.order import COMPARISON, NATIONAL, REGION, Order
from reports.typesetting import ReportError
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, open_menu, open_page, sound
from views import batch, downloads
from views.downloads import MIME

MADE, BOUNDARIES = published(), load_boundaries()
LAST = MADE.rated_periods[-1]


class Offered:
    """The download buttons of a page as they were made: file names and how to get the bytes."""

    def __init__(self) -> None:
        self.files: dict[str, Callable[[], bytes]] = {}
        self.mimes: dict[str, str] = {}

    def __call__(self, _label: str, data: Any, file_name: str, mime: str, **_more: Any) -> None:
        self.files[file_name] = data
        self.mimes[file_name] = mime


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    found = Offered()
    monkeypatch.setattr(downloads.st, "download_button", found)
    return found


def menu_files(found: Offered) -> set[str]:
    return {name for name, data in found.files.items() if callable(data)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_offers_reports_tables_and_maps(offered: Offered, language: str) -> None:
    app = open_menu("overview", lang=language, year="2020")
    assert translator(language)("National report") in "".join(m.value for m in app.markdown)
    tail = f"2020-{language}"
    assert menu_files(offered) == {
        f"kelisim-national-{tail}.pdf",
        f"kelisim-national-{tail}.docx",
        "kelisim-score-level-2020.svg",
        "kelisim-score-level-2020.png",
        "kelisim-2020.csv",
        f"kelisim-workbook-{tail}.xlsx",
        f"kelisim-scores-{tail}.json",
        f"kelisim-scores-{tail}.geojson",
        f"kelisim-scores-{tail}.gpkg",
        f"kelisim-coinr-{tail}.zip",
        f"kelisim-data-{tail}.zip",
    }
    for name, mime in offered.mimes.items():
        assert mime == MIME[name.rpartition(".")[2]]
    assert offered.files["kelisim-score-level-2020.png"]().startswith(b"\x89PNG")


def test_nothing_is_made_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> bytes:
        raise AssertionError("a document was made that nobody asked for")

    monkeypatch.setattr(downloads, "produce_with", refuse)
    for page in ("overview", "region", "compare", "data"):
        open_menu(page, lang="en")


def test_a_document_is_that_of_the_command_under_the_visitor_s_settings(offered: Offered) -> None:
    open_menu("region", lang="kk", region="KZ-31", year="2021", weights="migration:60")
    order = Order(REGION, "pdf", "kk", 2021, ("KZ-31",), "migration:60")
    assert offered.files[order.file_name]() == produce(MADE, BOUNDARIES, order)


def test_the_comparison_is_of_the_chosen_regions(offered: Offered) -> None:
    open_menu("compare", lang="ru", regions="KZ-31~KZ-61")
    order = Order(COMPARISON, "pdf", "ru", LAST, ("KZ-31", "KZ-61"))
    assert offered.files[order.file_name]() == produce(MADE, BOUNDARIES, order)


def test_a_comparison_with_changed_figures_is_no_report(offered: Offered) -> None:
    open_menu("compare", lang="en", regions="KZ-31~KZ-61", changes="KZ-31.poverty_share:add2")
    assert not [name for name in offered.files if name.startswith("kelisim-comparison")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_said_in_the_page_s_language(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(downloads, "produce_with", full)
    app = open_menu("overview", lang=language, year="2019")
    name = Order(NATIONAL, "pdf", language, 2019).file_name
    (button,) = [b for b in app.get("download_button") if b.key == f"get_{name}"]
    sound(button.click().run())
    (said,) = app.error
    message = translator(language)("{name} could not be made, and nothing was saved: {reason}")
    begin = message.format(name=name, reason="").split(name)[0]
    assert said.value.replace("\\", "").startswith(begin)
    assert "No space left on device" in said.value.replace("\\", "")
    assert not sound(app.run()).error


# -- all regions -----------------------------------------------------------------------------------


def started(language: str, *languages: str) -> AppTest:
    app = open_page("data", lang=language)
    if languages:
        app.session_state["batch_languages"] = list(languages)
        sound(app.run())
    return sound(app.button(key="batch_start").click().run())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """Reports of a few bytes; the orders in the order of their making."""
    made: list[Order] = []

    def produce_with(_made: Any, _map: Any, order: Order) -> bytes:
        made.append(order)
        return order.file_name.encode()

    monkeypatch.setattr(batch, "produce_with", produce_with)
    return made


@pytest.fixture
def one_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SECONDS", 0.0)


def test_the_batch_makes_every_region_in_every_language(
    quick: list[Order], offered: Offered
) -> None:
    app = started("ru", "en", "kk")
    while "batch_cancel" in [button.key for button in app.button]:
        sound(app.run())
    assert len(quick) == 2 * len(MADE.regions.ids)
    name = f"kelisim-regions-{LAST}-kk-en.zip"
    with zipfile.ZipFile(io.BytesIO(offered.files[name])) as archive:  # type: ignore[arg-type]
        wanted = {
            Order(REGION, "pdf", language, LAST, (region,)).file_name
            for region in MADE.regions.ids
            for language in ("kk", "en")
        }
        assert set(archive.namelist()) == wanted
        assert all(archive.read(name) == name.encode() for name in wanted)


@pytest.mark.usefixtures("one_a_run")
def test_the_batch_is_cancelled_and_leaves_nothing(quick: list[Order], offered: Offered) -> None:
    app = started("en")
    assert len(quick) == 1
    sound(app.run())
    assert len(quick) == 2  # between any two the page answers
    before = len(quick)
    sound(app.button(key="batch_cancel").click().run())
    assert len(quick) == before
    assert "batch_start" in [button.key for button in app.button]
    assert not [name for name in offered.files if name.startswith("kelisim-regions")]
    assert "_batch" not in app.session_state


@pytest.mark.usefixtures("one_a_run")
def test_a_fault_ends_the_batch_without_half_a_file(
    quick: list[Order], offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_made: Any, _map: Any, order: Order) -> bytes:
        quick.append(order)
        if len(quick) == 3:
            raise ReportError("the contents do not fit")
        return b"x"

    monkeypatch.setattr(batch, "produce_with", fails)
    app = started("en")
    for _ in range(5):
        sound(app.run())
    assert len(quick) == 3
    (said,) = app.error
    assert quick[-1].file_name in said.value.replace("\\", "")
    assert not [name for name in offered.files if name.startswith("kelisim-regions")]


@pytest.mark.usefixtures("one_a_run")
def test_a_batch_goes_on_under_the_settings_it_began_with(quick: list[Order]) -> None:
    app = started("en")
    app.select_slider(key="year").set_value("2019")
    sound(app.run())
    sound(app.run())
    assert {(order.period, order.settings) for order in quick} == {(LAST, "")}


def test_an_archive_of_real_reports_holds_those_of_the_command() -> None:
    orders = tuple(Order(REGION, "pdf", "en", LAST, (region,)) for region in ("KZ-10", "KZ-11"))
    made = batch.Batch(orders, "")
    while made.running:
        made.step()
    assert made.finished is not None
    with zipfile.ZipFile(io.BytesIO(made.finished)) as archive:
        assert archive.testzip() is None
        for order in orders:
            assert archive.read(order.file_name) == produce(MADE, BOUNDARIES, order)
