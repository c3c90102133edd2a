"""Overview: map, list, change, reasons and table show the published numbers."""

import numpy as np
import pytest

from i18n import number, translator
from reports.palette import CHANGES, CLASSES, step_of_change
from scoring.like_for_like import like_for_like
from tests.assessment.published import published
from tests.views.pages import (
    LANGUAGES,
    drawing,
    headline,
    html,
    open_menu,
    open_page,
    opened,
    outlined,
    painted,
    sound,
)

MADE = published()
RESULT, PERIODS = MADE.result, MADE.rated_periods
FRAMEWORK = MADE.registry.framework
SHOWN = ["score", *(p.id for p in FRAMEWORK.pillars), *FRAMEWORK.indicator_ids]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_year_paints_the_published_scores(language: str) -> None:
    app = open_page(lang=language)
    for period in PERIODS:
        app.select_slider(key="year").set_value(str(period))
        found = painted(sound(app.run()))
        t = RESULT.period_index[period]
        assert str(period) in headline(app)
        assert set(found) == set(MADE.regions.ids)
        for r, region in enumerate(RESULT.inputs.regions):
            step, words = found[region]
            assert step == (None if np.isnan(RESULT.score[t, r]) else RESULT.classes[t, r])
            assert words.startswith(number(RESULT.score[t, r], language))


@pytest.mark.parametrize(("shown", "language"), list(zip(SHOWN, LANGUAGES * 9, strict=False)))
def test_everything_that_can_be_shown_is_shown(shown: str, language: str) -> None:
    app = open_page(lang=language, year="2024")
    before = drawing(app, "map")
    app.selectbox(key="show").set_value(shown)
    found = painted(sound(app.run()))
    assert app.query_params["show"] == shown
    assert (drawing(app, "map") == before) == (shown == "score")
    assert set(found) == set(MADE.regions.ids)
    t = RESULT.period_index[2024]
    if shown in RESULT.indicator_index:
        card, k = MADE.registry.cards[shown], RESULT.indicator_index[shown]
        expected = RESULT.inputs.values[t, :, k]
        decimals = card.decimals
        name = card.name.get(language)
    else:
        p = RESULT.pillar_index.get(shown)
        expected = RESULT.score[t] if p is None else RESULT.pillars[t, :, p]
        decimals = 1
        name = (
            translator(language)("Score") if p is None else FRAMEWORK.pillars[p].name.get(language)
        )
    for r, region in enumerate(RESULT.inputs.regions):
        assert found[region][1].startswith(number(expected[r], language, decimals)), region
        assert (found[region][0] is None) == np.isnan(expected[r]), region
    for key in ("map", "ranking"):
        assert name in drawing(app, key)["label"]


