"""The audit trail tells every write, with all that was then true, newest first, in pages."""

import pytest
from sqlalchemy import text

from scenarios import Event, NoSuchEvent, Store, StoreError, read, write
from tests.scenarios.samples import ANALYST_A, ANALYST_B, content, made, said


def test_each_write_is_told(store: Store) -> None:
    one = made(store)
    steps = [one]
    steps.append(store.save(ANALYST_B, one.id, 1, **said(2)))
    steps.append(store.save(ANALYST_A, one.id, 2, **said(2, name="Only the name")))
    steps.append(store.save(ANALYST_A, one.id, 3, **said(2, name="Only the name")))
    steps.append(store.archive(ANALYST_B, one.id, 4))
    steps.append(store.restore(ANALYST_B, one.id, 5))
    actions = ["created", "changed", "renamed", "changed", "archived", "restored"]
    events = store.history(one.id).rows[::-1]
    assert [event.action for event in events] == actions
    assert [event.version for event in events] == [1, 2, 3, 4, 5, 6]
    assert [event.actor for event in events] == [step.changed_by for step in steps]
    assert [event.actor_subject for event in events][:2] == [None, ANALYST_B.subject]
    assert {event.role for event in events} == {"analyst"}
    assert [event.at for event in events] == [step.changed for step in steps]
    assert [event.label for event in events] == [step.name for step in steps]
    assert [store.event(event.id).scenario for event in events] == steps


def test_a_copy_and_an_import_are_told(store: Store) -> None:
    one = made(store)
    copy = store.duplicate(ANALYST_B, one.id, "A copy")
    imported = store.add_imported(ANALYST_B, read(write(one, store.history(one.id))))
    events = [store.event(event.id) for event in store.trail()]
    assert [event.action for event in events] == ["imported", "duplicated", "created"]
    assert [event.scenario for event in events] == [imported, copy, one]
    assert imported.content == one.content
    assert imported.scores == one.scores
    assert imported.author == ANALYST_B.name
    claimed = events[0].claimed
    assert claimed is not None
    assert (claimed.id, claimed.author, claimed.created) == (one.id, one.author, one.created)
    assert [(step.version, step.action, step.at) for step in claimed.history] == [
        (1, "created", one.created)
    ]
    assert events[1].claimed is None


def pages(store: Store, limit: int, id: str | None = None) -> list[list[Event]]:
    found, before = [], None
    while True:
        events = store.trail(limit, before) if id is None else store.history(id, limit, before)
        found.append(list(events))
        before = events.more
        if before is None:
            return found


@pytest.mark.parametrize(("limit", "sizes"), [(3, [3, 3, 1]), (7, [7]), (50, [7]), (1, [1] * 7)])
def test_pages(store: Store, limit: int, sizes: list[int]) -> None:
    one = made(store)
    for version in range(1, 7):
        store.save(ANALYST_A, one.id, version, **said(version))
    for id in (None, one.id):
        found = pages(store, limit, id)
        assert [len(page) for page in found] == sizes
        assert [event.version for page in found for event in page] == [7, 6, 5, 4, 3, 2, 1]


def test_what_is_added_meanwhile_moves_no_page(store: Store) -> None:
    one = made(store)
    for version in range(1, 5):
        store.save(ANALYST_A, one.id, version, **said(version))
    first = store.trail(2)
    store.save(ANALYST_A, one.id, 5, **said(5))
    assert [event.version for event in store.trail(2, first.more)] == [3, 2]


def test_the_history_is_of_one_scenario(store: Store) -> None:
    one, other = made(store, 1), made(store, 2)
    store.save(ANALYST_A, other.id, 1, **said(3))
    assert [event.subject for event in store.history(one.id)] == [one.id]
    assert len(store.history("nosuchone2")) == 0


@pytest.mark.parametrize("id", [0, -1, 1, 10**6, 2**63, 10**400])
def test_there_is_no_such_event(store: Store, id: int) -> None:
    with pytest.raises(NoSuchEvent):
        store.event(id)
    assert len(store.trail(before=id)) == len(store.history("nosuchone2", before=id)) == 0


def test_a_damaged_event_is_an_error(store: Store) -> None:
    made(store)
    with store.database.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO event (kind, subject, version, action, actor, role, at, label, state) "
                "SELECT kind, subject, 9, action, actor, role, at, label, '{\"scenario\": {}}' "
                "FROM event"
            )
        )
    with pytest.raises(StoreError) as told:
        store.event(store.trail().rows[0].id)
    assert told.value.code == "damaged"


def test_what_was_once_can_be_had_again(store: Store) -> None:
    one = made(store)
    store.save(ANALYST_B, one.id, 1, **said(2))
    was = store.event(store.history(one.id).rows[-1].id).scenario
    assert was is not None
    again = store.save(
        ANALYST_A,
        one.id,
        2,
        name=was.name,
        description=was.description,
        content=was.content,
        scores=was.scores,
        data_version=was.data_version,
        method_version=was.method_version,
    )
    assert again.content == one.content == content()
    assert again.version == 3
