"""Weights: what is moved moves the scores, by the same engine, and every page follows."""

import re
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from assessment.settings import MEANS, parse, published, under
from i18n import number, percent, translator
from reports.statements import said_weight
from reports.words import way_name
from scoring.robustness.extremes import holds_within
from scoring.robustness.weight_change import change_class
from scoring.score import Result, score
from tests.assessment.published import published as made
from tests.views.pages import (
    LANGUAGES,
    drawing,
    headline,
    html,
    open_page,
    opened,
    painted,
    sound,
    turn_to,
)
from views.judging import template
from views.session import assessed

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


def test_what_is_moved_is_not_sent_back_and_what_makes_room_is() -> None:
    """What came back would overwrite the steps that somebody has made in the meantime."""
    app = move(open_page("weights", lang="en"), "migration", 50.0)
    assert not app.slider(key="points_migration").proto.set_value
    assert app.slider(key="points_land_water").proto.set_value
    assert app.number_input(key="number_migration").proto.set_value


def test_a_field_that_is_behind_was_not_moved() -> None:
    """The browser sends all fields: those whose new value has not reached it are as before."""
    app = open_page("weights", lang="en")
    first = dict(app.query_params)
    app = move(app, "migration", 50.0)
    app.query_params.clear()
    app.query_params.update(first)  # nor has the new address
    app.slider(key="points_migration").set_value(60.0)
    app.slider(key="points_land_water").set_value(30.0)  # now 21.4; that is on its way
    app.number_input(key="number_migration").set_value(30.0)
    sound(app.run())
    by_itself = move(move(open_page("weights", lang="en"), "migration", 50.0), "migration", 60.0)
    assert address(app) == address(by_itself)
    assert (
        app.slider(key="points_land_water").value == by_itself.slider(key="points_land_water").value
    )


def test_a_number_that_was_there_before_can_be_typed_again_at_once() -> None:
    app = move(open_page("weights", lang="en"), "migration", 50.0)
    app.number_input(key="number_migration").set_value(30.0)
    assert "migration:50" not in address(sound(app.run()))
    assert app.slider(key="points_migration").value == 30.0


def test_the_sliders_keep_their_places_in_another_language_and_after_another_page() -> None:
    app = move(open_page("weights", lang="en"), "migration", 50.0)
    app.segmented_control(key="lang").set_value("kk")
    sound(app.run())
    for _turn in range(2):
        assert app.slider(key="points_migration").value == 50
        assert app.number_input(key="number_land_water").value == 21.4
        app = turn_to(turn_to(app, "overview"), "weights")


def test_the_others_make_room_in_proportion_and_a_locked_one_stays() -> None:
    app = open_page("weights", lang="en")
    app.checkbox(key="lock_mediation_capacity").set_value(True)
    app = move(sound(app.run()), "migration", 50.0)
    weights = parse(address(app), published(BASE.scheme)).weights
    assert weights["mediation_capacity"] == 10
    assert weights["land_water"] == weights["economic_stress"] == 20
    assert sum(weights[name] for name in BASE.scheme.pillar_ids) == pytest.approx(100, abs=1e-9)


def test_a_weight_of_an_indicator_counts_inside_its_pillar_only() -> None:
    app = opened(open_page("weights", lang="en"), "inside_migration")
    app = move(app, "natural_increase_rate", 0.0)
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
    app = opened(open_page("weights", lang="en", weights="migration:40"), "inside_migration")
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


def test_reset_gives_the_published_index_and_can_be_taken_back() -> None:
    app = open_page("weights", lang="ru")
    assert app.button(key="reset").disabled
    app = move(app, "migration", 50.0)
    app.selectbox(key="choice_mean").set_value("maximum")
    before = address(sound(app.run()))
    app.button(key="reset").click()
    assert address(sound(app.run())) == ""
    app.button(key="step_weights_past").click()
    assert address(sound(app.run())) == before


# -- what is said of it ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_which_regions_change_their_class(language: str) -> None:
    text = "migration:60"
    app = open_page("weights", lang=language, weights=text)
    before, after = BASE.classes[T], under_text(text).classes[T]
    changed = np.flatnonzero(before != after)
    assert str(len(changed)) in headline(app)
    names = [made().regions.get(BASE.inputs.regions[r]).names.get(language) for r in changed]
    table = app.table[0].value
    assert set(table.iloc[:, 0]) == set(names)


def test_the_headline_counts_the_classes_that_hold_within_ten_points() -> None:
    holding = [region for region in BASE.inputs.regions if holds_within(BASE, LAST, region, 0.10)]
    assert headline(open_page("weights", lang="en")).startswith(f"{len(holding)} of 20 regions")


