"""The store: scenarios with their versions and history, comments, reviews, records sent in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from scenarios.actors import ANALYST, Actor
from scenarios.alerts import AlertReviews
from scenarios.comments import Comments
from scenarios.content import Content, check_scores
from scenarios.database import Database
from scenarios.faults import Archived, NoSuchScenario
from scenarios.file import Imported
from scenarios.ids import is_id, new_id
from scenarios.migrate import migrate
from scenarios.records import (
    ARCHIVED,
    CHANGED,
    CREATED,
    DUPLICATED,
    IMPORTED,
    RENAMED,
    RESTORED,
    Claimed,
    Conflict,
    Listed,
    Page,
    Scenario,
)
from scenarios.rows import LISTED, scenario_row, to_listed, to_scenario
from scenarios.submissions import Submissions
from scenarios.tables import scenario as table
from scenarios.texts import (
    LONGEST_DESCRIPTION,
    LONGEST_EDITION,
    LONGEST_TITLE,
    lines,
    one_line,
)
from scenarios.trail import Trail, permitted, record

Scores = Mapping[str, float | None]


def open_store(url: str | None = None) -> Store:
    """Open the store, and make its tables or bring them up to date.

    url : ``sqlite:///FILE`` or ``postgresql://...``; None for that of ``KELISIM_DATABASE_URL``, or
    else the file ``workspace/kelisim.sqlite`` beside the program.

    Raises
    ------
    StoreError
        When the database cannot be reached or written, or was made by a newer program.
    """
    database = Database(url)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


class Store(Trail, Comments, AlertReviews, Submissions):
    """All that is kept; safe to use from several threads.

    Every method raises StoreError when the database fails. Every write also raises NotAllowed when
    the actor's role does not allow it, and TextError or ContentError for what cannot be kept; it is
    one transaction, with its line in the audit trail.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    # -- reading ---------------------------------------------------------------------------------

    def get(self, id: str) -> Scenario:
        """Return a scenario.  Raises NoSuchScenario."""
        with self.database.reading() as connection:
            return _get(connection, id)

    def list(
        self, archived: bool = False, text: str = "", limit: int = 50, offset: int = 0
    ) -> Page[Listed]:
        """Return scenarios, the last changed first.

        archived : those that are, instead of those that are not.  text : only those with this in
        name, description or author, whatever the capitals.
        """
        wanted = [table.c.archived == archived]
        if text.strip():
            # A NUL is in no text that is kept, and PostgreSQL does not take it.
            sought = text.replace("\0", "\ufffd").encode(errors="replace").decode()
            wanted.append(table.c.folded.contains(sought.strip().casefold(), autoescape=True))
        counted = select(func.count()).select_from(table).where(*wanted)
        listed = (
            select(*LISTED)
            .where(*wanted)
            .order_by(table.c.changed.desc(), table.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        with self.database.reading() as connection:
            rows = connection.execute(listed).all()
            total = connection.execute(counted).scalar_one()
        return Page(tuple(map(to_listed, rows)), total)

    # -- writing ---------------------------------------------------------------------------------

    def create(
        self,
        actor: Actor,
        name: str,
        description: str,
        content: Content,
        *,
        data_version: str,
        method_version: str,
        scores: Scores,
    ) -> Scenario:
        """Make a scenario.

        scores : by region, of the year of the content; None for a region that is not rated.
        """
        said = _said(name, description, content, data_version, method_version, scores)
        return self._add(actor, CREATED, said)

    def duplicate(self, actor: Actor, id: str, name: str) -> Scenario:
        """Make a scenario that says the same as another, under another name.

        Raises NoSuchScenario.
        """
        named = one_line("name", name, LONGEST_TITLE)
        return self._add(actor, DUPLICATED, {"name": named}, copied_from=id)

    def add_imported(self, actor: Actor, imported: Imported) -> Scenario:
        """Make a scenario of a file; the trail keeps what the file says of its author and dates."""
        said = _said(
            imported.name,
            imported.description,
            imported.content,
            imported.data_version,
            imported.method_version,
            imported.scores,
        )
        return self._add(actor, IMPORTED, said, claimed=imported.claimed)

    def save(
        self,
        actor: Actor,
        id: str,
        version: int,
        *,
        name: str,
        description: str,
        content: Content,
        data_version: str,
        method_version: str,
        scores: Scores,
    ) -> Scenario:
        """Save over the version that was worked on.

        Raises
        ------
        Conflict
            When it is no longer the newest: nothing was written, and both versions are told.
        Archived, NoSuchScenario
            When it is archived, or was never there.
        """
        said = _said(name, description, content, data_version, method_version, scores)
        return self._write(actor, id, version, said)

    def archive(self, actor: Actor, id: str, version: int) -> Scenario:
        """Take a scenario out of the list; nothing is deleted.  Raises Conflict, NoSuchScenario."""
        return self._write(actor, id, version, {"archived": True})

    def restore(self, actor: Actor, id: str, version: int) -> Scenario:
        """Take an archived scenario back into the list.  Raises Conflict, NoSuchScenario."""
        return self._write(actor, id, version, {"archived": False})

    def _add(
        self,
        actor: Actor,
        action: str,
        said: Mapping[str, Any],
        *,
        copied_from: str | None = None,
        claimed: Claimed | None = None,
    ) -> Scenario:
        actor = permitted(actor, ANALYST)
        with self.database.writing() as connection:
            if copied_from is not None:
                original = _get(connection, copied_from)
                said = {**vars(original), **said}
            now = datetime.now(UTC)
            made = Scenario(
                **{
                    **said,
                    "id": new_id(),
                    "version": 1,
                    "author": actor.name,
                    "created": now,
                    "changed_by": actor.name,
                    "changed": now,
                    "archived": False,
                    "copied_from": copied_from,
                }
            )
            connection.execute(table.insert().values(scenario_row(made)))
            record(connection, actor, action, made, now, claimed)
        return made

    def _write(self, actor: Actor, id: str, version: int, said: Mapping[str, Any]) -> Scenario:
        actor = permitted(actor, ANALYST)
        with self.database.writing() as connection:
            before = _get(connection, id)
            if before.version == version:
                if before.archived == said.get("archived"):
                    return before  # it is already where it shall be
                if before.archived and "archived" not in said:
                    raise Archived("archived", id=id)
            now = datetime.now(UTC)
            after = replace(before, **said, version=version + 1, changed_by=actor.name, changed=now)
            # The condition decides, not what was read: another may have written since.
            written = connection.execute(
                table.update()
                .where(table.c.id == id, table.c.version == version)
                .values(scenario_row(after))
            )
            if written.rowcount != 1:
                raise _conflict(replace(after, version=version), _get(connection, id))
            record(connection, actor, _action(before, after), after, now)
        return after


def _said(
    name: str,
    description: str,
    content: Content,
    data_version: str,
    method_version: str,
    scores: Scores,
) -> dict[str, Any]:
    return {
        "name": one_line("name", name, LONGEST_TITLE),
        "description": lines("description", description, LONGEST_DESCRIPTION),
        "content": content,
        "data_version": one_line("data version", data_version, LONGEST_EDITION),
        "method_version": one_line("method version", method_version, LONGEST_EDITION),
        "scores": check_scores(scores),
    }


def _get(connection: Connection, id: str) -> Scenario:
    row = None
    if is_id(id):  # an address may hold what no database takes
        row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise NoSuchScenario("scenario", id=id)
    return to_scenario(row)


def _action(before: Scenario, after: Scenario) -> str:
    if before.archived != after.archived:
        return ARCHIVED if after.archived else RESTORED
    same = ("content", "scores", "data_version", "method_version", "archived")
    if all(getattr(before, part) == getattr(after, part) for part in same) and (
        before.name,
        before.description,
    ) != (after.name, after.description):
        return RENAMED
    return CHANGED


def _conflict(yours: Scenario, theirs: Scenario) -> Conflict[Scenario]:
    return Conflict(
        "scenario",
        yours,
        theirs,
        id=theirs.id,
        from_=yours.version,
        now=theirs.version,
        who=theirs.changed_by,
    )
