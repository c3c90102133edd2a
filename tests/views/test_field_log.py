"""Field log: who sees and may what, recording, review, table, publishing, and what the page says.

All records are made up; the larger log is the synthetic one of tests/assessment/synthetic_log.py.
"""

import csv
import io
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from i18n import translator
from indicators import additions
from indicators.field_records import Activity, Body, MonthlyReturn
from intake.field.writing import as_csv
from intake.loading.vintages import undo
from scenarios import Actor, Store, Submission, open_store
from scenarios.actors import ANALYST, MONITOR, VIEWER
from scenarios.ids import new_id
from scenarios.submitted import ACCEPTED, ASKED_BACK, DRAFT, REVIEW, WITHDRAWN
from tests.assessment import synthetic_log
from tests.scenarios.sent_in import activity, body, district, monthly
from tests.views.pages import LANGUAGES, chart, headline, html, new_app, open_page, sound, turn_to
from tests.views.test_who import MONITORED, claims
from views import field_log_records
from views.session import MINE, WAITING

TODAY = date(2026, 3, 2)
HERE, THERE = "KZ-61", "KZ-11"
ISSUER = "https://id.example.org"
ROLES = {
    VIEWER: {"sub": "v", "roles": []},
    MONITOR: {"sub": "m", "roles": ["records"], "about": {"regions": [HERE]}},
    ANALYST: {"sub": "a", "roles": ["may-write"]},
}
MONITOR_1 = Actor("Synthetic monitor", MONITOR, f"{ISSUER} m", (HERE,))
ANALYST_1 = Actor("Synthetic analyst", ANALYST, f"{ISSUER} a")
ANALYST_2 = Actor("Synthetic colleague", ANALYST, f"{ISSUER} b")
EMPTY = "The field log is empty: the councils of elders are rated by one expert’s statement of 2021"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's today; the store goes by the real one, which is later."""
    noon = SimpleNamespace(now=lambda zone: datetime(2026, 3, 2, 12, tzinfo=zone))
    monkeypatch.setattr(field_log_records, "datetime", SimpleNamespace(datetime=noon))
    assert field_log_records.today() == TODAY


@pytest.fixture(autouse=True)
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "figures"
    monkeypatch.setenv("KELISIM_FIGURES", str(folder))
    return folder


@pytest.fixture
def store(empty_store: str) -> Iterator[Store]:
    kept = open_store(empty_store)
    yield kept
    kept.close()


def page(role: str | None = None, **address: str) -> AppTest:
    """The page as somebody of a role sees it; in an open dashboard without one."""
    app = new_app(**{"lang": "en", **address})
    if role is not None:
        app.secrets = deepcopy(MONITORED)
        app.user = claims(**ROLES[role], name=f"Synthetic {role}")
    return turn_to(sound(app.run()), "field_log")


def accept(store: Store, *rows: Submission) -> tuple[Submission, ...]:
    return store.review_many(ANALYST_2, [(row.id, row.version) for row in rows], ACCEPTED)


def council(store: Store, region: str = HERE) -> str:
    """The id of a council that counts, in a district that counts."""
    (ground,) = accept(store, store.submit(ANALYST_1, district(region)))
    (made,) = accept(store, store.submit(ANALYST_1, body(ground.id, region)))
    return made.id


def case(store: Store, council: str, **other: Any) -> Submission:
    return store.submit(MONITOR_1, activity(council, HERE, **other))


@pytest.fixture
def synthetic(store: Store) -> list[synthetic_log.Made]:
    """The synthetic log, all of it accepted."""
    records = list(synthetic_log.log(new_id))
    sent = store.submit_many(
        ANALYST_1, [(content, "") for _id, content in records], ids=[id_ for id_, _ in records]
    )
    accept(store, *sent)
    return records


def parts(app: AppTest) -> list[str]:
    (control,) = [one for one in app.get("button_group") if one.key == "log"]
    return list(control.options)


def words(app: AppTest) -> str:
    shown = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return html(app) + "\n".join(one.value.replace("\\", "") for kind in shown for one in kind)


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def press(app: AppTest, key: str) -> AppTest:
    return sound(app.button(key=key).click().run())


def pick(app: AppTest, **chosen: Any) -> AppTest:
    """Choose words of the form, one after another as somebody taps them."""
    for name, value in chosen.items():
        (field,) = [one for one in app.get("button_group") if one.key == f"fl_{name}"]
        field.set_value(value)
        sound(app.run())
    return app


