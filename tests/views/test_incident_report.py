"""The page Report an incident, as a visitor, a monitor and an analyst see it, and what follows."""

import csv
import io
import json
import time
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assessment.signals import signals
from i18n import translator
from indicators.incident_report import IncidentReport
from indicators.incidents import read_incidents
from scenarios import Actor, Store, open_store
from scenarios.actors import ANALYST
from scenarios.submitted import ACCEPTED, ASKED_BACK, DRAFT, REVIEW, WITHDRAWN
from tests.assessment.published import published
from tests.indicators.reported import IN_RUSSIAN, WHOLE, report
from tests.indicators.test_incidents import GROUPS
from tests.views.pages import (
    LANGUAGES,
    chart,
    headline,
    html,
    new_app,
    opened,
    points,
    sound,
    turn_to,
)
from tests.views.test_who import MONITORED

PAGE = "incident_report"
KINDS = (IncidentReport.kind,)
AUTHOR, REVIEWER = Actor("Aigul", ANALYST, "a"), Actor("Marat", ANALYST, "b")


def user(sub: str, role: str, *regions: str) -> dict[str, Any]:
    """What the provider says of somebody."""
    return {
        "is_logged_in": True,
        "iss": "https://id.example.org",
        "sub": sub,
        "name": f"Synthetic {sub}",
        "iat": time.time(),
        "roles": [role],
        "about": {"regions": list(regions)},
    }


def open_as(who: dict[str, Any] | None, page: str = PAGE, **address: str) -> AppTest:
    """A page for somebody who signed in; None where nobody has to."""
    app = new_app(**{"lang": "en", "region": "KZ-31", **address})
    if who is not None:
        app.secrets = deepcopy(MONITORED)
        app.user = who
    sound(app.run())
    return turn_to(app, page)


@pytest.fixture
def store(empty_store: str) -> Any:
    """The store that the pages of this test use."""
    kept = open_store(empty_store)
    yield kept
    kept.close()


def kept_publicly(store: Store, given: IncidentReport) -> str:
    """Send a report in and publish it; return its id."""
    sent = store.submit(AUTHOR, given)
    store.review_submission(REVIEWER, sent.id, sent.version, ACCEPTED)
    return sent.id


def fill(app: AppTest) -> AppTest:
    """Write a whole report into the form."""
    app.date_input(key="ir_date").set_value(date(2025, 2, 3))
    app.text_input(key="ir_place").set_value("Вымышленное")
    app.selectbox(key="ir_seat").set_value("korday")
    app.radio(key="ir_what").set_value("interethnic_clash")
    app.text_area(key="ir_independent").set_value("Драка;\nсгорел дом.")
    app.text_input(key="ir_sources_0_title").set_value("Вымышленная заметка")
    app.text_input(key="ir_sources_0_publisher").set_value("Фергана")
    app.text_input(key="ir_sources_0_date").set_value("2025-02-04")
    return sound(app.run())


def said(app: AppTest) -> str:
    parts = [*app.success, *app.error, *app.warning, *app.info, *app.caption, *app.markdown]
    return "\n".join(part.value.replace("\\", "") for part in parts)


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ({}, "Sign in to report"),
        (user("v", "nobody"), "Reporting needs the role of a monitor"),
        (user("m", "records"), "No region is entered for you"),
    ],
)
def test_who_may_not_report_reads_how_to_get_the_right(who: dict[str, Any], words: str) -> None:
    app = open_as(who)
    assert words in said(app)
    assert "send_report" not in [button.key for button in app.button]


