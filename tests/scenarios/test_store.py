"""The store gives back exactly what was saved, and tells of every second saver."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from scenarios import (
    ANALYST,
    Actor,
    Archived,
    Conflict,
    ContentError,
    NoSuchScenario,
    NotAllowed,
    Scenario,
    Store,
    StoreError,
    TextError,
    open_store,
)
from scenarios.ids import LETTERS, is_id, new_id
from tests.scenarios.samples import (
    ANALYST_A,
    ANALYST_B,
    OPEN_VIEWER,
    SIGNED_VIEWER,
    content,
    made,
    said,
)
from tests.scenarios.sent_in import district


def test_what_is_saved_is_read_back_exactly(store: Store, url: str) -> None:
    one = made(store)
    other = open_store(url)
    try:
        assert other.get(one.id) == one
    finally:
        other.close()
    assert one.version == 1
    assert is_id(one.id)
    assert one.author == one.changed_by == ANALYST_A.name
    assert one.created == one.changed
    assert one.created.tzinfo is UTC
    assert abs(datetime.now(UTC) - one.created) < timedelta(minutes=1)
    assert not one.archived
    assert one.copied_from is None
    assert one.content == content()
    assert one.scores["KZ-10"] == 0.1 + 0.2
    assert one.scores["KZ-15"] is None


def test_a_save_makes_the_next_version(store: Store) -> None:
    one = made(store)
    two = store.save(ANALYST_B, one.id, 1, **said(40.5, name="Another name"))
    assert store.get(one.id) == two
    assert (two.version, two.name, two.content.weights["labour"]) == (2, "Another name", 40.5)
    assert (two.author, two.changed_by) == (ANALYST_A.name, ANALYST_B.name)
    assert two.created == one.created
    assert two.changed > one.changed


def test_the_second_saver_is_told_and_loses_nothing(store: Store) -> None:
    one = made(store)
    theirs = store.save(ANALYST_A, one.id, 1, **said(10, name="Theirs"))
    with pytest.raises(Conflict) as told:
        store.save(ANALYST_B, one.id, 1, **said(20, name="Yours"))
    conflict: Conflict[Scenario] = told.value
    assert conflict.theirs == theirs
    assert (conflict.yours.name, conflict.yours.content) == ("Yours", content(20))
    assert (conflict.yours.version, conflict.yours.changed_by) == (1, ANALYST_B.name)
    assert store.get(one.id) == theirs
    assert len(store.history(one.id)) == 2
    # Having seen theirs, the second saver saves over it.
    assert store.save(ANALYST_B, one.id, 2, **said(20, name="Yours")).version == 3


@pytest.mark.parametrize("version", [0, -1, 2, 99])
def test_a_version_that_never_was_is_a_conflict(store: Store, version: int) -> None:
    one = made(store)
    for write in (
        lambda: store.save(ANALYST_A, one.id, version, **said()),
        lambda: store.archive(ANALYST_A, one.id, version),
    ):
        with pytest.raises(Conflict):
            write()
    assert store.get(one.id) == one


def test_archive_and_restore(store: Store) -> None:
    one, other = made(store, 1), made(store, 2)
    gone = store.archive(ANALYST_B, one.id, 1)
    assert (gone.archived, gone.version) == (True, 2)
    assert gone == replace(
        one, archived=True, version=2, changed_by=ANALYST_B.name, changed=gone.changed
    )
    assert [row.id for row in store.list()] == [other.id]
    assert [row.id for row in store.list(archived=True)] == [one.id]
    assert store.archive(ANALYST_B, one.id, 2) == gone  # again: nothing to do
    with pytest.raises(Archived):
        store.save(ANALYST_B, one.id, 2, **said())
    back = store.restore(ANALYST_A, one.id, 2)
    assert (back.archived, back.version, back.content) == (False, 3, one.content)
    assert [event.action for event in store.history(one.id)] == ["restored", "archived", "created"]


def test_duplicate(store: Store) -> None:
    one = made(store)
    copy = store.duplicate(ANALYST_B, one.id, "  A copy ")
    assert store.get(copy.id) == copy
    assert copy.id != one.id
    assert (copy.name, copy.copied_from, copy.version) == ("A copy", one.id, 1)
    assert (copy.author, copy.content, copy.scores) == (ANALYST_B.name, one.content, one.scores)
    assert store.get(one.id) == one


@pytest.mark.parametrize("id", ["", "nosuchone2", "x" * 5000, "a\0b", "\ud800", "' OR 1=1 --"])
def test_there_is_no_such_scenario(store: Store, id: str) -> None:
    for ask in (
        lambda: store.get(id),
        lambda: store.save(ANALYST_A, id, 1, **said()),
        lambda: store.duplicate(ANALYST_A, id, "A copy"),
        lambda: store.archive(ANALYST_A, id, 1),
        lambda: store.restore(ANALYST_A, id, 1),
    ):
        with pytest.raises(NoSuchScenario) as told:
            ask()
        assert told.value.user_message.isprintable()
    assert len(store.trail()) == 0


def test_list_has_the_last_changed_first_in_pages(store: Store) -> None:
    every = [made(store, mark) for mark in range(7)]
    store.save(ANALYST_A, every[2].id, 1, **said(2))
    order = [every[k].id for k in (2, 6, 5, 4, 3, 1, 0)]
    assert [row.id for row in store.list()] == order
    pages = [store.list(limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [row.id for page in pages for row in page] == order
    assert {page.total for page in pages} == {7}


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("арал", ["Арал теңізі"]),
        ("ТЕҢІЗІ", ["Арал теңізі"]),
        ("100%", ["100% _sure"]),
        ("%", ["100% _sure"]),
        ("_", ["100% _sure"]),
        ("  plain ", ["Plain"]),
        ("drought", ["Plain"]),
        ("analyst a", ["100% _sure", "Plain", "Арал теңізі"]),
        ("'; DROP TABLE scenario; --", []),
        ("\0", []),
        ("\ud800", []),
        (" ", ["100% _sure", "Plain", "Арал теңізі"]),
    ],
)
def test_list_searches_whatever_the_capitals(store: Store, sought: str, found: list[str]) -> None:
    made(store, name="Арал теңізі", description="")
    made(store, name="100% _sure", description="")
    made(store, name="Plain", description="Drought")
    assert sorted(row.name for row in store.list(text=sought)) == found


HOSTILE = [
    "👩🏽\u200d🌾 степь 🏔️",
    "שלום عالم",
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "'; DROP TABLE scenario; --",
    "{0.__class__} %s %(x)s",
    "Қ" * 120,
    "\u200fيمين",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_kept_as_they_are(store: Store, name: str) -> None:
    actor = Actor(name[:80], ANALYST)
    one = made(store, name=name, description=name * 3, actor=actor)
    assert store.get(one.id) == one
    assert (one.name, one.description, one.author) == (name, name * 3, actor.name)
    assert store.event(store.trail().rows[0].id).scenario == one
    assert store.list(text=name).total == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "empty"),
        (" \t ", "empty"),
        ("\u200b\u200d", "empty"),
        ("x" * 121, "long"),
        ("a\0b", "characters"),
        ("a\nb", "characters"),
        ("a\x1b[31m", "characters"),
        ("a\ud800", "characters"),
        ("a\u2028b", "characters"),
        ("a\u202eb", "characters"),
    ],
)
def test_names_that_cannot_be_kept(store: Store, name: str, code: str) -> None:
    one = made(store)
    for write in (
        lambda: made(store, name=name),
        lambda: store.save(ANALYST_A, one.id, 1, **said(name=name)),
        lambda: store.duplicate(ANALYST_A, one.id, name),
        lambda: made(store, actor=Actor(name, ANALYST)),
    ):
        with pytest.raises(TextError) as told:
            write()
        assert told.value.code == code
        assert told.value.user_message.isprintable()
    assert len(store.trail()) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"description": "x" * 2001},
        {"description": "a\0b"},
        {"data_version": ""},
        {"method_version": "x" * 41},
        {"scores": {"KZ-10": float("nan")}},
        {"scores": {"KZ-10": float("inf")}},
        {"scores": {"no id": 1.0}},
    ],
)
def test_other_parts_that_cannot_be_kept(store: Store, other: dict[str, Any]) -> None:
    with pytest.raises((TextError, ContentError)):
        made(store, **other)
    assert store.list().total == len(store.trail()) == 0


@pytest.mark.parametrize("viewer", [OPEN_VIEWER, SIGNED_VIEWER])
def test_a_viewer_writes_nothing(store: Store, viewer: Actor) -> None:
    from scenarios import read, write

    one = made(store)
    comment = store.add_comment(ANALYST_A, "KZ-10", 2024, "Made up")
    sent = store.submit(ANALYST_A, district())
    writes = {
        "create": lambda: made(store, actor=viewer),
        "save": lambda: store.save(viewer, one.id, 1, **said(1)),
        "duplicate": lambda: store.duplicate(viewer, one.id, "A copy"),
        "archive": lambda: store.archive(viewer, one.id, 1),
        "restore": lambda: store.restore(viewer, one.id, 1),
        "add_imported": lambda: store.add_imported(viewer, read(write(one))),
        "review_comment": lambda: store.review_comment(viewer, comment.id, 1, "shown"),
        "review_alert": lambda: store.review_alert(
            viewer, "made_up.KZ-10.2024", 0, "watching", data_version="synthetic-1"
        ),
        "add_comment": lambda: store.add_comment(viewer, "KZ-10", 2024, "Made up"),
        "submit": lambda: store.submit(viewer, district()),
        "submit_many": lambda: store.submit_many(viewer, [(district(), "")]),
        "revise": lambda: store.revise(viewer, sent.id, 1, district()),
        "review_submission": lambda: store.review_submission(viewer, sent.id, 1, "accepted"),
        "review_many": lambda: store.review_many(viewer, [(sent.id, 1)], "accepted"),
        "withdraw": lambda: store.withdraw(viewer, sent.id, 1),
    }
    # Each sees what is theirs to see.
    looks = {"submission", "submissions", "every_submission", "submission_trail"}
    with_actor = {
        name
        for name in dir(Store)
        if not name.startswith("_")
        and "actor" in getattr(getattr(Store, name), "__annotations__", ())
    }
    assert set(writes) | looks == with_actor, "a method that writes is not tried here"
    if viewer.subject is not None:
        del writes["add_comment"]  # an official answers; it waits for a review
    for write_one in writes.values():
        with pytest.raises(NotAllowed):
            write_one()
    assert store.get(one.id) == one
    assert store.comment(comment.id) == comment
    assert store.submission(ANALYST_A, sent.id) == sent
    assert store.submissions(ANALYST_A).total == 1
    assert store.list().total == 1
    assert store.alert_reviews() == {}
    assert len(store.trail()) == 2


DAMAGE = [
    ("content", "{"),
    ("content", "{}"),
    ("content", '{"year": 2024}'),
    ("content", "null"),
    ("scores", '{"KZ-10": NaN}'),
    ("scores", "[]"),
    ("author", ""),
    ("name", "a\nb"),
]


@pytest.mark.parametrize(("column", "value"), DAMAGE)
def test_a_damaged_row_is_an_error(store: Store, column: str, value: str) -> None:
    one = made(store)
    with store.database.writing() as connection:
        connection.execute(text(f"UPDATE scenario SET {column} = :value"), {"value": value})
    with pytest.raises(StoreError) as told:
        store.get(one.id)
    assert told.value.code == "damaged"
    assert told.value.fields["id"] == one.id
    assert told.value.user_message.isprintable()


def test_ids_have_no_letters_that_look_alike() -> None:
    ids = {new_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert all(is_id(one) for one in ids)
    assert set("".join(ids)) == set(LETTERS)
    assert not set(LETTERS) & set("ilo01")