# -- who sees what ---------------------------------------------------------------------------------

FOR_ALL = ["What the log says", "As a table"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [None, *ROLES])
def test_an_empty_log_says_by_what_the_councils_are_rated(role: str | None, language: str) -> None:
    assert headline(page(role, lang=language)) == translator(language)(EMPTY)


def test_each_role_sees_the_parts_that_are_theirs() -> None:
    assert parts(page(VIEWER)) == FOR_ALL
    monitor = ["What the log says", "Write a record", "My records", "As a table"]
    assert parts(page(MONITOR)) == monitor
    whole = [*monitor[:3], "To review (0)", "As a table", "Into the figures"]
    assert parts(page(ANALYST)) == whole
    assert parts(page()) == whole


@pytest.mark.parametrize("part", ["record", "mine", "review", "publish"])
def test_a_link_to_a_part_that_is_not_theirs_shows_a_viewer_what_all_see(part: str) -> None:
    app = page(VIEWER, log=part)
    assert "No record is accepted yet" in words(app)
    assert not keys(app) & {"send_record", "accept_chosen", "publish_confirm"}


def test_a_viewer_reads_in_a_sentence_how_one_gets_the_right() -> None:
    assert "Recording needs the role of a monitor" in words(page(VIEWER))
    app = new_app(lang="en")
    app.secrets = deepcopy(MONITORED)
    stranger = turn_to(sound(app.run()), "field_log")
    assert "To record, sign in" in words(stranger)


def test_an_open_dashboard_says_so() -> None:
    said = words(page())
    assert "This dashboard is open" in said
    assert "everybody may record and review here" in said


# -- recording -------------------------------------------------------------------------------------


def test_a_monitor_has_their_own_regions_and_no_districts_to_record(store: Store) -> None:
    council(store, THERE)
    app = page(MONITOR, log="record")
    (what,) = [one for one in app.get("button_group") if one.key == "fl_what"]
    assert "District" not in what.options
    assert "fl_region" not in {box.key for box in app.selectbox}  # there is only one
    assert app.session_state["fl_region"] == HERE
    assert "An analyst has to record the districts first." in words(app)
    assert "send_record" not in keys(app)


def test_a_case_is_recorded_by_a_few_taps_and_the_form_is_ready_again(store: Store) -> None:
    id_ = council(store)
    app = page(MONITOR, log="record")
    press(app, "send_record")
    assert "Kind of activity: is missing." in words(app)
    assert store.submissions(MONITOR_1, state=REVIEW).total == 0
    asked = {str(one.key) for one in app.get("button_group")}
    assert "fl_outcome" not in asked
    pick(app, activity_kind="mediation", subject="pasture", asked_by="both_sides")
    pick(app, outcome="settled")
    asked = {str(one.key) for one in app.get("button_group")}
    assert not asked & {"fl_follow_up_30", "fl_follow_up_90"}  # it was today
    app.date_input(key="fl_date").set_value(date(2026, 1, 20))
    sound(app.run())
    asked = {str(one.key) for one in app.get("button_group")}
    assert "fl_follow_up_30" in asked
    assert "fl_follow_up_90" not in asked
    pick(app, follow_up_30="still_settled")
    press(app, "send_record")
    (kept,) = store.submissions(MONITOR_1, state=REVIEW)
    assert kept.content == Activity(
        HERE, id_, date(2026, 1, 20), "mediation", "pasture", "both_sides", "settled",
        "still_settled",
    )  # fmt: skip
    assert "The form is ready for the next one." in app.success[0].value
    assert app.session_state["fl_body"] == id_
    (kind,) = [one for one in app.get("button_group") if one.key == "fl_activity_kind"]
    assert kind.value in (None, [])


def test_what_does_not_belong_is_not_sent_although_it_was_chosen_before(store: Store) -> None:
    council(store)
    app = page(MONITOR, log="record")
    pick(app, activity_kind="mediation", outcome="failed", subject="land", asked_by="akimat")
    pick(app, activity_kind="ceremony")
    press(app, "send_record")
    (kept,) = store.submissions(MONITOR_1, state=REVIEW)
    assert isinstance(kept.content, Activity)
    assert kept.content.outcome is None


