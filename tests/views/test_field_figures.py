"""Figures of the field log on the page Region: awaited without one, followed to the log with one."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n import translator
from indicators.registry import load_registry
from intake.field.publish import look, take_over
from intake.loading.known import load_known
from tests.assessment.test_field_counts import paper
from tests.views.pages import LANGUAGES, chart, expander, open_page, opened

REGISTRY = load_registry()
COLLECTED = [card for card in REGISTRY.shown if card.collected]
TODAY = date(2026, 5, 1)
FIELD, EXPERT = (
    REGISTRY.series[name] for name in REGISTRY.cards["councils_of_elders"].formula.series
)


@pytest.fixture(autouse=True)
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KELISIM_FIGURES", str(tmp_path / "figures"))


def texts(app: AppTest) -> list[str]:
    return [element.value for element in app.markdown]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_log_its_indicators_are_named_once(language: str) -> None:
    _ = translator(language)
    app = open_page("region", lang=language, region="KZ-61")
    names = "; ".join(card.name.get(language) for card in COLLECTED)
    words = _("No figures yet, because they come from the field log: {names}.")
    assert texts(app).count(words.format(names=names)) == 1
    inside = expander(opened(app, "open_councils_of_elders"), "open_councils_of_elders")
    second = _("The first of the two is not known for this year; so it is: {name}.")
    captions = [one.value for one in inside.caption]
    assert second.format(name=EXPERT.name.get(language)) in captions


def test_figures_of_the_log_are_followed_to_it() -> None:
    known = load_known(TODAY)
    found = look(paper(**{"5": None}), known, TODAY)
    take_over(found, known, author="Synthetic analyst", note="synthetic")
    app = open_page("region", lang="en", region="KZ-61")
    assert not [text for text in texts(app) if text.startswith("No figures yet")]
    shown = {one.key: one.label for one in app.expander if one.key}
    assert "**75.0%**" in shown["open_field_completeness"]
    assert "**1.5\N{NO-BREAK SPACE}cases per council**" in shown["open_field_cases_per_council"]
    # Two of the three cases were looked at again: too few for a share.
    name = REGISTRY.cards["field_still_settled_share"].name.en
    assert f"{name} — withheld: fewer than 10 cases" in texts(app)
    app = opened(app, "open_councils_of_elders", "open_field_active_districts_share")
    inside = expander(app, "open_councils_of_elders")
    captions = [one.value for one in inside.caption]
    assert f"Of the two, the first is known for this year: {FIELD.name.en}." in captions
    rows = inside.table[0].value
    assert list(rows["Source"]) == ["Field log of this installation"]
    assert rows["Where"][0].startswith("2025-01-01 – 2025-12-31; field_scheme.yaml 1.0")
    # The expert's rating of 2021 and that of the log are two ways: no line joins them.
    line = chart(app, "history_councils_of_elders")["data"][-1]
    points = [(x, y) for x, y in zip(line["x"], line["y"], strict=True) if y is not None]
    assert points == [(2021, 2.0), (2025, 2.0)]
    assert None in line["y"]
    share = expander(app, "open_field_active_districts_share")
    assert "100 × 1 ÷ 2 = **50.0%**" in [one.value for one in share.markdown]
    # A region of which nothing is recorded still waits for figures.
    other = open_page("region", lang="en", region="KZ-11")
    assert [text for text in texts(other) if text.startswith("No figures yet")]
