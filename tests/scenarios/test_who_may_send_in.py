"""Who may do what with records that are sent in, tried at the store itself, past every page."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from scenarios import Actor, Forbidden, NoSuchEvent, NoSuchSubmission, NotAllowed, Store, Submission
from scenarios.contents import Record
from scenarios.submission_rules import may_see
from scenarios.submissions import Submissions
from scenarios.submitted import ACCEPTED, ASKED_BACK, REJECTED, SUBMISSION_STATES
from scenarios.tables import event
from tests.scenarios.consistency import check
from tests.scenarios.sent_in import (
    AUTHOR,
    CHIEF,
    COLLEAGUE,
    FAR,
    HERE,
    NEIGHBOUR,
    NOTE,
    NOWHERE,
    OFFICIAL,
    OPEN,
    REVIEWER,
    STRANGER,
    THERE,
    accepted,
    activity,
    body,
    district,
    district_id,
    monthly,
    moved,
)

ACTORS = (OFFICIAL, AUTHOR, NEIGHBOUR, STRANGER, NOWHERE, REVIEWER, COLLEAGUE, CHIEF, OPEN)
# What came of it: done; or what stood in the way: the role, a code of Forbidden, or that there is
# nothing of the kind for them.
OK, ROLE, NONE = "ok", "role", "none"
ALL = (OK,) * 4
NO_MONITOR = (ROLE,) * 5


class Place:
    """A store with a district and a council that count in each of three regions."""

    def __init__(self, store: Store) -> None:
        self.store = store
        regions = (HERE, THERE, FAR)
        self.districts = {region: district_id(store, region) for region in regions}
        self.councils = {
            region: accepted(store, self.council(region), CHIEF).id for region in regions
        }

    def council(self, region: str = HERE) -> Record:
        return body(self.districts[region], region)

    def sent(self, author: Actor = AUTHOR, **how: Any) -> Submission:
        return self.store.submit(author, self.council(), NOTE, **how)

    def draft(self) -> Submission:
        return self.sent(draft=True)

    def counting(self) -> Submission:
        return accepted(self.store, self.council())

    def district(self) -> Submission:
        return accepted(self.store, district(), REVIEWER)


Prepare = Callable[[Place], Any]
Act = Callable[[Place, Actor, Any], object]


def nothing(place: Place) -> None:
    """Nothing has to be there."""


def submitting(content: Callable[[Place], Record], **how: Any) -> Act:
    return lambda place, actor, _: place.store.submit(actor, content(place), NOTE, **how)


def submitting_many(*regions: str) -> Act:
    return lambda place, actor, _: place.store.submit_many(
        actor, [(place.council(region), NOTE) for region in regions]
    )


def revising(region: str = HERE, **how: Any) -> Act:
    return lambda place, actor, one: place.store.revise(
        actor, one.id, one.version, place.council(region), NOTE, **how
    )


def deciding(state: str) -> Act:
    return lambda place, actor, one: place.store.review_submission(
        actor, one.id, one.version, state, "Made up"
    )


def withdrawing(place: Place, actor: Actor, one: Submission) -> object:
    return place.store.withdraw(actor, one.id, one.version, "Made up")


# What is tried: what is there before, and the write. Then what comes of it for the official, the
# author, the neighbour (of the same region), the stranger (of another), the monitor of nothing; and
# for the analysts: REVIEWER, COLLEAGUE, CHIEF, and OPEN, where nobody signs in.
WRITES: dict[str, tuple[Prepare, Act, tuple[str, ...]]] = {
    "submit a council": (
        nothing,
        submitting(Place.council),
        (ROLE, OK, OK, "region", "region", *ALL),
    ),
    "submit a draft": (
        nothing,
        submitting(Place.council, draft=True),
        (ROLE, OK, OK, "region", "region", *ALL),
    ),
    "submit a case": (
        nothing,
        submitting(lambda place: activity(place.councils[HERE])),
        (ROLE, OK, OK, "region", "region", *ALL),
    ),
    "submit a return": (
        nothing,
        submitting(lambda place: monthly(place.districts[HERE])),
        (ROLE, OK, OK, "region", "region", *ALL),
    ),
    "submit a district": (
        nothing,
        submitting(lambda place: district()),
        (ROLE, "kind", "kind", "kind", "kind", *ALL),
    ),
    "submit a council far away": (
        nothing,
        submitting(lambda place: place.council(FAR)),
        (ROLE, "region", "region", OK, "region", *ALL),
    ),
    "submit many, the last one far away": (
        nothing,
        submitting_many(HERE, HERE, FAR),
        (ROLE, "region", "region", "region", "region", *ALL),
    ),
    "submit many of two regions": (
        nothing,
        submitting_many(HERE, THERE),
        (ROLE, OK, "region", "region", "region", *ALL),
    ),
    "revise": (
        Place.sent,
        revising(),
        (ROLE, OK, "author", NONE, NONE, *ALL),
    ),
    "revise a draft": (
        Place.draft,
        revising(draft=True),
        (ROLE, OK, NONE, NONE, NONE, *ALL),
    ),
    "revise what counts": (
        Place.counting,
        revising(),
        (ROLE, OK, "author", NONE, NONE, *ALL),
    ),
    "revise a district": (
        Place.district,
        lambda place, actor, one: place.store.revise(
            actor, one.id, one.version, district(name="Another")
        ),
        (ROLE, "author", "author", NONE, NONE, *ALL),
    ),
    "move to the author's other region": (
        Place.sent,
        revising(THERE),
        (ROLE, OK, "author", NONE, NONE, *ALL),
    ),
    "move far away": (
        Place.sent,
        revising(FAR),
        (ROLE, "region", "author", NONE, NONE, *ALL),
    ),
    "move the neighbour's": (
        lambda place: place.sent(NEIGHBOUR),
        revising(THERE),
        (ROLE, "author", "region", NONE, NONE, *ALL),
    ),
    "accept": (Place.sent, deciding(ACCEPTED), (*NO_MONITOR, *ALL)),
    "ask back": (Place.sent, deciding(ASKED_BACK), (*NO_MONITOR, *ALL)),
    "reject": (Place.sent, deciding(REJECTED), (*NO_MONITOR, *ALL)),
    "accept an analyst's": (
        lambda place: place.sent(REVIEWER),
        deciding(ACCEPTED),
        (*NO_MONITOR, "own", OK, OK, OK),
    ),
    "accept what an analyst wrote into a monitor's": (
        lambda place: revising()(place, REVIEWER, place.sent()),
        deciding(ACCEPTED),
        (*NO_MONITOR, "own", OK, OK, OK),
    ),
    "accept many, one of them an analyst's": (
        lambda place: (place.sent(), place.sent(REVIEWER)),
        lambda place, actor, many: place.store.review_many(
            actor, [(one.id, one.version) for one in many], ACCEPTED
        ),
        (*NO_MONITOR, "own", OK, OK, OK),
    ),
    "withdraw": (Place.sent, withdrawing, (ROLE, OK, "author", NONE, NONE, *ALL)),
    "withdraw a draft": (Place.draft, withdrawing, (ROLE, OK, NONE, NONE, NONE, *ALL)),
    "withdraw what counts": (
        Place.counting,
        withdrawing,
        (ROLE, "accepted", "author", NONE, NONE, *ALL),
    ),
    "withdraw a district": (
        Place.district,
        withdrawing,
        (ROLE, "author", "author", NONE, NONE, *ALL),
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_who_may_write(store: Store, name: str) -> None:
    prepare, act, expected = WRITES[name]
    place = Place(store)
    seen = {actor.name: outcome(place, prepare, act, actor) for actor in ACTORS}
    assert seen == dict(zip((actor.name for actor in ACTORS), expected, strict=True))
    check(store)


def outcome(place: Place, prepare: Prepare, act: Act, actor: Actor) -> str:
    there = prepare(place)
    before = lines(place.store)
    try:
        act(place, actor, there)
    except NotAllowed as refusal:
        told = refusal.code if isinstance(refusal, Forbidden) else ROLE
    except NoSuchSubmission:
        told = NONE
    else:
        assert lines(place.store) > before
        return OK
    assert lines(place.store) == before, "a refusal has written something"
    return told


def lines(store: Store) -> int:
    with store.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(event)).scalar_one()


def test_every_method_that_writes_is_tried() -> None:
    tried = {"submit", "submit_many", "revise", "review_submission", "review_many", "withdraw"}
    looks = {"submission", "submissions", "every_submission", "submission_trail"}
    with_actor = {
        name
        for name, method in vars(Submissions).items()
        if not name.startswith("_") and "actor" in getattr(method, "__annotations__", ())
    }
    assert with_actor == tried | looks


def test_a_monitor_who_did_not_sign_in_is_nobody(store: Store) -> None:
    place = Place(store)
    unknown = Actor("Synthetic author", "monitor", None, (HERE, THERE))
    theirs = place.store.submit(OPEN, place.council(), NOTE)  # its author is not known either
    for act in (submitting(Place.council), revising(), withdrawing):
        with pytest.raises(Forbidden) as told:
            act(place, unknown, theirs)
        assert told.value.code == "unknown"
    check(store)


def test_whose_region_was_taken_away_still_sees_their_record_and_changes_nothing(
    store: Store,
) -> None:
    place = Place(store)
    one = place.sent()
    moved_on = Actor(AUTHOR.name, AUTHOR.role, AUTHOR.subject, (FAR,))
    assert store.submission(moved_on, one.id) == one
    for act in (revising(), revising(FAR), withdrawing):
        with pytest.raises(Forbidden) as told:
            act(place, moved_on, one)
        assert told.value.code == "region"
    no_monitor = Actor(AUTHOR.name, "viewer", AUTHOR.subject, (HERE,))
    with pytest.raises(NoSuchSubmission):
        store.submission(no_monitor, one.id)
    check(store)


# -- who sees what ---------------------------------------------------------------------------------


def one_of_each_state(place: Place, author: Actor) -> list[Submission]:
    store = place.store
    every = [
        place.sent(author, draft=True),
        place.sent(author),
        accepted(store, place.council(), author),
    ]
    for state in (ASKED_BACK, REJECTED):
        one = place.sent(author)
        every.append(store.review_submission(CHIEF, one.id, 1, state, "Made up"))
    every.append(store.withdraw(CHIEF, place.sent(author).id, 1, "Made up"))
    assert {one.state for one in every} == set(SUBMISSION_STATES)
    return every


def test_who_sees_which_states(store: Store) -> None:
    place = Place(store)
    mine, theirs = (one_of_each_state(place, author) for author in (AUTHOR, NEIGHBOUR))
    sent_in = set(SUBMISSION_STATES) - {"draft"}
    expected = {
        OFFICIAL: (set(), set()),
        AUTHOR: (set(SUBMISSION_STATES), sent_in),
        NEIGHBOUR: (sent_in, set(SUBMISSION_STATES)),
        STRANGER: (set(), set()),
        NOWHERE: (set(), set()),
        **{who: (set(SUBMISSION_STATES),) * 2 for who in (REVIEWER, COLLEAGUE, CHIEF, OPEN)},
    }
    for actor, sees in expected.items():
        for records, states in zip((mine, theirs), sees, strict=True):
            listed = {one.id for one in store.submissions(actor, limit=500)}
            assert {one.state for one in records if one.id in listed} == states
            for one in records:
                asked: list[Callable[[], object]] = [
                    lambda one=one, actor=actor: store.submission(actor, one.id),
                    lambda one=one, actor=actor: (
                        store.submission_trail(actor, one.id)[0].submission
                    ),
                ]
                for ask in asked:
                    if one.state in states:
                        assert ask() == one
                    else:
                        with pytest.raises(NoSuchSubmission):
                            ask()


def test_the_list_and_the_rule_say_the_same(store: Store) -> None:
    place = Place(store)
    for author in (AUTHOR, NEIGHBOUR, REVIEWER, OPEN):
        one_of_each_state(place, author)
    every = store.submissions(CHIEF, limit=500).rows
    unknown = Actor("Synthetic author", "monitor", None, (HERE,))
    for actor in (*ACTORS, unknown):
        page = store.submissions(actor, limit=500)
        assert page.rows == tuple(one for one in every if may_see(actor, one))
        assert page.total == len(page)
        assert store.every_submission(actor) == page.rows


def test_of_a_record_that_moved_only_what_was_of_the_region_is_seen(store: Store) -> None:
    place = Place(store)
    one = place.sent(draft=True)
    two = store.revise(AUTHOR, one.id, 1, place.council(THERE), "Only for there")
    three = store.revise(AUTHOR, one.id, 2, place.council(HERE), "For here again")
    told = {
        actor: [step.submission for step in store.submission_trail(actor, one.id)]
        for actor in (AUTHOR, NEIGHBOUR, REVIEWER)
    }
    assert told == {AUTHOR: [three, two, one], NEIGHBOUR: [three], REVIEWER: [three, two, one]}


# -- what everybody may read -----------------------------------------------------------------------

SECRET = "Synthetic secret"


def test_what_counts_tells_no_note_and_no_name(store: Store) -> None:
    writer = Actor(f"{SECRET} writer", "monitor", f"{SECRET}-subject", (HERE,))
    ground = district_id(store)
    one = store.submit(writer, body(ground), f"{SECRET} note")
    store.review_submission(CHIEF, one.id, 1, ACCEPTED, f"{SECRET} reason")
    again = store.revise(writer, one.id, 2, moved(one, number=2), f"{SECRET} again")
    found = store.counted(["body"])
    assert [(each.id, each.version, each.content) for each in found] == [(one.id, 1, one.content)]
    assert found[0].accepted == store.submission(CHIEF, one.id).counted_at.date()  # type: ignore[union-attr]
    assert set(vars(found[0])) == {"id", "kind", "region", "content", "version", "accepted"}
    assert SECRET not in repr(found)
    assert again.note.startswith(SECRET)  # so it really is there to be hidden


def test_the_public_trail_tells_nothing_of_records(store: Store) -> None:
    store.add_comment(OPEN, HERE, 2024, "Made up")
    one = accepted(store, district(), REVIEWER)
    assert [line.kind for line in store.trail()] == ["comment"]
    for kind in ("submission", "district", "scenario"):
        assert store.history(one.id, kind=kind).rows == ()
    numbers = [step.id for step in store.submission_trail(CHIEF, one.id)]
    assert len(numbers) == 2
    for number in numbers:
        with pytest.raises(NoSuchEvent):
            store.event(number)