def test_a_council_is_recorded_and_each_fault_stands_at_its_field(store: Store) -> None:
    (ground,) = accept(store, store.submit(ANALYST_1, district(HERE)))
    app = page(MONITOR, log="record")
    pick(app, what="body", body_kind="council_of_elders")
    app.text_input(key="fl_place").set_value("Aul of the Synthetic ethnic group")
    app.text_input(key="fl_set_up").set_value("2030")
    sound(app.run())
    assert "A place must not name" in words(app)
    press(app, "send_record")
    assert "speaks of an ethnic, language or religious group" in words(app)
    app.text_input(key="fl_place").set_value("![x](https://evil.example/x.png)")
    press(app, "send_record")
    assert "lies in the future" in words(app)
    assert len(app.error) == 2  # at the field, and where it was sent
    app.text_input(key="fl_set_up").set_value("2022-11")
    app.number_input(key="fl_members").set_value(9)
    press(app, "send_record")
    (kept,) = store.submissions(MONITOR_1, state=REVIEW)
    assert kept.content == Body(
        HERE, ground.id, "council_of_elders", "![x](https://evil.example/x.png)", 1, "2022-11", 9
    )
    assert "![x](" not in str([one.value for one in (*app.markdown, *app.success, *app.warning)])


def test_a_second_body_of_the_same_place_is_pointed_out(store: Store) -> None:
    council(store)
    app = page(MONITOR, log="record")
    pick(app, what="body", body_kind="council_of_elders")
    app.text_input(key="fl_place").set_value(" made-up  PLACE")
    sound(app.run())
    assert "The log has it already" in words(app)
    app.number_input(key="fl_number").set_value(2)
    sound(app.run())
    assert "The log has it already" not in words(app)


def test_a_return_is_offered_for_months_that_are_missing(store: Store) -> None:
    council(store)
    app = page(MONITOR, log="record")
    pick(app, what="return")
    months = app.selectbox(key="fl_month")
    assert months.value == "2026-02"  # the last that is over
    press(app, "send_record")
    (kept,) = store.submissions(MONITOR_1, state=REVIEW)
    assert isinstance(kept.content, MonthlyReturn)
    assert kept.content.month == "2026-02"
    assert app.selectbox(key="fl_month").value == "2026-01"


def test_a_note_is_warned_about_and_numbers_of_persons_are_refused(store: Store) -> None:
    council(store)
    app = page(MONITOR, log="record")
    pick(app, activity_kind="advice", subject="land", asked_by="akimat")
    app.text_area(key="fl_note").set_value("Aman Bekov of the Dungan side, 8 701 234 56 78")
    sound(app.run())
    assert len(app.warning) == 2
    press(app, "send_record")
    assert "Not sent." in words(app)
    assert store.submissions(MONITOR_1, state=REVIEW).total == 0
    app.text_area(key="fl_note").set_value("Both sides came by themselves")
    press(app, "send_record")
    (kept,) = store.submissions(MONITOR_1, state=REVIEW)
    assert kept.note == "Both sides came by themselves"


def test_an_analyst_records_a_district_with_its_source(store: Store) -> None:
    app = page(ANALYST, log="record", region=THERE)
    pick(app, what="district")
    app.text_input(key="fl_name").set_value("Made-up district")
    press(app, "send_record")
    assert "Source: the act, or the publication that names it: is missing." in words(app)
    app.text_input(key="fl_source").set_value("Made-up act 1")
    press(app, "send_record")
    (kept,) = store.submissions(ANALYST_1, state=REVIEW)
    assert kept.content == district(THERE)


def test_without_a_name_nothing_is_sent(store: Store) -> None:
    council(store)
    assert page(log="record", region=HERE).button(key="send_record").disabled


# -- one's own records -----------------------------------------------------------------------------


def test_a_draft_is_written_on_and_sent(store: Store) -> None:
    id_ = council(store)
    kept = store.submit(MONITOR_1, activity(id_, HERE), draft=True)
    app = page(MONITOR, log="mine", entry=kept.id)
    press(app, f"change_{kept.id}")
    assert app.query_params["log"] == "record"
    pick(app, subject="water")
    press(app, "send_record")
    now = store.submission(MONITOR_1, kept.id)
    assert (now.state, now.version) == (REVIEW, 2)
    assert isinstance(now.content, Activity)
    assert now.content.subject == "water"
    app = page(MONITOR, log="mine", entry=kept.id)
    app.session_state[f"history_{kept.id}"] = True
    sound(app.run())
    assert "Subject: pasture → water" in words(app)


