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
    before, victims, sent = 1, 0, 0  # lines of the trail; how many victims wrote; pairs of returns
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
        sent = whole_pairs(store)
        victims += lines - before
        made(store)  # nobody holds a lock any more
        before = lines + 1
        store.close()
    assert sent > 0, "no victim came to send anything in: this test shows less than it says"
    assert victims > KILLS, "the victims were killed before they wrote: this test shows nothing"


def whole_pairs(store: Store) -> int:
    """Return how many pairs of returns there are.

    Victims send in two at once, and accept three records at once: all or none.
    """
    sent = select(func.count()).select_from(submission).where(submission.c.kind == "return")
    decided = select(func.count()).select_from(event).where(event.c.action == ACCEPTED)
    with store.database.reading() as connection:
        returns = connection.execute(sent).scalar_one()
        assert returns % 2 == 0
        assert connection.execute(decided).scalar_one() % 3 == 0
    return int(returns) // 2
