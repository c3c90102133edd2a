"""A process that is killed while it writes leaves every scenario and record whole or absent."""

import random
import time

import pytest
from sqlalchemy import func, select

from scenarios import Store, open_store
from scenarios.submitted import ACCEPTED
from scenarios.tables import event, submission
from tests.scenarios.consistency import check
from tests.scenarios.samples import made
from tests.scenarios.workers import processes, write_until_killed

KILLS = 30


@pytest.mark.parametrize("seed", [1])
def test_killed_while_saving(url: str, seed: int) -> None:
    moments = random.Random(seed)
    first = open_store(url)
    one = made(first)
    first.close()
    context = processes()
    before, victims = 1, 0  # lines of the trail; how many of them victims wrote
    for _ in range(KILLS):
        here, there = context.Pipe(duplex=False)
        victim = context.Process(target=write_until_killed, args=(url, one.id, there))
        victim.start()
        there.close()
        assert here.recv() == "ready"
        time.sleep(moments.uniform(0, 0.1))
        assert victim.is_alive(), "it ended by itself"
        victim.kill()
        victim.join()
        here.close()
        store = open_store(url)  # it opens again, and is whole
        lines = check(store)
        assert_all_or_none(store)
        victims += lines - before
        made(store)  # nobody holds a lock any more
        before = lines + 1
        store.close()
    assert victims > KILLS, "the victims were killed before they wrote: this test shows nothing"


def assert_all_or_none(store: Store) -> None:
    """Victims send in two returns at once, and accept three records at once."""
    sent = select(func.count()).select_from(submission).where(submission.c.kind == "return")
    decided = select(func.count()).select_from(event).where(event.c.action == ACCEPTED)
    with store.database.reading() as connection:
        assert connection.execute(sent).scalar_one() % 2 == 0
        assert connection.execute(decided).scalar_one() % 3 == 0