def test_a_record_of_another_district_than_the_last_keeps_its_body(store: Store) -> None:
    first, second = council(store), council(store)
    kept = case(store, first)
    app = page(MONITOR, log="record")
    other = store.submission(ANALYST_1, second).content
    assert isinstance(other, Body)
    app.selectbox(key="fl_district").set_value(other.district)
    sound(app.run())
    app.session_state["log"], app.session_state["entry"] = "mine", kept.id
    sound(app.run())
    press(app, f"change_{kept.id}")
    assert app.session_state["fl_body"] == first
    press(app, "send_record")
    now = store.submission(MONITOR_1, kept.id)
    assert (now.version, now.content) == (2, kept.content)


def test_a_question_is_read_and_a_record_withdrawn(store: Store) -> None:
    kept = case(store, council(store))
    store.review_submission(ANALYST_2, kept.id, kept.version, ASKED_BACK, "Which month?")
    app = page(MONITOR, log="mine")
    assert "Which month?" in words(app)
    assert f"{ACCEPTED}_{kept.id}" not in keys(app)
    press(app, f"open_{kept.id}")
    assert app.query_params["entry"] == kept.id
    press(app, f"withdraw_{kept.id}")
    assert store.submission(MONITOR_1, kept.id).state == WITHDRAWN


def test_the_list_is_narrowed_and_the_choice_stands_in_the_address(store: Store) -> None:
    id_ = council(store)
    kept = case(store, id_)
    ground = store.submission(ANALYST_1, id_).content
    assert isinstance(ground, Body)
    other = store.submit(MONITOR_1, monthly(ground.district, HERE), draft=True)
    app = page(MONITOR, log="mine")
    assert {f"open_{kept.id}", f"open_{other.id}"} <= keys(app)
    assert f"open_{id_}" not in keys(app)  # not theirs
    app.selectbox(key="log_state").set_value(DRAFT)
    sound(app.run())
    assert app.query_params["log_state"] == DRAFT
    assert f"open_{kept.id}" not in keys(app)
    assert f"open_{other.id}" in keys(app)
    all_of_them = page(MONITOR, log="mine", log_of="all", log_kind="body")
    assert f"open_{id_}" in keys(all_of_them)


def test_a_record_that_is_not_theirs_is_not_told(store: Store) -> None:
    foreign = council(store, THERE)
    app = page(MONITOR, log="mine", entry=foreign)
    assert "not yours to see" in words(app)
    assert "entry" not in app.query_params


def test_long_lists_are_read_page_by_page(store: Store) -> None:
    id_ = council(store)
    for at in range(23):
        case(store, id_, date=date(2025, 1, 1 + at))
    app = page(MONITOR, log="mine")
    assert "1–20 of 23" in words(app)
    press(app, "log_more")
    assert "21–23 of 23" in words(app)
    press(app, "log_back")
    assert "1–20 of 23" in words(app)


def test_a_case_is_looked_at_again_by_one_tap_when_that_is_due(store: Store) -> None:
    id_ = council(store)
    days = {
        "due 30": date(2026, 1, 31),  # 30 days before
        "not yet": date(2026, 2, 1),
        "due 90": date(2025, 12, 2),  # 90 days before
    }
    rows = {name: case(store, id_, date=day) for name, day in days.items()}
    accept(store, *rows.values())
    open_case = case(store, id_, date=date(2025, 5, 5), outcome="open")
    looked_at = case(store, id_, date=date(2025, 5, 6), follow_up_90="reopened")
    app = page(MONITOR, log="mine")
    offered = {key for key in keys(app) if key.startswith("look_")}
    assert offered == {
        f"look_{code}_{rows[name].id}"
        for name in ("due 30", "due 90")
        for code in ("still_settled", "reopened")
    }
    assert {open_case.state, looked_at.state} == {REVIEW}
    press(app, f"look_still_settled_{rows['due 90'].id}")
    now = store.submission(MONITOR_1, rows["due 90"].id)
    assert now.state == REVIEW
    assert isinstance(now.content, Activity)
    assert (now.content.follow_up_30, now.content.follow_up_90) == (None, "still_settled")
    assert now.counted == rows["due 90"].content  # goes on counting
    assert f"look_reopened_{rows['due 90'].id}" not in keys(app)


