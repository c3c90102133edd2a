"""An alert goes from one state to the next by reviews, each with its reason and its author."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from scenarios import (
    AlertReview,
    Conflict,
    NoSuchReview,
    NotAllowed,
    ReviewError,
    Store,
    StoreError,
    TextError,
    open_store,
)
from scenarios.records import ALERT_STATES, MOVES, needs_note
from tests.scenarios.consistency import check
from tests.scenarios.samples import ANALYST_A, ANALYST_B, OPEN_VIEWER, SIGNED_VIEWER, made

ALERT = "made_up.KZ-10.2024-Q3"
WRITERS = 8
# One way from the beginning to each state.
WAYS = {
    "to_review": ("closed", "to_review"),
    "watching": ("watching",),
    "confirmed": ("confirmed",),
    "closed": ("closed",),
}


def review(store: Store, version: int, state: str, note: str = "Made up") -> AlertReview:
    return store.review_alert(ANALYST_A, ALERT, version, state, note, data_version="synthetic-1")


def test_from_the_first_look_to_the_end_and_back(store: Store) -> None:
    assert store.alert_review(ALERT) is None
    assert store.alert_reviews() == {}
    steps = [
        review(store, 0, "watching", note=""),
        store.review_alert(
            ANALYST_B,
            ALERT,
            1,
            "confirmed",
            " Made up:\r\n«тексерілді» ",
            data_version="synthetic-2",
        ),
        review(store, 2, "closed", "It passed"),
        review(store, 3, "to_review", "A later figure"),
    ]
    assert [one.version for one in steps] == [1, 2, 3, 4]
    assert {one.id for one in steps} == {steps[0].id}
    assert steps[1].note == "Made up:\n«тексерілді»"
    assert (steps[1].reviewer, steps[1].data_version) == (ANALYST_B.name, "synthetic-2")
    assert store.alert_review(ALERT) == steps[-1]
    assert store.alert_reviews() == {ALERT: steps[-1]}
    events = [store.event(event.id) for event in store.history(steps[0].id, kind="alert")]
    assert [event.alert for event in events] == steps[::-1]
    assert [event.action for event in events] == ["reopened", "reviewed", "reviewed", "reviewed"]
    assert [event.actor_subject for event in events][2] == ANALYST_B.subject
    assert {(event.kind, event.label, event.scenario, event.comment) for event in events} == {
        ("alert", ALERT, None, None)
    }
    assert check(store) == 4


def test_the_last_reviewed_comes_first(store: Store) -> None:
    for period in (2021, 2022, 2023):
        store.review_alert(
            ANALYST_A, f"made_up.KZ-10.{period}", 0, "watching", data_version="synthetic-1"
        )
    store.review_alert(
        ANALYST_A, "made_up.KZ-10.2021", 1, "closed", "Made up", data_version="synthetic-1"
    )
    assert [alert[-4:] for alert in store.alert_reviews()] == ["2021", "2023", "2022"]


def test_every_state_leads_somewhere_and_can_be_reached() -> None:
    assert set(MOVES) == set(ALERT_STATES)
    assert {after for moves in MOVES.values() for after in moves} == set(ALERT_STATES)
    assert all(WAYS[state][-1] == state for state in ALERT_STATES)


@pytest.mark.parametrize("before", ALERT_STATES)
@pytest.mark.parametrize("after", [*ALERT_STATES, "shown", ""])
def test_only_declared_steps_are_taken(store: Store, before: str, after: str) -> None:
    version = 0
    for state in WAYS[before]:
        version = review(store, version, state).version
    seen = store.alert_review(ALERT)
    if after in MOVES[before]:
        if needs_note(before, after):
            with pytest.raises(TextError) as told:
                review(store, version, after, note=" \n")
            assert (told.value.code, told.value.fields["what"]) == ("empty", "note")
            assert store.alert_review(ALERT) == seen
        assert review(store, version, after).state == after
    else:
        with pytest.raises(ReviewError) as refused:
            review(store, version, after)
        assert refused.value.code == "move"
        assert store.alert_review(ALERT) == seen
    check(store)


def test_only_the_first_look_needs_no_reason() -> None:
    steps = [(before, after) for before in MOVES for after in MOVES[before]]
    assert [step for step in steps if not needs_note(*step)] == [("to_review", "watching")]


def test_who_comes_second_is_told(store: Store) -> None:
    theirs = review(store, 0, "watching")
    for version, now in ((0, theirs), (2, theirs)):
        with pytest.raises(Conflict) as told:
            store.review_alert(
                ANALYST_B, ALERT, version, "closed", "A slip", data_version="synthetic-1"
            )
        assert told.value.theirs == now
        assert (told.value.yours.state, told.value.yours.note) == ("closed", "A slip")
        assert told.value.yours.version == version
        assert theirs.reviewer in told.value.user_message
    assert store.alert_review(ALERT) == theirs
    assert check(store) == 1


def test_many_first_reviews_at_once(store: Store, url: str) -> None:
    """The row is not there yet, so that there is nothing to lock: still only one is the first."""
    start = threading.Barrier(WRITERS)
    opened = [open_store(url) for _ in range(WRITERS)]

    def first(each: Store) -> AlertReview | Conflict[AlertReview]:
        start.wait()
        try:
            return review(each, 0, "watching")
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(first, opened))
    for each in opened:
        each.close()
    (won,) = [one for one in answers if isinstance(one, AlertReview)]
    assert [one.theirs for one in answers if isinstance(one, Conflict)] == [won] * (WRITERS - 1)
    assert store.alert_reviews() == {ALERT: won}
    assert check(store) == 1


@pytest.mark.parametrize("viewer", [OPEN_VIEWER, SIGNED_VIEWER])
def test_a_viewer_reviews_nothing(store: Store, viewer: object) -> None:
    with pytest.raises(NotAllowed):
        store.review_alert(viewer, ALERT, 0, "watching", data_version="synthetic-1")  # type: ignore[arg-type]
    assert store.alert_reviews() == {}
    assert len(store.trail()) == 0


@pytest.mark.parametrize(
    "alert",
    [
        "",
        "made_up",
        "made_up.KZ-10",
        "made_up.KZ-10.2024-Q5",
        "made_up.KZ 10.2024",
        "Made.KZ.2024",
        "made_up.KZ-10.2024\n",
        "a\0b.KZ-10.2024",
        f"{'x' * 81}.KZ-10.2024",
    ],
)
def test_what_cannot_be_an_alert(store: Store, alert: str) -> None:
    with pytest.raises(ReviewError) as told:
        store.review_alert(ANALYST_A, alert, 0, "watching", data_version="synthetic-1")
    assert told.value.code == "alert"
    assert told.value.user_message.isprintable()
    assert store.alert_review(alert) is None
    assert len(store.trail()) == 0


@pytest.mark.parametrize("note", ["x" * 2001, "a\0b", "a\ud800", "a\u202eb"])
def test_notes_that_cannot_be_kept(store: Store, note: str) -> None:
    with pytest.raises(TextError):
        review(store, 0, "watching", note)
    assert len(store.trail()) == 0


def test_there_is_nothing_to_follow(store: Store) -> None:
    with pytest.raises(NoSuchReview):
        review(store, 1, "watching")
    assert len(store.trail()) == 0


@pytest.mark.parametrize(
    ("column", "value"), [("state", "shown"), ("reviewer", ""), ("note", "a\r")]
)
def test_a_damaged_row_is_an_error(store: Store, column: str, value: str) -> None:
    one = review(store, 0, "watching")
    with store.database.writing() as connection:
        connection.execute(text(f"UPDATE alert_review SET {column} = :value"), {"value": value})
    for read in (store.alert_reviews, lambda: store.alert_review(ALERT)):
        with pytest.raises(StoreError) as told:
            read()
        assert (told.value.code, told.value.fields["id"]) == ("damaged", one.id)


def test_a_fault_in_between_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("between the row and its line in the trail")

    kept = review(store, 0, "watching")
    monkeypatch.setattr("scenarios.alerts.record", fails)
    other = "made_up.KZ-11.2024"
    writes: list[Callable[[], object]] = [
        lambda: review(store, 1, "closed"),
        lambda: store.review_alert(ANALYST_A, other, 0, "watching", data_version="synthetic-1"),
    ]
    for write in writes:
        with pytest.raises(RuntimeError):
            write()
    assert store.alert_reviews() == {ALERT: kept}
    assert check(store) == 1


def test_a_database_from_before_keeps_all_and_takes_reviews(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("scenarios.migrate.HEAD", "0001")
        old = open_store(url)
        scenario = made(old)
        comment = old.add_comment(SIGNED_VIEWER, "KZ-10", 2024, "Made up")
        with pytest.raises(StoreError):
            old.alert_reviews()  # so it really is of before
        old.close()
    store = open_store(url)
    assert store.get(scenario.id) == scenario
    assert store.comment(comment.id) == comment
    assert [event.kind for event in store.trail()] == ["comment", "scenario"]
    review(store, 0, "watching")
    assert check(store) == 3
    for statement in ("UPDATE event SET actor = 'nobody'", "DELETE FROM event"):
        with (
            pytest.raises(StoreError, match="never changed"),
            store.database.writing() as connection,
        ):
            connection.execute(text(statement))
    store.close()
