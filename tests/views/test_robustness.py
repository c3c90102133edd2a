"""Robustness: the page shows the analyses themselves, and its sentences hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.robustness import SHIFT
from i18n import number, percent, translator
from reports.statements import beyond
from scoring.robustness.extremes import class_margins, holds_within
from scoring.robustness.improvement import single_changes
from scoring.robustness.weight_change import swap
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, chart, expander, open_page, opened, sound
from views.matrices import AHEAD, AHEAD_COLOURS

MADE = published()
LAST = MADE.rated_periods[-1]
BANDS = MADE.uncertainty(LAST)


def said(app: object) -> str:
    """All the prose of the page."""
    return "\n".join(element.value for element in app.markdown)  # type: ignore[attr-defined]


def test_the_matrices_are_those_of_the_draws() -> None:
    app = open_page("robustness", lang="en")
    order = np.argsort(BANDS.mean_place)
    places = np.array(chart(app, "places")["data"][0]["z"], dtype=float)
    np.testing.assert_allclose(np.nan_to_num(places), BANDS.place_share[order], atol=5e-5)
    pairs = np.array(chart(app, "pairs")["data"][0]["z"], dtype=float)
    expected = BANDS.ahead[np.ix_(order, order)].copy()
    np.fill_diagonal(expected, np.nan)
    np.testing.assert_allclose(pairs, expected, atol=5e-5)


@pytest.mark.parametrize("region", ["KZ-61", "KZ-63"])
def test_the_indices_are_those_of_all_places_and_of_the_region(region: str) -> None:
    app = open_page("robustness", lang="ru", region=region)
    found = MADE.robustness(LAST).sensitivity
    for key, output in (("sensitivity_all", SHIFT), ("sensitivity_region", region)):
        bars = chart(app, key)["data"][0]
        assert sorted(bars["x"]) == pytest.approx(sorted(found.total[output]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_margin_that_is_said_holds(language: str) -> None:
    """Rounded down: within what the sentence says the class is the same for every weighting."""
    region = "KZ-61"
    margin = class_margins(MADE.result, LAST)[region]
    shown = np.floor(margin * 1000) / 10
    assert number(shown, language) in said(open_page("robustness", lang=language, region=region))
    assert holds_within(MADE.result, LAST, region, shown / 100)
    assert not holds_within(MADE.result, LAST, region, shown / 100 + 0.002)


def test_a_region_at_a_limit_of_its_class_is_called_that() -> None:
    """East Kazakhstan: 34.97 points, and the class changes at 35."""
    assert class_margins(MADE.result, LAST)["KZ-63"] < 0.001
    assert "by a hair" in said(open_page("robustness", lang="en", region="KZ-63"))


def test_every_region_and_year_comes_up() -> None:
    app = open_page("robustness", lang="kk")
    for region in MADE.regions.ids:
        app.selectbox(key="region").set_value(region)
        sound(app.run())
        assert MADE.regions.get(region).names.get("kk") in " ".join(h.value for h in app.subheader)
    for period in MADE.rated_periods[:2]:
        app.select_slider(key="year").set_value(str(period))
        sound(app.run())
        assert str(period) in " ".join(h.value for h in app.subheader)


def test_overview_and_profile_show_the_band_wherever_a_place_stands() -> None:
    result, r = MADE.result, MADE.result.region_index["KZ-71"]
    best, _middle, worst = BANDS.place[:, r]
    words = translator("en")("places {best}–{worst} of {count}").format(
        best=int(best), worst=int(worst), count=len(result.inputs.regions)
    )
    region = open_page("region", lang="en", region="KZ-71")
    html = "\n".join(element.value for element in region.get("html"))
    assert words in html
    assert percent(BANDS.at_least[3, r], "en") in html
    low, _median, high = BANDS.score[:, r]
    assert f"{number(low, 'en')}–{number(high, 'en')}" in html


def test_the_matrices_stand_in_tables_too() -> None:
    app = opened(open_page("robustness", lang="ru"), "table_places", "table_pairs")
    order = np.argsort(BANDS.mean_place)
    places = expander(app, "table_places").table[0].value
    pairs = expander(app, "table_pairs").table[0].value
    names = [MADE.regions.get(BANDS.regions[r]).short.get("ru") for r in order]
    assert list(places.iloc[:, 0]) == list(pairs.iloc[:, 0]) == list(pairs.columns[1:]) == names
    for i, r in enumerate(order):
        assert list(places.iloc[i, 1:]) == [percent(x, "ru", 1) for x in BANDS.place_share[r]]
        for j, other in enumerate(order):
            expected = "–" if i == j else percent(BANDS.ahead[r, other], "ru")
            assert pairs.iloc[i, 1 + j] == expected


def test_the_colours_of_pairs_change_where_regions_can_be_told_apart() -> None:
    scale = chart(open_page("robustness", lang="en"), "pairs")["data"][0]["colorscale"]
    limits = [0, *AHEAD, 1]
    assert [limit for limit, _colour in scale[::2]] == limits[:-1]
    assert [limit for limit, _colour in scale[1::2]] == limits[1:]
    assert [colour for _limit, colour in scale[::2]] == list(AHEAD_COLOURS)


@pytest.mark.parametrize("year", [str(MADE.rated_periods[0]), str(LAST)])
def test_what_has_no_figure_is_not_said_to_be_left_out(year: str) -> None:
    app = open_page("robustness", lang="en", year=year)
    t = MADE.result.period_index[int(year)]
    without = {
        MADE.registry.cards[name].short.get("en")
        for k, name in enumerate(MADE.result.inputs.indicators)
        if np.isnan(MADE.result.inputs.values[t, :, k]).all()
    }
    assert bool(without) == (year != str(LAST))
    assert not without & set(chart(app, "left_out")["layout"]["yaxis"]["ticktext"])


def test_an_expert_s_code_is_not_said_to_be_changed_a_little() -> None:
    """Karaganda: a tenth of a step of the code would do, but there is no tenth of a step."""
    found = single_changes(MADE.result, LAST, "KZ-35")
    assert found[0].indicator == "councils_of_elders"
    assert 0 < found[0].after < 1
    words = said(open_page("robustness", lang="en", region="KZ-35"))
    card = MADE.registry.cards[found[1].indicator]
    after = number(beyond(found[1].before, found[1].after, card.decimals), "en", card.decimals)
    assert f"“{card.name.get('en')}” from {number(found[1].before, 'en', card.decimals)}" in words
    assert f"to {after}" in words


@given(
    before=st.floats(-1e4, 1e4),
    after=st.floats(-1e4, 1e4),
    decimals=st.integers(0, 3),
)
def test_what_is_said_of_a_change_is_never_less_than_the_change(
    before: float, after: float, decimals: int
) -> None:
    shown = beyond(before, after, decimals)
    assert abs(shown - after) <= 10.0**-decimals + 1e-9
    if after > before:
        assert shown >= after - 1e-9
    else:
        assert shown <= after + 1e-9


def test_a_search_that_proves_nothing_is_said_to_be_one() -> None:
    """East Kazakhstan has no pillar that Karaganda has: no linear programme proves the nearest."""
    change = swap(MADE.result, LAST, "KZ-35", "KZ-63")
    assert change is not None
    assert not change.exact
    assert "not ruled out" in said(open_page("robustness", lang="en", region="KZ-35"))
    exact = swap(MADE.result, LAST, "KZ-61", "KZ-71")
    assert exact is not None
    assert exact.exact
    assert "not ruled out" not in said(open_page("robustness", lang="en", region="KZ-61"))


@pytest.mark.parametrize("region", ["KZ-35", "KZ-71"])
def test_the_places_under_other_ways_are_those_of_the_chosen_region(region: str) -> None:
    own = MADE.robustness(LAST).methods.places.loc[region]
    words = translator("en")("Under the {count} ways {region} holds places {best} to {worst}.")
    assert words.format(
        count=len(own),
        region=MADE.regions.get(region).names.get("en"),
        best=int(own.min()),
        worst=int(own.max()),
    ) in said(open_page("robustness", lang="en", region=region))
