"""Where the work is kept, and how a transaction is made on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from scenarios.faults import StoreError

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = "KELISIM_DATABASE_URL"
DEFAULT = "sqlite:///workspace/kelisim.sqlite"
PATIENCE = 20  # seconds that a write waits for others
MODE, IMMEDIATE, NONE = "kelisim_transaction", "BEGIN IMMEDIATE", "none"  # of SQLite
_LOCKED = ("database is locked", "database table is locked", "lock timeout", "deadlock detected")
_FULL = ("disk is full", "No space left")
_FOREIGN = ("file is not a database", "malformed", "file is encrypted")


class Database:
    """A database that is open.

    where : its file or address, without a password.
    """

    def __init__(self, url: str | None = None) -> None:
        """Find the database and make its folder; it is opened by the first transaction.

        url : None for that of the environment, or else the file beside the program.
        """
        self.url = _location(url or os.environ.get(VARIABLE) or DEFAULT)
        self.where = self.url.database if self.is_sqlite else _address(self.url)
        if self.is_sqlite:
            _make_folder(Path(str(self.url.database)).parent)
        self.engine = _engine(self.url)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads.  Raises StoreError when the database fails."""
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes: all of it, or nothing when an exception leaves it.

        Raises StoreError when the database fails.
        """
        with self._told(), self._connected(IMMEDIATE) as connection, connection.begin():
            yield connection

    def write_ahead(self) -> None:
        """Let readers of a SQLite file read while one writes; the file remembers it.

        Raises StoreError "busy" when another one is using the file; it does not wait.
        """
        with self._told(), self._connected(NONE) as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    def _connected(self, mode: str) -> Connection:
        return self.engine.connect().execution_options(**{MODE: mode})

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._error(error) from error
        except SQLAlchemyError as error:
            raise StoreError("failed", where=self.where, reason=_line(error)) from error

    def _error(self, error: DBAPIError) -> StoreError:
        reason = _line(error.orig)
        for code, words in (("busy", _LOCKED), ("full", _FULL), ("not_database", _FOREIGN)):
            if any(each in reason for each in words):
                return StoreError(code, where=self.where, reason=reason)
        if self.is_sqlite and ("unable to open" in reason or "readonly" in reason):
            return StoreError("file", where=self.where, reason=reason)
        if not self.is_sqlite and (error.connection_invalidated or "connect" in reason):
            return StoreError("unreachable", where=self.where, reason=reason)
        return StoreError("failed", where=self.where, reason=reason)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _location(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise StoreError("address") from error  # its text may hold a password
    backend = url.drivername.partition("+")[0]
    if backend == "sqlite" and url.database not in (None, "", ":memory:") and not url.query:
        # A relative file lies beside the program, from whatever folder that is started.
        return url.set(drivername="sqlite", database=str(ROOT / str(url.database)))
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise StoreError("url", url=url.render_as_string(hide_password=True))


def _address(url: URL) -> str:
    host = url.host or url.query.get("host", "localhost")
    return f"{url.database or ''} at {host}"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("folder", path=folder, reason=error.strerror or error) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A server may have closed a connection that waited here: it is tried before it is used.
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what was reported as saved is on the disk


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would be refused when another wrote between.
    mode = connection.get_execution_options().get(MODE, "BEGIN")
    if mode != NONE:
        connection.exec_driver_sql(mode)


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.commit()


def _line(error: object) -> str:
    """Return the first line of what a database says."""
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
