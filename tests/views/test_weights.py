"""Weights: what is moved moves the scores, by the same engine, and every page follows."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from assessment.settings import parse, published, under
from i18n import number, translator
from scoring.score import Result, score
from tests.assessment.published import published as made
from tests.views.pages import (
    LANGUAGES,
    drawing,
    headline,
    html,
    open_page,
    painted,
    sound,
    turn_to,
)

BASE = made().result
LAST = made().rated_periods[-1]
T = BASE.period_index[LAST]


def under_text(text: str) -> Result:
    return score(BASE.inputs, under(BASE.scheme, parse(text, published(BASE.scheme))))


def address(app: AppTest) -> str:
    return app.query_params.get("weights", "")


def move(app: AppTest, name: str, points: float) -> AppTest:
    app.slider(key=f"points_{name}").set_value(points)
    return sound(app.run())


def shown(app: AppTest) -> list[str]:
    """Scores on the map, region by region, as they are written."""
    return [words.split(" ")[0] for _step, words in painted(app).values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weight_that_is_moved_moves_map_list_and_address(language: str) -> None:
    app = move(open_page("weights", lang=language), "migration", 50.0)
    assert address(app).startswith("land_water:21.43~economic_stress:21.43~migration:50~")
    result = under_text(address(app))
    assert shown(app) == [number(value, language) for value in result.score[T]]
    marks = {row: BASE.score[T, BASE.region_index[row]] for row in result.inputs.regions}
    assert len(drawing(app, "ranking")) > 0
    assert len(marks) == 20


def test_the_others_make_room_in_proportion_and_a_locked_one_stays() -> None:
    app = open_page("weights", lang="en")
    app.checkbox(key="lock_mediation_capacity").set_value(True)
    app = move(sound(app.run()), "migration", 50.0)
    weights = parse(address(app), published(BASE.scheme)).weights
    assert weights["mediation_capacity"] == 10
    assert weights["land_water"] == weights["economic_stress"] == 20
    assert sum(weights[name] for name in BASE.scheme.pillar_ids) == pytest.approx(100, abs=1e-9)


def test_a_weight_of_an_indicator_counts_inside_its_pillar_only() -> None:
    app = move(open_page("weights", lang="en"), "natural_increase_rate", 0.0)
    result = under_text(address(app))
    np.testing.assert_allclose(result.scheme.pillar_weights, BASE.scheme.pillar_weights)
    assert shown(app) == [number(value, "en") for value in result.score[T]]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("choice_scale", "mid_rank", "scale:mid_rank"),
        ("choice_mean", "maximum", "mean:maximum"),
        ("choice_coverage", "1/2", "coverage:1-2"),
        ("choice_capacity", "flipped", "capacity:flipped"),
    ],
)
def test_each_choice_of_the_method(key: str, value: str, text: str) -> None:
    app = open_page("weights", lang="kk")
    app.selectbox(key=key).set_value(value)
    sound(app.run())
    assert address(app) == text
    assert shown(app) == [number(value, "kk") for value in under_text(text).score[T]]


def test_those_at_nothing_share_what_is_given_up() -> None:
    app = open_page("weights", lang="en", weights="migration:40")
    app.slider(key="points_natural_increase_rate").set_value(100.0)
    sound(app.run())
    before = address(app)
    app.slider(key="points_natural_increase_rate").set_value(0.0)
    sound(app.run())
    # The others were at nothing: they share what was given up.
    assert "natural_increase_rate:0" in address(app)
    assert before != address(app)


def test_undo_redo_and_back_to_the_published_index() -> None:
    app = move(open_page("weights", lang="en"), "migration", 50.0)
    first = address(app)
    app = move(app, "land_water", 5.0)
    second = address(app)
    app.button(key="step_weights_past").click()
    assert address(sound(app.run())) == first
    app.button(key="step_weights_future").click()
    assert address(sound(app.run())) == second
    app.button(key="published").click()
    assert address(sound(app.run())) == ""
    assert headline(app) == "The published weights. Move one to see what depends on it."


def test_presets() -> None:
    app = open_page("weights", lang="en")
    app.button(key="preset_1").click()
    weights = parse(address(sound(app.run())), published(BASE.scheme)).weights
    assert {weights[name] for name in BASE.scheme.pillar_ids} == {25}
    app.button(key="preset_2").click()
    chosen = under(BASE.scheme, parse(address(sound(app.run())), published(BASE.scheme)))
    np.testing.assert_allclose(chosen.nominal_weights, 1 / 15, atol=2e-4)


@pytest.mark.parametrize("page", ["overview", "region", "robustness"])
def test_every_page_follows_and_says_so(page: str) -> None:
    text = "migration:60~mean:arithmetic"
    app = (
        turn_to(open_page("weights", lang="ru", weights=text), page)
        if page != "overview"
        else (open_page("overview", lang="ru", weights=text))
    )
    notice = translator("ru")(
        "This is not the published index: weights or method were changed on the page Weights."
    )
    assert any(notice in element.value for element in app.markdown)
    assert address(app) == text
    if page != "robustness":
        top = int(np.nanargmax(under_text(text).score[T]))
        region = app.selectbox(key="region").value
        r = top if page == "overview" else BASE.region_index[region]
        assert number(under_text(text).score[T, r], "ru") in html(app) + str(
            painted_or_nothing(app)
        )


def painted_or_nothing(app: AppTest) -> dict[str, tuple[int | None, str]]:
    return painted(app) if [e for e in app.get("bidi_component") if e.key == "map"] else {}


@pytest.mark.parametrize(
    "text", ["migration:x", "land_water:0~economic_stress:0~migration:0~mediation_capacity:0", "~"]
)
def test_a_bad_link_is_said_and_shows_the_published_index(text: str) -> None:
    app = open_page("overview", lang="en", weights=text)
    assert any("weights" in warning.value for warning in app.warning)
    assert address(app) == ""
    assert shown(app) == [number(value, "en") for value in BASE.score[T]]


def test_what_leaves_no_index_is_refused_and_nothing_is_lost() -> None:
    """All weight on the one optional pillar: without it, as in a third of the draws, there is none."""
    app = move(open_page("weights", lang="ru", weights="migration:40"), "mediation_capacity", 100.0)
    said = translator("ru")(
        "No index can be made with that choice in every year, so it was not taken over."
    )
    assert [warning.value for warning in app.warning] == [said]
    assert address(app) == "migration:40"
