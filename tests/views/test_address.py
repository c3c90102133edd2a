"""The address bar: what is chosen stands in it, and what stands in it is shown."""

import pytest
from streamlit.testing.v1 import AppTest

from i18n import NAMES, from_header, translator
from tests.assessment.published import published
from tests.views.pages import (
    LANGUAGES,
    PAGES,
    headline,
    new_app,
    open_page,
    outlined,
    sound,
    turn_to,
)

CHOSEN = {
    "lang": "kk",
    "year": "2019",
    "region": "KZ-39",
    "show": "poverty_share",
    "mode": "change",
}


def default() -> dict[str, str]:
    made = published()
    last = made.rated_periods[-1]
    scores = made.result.score[made.result.period_index[last]]
    ranked = sorted(zip(scores, made.regions.ids, strict=True), reverse=True)
    return {
        "lang": from_header(None),
        "year": str(last),
        "region": ranked[0][1],
        "show": "score",
        "mode": "level",
    }


def test_the_first_visit_writes_the_whole_state() -> None:
    assert open_page().query_params == default()


@pytest.mark.parametrize("page", PAGES)
def test_a_link_gives_the_view_that_it_was_copied_from(page: str) -> None:
    app = open_page(page, **CHOSEN)
    assert app.query_params == CHOSEN
    assert len(app.warning) == 0
    place = published().regions.get("KZ-39").names.get("kk")
    if page in ("overview", "region"):
        assert app.selectbox(key="region").value == "KZ-39"
        assert app.select_slider(key="year").value == "2019"
    if page == "overview":
        assert app.selectbox(key="show").value == "poverty_share"
        assert app.segmented_control(key="mode").value == "change"
        assert outlined(app) == ["KZ-39"]
    if page == "region":
        assert headline(app) == f"{place}, 2019"


def choose(app: AppTest, key: str, value: str) -> AppTest:
    lists = {
        "year": app.select_slider,
        "mode": app.segmented_control,
        "lang": app.segmented_control,
    }
    lists.get(key, app.selectbox)(key=key).set_value(value)
    return sound(app.run())


@pytest.mark.parametrize(("key", "value"), CHOSEN.items())
def test_what_is_chosen_stands_in_the_address_and_on_every_page(key: str, value: str) -> None:
    app = choose(open_page(lang="en"), key, value)
    expected = {**default(), "lang": "en", key: value}
    assert app.query_params == expected
    for page in (*PAGES[1:], "overview"):
        assert turn_to(app, page).query_params == expected
        assert len(app.warning) == 0


def test_a_link_pasted_over_an_open_page_wins() -> None:
    app = choose(open_page(lang="en", year="2020"), "year", "2018")
    app.query_params.update(year="2017", region="KZ-71")
    app.run()
    assert "2017" in headline(app)
    assert outlined(app) == ["KZ-71"]


BAD = {"region": "KZ-99", "year": "1900", "lang": "xx", "show": "ethnic_share", "mode": "sideways"}


@pytest.mark.parametrize("page", ["overview", "region", "limits"])
def test_a_bad_link_warns_once_and_shows_the_default(page: str) -> None:
    app = new_app(**BAD).run()
    if page != "overview":  # the warning belongs to the first page, whichever it is
        app = new_app(**BAD)
        app.run()
        assert len(app.warning) == len(BAD)
        app = turn_to(app, page)
        assert len(app.warning) == 0
        assert app.query_params == default()
        return
    warnings = [warning.value for warning in sound(app).warning]
    assert len(warnings) == len(BAD)
    for key, value in BAD.items():
        said = translator(from_header(None))(
            "The link asks for {key} = “{value}”, which is not known here."
        )
        beginning = said.partition("{value}")[0].format(key=key)
        assert any(w.startswith(beginning) for w in warnings), key
        assert any(
            value.replace("-", r"\-").replace("_", r"\_") in w or value in w for w in warnings
        )
    assert app.query_params == default()
    assert len(sound(app.run()).warning) == 0


@pytest.mark.parametrize(
    ("key", "value"),
    [("year", "2025.0"), ("year", ""), ("region", "kz-61"), ("region", "KZ"), ("show", "Score")],
)
def test_nearly_right_is_refused_too(key: str, value: str) -> None:
    app = sound(new_app(lang="en", **{key: value}).run())
    assert len(app.warning) == 1
    assert app.query_params == {**default(), "lang": "en"}


def test_the_good_part_of_a_bad_link_is_kept() -> None:
    app = sound(new_app(lang="ru", year="1900", region="KZ-71").run())
    assert len(app.warning) == 1
    assert app.query_params == {**default(), "lang": "ru", "region": "KZ-71"}


def test_a_link_cannot_write_on_the_page() -> None:
    # A value is quoted in the warning: it must stay text, or a link could show a stranger's
    # picture (and so tell them who opened it) or words in our name.
    app = sound(new_app(lang="en", region="![x](http://127.0.0.1:9/x.png) **loud** <b>").run())
    (warning,) = [w.value for w in app.warning]
    assert "![x](" not in warning
    assert "**loud" not in warning
    long = sound(new_app(lang="en", region="x" * 5000).run())
    assert len(long.warning[0].value) < 300


def test_what_the_address_does_not_know_is_left_alone() -> None:
    app = sound(new_app(lang="en", utm_source="mail").run())
    assert len(app.warning) == 0
    assert app.query_params == {**default(), "lang": "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_switching_the_language_switches_the_page(language: str) -> None:
    other = LANGUAGES[LANGUAGES.index(language) - 1]
    app = open_page("region", lang=other, region="KZ-47")
    switch = app.segmented_control(key="lang")
    assert set(switch.options) == set(NAMES.values())
    switch.set_value(language)
    assert published().regions.get("KZ-47").names.get(language) in headline(sound(app.run()))
    assert app.query_params["lang"] == language