def test_a_monitor_reports_of_their_own_regions_only_and_reviews_nothing(store: Store) -> None:
    store.submit(AUTHOR, report(WHOLE))  # of another region
    app = open_as(user("m", "records", "KZ-31", "KZ-61"))
    assert list(app.selectbox(key="ir_region").options) == ["Turkistan Region", "Zhambyl Region"]
    fill(app).button(key="send_report").click()
    sound(app.run())
    assert "Sent: an analyst will review it." in said(app)
    (sent,) = [one for one in store.submissions(REVIEWER, kinds=KINDS) if one.region == "KZ-31"]
    assert (sent.state, sent.author) == (REVIEW, "Synthetic m")
    assert isinstance(sent.content, IncidentReport)
    assert sent.content.independent.text.en == "Драка; сгорел дом."
    # The log knows this publisher in three languages.
    assert sent.content.sources[0].publisher.get("en") == "Фергана"
    assert app.query_params["reports"] == "mine"
    assert app.query_params["report"] == sent.id
    parts = {button.key for button in app.button}
    assert not parts & {f"accepted_{sent.id}", f"rejected_{sent.id}"}
    assert {f"change_{sent.id}", f"withdraw_{sent.id}"} <= parts
    app.button(key=f"withdraw_{sent.id}").click()
    sound(app.run())
    assert store.submission(REVIEWER, sent.id).state == WITHDRAWN
    # Another region's report is not there, also by its address.
    (other,) = [one for one in store.submissions(REVIEWER, kinds=KINDS) if one.region == "KZ-33"]
    app = open_as(user("m", "records", "KZ-31"), reports="all", report=other.id)
    assert "not yours to see" in said(app)


def test_an_analyst_publishes_what_another_sent_and_not_their_own(store: Store) -> None:
    app = open_as(user("one", "may-write"))
    fill(app).button(key="send_report").click()
    sound(app.run())
    (sent,) = store.submissions(REVIEWER, kinds=KINDS)
    assert f"accepted_{sent.id}" not in [button.key for button in app.button]
    assert "Nobody reviews what they wrote" in said(app)

    app = open_as(user("two", "may-write"), reports="review", report=sent.id)
    assert headline(app) == "No reported incident is published here yet; 1 waits for a review"
    app.button(key=f"asked_back_{sent.id}").click()
    assert "the reason is empty" in said(sound(app.run())).lower()
    app.text_area(key=f"reason_{sent.id}").set_value("Which village?")
    app.button(key=f"asked_back_{sent.id}").click()
    sound(app.run())
    assert store.submission(REVIEWER, sent.id).state == ASKED_BACK

    app = open_as(user("one", "may-write"), reports="mine", report=sent.id)
    assert "Which village?" in said(app)
    app.button(key=f"change_{sent.id}").click()
    sound(app.run())
    assert app.text_area(key="ir_independent").value == "Драка; сгорел дом."
    app.text_input(key="ir_place").set_value("Вымышленное, другое")
    app.button(key="send_report").click()
    sound(app.run())

    app = open_as(user("two", "may-write"), reports="review", report=sent.id)
    app = opened(app, f"history_{sent.id}")
    assert "Place: English: Вымышленное → Вымышленное, другое" in said(app)
    app.button(key=f"accepted_{sent.id}").click()
    sound(app.run())
    assert headline(app) == "1 reported incident is published here"
    (counted,) = store.counted(KINDS)
    assert counted.id == sent.id


# -- the form, where nobody signs in ---------------------------------------------------------------


def test_what_is_missing_is_said_and_a_draft_may_lack_it(store: Store) -> None:
    app = open_as(None)
    assert app.button(key="send_report").disabled  # without a name
    app.text_input(key="display_name").set_value("Aigul")
    app.text_input(key="ir_place").set_value("Somewhere")
    sound(app.run())
    assert "Still to be filled in before it can be sent: First day, Kind," in said(app)
    app.button(key="send_report").click()
    assert "First day: is missing." in said(sound(app.run()))
    assert store.submissions(REVIEWER, kinds=KINDS).total == 0
    assert app.text_input(key="ir_place").value == "Somewhere"
    app.button(key="draft_report").click()
    assert "Kept as a draft." in said(sound(app.run()))
    (draft,) = store.submissions(REVIEWER, kinds=KINDS)
    assert draft.state == DRAFT
    app.button(key=f"change_{draft.id}").click()
    sound(app.run())
    fill(app).button(key="send_report").click()
    sound(app.run())
    assert store.submission(REVIEWER, draft.id).state == REVIEW
    assert store.submissions(REVIEWER, kinds=KINDS).total == 1


