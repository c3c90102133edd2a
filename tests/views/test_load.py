"""Load: a table is shown as a difference, taken over, moves the scores, and is taken back."""

import io
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from i18n import translator
from indicators import additions
from indicators.registry import load_registry
from reports.load_template import choose, template
from tests.intake.loading.tables import good, text
from tests.views.pages import LANGUAGES, headline, html, open_page, painted, sound

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "figures"
    monkeypatch.setenv("KELISIM_FIGURES", str(folder))
    return folder


def given(app: AppTest, name: str, content: bytes, kind: str = "text/csv") -> AppTest:
    (field,) = app.get("file_uploader")
    field.set_value((name, content, kind))
    return sound(app.run())


def named(**address: str) -> AppTest:
    app = open_page("load", **address)
    app.text_input(key="display_name").set_value("Айгүл")
    return sound(app.run())


def filled_template(language: str) -> bytes:
    """The template of poverty in 2024 for all regions, filled in with made-up numbers."""
    choice = choose(load_registry(), ("poverty_share",), (), ("2024",))
    book = openpyxl.load_workbook(io.BytesIO(template(choice, translator(language))))
    for number, row in enumerate(book.worksheets[0].iter_rows(min_row=2)):
        row[7].value = 3 + number / 4
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_template_has_no_row_of_what_comes_from_the_field_log() -> None:
    """The rating of councils stands on an expert's statement or on the log."""
    registry = load_registry()
    every = choose(registry, ("councils_of_elders",), ("KZ-10",), ("2024",)).series
    assert every
    assert not any(one.collected for one in every)
    assert any(
        registry.series[id_].collected
        for id_ in registry.cards["councils_of_elders"].formula.series
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_year_is_loaded_moves_the_map_and_is_taken_back(language: str) -> None:
    _ = translator(language)
    before = painted(open_page("overview", lang=language, year="2024"))
    foot = html(open_page("overview", lang=language))
    app = given(named(lang=language, year="2024"), "t.xlsx", filled_template(language), XLSX)
    assert additions.current() is None
    assert any(_("All scores that change") == one.label for one in app.expander)
    regions, figures = app.table[0].value, app.table[1].value
    assert len(regions) == 6  # those that change their class first; the others when asked for
    assert len(figures) == 21
    assert app.button(key="load_confirm").disabled  # no source is chosen yet
    app.text_input(key="load_note").set_value("Poverty of 2024")
    app.selectbox(key="load_source").set_value("bns_taldau")
    sound(app.run())
    sound(app.button(key="load_confirm").click().run())
    made = additions.current()
    assert made is not None
    assert (made.last.author, made.last.note, made.last.new) == ("Айгүл", "Poverty of 2024", 21)
    assert [one.value for one in app.success] == [
        _("Taken over as vintage {id}.").format(id=made.id)
    ]
    assert "21" in headline(app)
    assert f"+{made.id[:8]}" in html(app)  # the version in the footer
    after = painted(open_page("overview", lang=language, year="2024"))
    assert after != before
    app = named(lang=language)
    sound(app.button(key="load_undo").click().run())
    assert additions.current() is None
    assert painted(open_page("overview", lang=language, year="2024")) == before
    assert html(open_page("overview", lang=language)) == foot


def test_what_is_refused_is_told_and_cannot_be_taken_over(figures: Path) -> None:
    rows = [*good(), ("poverty_share", "KZ-79", "2024", "=1+1", "percent")]
    app = given(named(lang="en"), "t.csv", text(rows).encode())
    (row,) = app.table[0].value.to_dict("records")
    assert (row["Row"], row["Column"]) == ("12", "value")
    assert [one.key for one in app.button if one.key == "load_confirm"] == []
    assert not figures.exists()


def test_figures_that_move_no_score_are_told_apart() -> None:
    rows = [("poverty_share", "KZ-31", "2026", "5", "percent")]
    app = given(named(lang="en"), "t.csv", text(rows).encode())
    written = [one.value for one in app.markdown]
    assert "**If you take this table over, no score of any region or year changes.**" in written
    assert "Of years after 2025, in which the index ends: 1." in " ".join(written)
    assert len(app.table) == 1


def test_the_scores_shown_are_those_as_published(figures: Path) -> None:
    rows = [("poverty_share", "KZ-31", "2024", "2.5", "percent")]
    plain = given(named(lang="en"), "t.csv", text(rows).encode())
    own = given(named(lang="en", weights="economic_stress-50"), "t.csv", text(rows).encode())
    assert own.table[0].value.equals(plain.table[0].value)
    assert not figures.exists()


def test_markup_in_a_file_stays_text() -> None:
    rows = [("![x](https://evil.example/x.png)", "KZ-79", "2024", "5", "percent")]
    app = given(named(lang="en"), "t.csv", text(rows).encode())
    assert "![x](" not in str(app.table[0].value.to_dict())


def test_without_a_name_nothing_can_be_taken_over() -> None:
    app = given(open_page("load", lang="en"), "t.csv", text(good()).encode())
    app.selectbox(key="load_source").set_value("bns_taldau")
    sound(app.run())
    assert app.button(key="load_confirm").disabled


def test_another_source_needs_its_title_and_terms() -> None:
    app = given(named(lang="en"), "t.csv", text(good()).encode())
    app.text_input(key="load_note").set_value("N")
    app.selectbox(key="load_source").set_value("")
    sound(app.run())
    sound(app.button(key="load_confirm").click().run())
    assert additions.current() is None
    assert "title of the source" in app.error[0].value
    app.text_input(key="load_title").set_value("Akimat")
    app.text_input(key="load_licence").set_value("Free use")
    sound(app.button(key="load_confirm").click().run())
    made = additions.current()
    assert made is not None
    assert made.last.title == "Akimat"
    assert "Akimat" in str(app.table[0].value.to_dict())


def test_a_template_is_offered_for_what_is_chosen() -> None:
    app = open_page("load", lang="en")
    assert not app.get("download_button")
    app.multiselect(key="template_indicators").set_value(["poverty_share"])
    app.text_input(key="template_period").set_value("soon")
    sound(app.run())
    assert "is no period" in app.error[0].value
    app.text_input(key="template_period").set_value("2024, 2025-Q1")
    sound(app.run())
    (button,) = app.get("download_button")
    assert not app.error
    assert button.label.endswith("(XLSX)")
