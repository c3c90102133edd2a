"""What other processes do to a store in the tests of many writers and of killed ones.

They are made by a server that has imported everything once, so that one costs milliseconds.
"""

from __future__ import annotations

import itertools
import multiprocessing as mp
import os
import sys
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any

from scenarios import ANALYST, Actor, Conflict, Scenario, open_store
from scenarios.submitted import ACCEPTED
from tests.scenarios.samples import said
from tests.scenarios.sent_in import district, monthly


def processes() -> ForkServerContext | SpawnContext:
    """Return how processes are made: never as copies of this one, with its open database."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        # A new process imports the main module of its parent, which here is the loop of a worker
        # of pytest: it would wait for tests that nobody sends.
        vars(sys.modules["__main__"]).pop("__file__", None)
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    drivers = ["psycopg", "sqlalchemy.dialects.postgresql.psycopg"]
    context.set_forkserver_preload([*drivers, "alembic.command", __name__])
    return context


def save_often(
    url: str, id: str, writer: int, saves: int, start: Any, until_saved: bool
) -> tuple[list[tuple[int, str]], list[str]]:
    """Save one scenario many times; return the versions made with their names, and the conflicts.

    until_saved : look at theirs and save again, until each save is in.
    """
    store = open_store(url)
    actor = Actor(f"Synthetic writer {writer}", ANALYST)
    made, faults = [], []
    start.wait()
    for turn in range(saves):
        name = f"writer {writer}, save {turn}"
        seen = store.get(id)
        while True:
            try:
                after = store.save(actor, id, seen.version, **said(writer, name=name))
                made.append((after.version, after.name))
                break
            except Conflict as conflict:
                faults.append(fault_of(conflict, seen, name))
                seen = conflict.theirs
                if not until_saved:
                    break
    store.close()
    return made, faults


def fault_of(conflict: Conflict[Scenario], seen: Scenario, name: str) -> str:
    """Return what is wrong with a conflict; empty when it tells both versions."""
    yours, theirs = conflict.yours, conflict.theirs
    if yours.name != name or yours.version != seen.version:
        return f"yours is {yours.name} from {yours.version}"
    if theirs.version <= seen.version or theirs.id != seen.id:
        return f"theirs is {theirs.version}, seen was {seen.version}"
    return ""


def run_saving(pipe: Connection, start: Any, *arguments: Any) -> None:
    """Be a process of ``save_often``."""
    url, id, writer, saves, until_saved = arguments
    pipe.send(save_often(url, id, writer, saves, start, until_saved))


def write_until_killed(url: str, id: str, pipe: Connection) -> None:
    """Save, make, archive, restore, send in and review for ever; say so when it begins."""
    store = open_store(url)
    actor = Actor("Synthetic victim", ANALYST)
    version = store.get(id).version
    pipe.send("ready")
    for turn in itertools.count():
        version = store.save(actor, id, version, **said(turn % 1000)).version
        if turn % 4 == 0:
            made = store.create(actor, **said(turn % 1000))
            gone = store.archive(actor, made.id, 1)
            store.restore(actor, made.id, gone.version)
            alert = f"made_up.x{made.id}.2024"
            store.review_alert(actor, alert, 0, "watching", data_version="synthetic-1")
            store.review_alert(actor, alert, 1, "closed", "Made up", data_version="synthetic-1")
            ground = store.submit(actor, district(name=f"Made up {turn}"))
            many = store.submit_many(actor, [(monthly(ground.id), "")] * 2)
            decided = store.review_many(actor, [(one.id, 1) for one in (*many, ground)], ACCEPTED)
            for one in decided:
                store.withdraw(actor, one.id, 2, "Made up")


def open_at_once(url: str, start: Any, pipe: Connection) -> None:
    """Open a store that is not there yet, at the same moment as others, and use it."""
    start.wait()
    try:
        store = open_store(url)
        pipe.send(store.create(Actor("Synthetic first", ANALYST), **said()).id)
    except Exception as error:
        pipe.send(error.__class__.__name__ + ": " + str(error))
        raise