def test_what_is_written_stays_while_another_page_is_looked_at() -> None:
    app = fill(open_as(None))
    app.button(key="add_deaths").click()
    sound(app.run())
    app.number_input(key="ir_deaths_1_deaths").set_value(2)
    sound(app.run())
    turn_to(app, "incidents")
    app = turn_to(app, PAGE)
    assert app.text_input(key="ir_place").value == "Вымышленное"
    assert app.radio(key="ir_what").value == "interethnic_clash"
    assert app.date_input(key="ir_date").value == date(2025, 2, 3)
    assert app.number_input(key="ir_deaths_1_deaths").value == 2


def test_entries_are_added_and_removed() -> None:
    app = fill(open_as(None))
    app.button(key="add_sources").click()
    sound(app.run())
    app.text_input(key="ir_sources_1_title").set_value("Second")
    app.text_input(key="ir_sources_1_url").set_value("no address")
    assert "is not an address of the web" in said(sound(app.run()))
    app.button(key="remove_sources_1").click()
    sound(app.run())
    assert "is not an address" not in said(app)
    assert "ir_sources_1_title" not in [one.key for one in app.text_input]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_possible_duplicate_is_pointed_out_before_sending(language: str) -> None:
    app = open_as(None, lang=language)
    assert "2020-masanchi" not in str(app.get("page_link"))
    app.date_input(key="ir_date").set_value(date(2020, 2, 10))
    app.selectbox(key="ir_seat").set_value("korday")
    sound(app.run())
    links = [one.proto for one in app.get("page_link") if "2020-masanchi" in one.proto.query_string]
    assert [link.page for link in links] == ["incidents"]
    assert translator(language)("{km} km").format(km="0") in said(app)
    app.date_input(key="ir_date").set_value(date(2020, 3, 10))
    sound(app.run())
    assert "2020-masanchi" not in str([one.proto for one in app.get("page_link")])
    assert translator(language)(
        "Nothing in the log or among the reports is near in time and place."
    ) in said(app)


def test_translations_are_asked_for_each_text_that_is_there(store: Store) -> None:
    app = opened(fill(open_as(None)), "translations")
    app.text_input(key="ir_place.ru").set_value("Вымышленное (рус.)")
    app.text_input(key="ir_sources_0_publisher.kk").set_value("Фергана (қаз.)")
    app.text_input(key="display_name").set_value("Aigul")
    sound(app.run())
    app.button(key="send_report").click()
    sound(app.run())
    (sent,) = store.submissions(REVIEWER, kinds=KINDS)
    assert isinstance(sent.content, IncidentReport)
    assert sent.content.place.ru == "Вымышленное (рус.)"
    assert sent.content.sources[0].publisher.kk == "Фергана (қаз.)"


def test_whoever_comes_second_is_told_and_keeps_what_they_wrote(store: Store) -> None:
    sent = store.submit(Actor("Aigul", ANALYST), report())
    app = open_as(None, reports="all", report=sent.id)
    app.text_input(key="display_name").set_value("Marat")
    sound(app.run())
    app.button(key=f"change_{sent.id}").click()
    sound(app.run())
    store.revise(AUTHOR, sent.id, 1, report(place={"ru": "Иное"}))
    app.text_input(key="ir_place").set_value("Третье")
    app.button(key="send_report").click()
    assert "changed this report meanwhile" in said(sound(app.run()))
    assert app.text_input(key="ir_place").value == "Третье"
    app.button(key="send_report").click()
    sound(app.run())
    kept = store.submission(REVIEWER, sent.id)
    assert isinstance(kept.content, IncidentReport)
    assert (kept.version, kept.content.place.ru) == (3, "Третье")


