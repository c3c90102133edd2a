"""What-if: changes are added, told, taken back, carried by the address, and refused in words."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from assessment.changes import ADD, PERCENT, Change
from assessment.what_if import what_if
from i18n import number, translator
from tests.assessment.published import published as made
from tests.views.pages import (
    LANGUAGES,
    chart,
    drawing,
    headline,
    html,
    open_page,
    painted,
    sound,
    turn_to,
)

RESULT = made().result
LAST = made().rated_periods[-1]
JAMBYL = RESULT.region_index["KZ-31"]
TEXT = "KZ-31.poverty_share:add1~KZ-31.relative_income:percent-10"
CHANGES = (
    Change("KZ-31", "poverty_share", ADD, 1.0),
    Change("KZ-31", "relative_income", PERCENT, -10.0),
)


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return sound(app.run())


def address(app: AppTest) -> str:
    return app.query_params.get("changes", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_shows_the_scores_before_and_after(language: str) -> None:
    found = what_if(made(), LAST, CHANGES)
    app = open_page("what_if", lang=language, region="KZ-31", changes=TEXT)
    assert address(app) == TEXT
    for score in (found.before.score[0, JAMBYL], found.after.score[0, JAMBYL]):
        assert number(score, language) in headline(app)
        assert number(score, language) in html(app)
    shown = [words.split(" ")[0] for _step, words in painted(app).values()]
    assert shown == [number(score, language) for score in found.after.score[0]]
    bars = chart(app, "change_parts")["data"][0]["x"]
    np.testing.assert_allclose(bars, found.parts[:, JAMBYL], atol=1e-9)
    table = app.table[0].value
    assert len(table) == len(found.moved)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_changes_it_says_how_to_begin(language: str) -> None:
    app = open_page("what_if", lang=language)
    said = translator(language)("Change a figure to see what would follow.")
    assert headline(app) == said
    shown = [words.split(" ")[0] for _step, words in painted(app).values()]
    t = RESULT.period_index[LAST]
    assert shown == [number(score, language) for score in RESULT.score[t]]


def test_a_change_is_added_for_each_region_and_taken_back() -> None:
    app = open_page("what_if", lang="en", region="KZ-31")
    app.multiselect(key="changed_regions").set_value(["KZ-31", "KZ-61"])
    app.selectbox(key="changed").set_value("population_growth")
    app.number_input(key="changed_by").set_value(0.5)
    app = click(sound(app.run()), "add_change")
    assert address(app) == "KZ-31.population_growth:add0.5~KZ-61.population_growth:add0.5"
    # The same figure again is the same change, otherwise.
    app.number_input(key="changed_by").set_value(1.0)
    app = click(sound(app.run()), "add_change")
    assert address(app) == "KZ-31.population_growth:add1~KZ-61.population_growth:add1"
    app = click(app, "remove_0")
    assert address(app) == "KZ-61.population_growth:add1"
    assert address(click(app, "no_changes")) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_that_is_not_scored_moves_nothing_and_the_page_says_so(language: str) -> None:
    app = click(open_page("what_if", lang=language), "example_plant")
    cards = made().registry.cards
    assert cards["unemployment_rate"].name.get(language) in app.info[0].value
    assert "add_change" not in [button.key for button in app.button]
    button = app.button(key="instead_self_employed_share")
    assert button.label == cards["self_employed_share"].name.get(language)
    app = click(app, "instead_self_employed_share")
    assert app.selectbox(key="changed").value == "self_employed_share"
    assert not app.button(key="add_change").disabled


def test_nothing_added_is_no_change() -> None:
    app = open_page("what_if", lang="en")
    assert app.button(key="add_change").disabled
    app.segmented_control(key="changed_how").set_value("set")
    assert not sound(app.run()).button(key="add_change").disabled


def test_the_list_marks_the_scores_as_measured_and_the_places_moved() -> None:
    found = what_if(made(), LAST, CHANGES)
    app = open_page("what_if", lang="en", region="KZ-31", changes=TEXT)
    rows = {row[0]: row for row in drawing(app, "ranking")["rows"]}
    low, high = -3.0, 103.0  # of the scale, with room beside its ends
    for r, region in enumerate(RESULT.inputs.regions):
        before, after = found.before.score[0, r], found.after.score[0, r]
        assert rows[region][8] == pytest.approx(100 * (before - low) / (high - low), abs=0.051)
        assert rows[region][4] == pytest.approx(100 * (after - low) / (high - low), abs=0.051)
        moved = found.before.rank[0, r] - found.after.rank[0, r]
        assert ("▲" in rows[region][2]) == (moved > 0)
        assert ("▼" in rows[region][2]) == (moved < 0)


def test_a_change_beyond_the_end_of_its_scale_is_listed_with_nothing() -> None:
    """Turkistan's poverty share is beyond the upper goalpost: more of it adds nothing."""
    text = "KZ-61.poverty_share:add3~KZ-61.net_migration_size:add3"
    app = open_page("what_if", lang="en", region="KZ-61", changes=text)
    bars = chart(app, "change_parts")["data"][0]["x"]
    assert bars[0] == 0
    assert bars[1] > 0


def test_a_figure_without_its_sign_is_explained() -> None:
    app = click(open_page("what_if", lang="en"), "example_settlers")
    assert len(app.info) == 1
    assert app.number_input(key="changed_by").value == 3.0
    assert address(click(app, "add_change")) == "KZ-61.net_migration_size:add3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_is_refused_and_nothing_is_lost(language: str) -> None:
    app = open_page("what_if", lang=language, region="KZ-31", changes=TEXT)
    app.selectbox(key="changed").set_value("self_employed_share")
    app.number_input(key="changed_by").set_value(200.0)
    app = click(sound(app.run()), "add_change")
    name = made().registry.cards["self_employed_share"].name.get(language)
    (error,) = app.error
    assert name in error.value
    assert "self_employed_share" not in error.value
    assert address(app) == TEXT


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_that_the_year_does_not_allow_is_said(language: str) -> None:
    # A change by an amount needs a figure: Abai has no grain yields of ten years before 2022.
    values = RESULT.inputs.values
    t, r, k = next(
        (t, r, k)
        for t, r, k in np.argwhere(np.isnan(values)).tolist()
        if RESULT.inputs.applicable[r, k]
        and not np.isnan(values[-1, r, k])
        and RESULT.inputs.periods[t] in made().rated_periods
    )
    text = f"{RESULT.inputs.regions[r]}.{RESULT.inputs.indicators[k]}:add0.1"
    year = str(RESULT.inputs.periods[t])
    app = open_page("what_if", lang=language, changes=text, year=year)
    assert year in headline(app)
    assert len(app.error) == 1
    assert address(click(app, "remove_0")) == ""


def test_changed_figures_stay_on_this_page() -> None:
    app = open_page("what_if", lang="en", region="KZ-31", changes=TEXT)
    t = RESULT.period_index[LAST]
    app = turn_to(app, "overview")
    shown = [words.split(" ")[0] for _step, words in painted(app).values()]
    assert shown == [number(score, "en") for score in RESULT.score[t]]
    assert address(app) == TEXT  # it comes back with the page


@pytest.mark.parametrize(
    "bad", ["KZ-31.poverty_share:add", "KZ-99.poverty_share:add1", "~", "x" * 3000]
)
def test_a_bad_link_is_said_and_shows_no_change(bad: str) -> None:
    app = open_page("overview", lang="ru", changes=bad)
    assert any("changes" in warning.value for warning in app.warning)
    assert address(app) == ""