# -- the review ------------------------------------------------------------------------------------


def test_several_are_accepted_at_once_the_oldest_first(store: Store) -> None:
    (ground,) = accept(store, store.submit(ANALYST_1, district(HERE)))
    later = store.submit(MONITOR_1, body(ground.id, HERE))
    one = store.submit(MONITOR_1, activity(later.id, HERE))
    own = store.submit(ANALYST_1, monthly(ground.id, HERE))
    app = page(ANALYST, log="review")
    order = [str(b.key) for b in app.button if str(b.key).startswith("open_")]
    assert order == [f"open_{row.id}" for row in (later, one, own)]
    assert "Rests on a record that is not accepted yet" in words(app)
    chosen = {str(box.key) for box in app.checkbox}
    assert chosen == {f"chosen_{row.id}_1" for row in (later, one)}  # not their own
    app.checkbox(key=f"chosen_{one.id}_1").check()
    sound(app.run())
    press(app, "accept_chosen")
    assert "None was accepted." in words(app)
    press(app, "choose_all")
    press(app, "accept_chosen")
    assert "2 records were accepted." in words(app)
    states = {row.id: store.submission(ANALYST_1, row.id).state for row in (later, one, own)}
    assert states == {later.id: ACCEPTED, one.id: ACCEPTED, own.id: REVIEW}


def test_asking_back_needs_a_reason(store: Store) -> None:
    kept = case(store, council(store))
    app = page(ANALYST, log="review", entry=kept.id)
    press(app, f"{ASKED_BACK}_{kept.id}")
    assert len(app.error) == 1
    assert store.submission(ANALYST_1, kept.id).state == REVIEW
    app.text_area(key=f"reason_{kept.id}").set_value("Which month?")
    press(app, f"{ASKED_BACK}_{kept.id}")
    assert store.submission(ANALYST_1, kept.id).review_note == "Which month?"
    assert "No record waits for a review." in words(app)


def test_nobody_who_signed_in_reviews_their_own(store: Store) -> None:
    own = store.submit(ANALYST_1, district(HERE))
    app = page(ANALYST, log="review", entry=own.id)
    assert "another analyst has to decide" in words(app)
    assert f"{ACCEPTED}_{own.id}" not in keys(app)


# -- what the log says -----------------------------------------------------------------------------


def test_the_synthetic_log_is_counted_as_by_hand(synthetic: list[synthetic_log.Made]) -> None:
    app = page(VIEWER, log_time="2025")
    table = {row["Region"]: row for row in app.table[0].value.to_dict("records")}
    contents = dict(synthetic)
    bodies = {
        id_: one
        for id_, one in synthetic
        if isinstance(one, Body) and one.body_kind == "council_of_elders" and not one.dissolved
    }
    for region, name in (("KZ-61", "Turkistan Region"), ("KZ-47", "Mangystau Region")):
        done = [
            one
            for one in contents.values()
            if isinstance(one, Activity) and one.date.year == 2025 and one.body in bodies
            and one.region == region
        ]  # fmt: skip
        cases = [one for one in done if one.activity_kind == "mediation"]
        settled = [one for one in cases if one.outcome == "settled"]
        active = {one.body for one in done}
        own = [id_ for id_, one in bodies.items() if one.region == region]
        row = table[name]
        assert row["Active councils, of all"] == f"{len(active)} of {len(own)}"
        assert row["Cases"] == str(len(cases))
        share = f"{len(settled) / len(cases):.0%} ({len(settled)} of {len(cases)})"
        assert share in row.values()
    assert table["Turkistan Region"]["Reporting completeness"] == "100% (72 of 72)"
    assert table["Mangystau Region"]["Reporting completeness"] == "75% (45 of 60)"  # just enough
    assert table["Akmola Region"]["Reporting completeness"] == "67% (32 of 48)"
    rating = table["Akmola Region"]["Rating by the rule"]
    assert rating == "shown, not scored: 75% of the returns needed"
    assert table["Turkistan Region"]["Rating by the rule"] in ("1", "2")
    bars = chart(app, "completeness")["data"][0]
    assert bars["x"] == pytest.approx([100, 75, 100 * 32 / 48])
    boards = app.table[1].value
    assert set(boards["Kind"]) == {"Board of mediation", "Public consent board"}
    assert sum(map(int, boards["Recorded"])) == sum(
        isinstance(one, Body) and one.body_kind != "council_of_elders" for one in contents.values()
    )


