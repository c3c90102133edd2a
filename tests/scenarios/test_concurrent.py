"""Eight writers at once: nothing is lost, and who comes second is told."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from scenarios import Conflict, Store, Submission, SubmissionError, open_store
from scenarios.submitted import ACCEPTED, DECISIONS
from tests.scenarios.consistency import check
from tests.scenarios.samples import made
from tests.scenarios.sent_in import (
    AUTHOR,
    OPEN,
    accepted,
    activity,
    body,
    body_id,
    district_id,
)
from tests.scenarios.workers import open_at_once, processes, run_saving, save_often

WRITERS, SAVES = 8, 50
ROUNDS = 5
FEWER = 12  # where each is tried until it is in: most meet somebody first
T = TypeVar("T")
Answers = list[tuple[list[tuple[int, str]], list[str]]]


def by_processes(url: str, ids: list[str], until_saved: bool, saves: int = SAVES) -> Answers:
    context = processes()
    start = context.Barrier(WRITERS)
    pipes, workers = [], []
    for writer in range(WRITERS):
        here, there = context.Pipe(duplex=False)
        arguments = (there, start, url, ids[writer], writer, saves, until_saved)
        workers.append(context.Process(target=run_saving, args=arguments))
        workers[-1].start()
        there.close()  # so that a worker that dies is an end of file, not a wait
        pipes.append(here)
    answers = [pipe.recv() for pipe in pipes]
    for worker in workers:
        worker.join()
    return answers


def by_threads(url: str, ids: list[str], until_saved: bool) -> Answers:
    start = threading.Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [
            pool.submit(save_often, url, ids[writer], writer, SAVES, start, until_saved)
            for writer in range(WRITERS)
        ]
        return [each.result() for each in running]


@pytest.mark.parametrize("at_once", [by_processes, by_threads])
def test_on_one_scenario_each_save_is_a_version_or_a_conflict(
    store: Store, url: str, at_once: Callable[..., Answers]
) -> None:
    one = made(store)
    answers = at_once(url, [one.id] * WRITERS, until_saved=False)
    saved = dict(version for versions, _ in answers for version in versions)
    conflicts = [fault for _, faults in answers for fault in faults]
    assert len(saved) + len(conflicts) == WRITERS * SAVES
    assert set(conflicts) <= {""}
    assert len(saved) >= SAVES
    assert conflicts, "nobody met anybody: this test shows nothing"
    assert_all_there(store, one.id, saved)


def test_who_looks_at_theirs_and_saves_again_gets_all_in(store: Store, url: str) -> None:
    one = made(store)
    answers = by_processes(url, [one.id] * WRITERS, until_saved=True, saves=FEWER)
    saved = dict(version for versions, _ in answers for version in versions)
    assert {fault for _, faults in answers for fault in faults} <= {""}
    names = {f"writer {writer}, save {turn}" for writer in range(WRITERS) for turn in range(FEWER)}
    assert set(saved.values()) == names
    assert_all_there(store, one.id, saved)


def test_on_different_scenarios_nobody_is_in_the_way(store: Store, url: str) -> None:
    ids = [made(store).id for _ in range(WRITERS)]
    answers = by_processes(url, ids, until_saved=False)
    assert [faults for _, faults in answers] == [[]] * WRITERS
    for writer, id in enumerate(ids):
        versions = dict(answers[writer][0])
        assert set(versions) == set(range(2, SAVES + 2))
        assert_all_there(store, id, versions)


def assert_all_there(store: Store, id: str, saved: dict[int, str]) -> None:
    """The trail has each save that was reported, under its version, and nothing else."""
    assert store.get(id).version == 1 + len(saved)
    told = {line.version: line.label for line in store.history(id, limit=10_000)}
    assert told.pop(1) == "Synthetic 33.33"
    assert told == saved
    check(store)


def test_four_first_openings_at_once(url: str) -> None:
    context = processes()
    start = context.Barrier(4)
    pipes, workers = [], []
    for _ in range(4):
        here, there = context.Pipe(duplex=False)
        workers.append(context.Process(target=open_at_once, args=(url, start, there)))
        workers[-1].start()
        there.close()
        pipes.append(here)
    ids = {pipe.recv() for pipe in pipes}
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4, ids
    store = open_store(url)
    assert {row.id for row in store.list()} == ids
    check(store)
    store.close()


# -- records that are sent in ----------------------------------------------------------------------


def together(url: str, work: Callable[[Store, int], T]) -> list[T | Exception]:
    """What comes of the same work at the same moment, each by a store of its own."""
    start = threading.Barrier(WRITERS)
    stores = [open_store(url) for _ in range(WRITERS)]

    def run(k: int) -> T | Exception:
        start.wait()
        try:
            return work(stores[k], k)
        except (Conflict, SubmissionError) as refusal:
            return refusal

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(run, range(WRITERS)))
    for each in stores:
        each.close()
    return answers


def test_one_of_many_decisions_on_a_record_is_the_decision(store: Store, url: str) -> None:
    one = store.submit(AUTHOR, body(district_id(store)))
    states = [DECISIONS[k % 3] for k in range(WRITERS)]
    answers = together(
        url, lambda each, k: each.review_submission(OPEN, one.id, 1, states[k], f"Made up {k}")
    )
    (won,) = [answer for answer in answers if isinstance(answer, Submission)]
    lost = [answer for answer in answers if isinstance(answer, Conflict)]
    assert [conflict.theirs for conflict in lost] == [won] * (WRITERS - 1)
    assert store.submission(OPEN, one.id) == won
    check(store)


def test_nothing_is_lost_when_many_send_in_together(store: Store, url: str) -> None:
    council = body_id(store)
    answers = together(
        url,
        lambda each, k: [
            each.submit_many(OPEN, [(activity(council), f"writer {k}, {turn}")] * 3)
            for turn in range(FEWER)
        ],
    )
    sent = {one.id for turns in answers for many in turns for one in many}  # type: ignore[union-attr]
    assert len(sent) == WRITERS * FEWER * 3
    assert {one.id for one in store.submissions(OPEN, kinds=["activity"], limit=1000)} == sent
    check(store)


def test_what_a_record_rests_on_is_not_withdrawn_while_it_is_accepted(
    store: Store, url: str
) -> None:
    """Accepting the record and withdrawing its ground at the same moment: never both."""
    ground = district_id(store)
    told = set()
    for _ in range(ROUNDS):
        council = accepted(store, body(ground))
        cases = [store.submit(AUTHOR, activity(council.id)) for _ in range(WRITERS - 1)]

        def work(each: Store, k: int, council: Submission = council, cases: Any = cases) -> str:
            if k == 0:
                return each.withdraw(OPEN, council.id, 2, "Made up").state
            return each.review_submission(OPEN, cases[k - 1].id, 1, ACCEPTED).state

        answers = together(url, work)
        told |= {one.code if isinstance(one, SubmissionError) else str(one) for one in answers}
        check(store)  # what counts rests only on what counts
    assert "accepted" in told
    assert "in_use" in told or "not_accepted" in told
