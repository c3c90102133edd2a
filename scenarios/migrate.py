"""Brings the tables of a database to what this program expects, once, whoever comes first."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from scenarios.database import PATIENCE, Database
from scenarios.faults import StoreError
from scenarios.tables import REVISIONS, metadata

FOLDER = Path(__file__).with_name("migrations")
HEAD = "0003"  # the newest of migrations/versions, known here so that Alembic is seldom needed
_LOCK = 5_201_314_042  # of PostgreSQL: any number, the same in every process


def migrate(database: Database) -> None:
    """Make or bring up to date the tables, in one transaction that only one process has at a time.

    Raises
    ------
    StoreError
        When the database cannot be opened or written, is newer, or is of something else.
    """
    if database.is_sqlite:
        _write_ahead(database)
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = revision(connection)
        if found == HEAD:
            return
        if found is None:
            _check_nothing_there(connection, database)
        _upgrade(connection, found, database)


def revision(connection: Connection) -> str | None:
    """Return the revision of the tables, or None when there are none."""
    if not inspect(connection).has_table(REVISIONS):
        return None
    return connection.execute(text(f"SELECT version_num FROM {REVISIONS}")).scalar()


def _check_nothing_there(connection: Connection, database: Database) -> None:
    for table in inspect(connection).get_table_names():
        if table in metadata.tables:
            raise StoreError("occupied", where=database.where, table=table)


def _upgrade(connection: Connection, found: str | None, database: Database) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError("newer", where=database.where, found=found)
    command.upgrade(config, HEAD)


def _write_ahead(database: Database) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return database.write_ahead()
        except StoreError as error:
            if error.code != "busy" or time.monotonic() > end:
                raise
            time.sleep(0.02)
