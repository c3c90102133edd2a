"""Reports of incidents in the store: what a draft may lack, who may, and when what counts changes."""

from datetime import UTC, datetime, timedelta

import pytest

from indicators.incident_report import IncidentReport, IncidentReportError
from scenarios import ANALYST, MONITOR, Actor, Store
from scenarios.faults import Forbidden
from scenarios.submitted import ACCEPTED, DRAFT, REVIEW
from tests.indicators.reported import WHOLE, report

AUTHOR = Actor("Aigul", MONITOR, "a", ("KZ-31",))
REVIEWER = Actor("Marat", ANALYST, "b")
KINDS = (IncidentReport.kind,)


def test_a_draft_may_lack_what_a_report_that_is_sent_may_not(store: Store) -> None:
    unfinished = report(sources=None)
    draft = store.submit(AUTHOR, unfinished, draft=True)
    assert (draft.state, draft.content) == (DRAFT, unfinished)
    with pytest.raises(IncidentReportError, match="source"):
        store.submit(AUTHOR, unfinished)
    with pytest.raises(IncidentReportError, match="source"):
        store.revise(AUTHOR, draft.id, 1, unfinished)
    assert store.submission(AUTHOR, draft.id) == draft
    assert store.revise(AUTHOR, draft.id, 1, report()).state == REVIEW


def test_nothing_that_has_not_happened_yet_is_kept(store: Store) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    with pytest.raises(IncidentReportError, match="future"):
        store.submit(AUTHOR, report(date=tomorrow), draft=True)


def test_a_monitor_reports_and_moves_a_report_only_inside_their_regions(store: Store) -> None:
    with pytest.raises(Forbidden, match="KZ-33"):
        store.submit(AUTHOR, report(WHOLE))
    sent = store.submit(AUTHOR, report())
    with pytest.raises(Forbidden, match="KZ-33"):
        store.revise(AUTHOR, sent.id, 1, report(WHOLE))


def test_the_state_of_what_counts_differs_exactly_when_it_does(store: Store) -> None:
    seen = [store.counted_state(KINDS)]
    one = store.submit(AUTHOR, report())
    assert store.counted_state(KINDS) == seen[-1]  # it waits
    store.review_submission(REVIEWER, one.id, 1, ACCEPTED)
    seen.append(store.counted_state(KINDS))
    store.revise(AUTHOR, one.id, 2, report(size_low=9, size_status="about"))
    assert store.counted_state(KINDS) == seen[-1]  # what was accepted goes on counting
    store.review_submission(REVIEWER, one.id, 3, ACCEPTED)
    seen.append(store.counted_state(KINDS))
    two = store.submit(REVIEWER, report(WHOLE))
    store.review_submission(Actor("Serik", ANALYST, "c"), two.id, 1, ACCEPTED)
    seen.append(store.counted_state(KINDS))
    store.withdraw(REVIEWER, one.id, 4, "Made up")
    seen.append(store.counted_state(KINDS))
    assert len(set(seen)) == len(seen)
    assert [each.id for each in store.counted(KINDS)] == [two.id]
    assert store.counted_state(("district",)) == store.counted_state(("body",))
