"""The page Signals: what moved, by which rule, what to do next; reviews by analysts, and nobody else."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from assessment.signals import Alert
from i18n import translator
from scenarios import ANALYST, Actor, NotAllowed, Store, open_store
from scenarios.actors import VIEWER
from scenarios.records import MOVES
from tests.assessment.published import published
from tests.assessment.signals_published import published_signals
from tests.views.pages import (
    LANGUAGES,
    drawing,
    headline,
    html,
    new_app,
    open_page,
    opened,
    painted,
    sound,
    turn_to,
)
from tests.views.test_who import HERE, SECRETS, claims
from views import keeping
from views.reviewing import NOTE, STATE, state_name
from views.session import EVERY
from views.stream_panels import stream_numbers

FOUND = published_signals()
REGISTRY = published().registry
ALERTS = "alert_choice"
VERSION = published().observations.version
FIRST = FOUND.current[0]
OTHER = Actor("Somebody else", ANALYST)


@pytest.fixture
def store(empty_store: str) -> Iterator[Store]:
    """A second view of the store that the pages of this test use."""
    found = open_store(empty_store)
    yield found
    found.close()


def page(lang: str = "en", **address: str) -> AppTest:
    return open_page("signals", lang=lang, **address)


def said(app: AppTest) -> str:
    kinds = (app.success, app.error, app.warning, app.info, app.markdown, app.caption)
    return "\n".join(element.value for kind in kinds for element in kind)


def listed(app: AppTest) -> int:
    """How many alerts the list offers."""
    lists = [radio for radio in app.radio if radio.key == ALERTS]
    return len(lists[0].options) if lists else 0


def review(app: AppTest, state: str, note: str = "", name: str = "Aigul") -> AppTest:
    app.text_input(key="display_name").set_value(name)
    app.radio(key=STATE).set_value(state)
    app.text_area(key=NOTE).set_value(note)
    app = sound(app.run())
    app.button(key="keep_review").click()
    return sound(app.run())


# -- what is shown ---------------------------------------------------------------------------------


def test_there_is_something_to_look_at() -> None:
    """The tests below look at the figures as they are: they need alerts of several kinds."""
    assert FOUND.current
    assert {rule for alert in FOUND.alerts for rule in alert.rules} == {
        "sudden",
        "lasting",
        "record",
    }
    assert {alert.level for alert in FOUND.alerts} == {"medium", "high"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_counts_what_waits(language: str) -> None:
    app = page(language)
    count = len(FOUND.current)
    words = translator(language).plural(
        "{count} alert waits for review", "{count} alerts wait for review", count
    )
    assert headline(app).startswith(words)
    assert listed(app) == count
    assert app.radio(key=ALERTS).value == FIRST.id
    assert "alert" not in app.query_params  # what the page proposes does not stand in the address
    number = app.radio(key=ALERTS).options[0]
    assert published().regions.get(FIRST.region).names.get(language)[1:] in number


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("alert", FOUND.alerts[::4], ids=lambda alert: alert.id)
def test_an_alert_is_told_and_drawn_with_its_numbers(alert: Alert, language: str) -> None:
    app = page(language, alert=alert.id, alerts=EVERY)
    stream = REGISTRY.streams[alert.stream]
    watched = FOUND.watched[alert.stream, alert.region]
    data = drawing(app, "open_stream")
    panel = data["panels"][0]
    heights, texts = panel["values"]
    at = watched.index(alert.period) - watched.index(
        watched.periods[len(watched.periods) - len(heights)]
    )
    assert [at, alert.level] in panel["alerts"]
    assert texts[at] in said(app)  # the sentence has the value that is drawn
    gaps = np.isnan(watched.values[len(watched.periods) - len(heights) :]).tolist()
    assert [y is None for y in heights] == gaps
    assert len(data["panels"]) == (2 if "lasting" in alert.rules else 1)
    for words in (
        REGISTRY.playbook.step(stream.pillar, stream.id).act,
        REGISTRY.playbook.figure.check,
    ):
        assert words.get(language) in said(app)
    assert all(0 <= y <= 100 for y in heights if y is not None)


def test_a_value_stands_on_its_side_of_the_threshold() -> None:
    """Where the rule of sudden change speaks, the drawing shows the value beyond the line."""
    sudden = [one for one in FOUND.alerts if "sudden" in one.rules]
    assert sudden
    for alert in sudden:
        panel = drawing(page(alert=alert.id, alerts=EVERY), "open_stream")["panels"][0]
        ((at, _level),) = [mark for mark in panel["alerts"] if _is(alert, panel, mark[0])]
        value = panel["values"][0][at]
        limits = [line[0][at] for line in panel["limits"] if line[0][at] is not None]
        assert any(
            value >= limit if alert.direction == "fall" else value <= limit for limit in limits
        )


def _is(alert: Alert, panel: dict[str, Any], place: int) -> bool:
    watched = FOUND.watched[alert.stream, alert.region]
    first = len(watched.periods) - len(panel["values"][0])
    return watched.index(alert.period) == first + place


@pytest.mark.parametrize("stream", [one.id for one in REGISTRY.watched])
def test_a_stream_is_drawn_for_every_region_that_has_it(stream: str) -> None:
    app = page(drawn=stream)
    data = drawing(app, "all_streams")
    watched = {r: w for (s, r), w in FOUND.watched.items() if s == stream}
    have = [r for r, w in watched.items() if np.isfinite(w.values).any()]
    assert len(data["panels"]) == len(have)
    marks = sum(len(panel["alerts"]) for panel in data["panels"])
    assert marks == len([one for one in FOUND.alerts if one.stream == stream])
    assert {len(panel["values"][0]) for panel in data["panels"]} == {len(data["x"])}
    assert app.query_params["drawn"] == stream
    app = opened(app, "table_streams")
    table = (
        app.table[0].value
        if len(app.table) == 1
        else max((each.value for each in app.table), key=lambda frame: frame.shape[1])
    )
    assert table.shape == (len(data["x"]), 1 + len(have))
    assert (
        table.astype(str).apply(lambda column: column.str.contains("*", regex=False)).sum().sum()
        == marks
    )


def test_the_numbers_to_take_along_are_those_of_the_signals() -> None:
    stream = REGISTRY.streams[FIRST.stream]
    watched = FOUND.watched[FIRST.stream, FIRST.region]
    table = stream_numbers(stream, {FIRST.region: watched}, 3)
    assert table["period"].tolist() == list(watched.periods[3:])
    for column, values in (("values", watched.values), ("z", watched.z), ("q", watched.q)):
        np.testing.assert_array_equal(table[column], values[3:])
    row = table[table["period"] == FIRST.period].iloc[0]
    assert row["alert_at"]
    assert row["rules"].split() == list(FIRST.rules)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_are_those_of_the_cards(language: str) -> None:
    app = opened(page(language), *(f"card_{stream}" for stream in REGISTRY.streams))
    for stream in REGISTRY.streams.values():
        for text in (stream.what, stream.why, stream.caveats, stream.why_not, stream.why_rules):
            assert text is None or text.get(language) in said(app)


# -- which alerts ----------------------------------------------------------------------------------


def test_filters_choose_and_are_kept_in_the_address() -> None:
    app = page(alerts=EVERY)
    assert listed(app) == min(len(FOUND.alerts), 40)
    app.selectbox(key="stream").set_value("net_migration")
    app = sound(app.run())
    chosen = [one for one in FOUND.alerts if one.stream == "net_migration"]
    assert listed(app) == len(chosen)
    assert app.query_params["stream"] == "net_migration"
    assert app.radio(key=ALERTS).value == chosen[0].id
    app.radio(key=ALERTS).set_value(chosen[-1].id)
    app = sound(app.run())
    assert app.query_params["alert"] == chosen[-1].id
    app.selectbox(key="where").set_value(chosen[-1].region)
    app = sound(app.run())
    assert listed(app) == len([one for one in chosen if one.region == chosen[-1].region])
    app.selectbox(key="alerts").set_value("confirmed")
    app = sound(app.run())
    assert listed(app) == 0
    assert translator("en")("There is no such alert.") in said(app)
    assert "alert" not in app.query_params


def test_a_link_leads_to_an_alert_that_the_list_leaves_out() -> None:
    old = FOUND.alerts[-1]
    assert old not in FOUND.current
    app = page(alert=old.id)
    assert listed(app) == len(FOUND.current) + 1
    assert app.radio(key=ALERTS).value == old.id
    assert translator("en")("past, not reviewed") in app.radio(key=ALERTS).proto.captions[0]


def test_a_link_to_no_alert_is_refused_aloud() -> None:
    app = page(alert="relative_income.KZ-23.1999-Q1")
    assert len(app.warning) == 0  # it was told on the page that the link led to
    assert app.radio(key=ALERTS).value == FIRST.id
    assert len(open_page("overview", lang="en", alert="relative_income.KZ-23.1999-Q1").warning) == 1


# -- reviews ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_is_kept_shown_and_opened_again(store: Store, language: str) -> None:
    _ = translator(language)
    before = painted(open_page("overview", lang=language))
    app = review(page(language), "confirmed", "Checked <b>with</b> the akimat")
    kept = store.alert_review(FIRST.id)
    assert kept is not None
    assert (kept.state, kept.reviewer, kept.version) == ("confirmed", "Aigul", 1)
    assert (kept.note, kept.data_version) == ("Checked <b>with</b> the akimat", VERSION)
    assert r"\<b\>with" in said(app)
    assert state_name("confirmed", _) in said(app)
    assert app.text_area(key=NOTE).value == ""
    assert app.radio(key=STATE).value == MOVES["confirmed"][0]
    # It is closed in another session, leaves the list of open ones, and can be opened again.
    app = review(page(language), "closed", "Settled", "Dana")
    assert listed(page(language)) == len(FOUND.current) - 1
    closed = page(language, alerts="closed")
    assert (listed(closed), closed.radio(key=ALERTS).value) == (1, FIRST.id)
    closed = opened(closed, "review_history")
    (told,) = [each.value for each in closed.table if "Dana" in each.value.to_string()]
    assert len(told) == 2
    review(closed, "to_review", "A later figure")
    assert listed(page(language)) == len(FOUND.current)
    assert [event.action for event in store.history(kept.id, kind="alert")] == [
        "reopened",
        "reviewed",
        "reviewed",
    ]
    assert painted(open_page("overview", lang=language)) == before  # no score has moved
    trail = opened(turn_to(page(language), "scenarios"), "trail").table[-1].value.to_string()
    assert _("opened again") in trail
    assert _("alert") in trail


def test_a_decision_needs_a_reason_and_a_name(store: Store) -> None:
    app = page()
    assert app.button(key="keep_review").disabled
    app = review(app, "closed", "  ")
    assert len(app.error) == 1
    assert store.alert_reviews() == {}
    assert app.radio(key=STATE).value == "closed"
    app = review(app, "watching")
    assert len(app.error) == 0
    assert store.alert_reviews()[FIRST.id].state == "watching"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_of_two_reviewers_is_told_and_loses_nothing(store: Store, language: str) -> None:
    app = page(language)
    theirs = store.review_alert(
        OTHER, FIRST.id, 0, "confirmed", "Seen with [my eyes]", data_version=VERSION
    )
    app = review(app, "closed", "My own note")
    assert store.alert_review(FIRST.id) == theirs
    assert len(app.error) == 1
    assert OTHER.name in app.error[0].value
    (table,) = [each.value for each in app.table if "My own note" in each.value.to_string()]
    assert r"Seen with \[my eyes\]" in table.to_string()
    assert app.text_area(key=NOTE).value == "My own note"
    app = review(app, "closed", "My own note")
    found = store.alert_review(FIRST.id)
    assert found is not None
    assert (found.state, found.version, found.note) == ("closed", 2, "My own note")
    assert len(app.error) == 0


def test_a_note_belongs_to_one_alert(store: Store) -> None:
    assert len(FOUND.current) > 1
    app = page()
    app.text_area(key=NOTE).set_value("Of the first")
    app = sound(app.run())
    app.radio(key=ALERTS).set_value(FOUND.current[1].id)
    app = sound(app.run())
    assert app.text_area(key=NOTE).value == ""


def test_a_viewer_reads_and_cannot_review(store: Store) -> None:
    store.review_alert(OTHER, FIRST.id, 0, "watching", data_version=VERSION)
    app = new_app(lang="en")
    app.secrets = deepcopy(SECRETS)
    app.user = claims(roles=["may-read"])
    app.context = {"url": f"{HERE}/signals", "theme": "light"}
    app = turn_to(sound(app.run()), "signals")
    assert "keep_review" not in [button.key for button in app.button]
    assert translator("en")("Reviewing needs the role of an analyst.") in said(app)
    assert OTHER.name in said(app)
    with pytest.raises(NotAllowed):
        store.review_alert(
            Actor("Айгүл", VIEWER, "u-17"), FIRST.id, 1, "closed", "Mine", data_version=VERSION
        )


def test_a_review_outlives_an_alert_that_a_correction_removed(store: Store) -> None:
    gone = "relative_income.KZ-23.1999-Q1"
    store.review_alert(OTHER, gone, 0, "closed", "A slip of the pen", data_version="synthetic-1")
    app = page()
    (table,) = [each.value for each in app.table if "1999" in each.value.to_string()]
    assert "A slip of the pen" in table.to_string()
    assert listed(app) == len(FOUND.current)


def test_without_a_store_the_alerts_are_still_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KELISIM_DATABASE_URL", f"sqlite:///{tmp_path}")
    keeping.store.clear()
    for name in ("signals", "region"):
        app = open_page(name, lang="en", region=FIRST.region)
        assert "keep_review" not in [button.key for button in app.button]
    app = page()
    assert len(app.error) == 1
    assert listed(app) == len(FOUND.current)


# -- the page of a region --------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_region_lists_its_own(store: Store, language: str) -> None:
    def links(app: AppTest) -> list[str]:
        found = [link.proto for link in app.get("page_link")]
        return [link.query_string for link in found if link.page == "signals"]

    app = open_page("region", lang=language, region=FIRST.region)
    own = [one for one in FOUND.current if one.region == FIRST.region]
    assert links(app) == [f"alert={one.id}" for one in own]
    quiet = next(
        r for r in published().regions.ids if r not in {one.region for one in FOUND.current}
    )
    assert links(open_page("region", lang=language, region=quiet)) == [""]
    for one in own:
        store.review_alert(OTHER, one.id, 0, "closed", "Settled", data_version=VERSION)
    assert links(open_page("region", lang=language, region=FIRST.region)) == [""]
    assert html(app)
