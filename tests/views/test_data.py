"""Data: coverage, sources and known faults are those of the package."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from i18n import number, translator
from indicators.panel import applies
from indicators.schema import Card
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, open_page, opened, sound
from views.coverage import CARRIED, FORMER, MISSING, NOT_APPLICABLE, OWN

MADE = published()
SCORED = MADE.registry.scored
SHOWN = tuple(card for card in MADE.registry.shown if not card.collected)
LAST = MADE.rated_periods[-1]


def states(app: AppTest, key: str) -> list[list[list[int]]]:
    """The heat maps of one tab, from top to bottom: rows of indicators, columns of cells."""
    found = []
    for element in app.get("plotly_chart"):
        if element.key.startswith(key):
            (trace,) = json.loads(element.proto.spec)["data"]
            found.append([[int(state) for state in row] for row in reversed(trace["z"])])
    return found


def expected(card: Card, region: str, period: int) -> set[int]:
    if not applies(card, region, MADE.regions.get(region).type):
        return {NOT_APPLICABLE}
    entry = MADE.panel.get(card.id, region, period)
    if entry is None:
        return {MISSING}
    return {CARRIED} if entry.carried else {OWN, FORMER}


@pytest.mark.parametrize("language", LANGUAGES)
def test_indicators_of_the_field_log_are_named_and_no_row_of_holes_is_drawn(language: str) -> None:
    app = open_page("data", lang=language)
    words = translator(language)("No figures yet, because they come from the field log: {names}.")
    names = [card.name.get(language) for card in MADE.registry.shown if card.collected]
    assert len(names) == 6
    told = words.format(names="; ".join(names))
    assert [caption.value for caption in app.caption].count(told) == 2  # a tab each


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heat_map_of_a_year_is_the_coverage(language: str) -> None:
    app = open_page("data", lang=language)
    for period in (LAST, 2019):
        app.select_slider(key="year").set_value(str(period))
        maps = states(sound(app.run()), "coverage_year")
        assert [len(rows) for rows in maps] == [len(SCORED), len(SHOWN)]
        regions = app_regions(language)
        for cards, rows in zip((SCORED, SHOWN), maps, strict=True):
            for card, row in zip(cards, rows, strict=True):
                for region, state in zip(regions, row, strict=True):
                    assert state in expected(card, region, period), (card.id, region)


def app_regions(language: str) -> list[str]:
    names = {MADE.regions.get(r).names.get(language): r for r in MADE.regions.ids}
    app = open_page("region", lang=language)
    return [names[name] for name in app.selectbox(key="region").options]


def test_the_heat_map_of_a_region_is_its_coverage() -> None:
    app = open_page("data", lang="ru", region="KZ-62")
    maps = states(app, "coverage_region")
    for cards, rows in zip((SCORED, SHOWN), maps, strict=True):
        for card, row in zip(cards, rows, strict=True):
            for period, state in zip(MADE.panel.periods, row, strict=True):
                assert state in expected(card, "KZ-62", period), (card.id, period)
    # Ulytau was founded in 2022: earlier figures are those of its former region.
    assert any(state == FORMER for rows in maps for row in rows for state in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_as_a_table(language: str) -> None:
    app = open_page("data", lang=language)
    before = len(app.table)
    keys = [one.key for one in app.expander if one.key and one.key.startswith("table_coverage_")]
    assert len(keys) == 4
    opened(app, *keys)
    assert len(app.table) == before + 4
    _ = translator(language)
    sizes = [table.value.shape for table in app.table if _("Source") not in table.value]
    years = len(MADE.panel.periods)
    assert sizes == [(len(SCORED), 20), (len(SHOWN), 20), (len(SCORED), years), (len(SHOWN), years)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sources_stand_with_licence_link_and_count(language: str) -> None:
    app = open_page("data", lang=language)
    _ = translator(language)
    (table,) = [t.value for t in app.table if _("Licence") in t.value]
    sources = MADE.observations.sources
    assert len(table) == len(sources)
    for source, (_i, row) in zip(sources.values(), table.iterrows(), strict=True):
        assert source.title.get(language) in row[_("Source")]
        assert source.url in row[_("Source")]
        assert row[_("Licence")] == source.licence.get(language)
        count = sum(obs.source == source.id for obs in MADE.observations)
        assert row[_("Figures")] == number(count, language, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_known_faults_and_what_was_left_out(language: str) -> None:
    app = open_page("data", lang=language)
    text = "\n".join(element.value for element in app.markdown)
    assert len(MADE.observations.known_faults) > 0
    for item in MADE.observations.known_faults:
        assert item.text.get(language) in text
    for item in MADE.observations.exclusions:
        assert item.reason.get(language) in text
