"""Every page in every language, by day and by night: it comes up, and says its main answer."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from i18n import number, translator
from methodology import build
from reports.validation import ValidationWords
from reports.wording import Wording
from scoring.score import Result
from tests.assessment.published import published
from tests.assessment.signals_published import published_signals
from tests.assessment.validated import validated
from tests.views.pages import LANGUAGES, PAGES, drawing, headline, html, open_page

LAST = published().rated_periods[-1]
PLAIN = ("document", "copy_link")  # parts of the frame that have no colours of their own


def highest(result: Result) -> int:
    t = result.period_index[LAST]
    return max(range(len(result.inputs.regions)), key=lambda r: result.score[t, r])


def newest(language: str) -> str:
    """The region of the newest alert; on the figures as they are there is one."""
    region = published_signals().current[0].region
    return published().regions.get(region).names.get(language)


def count_apart(ahead: np.ndarray) -> int:
    """Pairs of which one is ahead in more than 95 % of the draws."""
    return int((ahead > 0.95).sum())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_says_its_main_answer(page: str, language: str) -> None:
    made = published()
    result, t, r = made.result, made.result.period_index[LAST], highest(made.result)
    place = made.regions.get(result.inputs.regions[r]).names.get(language)
    app = open_page(page, lang=language)
    answer = {
        "overview": (str(LAST), place),
        "region": (str(LAST), place),
        "robustness": (str(LAST), str(count_apart(made.uncertainty(LAST).ahead))),
        "weights": (str(sum(m > 0.10 for m in made.robustness(LAST).margins.values())), "10"),
        "what_if": (translator(language)("Change a figure to see what would follow."),),
        "signals": (newest(language),),
        "compare": (place,),
        "incidents": ("39", "2006–2024"),
        "incident_report": (translator(language)("No reported incident is published here yet"),),
        "field_log": (
            translator(language)(
                "The field log is empty: the councils of elders are rated by one expert’s statement "
                "of 2021"
            ),
        ),
        "scenarios": (translator(language)("No scenario is kept here yet"),),
        "validation": (ValidationWords(Wording(made, language), validated()).conclusion(),),
        "data": (translator(language)("The figures behind the scores"),),
        "load": (
            translator(language)("No added figures count here: the published package counts alone"),
        ),
        "methodology": (build(made, language).title,),
        "limits": (build(made, language).section("limits").title,),
    }[page]
    assert [part for part in answer if part not in headline(app)] == []
    numbers = {
        "overview": number(result.score[t, r], language),
        "region": number(result.score[t, r], language),
        "data": number(len(made.observations), language, 0),
    }
    assert numbers.get(page, "") in html(app) + "\n".join(m.value for m in app.markdown)


@pytest.mark.parametrize("page", PAGES)
def test_page_by_night(page: str) -> None:
    app = open_page(page, theme="dark", lang="kk")
    assert headline(app)

    def drawn(app: AppTest) -> list[object]:
        charts = [element.proto.spec for element in app.get("plotly_chart")]
        return charts + [e.proto.bytes for e in app.get("bidi_component") if e.key not in PLAIN]

    by_day = drawn(open_page(page, lang="kk"))
    assert drawn(app) != by_day or not by_day


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_versions_attribution_and_the_way_to_the_limits(
    page: str, language: str
) -> None:
    made = published()
    app = open_page(page, lang=language)
    foot = html(app)
    assert made.observations.release in foot
    assert made.observations.version in foot
    assert made.result.scheme.version in foot
    assert "Natural Earth" in foot
    assert "limits" in [link.proto.page for link in app.get("page_link")]


def test_languages_differ_in_every_sentence_of_the_frame() -> None:
    def words(app: AppTest) -> set[str]:
        links = {link.proto.label for link in app.get("page_link")}
        return links | {headline(app), app.select_slider(key="year").label}

    shown = [words(open_page(lang=language)) for language in LANGUAGES]
    for first, second in ((0, 1), (0, 2)):  # Russian and Kazakh share words such as "Методология"
        assert not shown[first] & shown[second]
    assert shown[1] != shown[2]


@pytest.mark.parametrize("page", PAGES)
def test_no_placeholder_is_left_open(page: str) -> None:
    for language in LANGUAGES:
        app = open_page(page, lang=language)
        shown = [html(app), *(m.value for m in app.markdown), *(c.value for c in app.caption)]
        shown += [e.proto.alt for e in app.get("plotly_chart")]
        shown += [drawing(app, e.key)["label"] for e in app.get("bidi_component")[1:]]
        text = re.sub(r"<style>.*?</style>", "", "\n".join(shown), flags=re.DOTALL)
        text = re.sub(r"\$.*?\$", "", text, flags=re.DOTALL)  # braces of formulas
        assert re.findall(r"\{\w*\}|\bnan\b|\bNone\b", text) == []