@pytest.mark.parametrize("text", ["", "migration:40", "land_water:27.31~economic_stress:12"])
def test_with_the_weights_that_are_said_the_class_is_another(text: str) -> None:
    """Rounded to a tenth of a point as they are said, they still do what the sentence says."""
    result = under_text(text)
    inputs = result.inputs.only((LAST,), result.inputs.indicators)
    for region in result.inputs.regions:
        change = change_class(result, LAST, region)
        if change is None or not change.reached:
            continue
        said = {name: said_weight(change.before[name], change.after[name]) for name in change.after}
        assert all(abs(said[name] - change.after[name]) < 0.0011 for name in said)
        pillars = tuple(
            replace(pillar, weight=said[pillar.id] / sum(said.values()))
            for pillar in result.scheme.pillars
        )
        again = score(inputs, replace(result.scheme, pillars=pillars))
        index = int(again.classes[0, result.region_index[region]])
        assert result.scheme.classes[index] == change.to_class[0], region


@pytest.mark.parametrize("language", LANGUAGES)
def test_weight_and_importance_stand_side_by_side(language: str) -> None:
    app = open_page("weights", lang=language, weights="migration:40")
    table = assessed("migration:40").robustness(LAST).importance
    rows = re.findall(r"<tr.*?</tr>", html(app).split('class="k-bars"')[1])[1:]
    ids = [
        name
        for pillar in BASE.scheme.pillars
        for name in (pillar.id, *(i.id for i in pillar.indicators if len(pillar.indicators) > 1))
    ]
    for name, row in zip(ids, rows, strict=True):
        weight, importance = re.findall(r"<td[^>]*>(.*?)</td>", row)
        assert weight == percent(table["effective"][name], language, 1)
        assert importance == percent(table["importance"][name], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_choice_says_how_many_classes_another_would_change(language: str) -> None:
    text = "migration:40"
    app = open_page("weights", lang=language, weights=text)
    own = under_text(text).classes[T]
    said = " ".join(caption.value for caption in app.caption)
    for option in MEANS:
        other = under_text(f"{text}~mean:{option}" if option != "inverted_geometric" else text)
        count = int((other.classes[T] != own).sum())
        name = way_name(option, translator(language))
        assert (f"{name} ({count})" in said) == (count > 0)


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


# -- numbers, indicators that count, and doubt --------------------------------------------------------


def weights_of(app: AppTest) -> dict[str, float]:
    return dict(parse(address(app), published(BASE.scheme)).weights)


def test_a_number_field_does_what_its_slider_does() -> None:
    by_slider = move(open_page("weights", lang="en"), "migration", 37.5)
    by_number = open_page("weights", lang="en")
    by_number.number_input(key="number_migration").set_value(37.5)
    assert address(sound(by_number.run())) == address(by_slider)
    assert by_number.slider(key="points_migration").value == 37.5


def test_an_indicator_goes_out_and_comes_in_again() -> None:
    app = opened(open_page("weights", lang="kk"), "inside_economic_stress")
    app.multiselect(key="counted_economic_stress").unselect("recorded_crime")
    weights = weights_of(sound(app.run()))
    assert weights["recorded_crime"] == 0
    assert weights["poverty_share"] == weights["relative_income"] == 20
    app.multiselect(key="counted_economic_stress").select("recorded_crime")
    weights = weights_of(sound(app.run()))
    # It comes back with its published sixth, beside five that have a fifth each: 16.67 / 116.67.
    assert weights["recorded_crime"] == pytest.approx(100 / 7, abs=0.01)
    assert weights["poverty_share"] == pytest.approx(600 / 7 / 5, abs=0.01)


def test_a_pillar_without_an_indicator_is_refused() -> None:
    app = opened(open_page("weights", lang="en"), "inside_migration")
    app.multiselect(key="counted_migration").set_value([])
    assert len(sound(app.run()).warning) == 1
    assert address(app) == ""


def test_doubt_in_the_weights_widens_the_bands_and_nothing_else() -> None:
    def bands(app: AppTest) -> dict[str, float]:
        rows = drawing(app, "ranking")["rows"]
        return {row[0]: row[6] - row[5] for row in rows}

    app = opened(open_page("weights", lang="ru"), "spread")
    before, scores = bands(app), shown(app)
    app.number_input(key="spread_index").set_value(25.0)
    sound(app.run())
    assert address(app) == "index.spread:25"
    assert shown(app) == scores
    assert sum(bands(app).values()) > sum(before.values())
    app.number_input(key="spread_index").set_value(5.0)  # as published
    assert address(sound(app.run())) == ""


# -- judgements -------------------------------------------------------------------------------------


def judging(way: str, language: str = "en") -> AppTest:
    app = open_page("weights", lang=language)
    app.segmented_control(key="way").set_value(way)
    return sound(app.run())


def test_a_hundred_points_make_weights_only_when_they_are_a_hundred() -> None:
    app = judging("points")
    for name, points in {"land_water": 40.0, "economic_stress": 20.0}.items():
        app.number_input(key=f"given_{name}").set_value(points)
    assert not sound(app.run()).button(key="use_points").disabled
    app.number_input(key="given_migration").set_value(10.0)
    assert sound(app.run()).button(key="use_points").disabled
    app.number_input(key="given_mediation_capacity").set_value(30.0)
    sound(app.run()).button(key="use_points").click()
    weights = weights_of(sound(app.run()))
    assert [weights[name] for name in BASE.scheme.pillar_ids] == [40, 20, 10, 30]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pairs_that_agree_make_weights(language: str) -> None:
    app = judging("pairs", language)
    # Land and water twice as important as each of the others, which are alike: 2/5, 1/5, 1/5, 1/5.
    for other in BASE.scheme.pillar_ids[1:]:
        app.select_slider(key=f"pair_land_water_{other}").set_value(2)
    sound(app.run()).button(key="use_pairs").click()
    weights = weights_of(sound(app.run()))
    assert [weights[name] for name in BASE.scheme.pillar_ids] == [40, 20, 20, 20]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pairs_that_contradict_each_other_are_said_and_not_used(language: str) -> None:
    app = judging("pairs", language)
    # One over two, two over three, three over one: each nine times as much.
    app.select_slider(key="pair_land_water_economic_stress").set_value(9)
    app.select_slider(key="pair_economic_stress_migration").set_value(9)
    app.select_slider(key="pair_land_water_migration").set_value(-9)
    sound(app.run())
    (warning,) = app.warning
    assert number(81, language) in warning.value  # nine times nine, round by the second
    assert app.button(key="use_pairs").disabled
    assert address(app) == ""


TWO_EXPERTS = """expert,iCode,points
A,land_water,40
A,economic_stress,30
A,migration,20
A,mediation_capacity,10
B,land_water,20
B,economic_stress,30
B,migration,40
B,mediation_capacity,10
"""


def uploaded(text: str, language: str = "en") -> AppTest:
    app = judging("file", language)
    app.file_uploader(key="experts").set_value(("weights.csv", text.encode(), "text/csv"))
    return sound(app.run())


def test_a_file_of_experts_gives_weights_and_doubt() -> None:
    app = uploaded(TWO_EXPERTS)
    app.button(key="use_experts").click()
    sound(app.run())
    found = parse(address(app), published(BASE.scheme))
    assert [found.weights[name] for name in BASE.scheme.pillar_ids] == [30, 30, 30, 10]
    # Variances 0.02 + 0 + 0.02 + 0; Σ w(1 − w) = 0.72; κ = 0.72/0.04 − 1 = 17: a Beta(4.25, 12.75).
    assert found.spread["index"] == pytest.approx(16.9, abs=0.3)
    assert found.spread["migration"] is None


def test_the_template_reads_back_as_the_published_weights() -> None:
    app = uploaded(template())
    app.button(key="use_experts").click()
    assert address(sound(app.run())) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "row"),
    [
        (TWO_EXPERTS.replace("A,land_water,40", "A,land_water,50"), 2),
        (TWO_EXPERTS.replace("A,land_water,40", "A,water,40"), 2),
        (TWO_EXPERTS.replace("A,land_water,40", "A,land_water,x"), 2),
        (TWO_EXPERTS.replace("A,land_water,40", ",land_water,40"), 2),
        (TWO_EXPERTS.replace("B,land_water,20\n", ""), 6),
        (TWO_EXPERTS.replace("A,land_water,40", "A,land_water"), 2),
        ("expert,first,second,times\nA,migration,migration,3\n", 2),
        ("expert,first,second,times\nA,migration,poverty_share,3\n", 2),
        ("expert,first,second,times\nA,migration,land_water,3\n", 2),
        ("a,b\n1,2\n", None),
        ("", None),
        ("expert;iCode;points\nA;migration;3\n", 1),
        ("iCode,Weight\nmigration,-1\n", 2),
    ],
)
def test_a_faulty_file_is_said_place_by_place(language: str, text: str, row: int | None) -> None:
    app = uploaded(text, language)
    (error,) = app.error
    where = translator(language)("the file")
    if row is not None:
        where = translator(language)("row {row}").format(row=row)
    assert where in error.value
    assert "use_experts" not in [button.key for button in app.button]
    assert address(app) == ""


# -- presets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_equally_important_pillars_are_nearer_to_equal_than_the_published(language: str) -> None:
    app = open_page("weights", lang=language)
    app.button(key="preset_important").click()
    sound(app.run())
    assert len(app.info) == 1

    def furthest(result: Result) -> float:
        pillars, total = result.pillars[T], result.score[T]
        rated = np.isfinite(pillars)  # not every region has a figure of every pillar
        found = np.array(
            [
                np.corrcoef(column[ok], total[ok])[0, 1]
                for column, ok in zip(pillars.T, rated.T, strict=True)
            ]
        )
        return float(np.abs(found / found.sum() - 1 / len(found)).max())

    assert furthest(under_text(address(app))) < furthest(BASE)