def test_the_headline_goes_by_the_months_to_today(
    store: Store, synthetic: list[synthetic_log.Made]
) -> None:
    """Of March 2025 to February 2026: only Turkistan has ten of twelve months, which is enough."""
    app = page(VIEWER)
    assert (
        headline(app) == "In 1 of 20 regions enough is reported to rate the councils from the field"
    )
    assert "The index of 2025 does not go by the log" in words(app)
    table = {row["Region"]: row for row in app.table[0].value.to_dict("records")}
    assert table["Turkistan Region"]["Reporting completeness"] == "83% (60 of 72)"


def test_only_what_counts_is_counted_and_no_note_is_shown(store: Store) -> None:
    id_ = council(store)
    store.submit(MONITOR_1, activity(id_, HERE), "A private note")
    app = page(VIEWER)
    assert "1 council" not in headline(app)
    assert app.table[0].value["Cases"][0] == "0"
    assert "A private note" not in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_is_told_from_the_scheme(language: str) -> None:
    app = page(VIEWER, lang=language)
    app.session_state["log_rule"] = True
    sound(app.run())
    scheme = field_log_records.load_field_scheme()
    for code in scheme.ratings.values():
        assert code.name.get(language) in words(app)


def test_a_region_leads_to_the_log_where_it_has_records(store: Store) -> None:
    def links(region: str) -> list[str]:
        app = open_page("region", lang="en", region=region)
        return [link.proto.page for link in app.get("page_link") if link.proto.page == "field_log"]

    council(store)
    assert links(HERE) == ["field_log"]
    assert links(THERE) == []


# -- what to do first, and next ----------------------------------------------------------------------


def test_an_empty_log_leads_an_analyst_to_the_first_district() -> None:
    app = page(ANALYST, log="record", region=HERE)
    assert "fl_name" not in {field.key for field in app.text_input}
    press(app, "first_district")
    assert "fl_name" in {field.key for field in app.text_input}
    assert "first_district" not in keys(page(MONITOR, log="record"))


def test_a_monitor_is_led_to_what_was_asked_back(store: Store) -> None:
    begin = "You have recorded nothing yet: begin with “Write a record”."
    assert begin in words(page(MONITOR, log=MINE))
    of = council(store)
    sent, waits = case(store, of), case(store, of, subject="water")
    store.review_submission(ANALYST_1, sent.id, sent.version, ASKED_BACK, "Which day?")
    app = page(MONITOR, log=MINE)
    assert begin not in words(app)
    assert "1 record was asked back" in words(app)
    assert {f"open_{sent.id}", f"open_{waits.id}"} <= keys(app)
    press(app, "asked_back")
    assert f"open_{sent.id}" in keys(app)
    assert f"open_{waits.id}" not in keys(app)
    assert "was asked back" not in words(app)
    assert "asked back" not in words(page(ANALYST, log=MINE))


def test_who_wrote_all_that_waits_is_told_that_another_decides(store: Store) -> None:
    rule = "Nobody reviews what they wrote: another analyst has to decide."
    store.submit(ANALYST_1, district(HERE))
    assert rule in words(page(ANALYST, log=WAITING))
    store.submit(ANALYST_2, district(HERE, name="Made-up other"))
    assert rule not in words(page(ANALYST, log=WAITING))


# -- the table -------------------------------------------------------------------------------------


def given(app: AppTest, content: bytes) -> AppTest:
    (field,) = app.get("file_uploader")
    field.set_value(("t.csv", content, "text/csv"))
    return sound(app.run())


def test_a_table_is_looked_at_and_sent_in_whole(
    store: Store, synthetic: list[synthetic_log.Made]
) -> None:
    some = [one for one in synthetic if one[1].region == HERE][:5]
    renamed = [
        (id_, replace(one, name=f"{one.name} anew") if hasattr(one, "name") else one)
        for id_, one in some
    ]
    app = given(page(ANALYST, log="table"), as_csv(renamed).encode())
    new = len(app.table[0].value)
    assert new == 5
    before = store.submissions(ANALYST_1).total
    press(app, "send_table")
    assert store.submissions(ANALYST_1).total == before + new
    assert "Sent in for a review: 5." in words(app)


