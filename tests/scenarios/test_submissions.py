"""Records are sent in, reviewed, written anew and withdrawn; only what was accepted counts."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from indicators.field_records import Activity, Body, District, RecordError
from scenarios import (
    Actor,
    Conflict,
    NoSuchSubmission,
    Store,
    StoreError,
    Submission,
    SubmissionError,
    TextError,
    open_store,
)
from scenarios.contents import CONTENTS, Unfinished, rests_on
from scenarios.ids import new_id
from scenarios.submission_rules import checked
from scenarios.submitted import (
    ACCEPTED,
    ASKED_BACK,
    DECISIONS,
    DRAFT,
    REJECTED,
    REVIEW,
    SUBMISSION_MOVES,
    SUBMISSION_STATES,
    WITHDRAWN,
)
from tests.scenarios.consistency import check
from tests.scenarios.samples import ANALYST_A, made
from tests.scenarios.sent_in import (
    AUTHOR,
    CHIEF,
    COLLEAGUE,
    FAR,
    HERE,
    NEIGHBOUR,
    NOTE,
    OPEN,
    REVIEWER,
    THERE,
    accepted,
    activity,
    body,
    body_id,
    district,
    district_id,
    monthly,
    moved,
)


def counts(store: Store, id: str) -> Any:
    return next((one.content for one in store.counted() if one.id == id), None)


def decide(store: Store, one: Submission, state: str, reason: str = "Made up") -> Submission:
    return store.review_submission(REVIEWER, one.id, one.version, state, reason)


def revise(store: Store, one: Submission, **other: Any) -> Submission:
    return store.revise(AUTHOR, one.id, one.version, moved(one, **other), one.note)


def test_records_that_rest_on_each_other_are_sent_in_together_or_not(store: Store) -> None:
    first, second, third = (new_id() for _ in range(3))
    given = [(district(), ""), (body(first), ""), (activity(second), NOTE)]
    with pytest.raises(SubmissionError):  # the wrong way round: there is no such district yet
        store.submit_many(OPEN, list(reversed(given)), ids=[third, second, first])
    assert not len(store.submissions(OPEN))
    for wrong in (["1"] * 3, [first, second], [first, first, second]):
        with pytest.raises((ValueError, StoreError, SubmissionError)):
            store.submit_many(OPEN, given, ids=wrong)
        assert not len(store.submissions(OPEN))
    made_now = store.submit_many(OPEN, given, ids=[first, second, third])
    assert [one.id for one in made_now] == [first, second, third]
    assert [rests_on(one.content) for one in made_now[1:]] == [
        ("district", first),
        ("body", second),
    ]
    check(store)


def test_from_the_draft_to_what_counts(store: Store, url: str) -> None:
    ground = district_id(store)
    draft = store.submit(AUTHOR, body(ground), f"  {NOTE}\r\nsecond line ", draft=True)
    assert (draft.state, draft.version, draft.kind, draft.region) == (DRAFT, 1, "body", HERE)
    assert draft.note == f"{NOTE}\nsecond line"
    assert (draft.author, draft.author_subject) == (AUTHOR.name, AUTHOR.subject)
    assert (draft.writer, draft.reviewer, draft.review_note) == (AUTHOR.name, None, "")
    assert draft.created == draft.changed
    assert abs(datetime.now(UTC) - draft.created) < timedelta(minutes=1)
    kept = store.revise(AUTHOR, draft.id, 1, moved(draft, number=2), "", draft=True)
    sent = store.revise(AUTHOR, draft.id, 2, moved(draft, number=3))
    assert [kept.state, sent.state, sent.note] == [DRAFT, REVIEW, ""]
    assert counts(store, draft.id) is None
    asked = decide(store, sent, ASKED_BACK, " Which\r\nplace? ")
    assert (asked.state, asked.reviewer, asked.review_note) == (
        ASKED_BACK,
        REVIEWER.name,
        "Which\nplace?",
    )
    again = revise(store, asked, place="Another made-up place")
    assert (again.state, again.review_note) == (REVIEW, asked.review_note)
    first = decide(store, again, ACCEPTED, "")
    assert counts(store, draft.id) == first.content == first.counted
    assert (first.counted_version, first.counted_at) == (again.version, first.reviewed)
    # A revision waits, and what was accepted goes on counting.
    later = revise(store, first, number=4)
    assert (later.state, counts(store, draft.id)) == (REVIEW, first.content)
    refused = decide(store, later, REJECTED)
    assert (refused.state, counts(store, draft.id)) == (REJECTED, first.content)
    better = revise(store, refused, number=5)
    assert counts(store, draft.id) == first.content
    second = decide(store, better, ACCEPTED, "")
    assert counts(store, draft.id) == second.content != first.content
    (one,) = [one for one in store.counted() if one.id == draft.id]
    assert (one.version, one.accepted) == (better.version, second.reviewed.date())  # type: ignore[union-attr]
    gone = store.withdraw(CHIEF, draft.id, second.version, "Counted twice")
    assert (gone.state, gone.counted, gone.review_note) == (WITHDRAWN, None, "Counted twice")
    assert counts(store, draft.id) is None
    steps = (draft, kept, sent, asked, again, first, later, refused, better, second, gone)
    trail = store.submission_trail(AUTHOR, draft.id)[::-1]
    assert tuple(step.submission for step in trail) == steps
    actions = ["drafted", "revised", "submitted", "asked_back", "revised", "accepted"]
    actions += ["revised", "rejected", "revised", "accepted", "withdrawn"]
    assert [step.action for step in trail] == actions
    assert [step.version for step in trail] == list(range(1, 12))
    assert {step.label for step in trail} == {HERE}
    assert [(trail[3].actor, trail[3].role), (trail[4].actor, trail[4].role)] == [
        (REVIEWER.name, "analyst"),
        (AUTHOR.name, "monitor"),
    ]
    other = open_store(url)
    assert other.submission(AUTHOR, draft.id) == gone
    other.close()
    check(store)


# From each state, the steps that are tried, and where they lead.
STEPS: dict[str, Callable[[Store, Submission], Submission]] = {
    REVIEW: lambda store, one: store.revise(CHIEF, one.id, one.version, one.content),
    DRAFT: lambda store, one: store.revise(CHIEF, one.id, one.version, one.content, draft=True),
    ACCEPTED: lambda store, one: decide(store, one, ACCEPTED),
    ASKED_BACK: lambda store, one: decide(store, one, ASKED_BACK),
    REJECTED: lambda store, one: decide(store, one, REJECTED),
    WITHDRAWN: lambda store, one: store.withdraw(CHIEF, one.id, one.version, "Made up"),
}


@pytest.mark.parametrize("before", SUBMISSION_STATES)
def test_only_declared_steps_are_taken(store: Store, before: str) -> None:
    ground = district_id(store)
    for after, step in STEPS.items():
        one = store.submit(AUTHOR, body(ground), draft=before == DRAFT)
        if before not in (DRAFT, REVIEW):
            one = STEPS[before](store, one)
        assert one.state == before
        if after in SUBMISSION_MOVES[before]:
            assert step(store, one).state == after
        else:
            with pytest.raises(SubmissionError) as told:
                step(store, one)
            assert told.value.code == ("final" if before == WITHDRAWN else "move")
            assert store.submission(CHIEF, one.id) == one
    check(store)


def test_every_state_is_tried_and_withdrawn_is_the_end() -> None:
    assert set(STEPS) == set(SUBMISSION_STATES) == set(SUBMISSION_MOVES)
    assert SUBMISSION_MOVES[WITHDRAWN] == ()
    assert {state for moves in SUBMISSION_MOVES.values() for state in moves} == set(STEPS)


@pytest.mark.parametrize("state", ["", "review", "draft", "withdrawn", "published"])
def test_a_review_ends_with_a_decision(store: Store, state: str) -> None:
    one = store.submit(OPEN, district())
    with pytest.raises(ValueError, match="a review ends with"):
        store.review_submission(REVIEWER, one.id, 1, state, "Made up")


@pytest.mark.parametrize("reason", ["", " \n "])
def test_what_needs_a_reason(store: Store, reason: str) -> None:
    one = store.submit(AUTHOR, body(district_id(store)))
    for state in (ASKED_BACK, REJECTED):
        with pytest.raises(TextError):
            decide(store, one, state, reason)
    with pytest.raises(TextError):
        store.withdraw(CHIEF, one.id, 1, reason)
    assert store.submission(CHIEF, one.id) == one
    assert store.withdraw(AUTHOR, one.id, 1, reason).state == WITHDRAWN  # one's own, never accepted
    own = accepted(store, district(), REVIEWER)
    with pytest.raises(TextError):
        store.withdraw(REVIEWER, own.id, own.version, reason)


def test_where_nobody_signs_in_everybody_reviews(store: Store) -> None:
    one = store.submit(OPEN, district())
    assert store.review_submission(OPEN, one.id, 1, ACCEPTED).counted == one.content
    theirs = store.submit(AUTHOR, body(one.id))
    assert store.review_submission(OPEN, theirs.id, 1, ACCEPTED).state == ACCEPTED


# -- second savers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [0, -1, 1, 4, 99])
def test_a_version_that_is_not_the_newest_is_a_conflict(store: Store, version: int) -> None:
    one = store.submit(AUTHOR, body(district_id(store)), NOTE)
    theirs = store.revise(AUTHOR, one.id, 1, moved(one, number=2), NOTE)
    writes: dict[str, Callable[[], object]] = {
        "yours": lambda: store.revise(AUTHOR, one.id, version, moved(one, number=3), "Mine"),
        "review": lambda: store.review_submission(REVIEWER, one.id, version, ACCEPTED),
        "many": lambda: store.review_many(REVIEWER, [(one.id, version)], ACCEPTED),
        "withdraw": lambda: store.withdraw(AUTHOR, one.id, version),
    }
    for write in writes.values():
        with pytest.raises(Conflict) as told:
            write()
        assert told.value.theirs == theirs
        assert told.value.yours.version == version
        assert AUTHOR.name in told.value.user_message
    with pytest.raises(Conflict) as told:
        writes["yours"]()
    assert (told.value.yours.content.number, told.value.yours.note) == (3, "Mine")
    assert store.submission(AUTHOR, one.id) == theirs
    decide(store, theirs, ACCEPTED)
    with pytest.raises(Conflict, match=REVIEWER.name):
        writes["yours"]()
    check(store)


@pytest.mark.parametrize("id", ["", "nosuchone2", "x" * 5000, "a\0b", "\ud800", "' OR 1=1 --"])
def test_there_is_no_such_record(store: Store, id: str) -> None:
    one = accepted(store, district(), REVIEWER)
    for ask in (
        lambda: store.submission(CHIEF, id),
        lambda: store.submission_trail(CHIEF, id),
        lambda: store.revise(CHIEF, id, 1, one.content),
        lambda: store.review_submission(CHIEF, id, 1, ACCEPTED),
        lambda: store.review_many(CHIEF, [(id, 1)], ACCEPTED),
        lambda: store.withdraw(CHIEF, id, 1, "Made up"),
    ):
        with pytest.raises(NoSuchSubmission) as told:
            ask()
        assert told.value.user_message.isprintable()
    check(store)


# -- what a record rests on ------------------------------------------------------------------------


def test_a_kind_names_one_ground_at_most_and_comes_after_it() -> None:
    kinds = list(CONTENTS)
    for kind, form in CONTENTS.items():
        assert form.kind == kind
        assert len(form.references) <= 1
        assert all(kinds.index(below) < kinds.index(kind) for below in form.references.values())
    assert rests_on(district()) is None
    assert rests_on(body("abcdefgh22")) == ("district", "abcdefgh22")
    assert rests_on(activity("abcdefgh22")) == ("body", "abcdefgh22")


def test_what_a_record_names_must_be_there(store: Store) -> None:
    ground, council = district_id(store), body_id(store)
    far = district_id(store, FAR)
    draft = store.submit(NEIGHBOUR, body(ground), draft=True)
    gone = store.submit(NEIGHBOUR, body(ground))
    store.withdraw(NEIGHBOUR, gone.id, 1)
    one = store.submit(AUTHOR, activity(council))
    cases = [
        (activity("nosuchone2"), "missing"),
        (activity("x" * 40), "missing"),
        (activity(draft.id), "missing"),  # not for who may not see it
        (activity(ground), "other_kind"),
        (activity(one.id), "other_kind"),
        (activity(gone.id), "withdrawn"),
        (activity(council, THERE), "other_region"),
    ]
    for content, code in cases:
        for write in (
            lambda content=content: store.submit(AUTHOR, content),
            lambda content=content: store.submit(AUTHOR, content, draft=True),
            lambda content=content: store.submit_many(
                AUTHOR, [(activity(council), ""), (content, "")]
            ),
            lambda content=content: store.revise(AUTHOR, one.id, 1, content),
        ):
            with pytest.raises(SubmissionError) as told:
                write()
            assert told.value.code == code
    # Of another region there is nothing for a monitor: not even what kind it is.
    with pytest.raises(SubmissionError) as told:
        store.submit(AUTHOR, body(far))
    assert told.value.code == "missing"
    with pytest.raises(SubmissionError) as told:
        store.submit(CHIEF, body(far))
    assert told.value.code == "other_region"
    assert store.submission(AUTHOR, one.id) == one
    check(store)


def test_what_counts_rests_only_on_what_counts(store: Store) -> None:
    ground = store.submit(CHIEF, district())
    council = store.submit(AUTHOR, body(ground.id))
    case = store.submit(NEIGHBOUR, activity(council.id))
    for one in (case, council):
        with pytest.raises(SubmissionError) as told:
            decide(store, one, ACCEPTED)
        assert told.value.code == "not_accepted"
    assert decide(store, case, ASKED_BACK).state == ASKED_BACK  # no other decision needs it
    case = store.revise(NEIGHBOUR, case.id, 2, case.content)
    # Together, in whatever order they come.
    given = [(case.id, case.version), (council.id, 1), (ground.id, 1)]
    decided = store.review_many(REVIEWER, given, ACCEPTED)
    assert [one.id for one in decided] == [case.id, council.id, ground.id]
    assert {one.state for one in decided} == {ACCEPTED}
    # What others rest on stays as long as they count.
    for id, count in ((ground.id, 1), (council.id, 1)):
        with pytest.raises(SubmissionError) as told:
            store.withdraw(CHIEF, id, 2, "Made up")
        assert (told.value.code, told.value.fields["count"]) == ("in_use", str(count))
    with pytest.raises(SubmissionError) as told:
        store.revise(CHIEF, ground.id, 2, district(FAR))
    assert told.value.code == "in_use"
    # In its region it can be corrected.
    assert store.revise(CHIEF, ground.id, 2, district(name="Another")).counted == ground.content
    for one in decided[:2]:
        store.withdraw(CHIEF, one.id, one.version, "Made up")
    store.withdraw(CHIEF, ground.id, 3, "Made up")
    assert store.counted() == ()
    check(store)


def test_a_move_is_held_also_when_it_is_accepted(store: Store) -> None:
    """Between the revision and its review another record can have come to rest on it."""
    ground = district_id(store)
    away = store.revise(CHIEF, ground, 2, district(THERE))
    back = store.revise(CHIEF, ground, 3, district(HERE))
    council = store.submit(AUTHOR, body(ground))
    store.revise(CHIEF, ground, 4, district(THERE))
    decide(store, council, ACCEPTED)  # what counts of the district is still here
    with pytest.raises(SubmissionError) as told:
        store.review_submission(COLLEAGUE, ground, 5, ACCEPTED)
    assert told.value.code == "in_use"
    assert (away.region, back.region) == (THERE, HERE)
    check(store)


def test_a_council_did_nothing_on_a_day_on_which_it_was_not_there(store: Store) -> None:
    council = accepted(store, body(district_id(store), set_up="2019-06", dissolved="2024"), CHIEF)
    before = check(store)
    for day, code in ((date(2019, 5, 31), "not_set_up"), (date(2025, 1, 1), "dissolved")):
        for draft in (True, False):
            with pytest.raises(RecordError) as told:
                store.submit(AUTHOR, activity(council.id, date=day), draft=draft)
            assert told.value.code == code
    assert check(store) == before
    one = store.submit(AUTHOR, activity(council.id, date=date(2019, 6, 1)))
    with pytest.raises(RecordError, match="before the body was set up"):
        store.revise(AUTHOR, one.id, 1, moved(one, date=date(2019, 5, 31)))
    # What counts of the council when the case is accepted is what the case must fit.
    later = store.revise(CHIEF, council.id, council.version, moved(council, set_up="2020"))
    store.review_submission(COLLEAGUE, council.id, later.version, ACCEPTED)
    with pytest.raises(RecordError, match="before the body was set up: 2020"):
        store.review_submission(REVIEWER, one.id, 1, ACCEPTED)
    check(store)


# -- many at once ----------------------------------------------------------------------------------


def test_many_are_sent_in_all_or_none(store: Store) -> None:
    council = body_id(store)
    before = check(store)
    good = [(activity(council, date=date(2024, 1, day)), f"Made up {day}") for day in range(1, 11)]
    for bad in (
        (activity("nosuchone2"), ""),
        (activity(council, FAR), ""),
        (activity(council), "call 8 701 234 56 78"),
    ):
        with pytest.raises((SubmissionError, RecordError, PermissionError)):
            store.submit_many(AUTHOR, [*good, bad])
    assert check(store) == before
    made_now = store.submit_many(AUTHOR, good)
    assert [(one.content, one.note) for one in made_now] == good
    assert {one.state for one in made_now} == {REVIEW}
    assert check(store) == before + 10
    assert store.submit_many(AUTHOR, []) == ()


def test_many_are_decided_on_all_or_none(store: Store) -> None:
    council = body_id(store)
    many = store.submit_many(AUTHOR, [(activity(council), "")] * 5)
    given = [(one.id, 1) for one in many]
    before = check(store)
    bad: list[tuple[list[tuple[str, int]], type[Exception]]] = [
        ([*given[:4], (given[4][0], 2)], Conflict),
        ([*given, ("nosuchone2", 1)], NoSuchSubmission),
        ([*given, given[0]], SubmissionError),
    ]
    for those, error in bad:
        with pytest.raises(error):
            store.review_many(REVIEWER, those, ACCEPTED)
    assert check(store) == before
    assert len(store.review_many(REVIEWER, given, REJECTED, "Made up")) == 5
    assert check(store) == before + 5


def test_too_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.submissions.MOST_AT_ONCE", 2)
    with pytest.raises(SubmissionError, match="up to 2"):
        store.submit_many(OPEN, [(district(), "")] * 3)
    with pytest.raises(SubmissionError, match="up to 2"):
        store.review_many(OPEN, [("nosuchone2", 1)] * 3, ACCEPTED)


# -- what cannot be kept ---------------------------------------------------------------------------


class Forged(District):
    """Looks like a district, and could say anything when it is asked."""

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "region": FAR}


@dataclass(frozen=True)
class Stranger:
    """A kind that nobody knows."""

    kind: str = "person"
    region: str = HERE


def altered(content: Any, **fields: Any) -> Any:
    """The same object, changed past its own checks."""
    for name, value in fields.items():
        object.__setattr__(content, name, value)
    return content


def test_an_object_that_was_tampered_with_is_refused(store: Store) -> None:
    council = body_id(store)
    one = store.submit(CHIEF, activity(council))
    before = check(store)
    forged: list[tuple[Any, type[Exception]]] = [
        (Forged(HERE, "Made up", "Made up"), SubmissionError),
        (Stranger(), SubmissionError),
        (Stranger("body"), SubmissionError),
        ({"kind": "body"}, SubmissionError),
        (None, SubmissionError),
        (altered(activity(council), region="KZ-99"), RecordError),
        (altered(activity(council), outcome="x" * 10_000), RecordError),
        (altered(body(council), members=-1), RecordError),
        (altered(district(), name="=cmd|'/c calc'!A1"), RecordError),
        (activity(council, date=date.today() + timedelta(days=2)), RecordError),
        (monthly(council, month=f"{date.today() + timedelta(days=2):%Y-%m}"), RecordError),
    ]
    for content, error in forged:
        for write in (
            lambda content=content: store.submit(CHIEF, content),
            lambda content=content: store.submit_many(CHIEF, [(content, "")]),
            lambda content=content: store.revise(CHIEF, one.id, 1, content),
        ):
            with pytest.raises(error):
                write()
    assert check(store) == before


def test_what_a_form_reads_can_carry_no_state_and_no_author() -> None:
    for content in (district(), body("abcdefgh22"), activity("abcdefgh22"), monthly("abcdefgh22")):
        said = content.to_json()
        assert CONTENTS[content.kind].from_json(said) == content
        for key in ("state", "author", "counted", "id", "version", "kind", "note", "reviewer"):
            with pytest.raises(RecordError):
                CONTENTS[content.kind].from_json({**said, key: "accepted"})


def test_a_record_stays_of_its_kind(store: Store) -> None:
    council = body_id(store)
    one = store.submit(AUTHOR, activity(council))
    with pytest.raises(SubmissionError) as told:
        store.revise(AUTHOR, one.id, 1, monthly(district_id(store)))
    assert told.value.code == "kind"
    assert store.submission(AUTHOR, one.id) == one


@pytest.mark.parametrize(
    "note",
    [
        "x" * 501,
        "a\0b",
        "a\ud800",
        "a\u202eb",
        "ИИН 850101300123",
        "850101 300123",
        "+7 (701) 234-56-78",
        "звонить 87012345678",
    ],
)
def test_notes_and_reasons_that_cannot_be_kept(store: Store, note: str) -> None:
    ground = district_id(store)
    one = store.submit(AUTHOR, body(ground))
    writes: list[Callable[[], object]] = [
        lambda: store.submit(AUTHOR, body(ground), note),
        lambda: store.revise(AUTHOR, one.id, 1, one.content, note),
    ]
    if len(note) < 500:
        writes += [
            lambda: store.review_submission(REVIEWER, one.id, 1, REJECTED, note),
            lambda: store.withdraw(REVIEWER, one.id, 1, note),
        ]
    for write in writes:
        with pytest.raises((RecordError, TextError)) as told:
            write()
        assert not re.search(r"\d{6}", told.value.user_message), "the error repeats the number"
    assert store.submission(AUTHOR, one.id) == one
    check(store)


def test_a_draft_need_not_be_whole_and_a_record_must() -> None:
    @dataclass(frozen=True)
    class Report(District):
        def check_whole(self) -> None:
            raise RecordError("missing", "source")

    assert isinstance(Report(HERE, "Made up", "Made up"), Unfinished)
    assert not isinstance(district(), Unfinished)
    now = datetime.now(UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios.submission_rules.CONTENTS", {"district": Report})
        one = Report(HERE, "Made up", "Made up")
        assert checked(one, now, DRAFT) == one
        with pytest.raises(RecordError):
            checked(one, now, REVIEW)


# A day begins in Kazakhstan five hours before it does in Greenwich.
@pytest.mark.parametrize(("hour", "known"), [(18, False), (19, True)])
def test_the_day_is_that_of_kazakhstan(hour: int, known: bool) -> None:
    content = activity("abcdefgh22", date=date(2025, 3, 2))
    moment = datetime(2025, 3, 1, hour, 30, tzinfo=UTC)
    if known:
        assert checked(content, moment, REVIEW) == content
    else:
        with pytest.raises(RecordError):
            checked(content, moment, REVIEW)


# -- lists -----------------------------------------------------------------------------------------


def test_lists(store: Store) -> None:
    council = body_id(store)
    cases = [store.submit(AUTHOR, activity(council)) for _ in range(7)]
    returned = store.submit(AUTHOR, monthly(district_id(store)))
    store.revise(AUTHOR, cases[2].id, 1, cases[2].content)
    decide(store, cases[4], ACCEPTED)
    order = [cases[k].id for k in (2, 6, 5, 4, 3, 1, 0)]
    found = store.submissions(AUTHOR, kinds=["activity"])
    assert [one.id for one in found] == order
    assert (found.total, found.more) == (7, None)
    pages, more = [], None
    while True:
        page = store.submissions(AUTHOR, kinds=["activity"], limit=3, before=more)
        pages.append([one.id for one in page])
        assert page.total == 7
        more = page.more
        if more is None:
            break
    assert pages == [order[:3], order[3:6], order[6:]]
    assert [one.id for one in store.submissions(AUTHOR, kinds=["return"])] == [returned.id]
    assert store.submissions(AUTHOR, kinds=["activity", "return"]).total == 8
    assert [one.id for one in store.submissions(AUTHOR, kinds=["activity"], state=ACCEPTED)] == [
        cases[4].id
    ]
    assert store.submissions(AUTHOR, region=HERE).total == store.submissions(AUTHOR).total
    for nowhere in ("KZ-11", "", "a\0b", "\ud800", "' OR 1=1 --"):
        assert store.submissions(AUTHOR, region=nowhere).rows == ()
        assert store.submissions(AUTHOR, state=nowhere).rows == ()
        assert store.submissions(AUTHOR, kinds=[nowhere]).rows == ()
        assert store.counted([nowhere]) == ()
    assert [one.kind for one in store.counted(["activity"])] == ["activity"]
    assert {one.kind for one in store.counted()} == {"activity", "body", "district"}


def test_what_is_sent_in_meanwhile_moves_no_page(store: Store) -> None:
    every = [store.submit(OPEN, district(name=f"Made up {k}")) for k in range(5)]
    first = store.submissions(OPEN, limit=2)
    store.submit(OPEN, district(name="Made up later"))
    after = store.submissions(OPEN, limit=2, before=first.more)
    assert [one.id for one in after] == [every[2].id, every[1].id]


def test_many_of_one_moment_are_all_listed_once(store: Store) -> None:
    many = store.submit_many(OPEN, [(district(name=f"Made up {k}"), "") for k in range(7)])
    found, more = [], None
    while True:
        page = store.submissions(OPEN, limit=2, before=more)
        found += [one.id for one in page]
        more = page.more
        if more is None:
            break
    assert sorted(found) == sorted(one.id for one in many)


@pytest.mark.parametrize(
    "before", ["", "~", "2024-01-01~abcdefgh22", "now~abcdefgh22", "2024-01-01T00:00:00+00:00~\0"]
)
def test_what_is_no_end_of_a_page(store: Store, before: str) -> None:
    with pytest.raises(SubmissionError) as told:
        store.submissions(OPEN, before=before)
    assert told.value.code == "page"
    assert told.value.user_message.isprintable()


# -- the database ----------------------------------------------------------------------------------

DAMAGE = [
    ("state", "published"),
    ("kind", "person"),
    ("content", "{"),
    ("content", "{}"),
    ("content", "null"),
    ("content", '{"region": "KZ-99", "name": "a", "source": "b"}'),
    ("counted", '{"region": "KZ-10"}'),
    ("author", ""),
    ("note", "a\r"),
    ("note", "87012345678"),
]


@pytest.mark.parametrize(("column", "value"), DAMAGE)
def test_a_damaged_row_is_an_error(store: Store, column: str, value: str) -> None:
    one = accepted(store, district(), REVIEWER)
    with store.database.writing() as connection:
        connection.execute(text(f"UPDATE submission SET {column} = :value"), {"value": value})
    reads: list[Callable[[], object]] = [
        lambda: store.submission(CHIEF, one.id),
        lambda: store.submissions(CHIEF),
    ]
    if column in ("kind", "counted"):
        reads.append(store.counted)
    for read in reads:
        with pytest.raises(StoreError) as told:
            read()
        assert (told.value.code, told.value.fields["id"]) == ("damaged", one.id)


def test_a_fault_in_between_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("between the row and its line in the trail")

    ground = district_id(store)
    one = store.submit(AUTHOR, body(ground))
    before = check(store)
    monkeypatch.setattr("scenarios.submissions.record", fails)
    writes: list[Callable[[], object]] = [
        lambda: store.submit(AUTHOR, body(ground)),
        lambda: store.submit_many(AUTHOR, [(body(ground), "")] * 3),
        lambda: store.revise(AUTHOR, one.id, 1, one.content),
        lambda: store.review_submission(REVIEWER, one.id, 1, ACCEPTED),
        lambda: store.withdraw(AUTHOR, one.id, 1),
    ]
    for write in writes:
        with pytest.raises(RuntimeError):
            write()
    assert store.submission(AUTHOR, one.id) == one
    assert check(store) == before


def test_the_database_itself_keeps_what_counts_together(store: Store) -> None:
    council = accepted(store, body(district_id(store)))
    for change in (
        "counted_at = NULL",
        "counted_version = NULL",
        "counted = NULL",
        "rests_on = 'nosuchone2'",
        "version = 0",
    ):
        with pytest.raises(StoreError), store.database.writing() as connection:
            connection.execute(
                text(f"UPDATE submission SET {change} WHERE id = :id"), {"id": council.id}
            )
    check(store)


def test_a_database_from_before_keeps_all_and_takes_records(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("scenarios.migrate.HEAD", "0002")
        old = open_store(url)
        scenario = made(old)
        review = old.review_alert(
            ANALYST_A, "made_up.KZ-10.2024", 0, "watching", data_version="synthetic-1"
        )
        with pytest.raises(StoreError):
            old.counted()  # so it really is of before
        old.close()
    store = open_store(url)
    assert store.get(scenario.id) == scenario
    assert store.alert_review(review.alert) == review
    assert [event.kind for event in store.trail()] == ["alert", "scenario"]
    accepted(store, activity(body_id(store)))
    assert [event.kind for event in store.trail()] == ["alert", "scenario"]
    assert check(store) == 8
    store.close()


def test_decisions_are_states_and_actions() -> None:
    assert set(DECISIONS) < set(SUBMISSION_STATES)
    assert all(re.fullmatch("[a-z_]{1,16}", state) for state in SUBMISSION_STATES)
    assert all(len(kind) <= 16 for kind in CONTENTS)
    assert {Activity.kind, Body.kind, District.kind} < set(CONTENTS)
    assert replace(AUTHOR, regions=()) == Actor(AUTHOR.name, AUTHOR.role, AUTHOR.subject)
    assert COLLEAGUE.writes_in(FAR)
    assert not AUTHOR.writes_in(FAR)
