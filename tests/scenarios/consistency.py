"""What must be true of every store, whatever happened to it."""

from sqlalchemy import func, select, text

from scenarios import Store
from scenarios.contents import rests_on
from scenarios.rows import to_alert_review, to_scenario, to_submission, to_whole_event
from scenarios.tables import alert_review, comment, event, scenario, submission


def check(store: Store) -> int:
    """Return the number of events.

    Every row is whole, has as many events as versions, and is what its last event says. What counts
    rests only on what counts, in the same region.
    """
    newest = (event.c.subject == scenario.c.id) & (event.c.version == scenario.c.version)
    with store.database.reading() as connection:
        rows = connection.execute(select(scenario)).all()
        last = connection.execute(select(event).join(scenario, newest)).all()
        comments = connection.execute(select(comment.c.id, comment.c.version)).all()
        reviews = connection.execute(select(alert_review)).all()
        newest = (event.c.subject == alert_review.c.id) & (
            event.c.version == alert_review.c.version
        )
        last_review = connection.execute(select(event).join(alert_review, newest)).all()
        sent_in = connection.execute(select(submission)).all()
        newest = (event.c.subject == submission.c.id) & (event.c.version == submission.c.version)
        last_sent_in = connection.execute(select(event).join(submission, newest)).all()
        numbered = select(
            event.c.subject, func.count(), func.min(event.c.version), func.max(event.c.version)
        ).group_by(event.c.subject)
        trail = {row[0]: tuple(row[1:]) for row in connection.execute(numbered)}
    scenarios = {row.id: to_scenario(row) for row in rows}  # reads and checks all of it
    assert {row.subject: to_whole_event(row).scenario for row in last} == scenarios
    versions = {id: one.version for id, one in scenarios.items()}
    versions |= {row.id: row.version for row in comments}
    reviewed = {row.id: to_alert_review(row) for row in reviews}
    assert {row.subject: to_whole_event(row).alert for row in last_review} == reviewed
    versions |= {id: one.version for id, one in reviewed.items()}
    records = {row.id: to_submission(row) for row in sent_in}
    assert {row.subject: to_whole_event(row).submission for row in last_sent_in} == records
    versions |= {id: one.version for id, one in records.items()}
    for row in sent_in:
        counts = records[row.id].counted
        ground = None if counts is None else rests_on(counts)
        assert row.rests_on == (None if ground is None else ground[1])
        if ground is not None and counts is not None:
            below = records[ground[1]]
            assert below.kind == ground[0]
            assert below.counted is not None, f"{row.id} counts, {below.id} does not"
            assert below.counted.region == counts.region
    # One event a version, for (kind, subject, version) is unique.
    assert trail == {id: (version, 1, version) for id, version in versions.items()}
    assert store.list().total + store.list(archived=True).total == len(scenarios)
    if store.database.is_sqlite:
        with store.database.reading() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    return sum(versions.values())
