"""Borders of the time, play and small maps on the first page."""

import numpy as np
import pytest

from assessment.baseline import of_its_time
from geodata.regions import load_regions
from i18n import number, translator
from reports.palette import step_of_change
from scoring.like_for_like import like_for_like
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, drawing, headline, html, open_page, opened, painted, sound
from views import borders

MADE = published()
RESULT, PERIODS = MADE.result, MADE.rated_periods
REGIONS = load_regions()


@pytest.mark.parametrize(
    ("language", "year", "count"), [("en", 2017, 16), ("ru", 2018, 17), ("kk", 2021, 17)]
)
def test_the_units_of_the_time_are_painted_with_their_own_scores(
    language: str, year: int, count: int
) -> None:
    app = open_page(lang=language, year=str(year), borders="time", region="KZ-79")
    then = of_its_time(MADE, year)
    t = then.result.period_index[year]
    found = painted(app)
    assert len(found) == count
    assert set(found) == set(then.regions.ids)
    for r, unit in enumerate(then.result.inputs.regions):
        assert found[unit][0] == then.result.classes[t, r]
        assert found[unit][1].startswith(number(then.result.score[t, r], language))
    top = then.regions.ids[int(np.argmax(then.result.score[t]))]
    assert then.regions.get(top).names.get(language) in headline(app)
    chosen = "KZ-YUZ" if year < 2018 else "KZ-79"
    assert drawing(app, "map")["chosen"] == chosen
    assert then.regions.get(chosen).names.get(language) in html(app)
    assert app.query_params["borders"] == "time"


def test_the_switch_is_there_where_borders_differ_and_the_address_keeps_it() -> None:
    app = open_page(lang="en", year="2021")
    assert set(painted(app)) == set(REGIONS.ids)
    assert "borders" not in app.query_params
    app.segmented_control(key="borders").set_value("time")
    assert len(painted(sound(app.run()))) == 17
    assert app.query_params["borders"] == "time"
    app.select_slider(key="year").set_value("2022")
    assert set(painted(sound(app.run()))) == set(REGIONS.ids)
    assert [c for c in app.segmented_control if c.key == "borders"] == []
    app.select_slider(key="year").set_value("2016")
    assert len(painted(sound(app.run()))) == 16


def test_a_change_in_the_borders_of_the_time() -> None:
    app = open_page(lang="en", year="2021", borders="time", mode="change")
    then = of_its_time(MADE, 2021)
    both = like_for_like(then.result.inputs, then.result.scheme, (2020, 2021))
    changes = both.score[1] - both.score[0]
    found = painted(app)
    for r, unit in enumerate(then.regions.ids):
        assert found[unit][0] == step_of_change(changes[r])
    app.select_slider(key="year").set_value("2018")
    said = translator("en")(
        "There is no earlier year in the same borders to compare this one with."
    )
    assert [info.value for info in sound(app.run()).info] == [said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_split_is_shown_as_change(language: str) -> None:
    app = open_page(lang=language, year="2022", mode="change")
    parts = {p for f in REGIONS.former if f.last_year == 2022 for p in f.parts}
    found = painted(app)
    assert {region for region, (step, _words) in found.items() if step is None} == parts
    why = translator(language)("its borders changed")
    assert all(found[region][1].endswith(why) for region in parts)


def test_ones_own_weights_hold_in_the_borders_of_the_time() -> None:
    plain = painted(open_page(lang="en", year="2017", borders="time"))
    own = painted(open_page(lang="en", year="2017", borders="time", weights="migration:60"))
    assert set(plain) == set(own)
    assert plain != own


def test_a_map_of_ones_own_without_earlier_borders_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_borders: str) -> None:
        from geodata.boundaries import BUILT, BoundariesError

        raise BoundariesError("missing", BUILT / "regions_until_2018.geojson")

    borders._map.clear()
    monkeypatch.setattr(borders, "load_boundaries", missing)
    app = open_page(lang="en", year="2017", borders="time")
    assert any(
        "regions_until_2018.geojson" in warning.value.replace("\\", "") for warning in app.warning
    )
    assert set(painted(app)) == set(REGIONS.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_play_is_offered(language: str) -> None:
    data = drawing(open_page(lang=language, year="2019"), "play")
    assert data["year"] == 2019
    assert data["years"] == list(PERIODS)
    assert data["label"] == translator(language)("Play the years")


@pytest.mark.parametrize(("language", "mode"), [("en", "level"), ("ru", "change"), ("kk", "level")])
def test_small_maps_are_the_maps_of_all_years(language: str, mode: str) -> None:
    app = open_page(lang=language, year="2019", mode=mode)
    assert "years" not in [e.key for e in app.get("bidi_component")]  # made when somebody asks
    data = drawing(opened(app, "all_years"), "years")
    years = [one[0] for one in data["maps"]]
    assert years == list(PERIODS if mode == "level" else PERIODS[1:])
    ((_path, regions),) = data["layers"]
    assert regions == list(REGIONS.ids)
    for year, layer, steps, words in data["maps"]:
        assert layer == 0
        assert words
        t = RESULT.period_index[year]
        if mode == "level":
            assert steps == RESULT.classes[t].tolist()
        else:
            both = like_for_like(RESULT.inputs, RESULT.scheme, (year - 1, year))
            changes = both.score[1] - both.score[0]
            assert steps == [-1 if np.isnan(c) else step_of_change(c) for c in changes]
    table = app.table[-1].value
    assert len(table) == 20
    assert list(table.columns[1:]) == [str(year) for year in years]
    if mode == "level":
        r = RESULT.region_index["KZ-61"]
        name = REGIONS.get("KZ-61").names.get(language)
        row = table[table.iloc[:, 0] == name].iloc[0]
        assert row["2019"] == number(RESULT.score[RESULT.period_index[2019], r], language)


def test_small_maps_in_the_borders_of_the_time() -> None:
    app = opened(open_page(lang="en", year="2017", borders="time"), "all_years")
    data = drawing(app, "years")
    assert [len(regions) for _path, regions in data["layers"]] == [16, 17, 20]
    assert [layer for _year, layer, *_rest in data["maps"]] == [0] * 2 + [1] * 4 + [2] * 4
    # A region that kept its name has a line for each of its borders: they are not the same.
    names = list(app.table[-1].value.iloc[:, 0])
    assert len(names) == len(set(names)) == 16 + 2 + 6
    assert "East Kazakhstan Region (until June 2022)" in names
    assert "East Kazakhstan Region" in names


def test_small_maps_of_an_indicator() -> None:
    app = opened(open_page(lang="en", year="2024", show="livestock_density"), "all_years")
    last = drawing(app, "years")["maps"][-1]
    assert last[2].count(-1) == 3  # cities have no pastures
