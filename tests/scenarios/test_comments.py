"""Comments wait for an analyst's review before others see them."""

import pytest

from scenarios import Conflict, ContentError, NoSuchComment, NotAllowed, Store, TextError
from tests.scenarios.consistency import check
from tests.scenarios.samples import ANALYST_A, ANALYST_B, OPEN_VIEWER, SIGNED_VIEWER


def test_filed_reviewed_shown(store: Store) -> None:
    filed = store.add_comment(SIGNED_VIEWER, "KZ-10", 2024, " Made up: «жауап»\r\nsecond line ")
    assert filed.text == "Made up: «жауап»\nsecond line"
    assert (filed.author, filed.author_subject) == (SIGNED_VIEWER.name, SIGNED_VIEWER.subject)
    assert (filed.state, filed.version, filed.reviewer) == ("to_review", 1, None)
    assert store.comment(filed.id) == filed
    assert store.comments("KZ-10") == ()
    assert store.comments(states=("to_review",)) == (filed,)
    shown = store.review_comment(ANALYST_B, filed.id, 1, "shown", "Checked")
    assert store.comment(filed.id) == shown
    assert (shown.state, shown.version, shown.text) == ("shown", 2, filed.text)
    assert (shown.reviewer, shown.review_note) == (ANALYST_B.name, "Checked")
    assert store.comments("KZ-10", 2024) == (shown,)
    assert store.comments("KZ-10", 2023) == store.comments("KZ-11") == ()
    declined = store.review_comment(ANALYST_A, filed.id, 2, "declined")
    assert store.comments("KZ-10") == ()
    events = [store.event(event.id) for event in store.trail()]
    assert [event.action for event in events] == ["reviewed", "reviewed", "created"]
    assert [event.comment for event in events] == [declined, shown, filed]
    assert {(event.kind, event.label, event.scenario) for event in events} == {
        ("comment", "KZ-10", None)
    }
    assert [event.version for event in store.history(filed.id, kind="comment")] == [3, 2, 1]
    check(store)


def test_newest_first(store: Store) -> None:
    filed = [
        store.add_comment(ANALYST_A, f"KZ-{region}", 2020 + region, "Made up")
        for region in (10, 11, 10)
    ]
    assert store.comments(states=("to_review",)) == tuple(filed[::-1])
    assert store.comments("KZ-10", states=("to_review", "shown")) == (filed[2], filed[0])
    assert store.comments(states=("to_review",), limit=1) == (filed[2],)
    assert store.comments(states=()) == ()


def test_two_reviewers_at_once(store: Store) -> None:
    filed = store.add_comment(SIGNED_VIEWER, "KZ-10", 2024, "Made up")
    theirs = store.review_comment(ANALYST_A, filed.id, 1, "shown")
    with pytest.raises(Conflict) as told:
        store.review_comment(ANALYST_B, filed.id, 1, "declined", "No source")
    assert told.value.theirs == theirs
    assert (told.value.yours.state, told.value.yours.review_note) == ("declined", "No source")
    assert store.comment(filed.id) == theirs
    check(store)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001, "a\0b", "a\ud800"])
def test_texts_that_cannot_be_kept(store: Store, text: str) -> None:
    with pytest.raises(TextError):
        store.add_comment(ANALYST_A, "KZ-10", 2024, text)
    assert len(store.trail()) == 0


@pytest.mark.parametrize(("region", "period"), [("", 2024), ("a b", 2024), ("KZ-10", 0)])
def test_places_that_cannot_be(store: Store, region: str, period: int) -> None:
    with pytest.raises(ContentError):
        store.add_comment(ANALYST_A, region, period, "Made up")
    assert len(store.trail()) == 0


def test_who_may(store: Store) -> None:
    with pytest.raises(NotAllowed):
        store.add_comment(OPEN_VIEWER, "KZ-10", 2024, "Made up")
    filed = store.add_comment(SIGNED_VIEWER, "KZ-10", 2024, "Made up")
    for viewer in (OPEN_VIEWER, SIGNED_VIEWER):
        with pytest.raises(NotAllowed):
            store.review_comment(viewer, filed.id, 1, "shown")
    assert store.comments() == ()


def test_what_is_not_there(store: Store) -> None:
    for id in ("nosuchone2", "", "a\0b"):
        with pytest.raises(NoSuchComment):
            store.comment(id)
        with pytest.raises(NoSuchComment):
            store.review_comment(ANALYST_A, id, 1, "shown")
    filed = store.add_comment(ANALYST_A, "KZ-10", 2024, "Made up")
    with pytest.raises(ValueError, match="to_review"):
        store.review_comment(ANALYST_A, filed.id, 1, "to_review")
