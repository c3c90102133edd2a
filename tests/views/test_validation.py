"""Validation: the conclusion first, every number the evaluation's own, nothing hidden, no group named."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from assessment.evaluation import evaluate
from i18n import number, translator
from indicators.yaml_file import RegistryError
from reports.validation import ValidationWords
from reports.wording import Wording
from tests.assessment.published import published
from tests.assessment.validated import log_of, validated
from tests.views.pages import LANGUAGES, chart, headline, html, open_page, opened
from views.evaluated import evaluation

FOUND = validated()
TABLES = ("table_beside", "table_outcomes", "table_parts", "table_incidents")
GROUPS = re.compile(
    r"\b(Kazakhs?|Dungans?|Uyghurs?|Uzbeks?|Tajiks?|Kurds?|Chechens?|Turks?|Turkish|Arabs?|Chinese)\b"
)


def words(language: str) -> ValidationWords:
    return ValidationWords(Wording(published(), language), FOUND)


def cells(app: AppTest) -> list[str]:
    return [str(cell) for table in app.table for cell in table.value.to_numpy().flat]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conclusion_comes_first_and_the_hash_last(language: str) -> None:
    app = open_page("validation", lang=language)
    say = words(language)
    assert headline(app) == say.conclusion()
    text = "\n".join(element.value for element in app.markdown)
    assert FOUND.sealed.sha256 in text
    for sentence in (*say.may(), *say.may_not(), *say.parts(), *say.power()):
        assert sentence in text
    assert number(FOUND.main.auc, language, 2) in html(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_draw_each_auc_with_its_interval(language: str) -> None:
    app = open_page("validation", lang=language)
    beside = [c.estimate for c in FOUND.contenders if c.kind == "baseline"]
    parts = [c.estimate for c in FOUND.contenders if c.kind == "without" or c.name == "flipped"]
    outcomes = [finding.estimate for finding in FOUND.findings]
    for key, wanted in (
        ("beside", [FOUND.main, *beside]),
        ("parts", [FOUND.main, *parts]),
        ("outcomes", outcomes),
    ):
        figure = chart(app, key)
        drawn = {
            (x, x - minus, x + plus)
            for series in figure["data"]
            for x, minus, plus in zip(
                series["x"],
                series["error_x"]["arrayminus"],
                series["error_x"]["array"],
                strict=True,
            )
        }
        assert len(drawn) == len({(e.auc, e.low, e.high) for e in wanted})
        for one in wanted:
            assert any(ends == pytest.approx((one.auc, one.low, one.high)) for ends in drawn)
        said = " ".join(note["text"] for note in figure["layout"]["annotations"])
        assert translator(language)("chance") in said
        for one in wanted:
            assert words(language).interval(one.low, one.high) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_hold_all_numbers_and_every_incident(language: str) -> None:
    app = opened(open_page("validation", lang=language), *TABLES)
    shown, say = cells(app), words(language)
    for one in (FOUND.main, *(c.estimate for c in FOUND.contenders if c.name != "as_is")):
        assert say.p(one.p) in shown
        assert say.interval(one.drawn_low, one.drawn_high) in shown
    for one in FOUND.before:
        assert any(one.incident.id in cell for cell in shown)
    for miss in (*FOUND.missed, *FOUND.unfollowed):
        assert Wording(published(), language).region_name(miss.standing.region) in shown
    signals = sum(bool(one.signals) for one in FOUND.before)
    column = translator(language)("Signals in that year")
    (table,) = [t.value for t in app.table if column in t.value]
    assert (table[column] != "–").sum() == signals


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_protocol_is_told_in_full(language: str) -> None:
    app = opened(open_page("validation", lang=language), "protocol")
    text = "\n".join(element.value for element in app.markdown)
    protocol = FOUND.protocol
    for part in (*protocol.definitions, *protocol.frozen, *protocol.rules, protocol.question):
        assert part.get(language) in text
    for outcome in protocol.outcomes:
        assert outcome.name.get(language) in text
    assert str(protocol.seed) in text


def test_an_incident_leads_to_its_description() -> None:
    app = opened(open_page("validation", lang="kk"), "table_incidents")
    addresses = {link for cell in cells(app) for link in re.findall(r"\]\((\S+?)\)", cell)}
    assert len(addresses) >= len(FOUND.before)
    for address in addresses:
        parts = urlsplit(address)
        assert parts.path == "incidents"
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        assert asked["lang"] == "kk"
        assert FOUND.incidents.get(asked["incident"]).id == asked["incident"]
    there = open_page("incidents", **asked)
    assert len(there.warning) == 0
    assert there.query_params["incident"] == asked["incident"]


def test_no_group_is_named() -> None:
    app = opened(open_page("validation", lang="en"), *TABLES, "protocol")
    text = "\n".join([*cells(app), html(app), *(m.value for m in app.markdown)])
    assert GROUPS.findall(text) == []


def test_settings_of_ones_own_change_nothing_and_it_says_so() -> None:
    plain = open_page("validation", lang="en")
    own = open_page("validation", lang="en", weights="migration:60")
    assert headline(own) == headline(plain)
    assert chart(own, "beside") == chart(plain, "beside")
    assert len(own.info) == 1
    assert len(plain.info) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_broken_protocol_is_told_and_no_number_shown(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RegistryError("validation_protocol.yaml: seed: Field required")

    monkeypatch.setattr("assessment.evaluation.load_protocol", broken)
    evaluation.clear()
    app = open_page("validation", lang=language)
    assert [code.value for code in app.code] == ["validation_protocol.yaml: seed: Field required"]
    assert len(app.get("plotly_chart")) == 0
    monkeypatch.undo()
    evaluation.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_incidents_nothing_is_concluded(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.evaluated.evaluate", lambda made, _log: evaluate(made, log_of([])))
    evaluation.clear()
    app = open_page("validation", lang=language)
    assert headline(app) == translator(language)(
        "No incident of the log can be held against a score, so nothing can be concluded."
    )
    assert len(app.get("plotly_chart")) == 0
    monkeypatch.undo()
    evaluation.clear()