def test_the_list_is_in_order_and_leaves_out_who_is_not_rated() -> None:
    app = open_page(lang="en", year="2024", show="livestock_density")
    rows = drawing(app, "ranking")["rows"]
    places = [row[4] for row in rows]
    assert places == sorted(places, reverse=True)
    unrated = {region for region, (step, _) in painted(app).items() if step is None}
    assert unrated == {"KZ-71", "KZ-75", "KZ-79"}  # cities have no pastures
    assert {row[0] for row in rows} == set(MADE.regions.ids) - unrated


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_of_the_list_says_all_that_it_shows(language: str) -> None:
    app = open_page(lang=language, year="2024")
    data = drawing(app, "ranking")
    steps = painted(app)
    for region, name, _text, words, at, low, high, colour in data["rows"]:
        r, t = RESULT.region_index[region], RESULT.period_index[2024]
        known = MADE.regions.get(region)
        assert name == known.short.get(language)
        said = words.split("\n")
        assert said[:2] == [known.names.get(language), number(RESULT.score[t, r], language)]
        assert at == pytest.approx((RESULT.score[t, r] + 3) / 1.06, abs=0.051)
        assert 0 <= low <= high <= 100
        assert data["colours"][colour] == CLASSES[steps[region][0] or 0]
    assert data["chosen"] in {row[0] for row in data["rows"]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("show", ["livestock_density", "score"])
def test_not_rated_is_hatched_and_has_its_place_in_the_legend(show: str, language: str) -> None:
    app = open_page(lang=language, year="2024", show=show)
    unrated = {region for region, (step, _) in painted(app).items() if step is None}
    words = translator(language)("not rated")
    if show == "score":
        assert unrated == set()
        assert "k-hatch" not in html(app).partition("<style>")[0]
        return
    assert len(unrated) == 3
    assert words in html(app)
    assert 'k-hatch"' in html(app)


def test_the_classes_are_fixed_and_the_legend_names_them() -> None:
    for language in LANGUAGES:
        app = open_page(lang=language, year="2024")
        assert drawing(app, "map")["colours"] == list(CLASSES)
        for one in FRAMEWORK.classes:
            assert one.name.get(language) in html(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_change_is_like_for_like_and_has_its_own_colours(language: str) -> None:
    app = open_page(lang=language, year="2024")
    app.segmented_control(key="mode").set_value("change")
    found = painted(sound(app.run()))
    assert app.query_params["mode"] == "change"
    both = like_for_like(RESULT.inputs, RESULT.scheme, (2023, 2024))
    changes = both.score[both.period_index[2024]] - both.score[both.period_index[2023]]
    for r, region in enumerate(RESULT.inputs.regions):
        assert found[region][0] == step_of_change(changes[r])
        assert found[region][1].lstrip("+").startswith(number(changes[r], language).lstrip("+"))
    assert drawing(app, "map")["colours"] == list(CHANGES)


def test_change_of_every_year_and_of_everything_shown() -> None:
    app = open_page(lang="ru", mode="change")
    for period in PERIODS[1:]:
        app.select_slider(key="year").set_value(str(period))
        assert set(painted(sound(app.run()))) == set(MADE.regions.ids)
    for shown in SHOWN:
        app.selectbox(key="show").set_value(shown)
        assert set(painted(sound(app.run()))) == set(MADE.regions.ids)


def test_the_first_year_has_nothing_before_it() -> None:
    app = open_page(lang="en", year=str(PERIODS[0]), mode="change")
    said = translator("en")("There is no earlier year to compare this one with.")
    assert [info.value for info in app.info] == [said]
    assert [e.key for e in app.get("bidi_component")] == ["document", "play", "copy_link"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_region_that_is_chosen_is_explained(language: str) -> None:
    app = open_page(lang=language)
    for region in ("KZ-75", "KZ-10"):
        app.selectbox(key="region").set_value(region)
        sound(app.run())
        assert app.query_params["region"] == region
        assert outlined(app) == [region]
        name = MADE.regions.get(region).names.get(language)
        name = name[0].upper() + name[1:]  # it begins the heading
        t, r = RESULT.period_index[PERIODS[-1]], RESULT.region_index[region]
        assert f"{name} · {PERIODS[-1]}: {number(RESULT.score[t, r], language)}" in html(app)
        assert "region" in [link.proto.page for link in app.get("page_link")]


def test_the_order_of_regions_is_that_of_the_language() -> None:
    kazakh = list(open_page(lang="kk").selectbox(key="region").options)
    assert len(kazakh) == 20
    # Ұ stands after У and Қ after К; by code points all of them would stand after я.
    initials = [name[0].upper() for name in kazakh]
    alphabet = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
    assert initials == sorted(initials, key=alphabet.index)
    assert "Қ" in initials


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_as_a_table(language: str) -> None:
    app = open_page(lang=language, year="2024")
    assert len(app.table) == 0  # made only when somebody asks
    table = opened(app, "table").table[0].value
    t = RESULT.period_index[2024]
    expected = sorted(RESULT.score[t], reverse=True)
    _ = translator(language)
    assert list(table[_("Score")]) == [number(value, language) for value in expected]
    names = {MADE.regions.get(region).names.get(language) for region in MADE.regions.ids}
    assert set(table[_("Region")]) == names
    assert set(table[_("Reliability")]) <= {"A", "B", "C", "D"}
    assert len(open_menu(lang=language, year="2024").get("download_button")) > 0
