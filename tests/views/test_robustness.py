"""Robustness: the page shows the analyses themselves, and its sentences hold."""

import numpy as np
import pytest

from assessment.robustness import SHIFT
from i18n import number, percent, translator
from scoring.robustness.extremes import class_margins, holds_within
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, chart, open_page, sound

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