def test_a_table_with_a_fault_is_refused_with_row_and_reason(store: Store) -> None:
    text = (
        "record,region,district,source,month\ndistrict,KZ-61,A,An act,\nreturn,KZ-61,B,,2025-01\n"
    )
    app = given(page(ANALYST, log="table"), text.encode())
    (row,) = app.table[0].value.to_dict("records")
    assert row["Row"] == "3"
    assert "there is no district" in row["What is wrong"]
    assert "send_table" not in keys(app)
    assert store.submissions(ANALYST_1).total == 0


def test_a_viewer_takes_the_records_along_and_sends_nothing() -> None:
    app = page(VIEWER, log="table")
    assert not app.get("file_uploader")
    assert {button.proto.label for button in app.get("download_button")} == {
        "Records as CSV",
        "Records as XLSX",
    }


def taken_along(monkeypatch: pytest.MonkeyPatch, role: str) -> list[dict[str, str]]:
    """The rows of the CSV that somebody of a role takes along, with ids for words."""
    offered = {}

    def button(_label: str, data: Any, *, file_name: str, **_more: Any) -> None:
        offered[file_name] = data

    monkeypatch.setattr("views.field_log_table.st.download_button", button)
    page(role, log="table")
    text = offered["kelisim-field-log.csv"]()
    return list(csv.DictReader(io.StringIO(text)))


def test_who_may_not_see_a_region_in_full_takes_months_along_and_no_household(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        store.submit(ANALYST_1, activity(council(store, region), region, subject="household"))
        for region in (HERE, THERE)
    ]
    accept(store, *rows)
    told = {
        role: {
            row["region"]: (row["date"], row["month"], row["subject"])
            for row in taken_along(monkeypatch, role)
            if row["date"] or row["month"]
        }
        for role in ROLES
    }
    full, part = ("2024-03-05", "", "household"), ("", "2024-03", "other")
    here, there = "Turkistan Region", "Akmola Region"
    assert told == {
        VIEWER: {here: part, there: part},
        MONITOR: {here: full, there: part},
        ANALYST: {here: full, there: full},
    }


@pytest.mark.parametrize(
    ("role", "said"), [(VIEWER, "Monitors have both"), (MONITOR, "another region"), (ANALYST, "")]
)
def test_the_table_says_what_was_left_out_of_it(role: str, said: str) -> None:
    found = words(page(role, log="table"))
    assert ("“other” for “household”" in found) is bool(said)
    assert said in found


# -- into the figures ------------------------------------------------------------------------------


def test_nothing_to_publish_is_said() -> None:
    app = page(ANALYST, log="publish")
    assert "The log has nothing of a year that is over" in app.info[0].value


def test_the_counts_go_into_the_figures_by_a_step_that_is_taken_back(
    synthetic: list[synthetic_log.Made],
) -> None:
    before = open_page("region", lang="en", region="KZ-47", year="2025")
    score = html(before)
    app = page(ANALYST, log="publish")
    tables = [one.value for one in app.table]
    (moves,) = [one.to_dict("records") for one in tables if "Before" in one]
    (ratings,) = [one.to_dict("records") for one in tables if "Rating by the rule" in one]
    assert {(row["Region"], row["Year"]) for row in ratings} == {
        ("Turkistan Region", "2025"),
        ("Mangystau Region", "2025"),
    }
    (row,) = [row for row in moves if row["Region"] == "Mangystau"]
    assert row["Before"] in score
    app.text_input(key="publish_note").set_value("Field log, 2024 and 2025")
    press(app, "publish_confirm")
    made = additions.current()
    assert made is not None
    assert made.last.author == "Synthetic analyst"
    assert made.last.note == "Field log, 2024 and 2025"
    assert "The figures hold all counts of the years that are over." in words(app)
    after = html(open_page("region", lang="en", region="KZ-47", year="2025"))
    assert row["After"] in after
    assert after != score
    assert "rates 2 of 20 regions by the log" in words(page(ANALYST))
    undo("Synthetic analyst")
    assert additions.current() is None
    assert html(open_page("region", lang="en", region="KZ-47", year="2025")) == score
