"""Lists of records: one's own, the oldest first, page by page; and what tells that one was written."""

from datetime import date

from scenarios import Store
from scenarios.submitted import REVIEW
from tests.scenarios.sent_in import (
    AUTHOR,
    NEIGHBOUR,
    OPEN,
    REVIEWER,
    accepted,
    activity,
    body_id,
    district,
    moved,
)


def test_own_records_are_those_of_the_subject_or_of_the_name(store: Store) -> None:
    council = body_id(store)
    mine = store.submit(AUTHOR, activity(council))
    theirs = store.submit(NEIGHBOUR, activity(council))
    unknown = store.submit(OPEN, activity(council))
    assert [row.id for row in store.submissions(AUTHOR, own=True)] == [mine.id]
    assert {row.id for row in store.submissions(NEIGHBOUR)} >= {mine.id, theirs.id}
    assert [row.id for row in store.submissions(NEIGHBOUR, own=True)] == [theirs.id]
    assert [row.id for row in store.submissions(OPEN, own=True)] == [unknown.id]


def test_a_queue_is_read_from_the_oldest_page_by_page(store: Store) -> None:
    council = body_id(store)
    sent = [store.submit(AUTHOR, activity(council, date=date(2024, 1, day))) for day in range(1, 8)]
    found, before = [], None
    while True:
        page = store.submissions(REVIEWER, state=REVIEW, oldest=True, limit=3, before=before)
        assert page.total == len(sent)
        found += [row.id for row in page]
        before = page.more
        if before is None:
            break
    assert found == [row.id for row in sent]


def test_each_write_of_a_kind_changes_its_state_and_no_other(store: Store) -> None:
    council = body_id(store)
    states = [store.records_state(("activity",))]
    ground = store.records_state(("district", "body"))
    one = store.submit(AUTHOR, activity(council), draft=True)
    states.append(store.records_state(("activity",)))
    one = store.revise(AUTHOR, one.id, one.version, moved(one, subject="water"))
    states.append(store.records_state(("activity",)))
    store.withdraw(AUTHOR, one.id, one.version)
    states.append(store.records_state(("activity",)))
    assert len(set(states)) == len(states)
    assert store.records_state(("district", "body")) == ground
    whole = store.records_state()
    store.submit(REVIEWER, district())
    assert store.records_state() != whole


def test_the_state_of_what_counts_does_not_come_back(store: Store) -> None:
    """Else a page that read between two writes would be kept as that of before them."""
    council = body_id(store)
    before = store.counted_state()
    kept = store.counted()
    one = accepted(store, activity(council))
    assert store.counted_state() != before
    store.withdraw(REVIEWER, one.id, one.version, "Made up")
    assert store.counted() == kept
    assert store.counted_state() != before
