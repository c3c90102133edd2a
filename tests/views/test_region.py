"""Region: every number can be followed to its formula, its inputs and the line of its file."""

import csv
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from i18n import number, translator
from indicators.observations import DATA
from scoring.contributions import against_median
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, chart, expander, headline, html, open_page, opened, sound

MADE = published()
RESULT = MADE.result
LAST = MADE.rated_periods[-1]


def cards_of(app: AppTest) -> list[str]:
    """Indicators that have a value on the page."""
    keys = [one.key for one in app.expander if one.key]
    return [key.removeprefix("open_") for key in keys if key.startswith("open_")]


def test_every_region_comes_up() -> None:
    app = open_page("region", lang="kk")
    for region in MADE.regions.ids:
        app.selectbox(key="region").set_value(region)
        assert MADE.regions.get(region).names.get("kk") in headline(sound(app.run()))
        assert app.query_params["region"] == region
        entries = [c for c in MADE.registry.cards if MADE.panel.get(c, region, LAST)]
        assert sorted(cards_of(app)) == sorted(entries)


def test_every_year_comes_up() -> None:
    # Abai was founded in 2022: before that its figures come from its former region.
    app = open_page("region", lang="ru", region="KZ-10")
    for period in MADE.rated_periods:
        app.select_slider(key="year").set_value(str(period))
        sound(app.run())
        assert str(period) in headline(app)
        score = RESULT.score[RESULT.period_index[period], RESULT.region_index["KZ-10"]]
        assert np.isfinite(score)
        assert number(score, "ru") in html(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bars_are_the_exact_contributions(language: str) -> None:
    app = open_page("region", lang=language, region="KZ-47")
    explained = against_median(RESULT, LAST, "KZ-47")
    assert explained is not None
    bars = chart(app, "contributions")["data"][0]
    given = np.asarray(explained.indicators)
    assert sorted(bars["x"]) == pytest.approx(sorted(given[np.isfinite(given)]))
    assert sum(bars["x"]) == pytest.approx(explained.score - explained.baseline)


def test_the_formula_of_the_score_gives_the_score() -> None:
    app = opened(open_page("region", lang="en", region="KZ-75"), "made")
    inside = expander(app, "made")
    formula = inside.latex[0].value
    factors = re.findall(r"\(10 - ([\d.]+)\)\)\^\{([\d.]+)\}", formula)
    assert len(factors) == len(RESULT.scheme.pillar_weights)
    product = np.prod([(1 + 0.9 * (10 - float(p))) ** float(w) for p, w in factors])
    printed = float(re.search(r"= ([\d.]+)", formula)[1])
    assert 10 * 10 / 9 * (10 - product) == pytest.approx(printed, abs=0.01)
    score = RESULT.score[RESULT.period_index[LAST], RESULT.region_index["KZ-75"]]
    assert printed == pytest.approx(score, abs=0.005)
    assert len(inside.table[0].value) == len(MADE.registry.framework.pillars)


@pytest.mark.parametrize(
    ("language", "region", "year"),
    [("en", "KZ-61", 2025), ("ru", "KZ-62", 2020), ("kk", "KZ-79", 2017), ("en", "KZ-27", 2022)],
)
def test_every_number_is_followed_to_the_line_of_its_file(
    language: str, region: str, year: int
) -> None:
    app = open_page("region", lang=language, region=region, year=str(year))
    names = cards_of(app)
    assert len(names) > 10
    opened(app, *(f"open_{name}" for name in names))
    _ = translator(language)
    for name in names:
        card = MADE.registry.cards[name]
        entry = MADE.panel.get(name, region, year)
        inside = expander(app, f"open_{name}")
        assert [code.value for code in inside.code] == [card.formula.text]
        text = "\n".join(element.value for element in inside.markdown)
        assert card.definition.get(language) in text
        assert card.caveats.get(language) in text
        assert number(entry.value, language, card.decimals) in text
        table = inside.table[0].value
        used = [obs for term in entry.derived.terms for obs in term.observations]
        assert len(table) == len(used) > 0
        for (_index, row), obs in zip(table.iterrows(), used, strict=True):
            file, line = re.search(r"`(\S+):(\d+)`", row[_("Where")]).groups()
            with (DATA / file).open(encoding="utf-8", newline="") as handle:
                found = list(csv.reader(handle))[int(line) - 1]
            assert found[:4] == [obs.series, obs.region, obs.borders, obs.period]
            assert float(found[4]) == obs.value
            assert row[_("Period")] == found[3]
            assert row[_("Value")].startswith(number(obs.value, language, shown_decimals(found[4])))
            source = MADE.observations.sources[found[6]]
            link = f"({source.url})" if source.url else source.title.get(language)
            assert link in row[_("Source")]


def shown_decimals(text: str) -> int:
    return min(len(text.rstrip("0").partition(".")[2]) if "." in text else 0, 6)


def test_only_what_is_open_is_made() -> None:
    app = open_page("region", lang="en")
    closed = len(app.table)
    opened(app, "open_poverty_share")
    assert len(app.table) == closed + 1
    assert expander(app, "open_poverty_share").proto.expanded


def test_what_does_not_apply_is_said_and_not_called_missing() -> None:
    app = open_page("region", lang="en", region="KZ-75", year="2024")
    assert "livestock_density" not in cards_of(app)
    card = MADE.registry.cards["livestock_density"]
    (line,) = [m.value for m in app.markdown if m.value.startswith(card.name.get("en"))]
    assert translator("en")("not applicable") in line
    assert translator("en")("no figure") not in line


def test_a_value_of_an_earlier_year_says_so() -> None:
    app = open_page("region", lang="en", region="KZ-61", year="2025")
    (one,) = [e for e in app.expander if e.key == "open_poverty_share"]
    entry = MADE.panel.get("poverty_share", "KZ-61", 2025)
    assert entry.carried
    assert str(entry.derived.year) in one.label
