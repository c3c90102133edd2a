"""The real server is killed while its visitors save: what was reported as saved is there."""

import itertools
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from websockets.exceptions import WebSocketException

from browser.server import served
from reports.words import literal
from scenarios import open_store
from tests.scenarios.consistency import check
from tests.views.wire import Visit

# A start of the server takes seconds, so that these few are all a test can have; processes that
# only write are killed thirty times on both databases in tests/scenarios/test_killed.py.
KILLS = 2
VISITORS = 4
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows the other one kills as hard


def save_until_killed(url: str, mark: str, reported: list[str], begun: threading.Event) -> None:
    """Save new scenarios and new versions for as long as the server lives."""
    try:
        with Visit(url, "weights", "lang=en&weights=migration:40") as visit:
            visit.run(display_name=mark)
            for turn in itertools.count():
                name = f"{mark}, turn {turn}"
                # The name alone first, as a browser sends it when the field is left.
                visit.run(scenario_name=name)
                visit.run("save_over" if turn % 3 else "save_new")
                (said,) = visit.alerts
                assert said.startswith(f"Saved: “{literal(name)}”, version "), said
                reported.append(name)
                begun.set()
    except (OSError, WebSocketException):
        return  # it was killed
    finally:
        begun.set()


def killed_while_saving(kills: int, seed: int) -> tuple[int, int]:
    """Kill a server so many times; return how many saves were reported, and how many are kept.

    The store is that of KELISIM_DATABASE_URL.
    """
    moments = random.Random(seed)
    reported: list[str] = []
    kept = 0
    for kill in range(kills):
        with served() as server:  # it starts again
            begun = [threading.Event() for _ in range(VISITORS)]
            with ThreadPoolExecutor(VISITORS) as pool:
                visits = [
                    pool.submit(save_until_killed, server.url, f"{kill}-{k}", reported, begun[k])
                    for k in range(VISITORS)
                ]
                for event in begun:
                    assert event.wait(120), "nobody could save"
                time.sleep(moments.uniform(0, 0.5))
                os.kill(server.pid, KILL)
            for visit in visits:
                visit.result()  # raises what failed before
        store = open_store()
        kept = check(store)
        labels, before = set(), None
        while True:
            lines = store.trail(limit=1000, before=before)
            labels |= {line.label for line in lines}
            before = lines.more
            if before is None:
                break
        store.close()
        assert set(reported) <= labels
        # Of each visitor at most the one save that was under way is there without a report.
        assert len(labels - set(reported)) <= VISITORS * (kill + 1)
    return len(reported), kept


def test_a_killed_server_starts_again_with_all_that_it_reported() -> None:
    reported, kept = killed_while_saving(KILLS, seed=1)
    assert reported >= KILLS * VISITORS
    assert reported <= kept <= reported + KILLS * VISITORS
