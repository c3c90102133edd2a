"""Compare: regions, years and scenarios side by side, by the engine's own numbers."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from assessment.beside import beside, side, years
from assessment.settings import parse, published, under
from i18n import number, percent
from scoring.score import score
from tests.assessment.published import published as made
from tests.views.pages import LANGUAGES, chart, drawing, headline, open_page, sound

RESULT = made().result
LAST = made().rated_periods[-1]
T = RESULT.period_index[LAST]
FIVE = "KZ-61~KZ-31~KZ-71~KZ-63~KZ-47"


def cells(app: AppTest) -> set[str]:
    return {str(cell) for table in app.table for cell in table.value.to_numpy().flat}


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_regions_side_by_side(language: str) -> None:
    app = open_page("compare", lang=language, regions=FIVE)
    assert app.query_params["regions"] == FIVE
    regions = FIVE.split("~")
    rows = {row[0] for row in drawing(app, "ranking")["rows"]}
    assert rows == set(regions)
    ahead = made().uncertainty(LAST).ahead
    places = [RESULT.region_index[region] for region in regions]
    order = sorted(places, key=lambda r: -RESULT.score[T, r])
    for a, r in enumerate(order):
        assert number(RESULT.score[T, r], language) in cells(app)
        for s in order[a + 1 :]:
            assert percent(ahead[r, s], language) in cells(app)
    for pillar in RESULT.scheme.pillar_ids:
        assert made().registry.framework.pillar(pillar).name.get(language) in cells(app)
        pressure = RESULT.pillars[T, places[0], RESULT.pillar_index[pillar]]
        assert f"({number(pressure, language, 0)})" in cells(app)
        drawn = chart(app, f"pillar_{pillar}")["data"][0]["x"]
        values = RESULT.pillars[T, places, RESULT.pillar_index[pillar]]
        np.testing.assert_allclose(np.array(drawn, dtype=float), values)
    assert [one for one in app.get("plotly_chart") if str(one.key).startswith("history_")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_that_cannot_be_told_apart_are_said_so(language: str) -> None:
    ahead = made().uncertainty(LAST).ahead
    regions = RESULT.inputs.regions
    r, s = next((r, s) for r in range(len(regions)) for s in range(r) if 0.4 < ahead[r, s] < 0.6)
    app = open_page("compare", lang=language, regions=f"{regions[r]}~{regions[s]}")
    apart = abs(RESULT.score[T, r] - RESULT.score[T, s])
    assert number(apart, language) in headline(app)


def test_regions_are_chosen_and_stand_in_the_address() -> None:
    app = open_page("compare", lang="en")
    assert "regions" not in app.query_params  # what the page proposes
    app.multiselect(key="compared_regions").set_value(["KZ-31", "KZ-33", "KZ-35"])
    assert sound(app.run()).query_params["regions"] == "KZ-31~KZ-33~KZ-35"
    app.multiselect(key="compared_regions").set_value(["KZ-31"])  # one is no comparison
    assert sound(app.run()).query_params["regions"] == "KZ-31~KZ-33~KZ-35"


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_years_are_compared_like_for_like(language: str) -> None:
    app = open_page("compare", lang=language, compare="years", year2="2020")
    found = beside(*years(made(), 2020, LAST))
    for r in range(len(RESULT.inputs.regions)):
        if not np.isnan(found.difference[r]):
            assert percent(found.above[r], language) in cells(app)
    up = int((found.above > 0.95).sum())
    assert f" {up} " in f" {headline(app)} " or str(up) in headline(app)
    assert app.query_params["year2"] == "2020"
    app.select_slider(key="compared_year").set_value(str(LAST))
    assert len(sound(app.run()).table) == 0  # a year against itself is no comparison


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_scenarios_are_compared_region_by_region(language: str) -> None:
    text = "migration:60"
    app = open_page("compare", lang=language, compare="scenarios", weights=text)
    scheme = under(RESULT.scheme, parse(text, published(RESULT.scheme)))
    after = score(RESULT.inputs, scheme)
    rows = {row[0]: row for row in drawing(app, "ranking")["rows"]}
    assert len(rows) == int(np.isfinite(after.score[T]).sum())
    changed = int((after.classes[T] != RESULT.classes[T]).sum())
    assert str(changed) in headline(app)
    one = side(made(), LAST)
    assert number(one.score[0], language) in " ".join(cells(app))


def test_the_other_side_of_a_link_is_kept() -> None:
    app = open_page(
        "compare",
        lang="en",
        compare="scenarios",
        weights2="migration:60",
        changes2="KZ-31.poverty_share:add1",
    )
    assert app.query_params["weights2"] == "migration:60"
    assert app.query_params["changes2"] == "KZ-31.poverty_share:add1"
    assert len(app.table) > 0
    app.selectbox(key="compared_side").set_value("published")
    sound(app.run())
    assert "weights2" not in app.query_params
    assert "changes2" not in app.query_params


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_differs_between_two_scenarios_is_listed(language: str) -> None:
    app = open_page(
        "compare",
        lang=language,
        compare="scenarios",
        weights="migration:60~mean:maximum",
        changes2="KZ-61.net_migration_size:add3",
    )
    listed = app.table[0].value
    # Four weights, as one of them moves the shares of all; the mean; the changed figure.
    assert len(listed) == 6
    assert percent(0.3, language, 1) in set(listed.iloc[:, 1])
    assert percent(60 / 130, language, 1) in set(listed.iloc[:, 2])
    assert any("+3" in str(cell) for cell in listed.iloc[:, 1])


def test_the_pillars_of_the_chosen_region_are_drawn_for_both_years() -> None:
    found = beside(*years(made(), 2020, LAST))
    app = open_page("compare", lang="en", compare="years", year2="2020", region="KZ-61")
    r = RESULT.region_index["KZ-61"]
    for pillar in RESULT.scheme.pillar_ids:
        drawn = np.array(chart(app, f"pillar_{pillar}")["data"][0]["x"], dtype=float)
        p = RESULT.pillar_index[pillar]
        sides = (found.first, found.second)
        np.testing.assert_allclose(drawn, [one.result.pillars[one.t, r, p] for one in sides])


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("compare", "everything"),
        ("regions", "KZ-61"),
        ("regions", "KZ-61~KZ-61"),
        ("regions", "KZ-61~KZ-31~KZ-71~KZ-63~KZ-47~KZ-10"),
        ("regions", "KZ-61~KZ-99"),
        ("year2", "1999"),
        ("weights2", "migration:x"),
        ("changes2", "nothing"),
    ],
)
def test_a_bad_part_of_a_link_is_said_and_replaced(key: str, bad: str) -> None:
    app = open_page("overview", lang="kk", **{key: bad})
    assert len(app.warning) == 1
    assert key in app.warning[0].value
    assert key not in app.query_params