# -- what is published -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_report_is_shown_apart_from_the_log(store: Store, language: str) -> None:
    _ = translator(language)
    id_ = kept_publicly(store, report(WHOLE))
    app = open_as(None, "incidents", lang=language)
    assert "39" in headline(app)  # the log is what it was
    assert "2006–2024" in headline(app)
    shown = points(app)
    assert shown[id_]["words"][-1] == _("reported here, not in the release")
    assert shown[id_]["outline"] > shown["2020-masanchi"]["outline"]
    marks = chart(app, "timeline")["data"][0]
    assert marks["x"].count(2021) == 4
    assert sum(width > 1 for width in marks["marker"]["line"]["width"]) == 1
    table = app.table[-1].value
    assert list(table[_("Entry from")]).count(_("reported here, not in the release")) == 1
    assert list(table[_("Counted")]).count(_("no")) == 3  # the two totals of the log, and ours
    assert GROUPS.findall(html(app) + table.to_csv()) == []
    app.selectbox(key="origin").set_value("reported")
    sound(app.run())
    assert set(points(app)) == {id_}
    assert app.query_params["origin"] == "reported"
    app.selectbox(key="incident").set_value(id_)
    sound(app.run())
    assert report(WHOLE).independent.text.get(language) in html(app)
    told = _(
        "Reported here and reviewed by an analyst: version {version}, published on {date}. It stands "
        "in no release, and enters neither signals nor validation nor scores."
    )
    assert [one.value[:20] for one in app.info] == [told.format(version=1, date="")[:20]]

    app = open_as(None, "region", lang=language, region="KZ-33")
    (incidents,) = [t.value for t in app.table if _("Region then") in t.value]
    assert list(incidents[_("Entry from")]).count(_("reported here, not in the release")) == 1


def test_what_is_withdrawn_or_waits_is_not_shown(store: Store) -> None:
    id_ = kept_publicly(store, report(WHOLE))
    store.submit(AUTHOR, report())
    assert id_ in points(open_as(None, "incidents"))
    revised = store.revise(AUTHOR, id_, 2, report(WHOLE, size_high=70))
    app = open_as(None, "incidents", incident=id_)
    assert "40–60" in html(app)  # the revision waits; what was accepted goes on counting
    store.review_submission(REVIEWER, id_, revised.version, ACCEPTED)
    assert "40–70" in html(sound(app.run()))
    store.withdraw(REVIEWER, id_, 4, "A repetition.")
    app = open_as(None, "incidents", incident=id_)
    assert "is not published here" in said(app)
    assert id_ not in points(app)
    assert "origin" not in [box.key for box in app.selectbox]


def test_the_csv_says_where_each_row_stands(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, bytes] = {}

    def offered(_label: str, data: object, *args: str, **more: object) -> bool:
        if more.get("key") == "download_incidents":
            assert isinstance(data, bytes)
            files[args[0]] = data
        return False

    id_ = kept_publicly(store, report(WHOLE))
    monkeypatch.setattr("views.tables.st.download_button", offered)
    open_as(None, "incidents")
    ((_name, data),) = files.items()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {row["Entry from"] for row in rows if row["Id"] == id_} == {
        "reported here, not in the release"
    }
    assert {row["Entry from"] for row in rows if row["Id"] != id_} == {"release"}


def test_a_published_report_enters_neither_log_nor_signals(store: Store) -> None:
    before = json.dumps([one.id for one in signals(published()).alerts])
    kept_publicly(store, report(WHOLE))
    open_as(None, "incidents")
    assert len(read_incidents()) == 41
    assert not any(row.reported for row in read_incidents())
    assert json.dumps([one.id for one in signals(published()).alerts]) == before


def test_nothing_is_read_again_while_nothing_changes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_publicly(store, report(WHOLE))
    app = open_as(None, "incidents")
    reads = []
    read = Store.counted
    monkeypatch.setattr(Store, "counted", lambda *args: reads.append(args) or read(*args))
    sound(app.run())
    assert reads == []
    kept_publicly(store, report(IN_RUSSIAN))
    sound(app.run())
    assert len(reads) == 1


def test_a_link_and_a_draft_of_nonsense_do_no_harm(store: Store) -> None:
    hostile = report(
        place={"ru": "<script>alert(1)</script> ![x](https://e.org/x.png)"},
        independent={"text": {"ru": "<img src=x onerror=alert(1)> **bold**"}},
        sources=[
            {
                "title": "](https://evil.example) [x",
                "url": "https://example.org/a_(b)?q=1&r=[2]",
                "date": "2025",
                "publisher": {"ru": "*a*"},
            }
        ],
    )
    id_ = kept_publicly(store, hostile)
    app = open_as(None, "incidents", incident=id_)
    assert "<script>" not in html(app)
    assert "<img src=x" not in html(app)
    (sources,) = [m.value for m in app.markdown if m.value.startswith("- ")]
    assert "](https://example.org/a_%28b%29?q=1&r=%5B2%5D)" in sources
    assert "](https://evil" not in sources
    open_as(None, reports="all", report=id_)
