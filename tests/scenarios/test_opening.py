"""A database that cannot be used is told in one line; one that can is left as it was."""

import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from scenarios import Store, StoreError, open_store
from scenarios.database import DEFAULT, ROOT, VARIABLE, Database
from scenarios.migrate import FOLDER, HEAD
from scenarios.tables import REVISIONS, metadata
from tests.scenarios.consistency import check
from tests.scenarios.samples import ANALYST_A, made, said


def refusal(url: str) -> StoreError:
    with pytest.raises(StoreError) as told:
        open_store(url).close()
    assert told.value.user_message.isprintable()
    return told.value


def test_the_tables_are_those_that_the_code_expects(store: Store) -> None:
    with store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": REVISIONS})
        assert compare_metadata(context, metadata) == []
    assert ScriptDirectory(str(FOLDER)).get_heads() == [HEAD]


def test_opened_again_nothing_is_changed(store: Store, url: str) -> None:
    one = made(store)
    for _ in range(3):
        other = open_store(url)
        assert other.get(one.id) == one
        other.close()
    check(store)


def test_a_newer_database_is_refused(store: Store, url: str) -> None:
    with store.database.writing() as connection:
        connection.execute(text(f"UPDATE {REVISIONS} SET version_num = '9999'"))
    error = refusal(url)
    assert error.code == "newer"
    assert error.fields["found"] == "9999"


def test_tables_of_something_else_are_left_alone(url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE event (what TEXT)"))
    assert refusal(url).fields["table"] == "event"
    with database.reading() as connection:
        assert connection.execute(text("SELECT * FROM event")).keys() == {"what"}
    database.close()


def test_the_trail_cannot_be_changed(store: Store) -> None:
    made(store)
    for statement in ("UPDATE event SET actor = 'nobody'", "DELETE FROM event"):
        with (
            pytest.raises(StoreError, match="never changed"),
            store.database.writing() as connection,
        ):
            connection.execute(text(statement))
    check(store)


def test_a_foreign_key_is_held(store: Store) -> None:
    made(store)
    with (
        pytest.raises(StoreError, match=r"(?i)foreign key"),
        store.database.writing() as connection,
    ):
        connection.execute(text("UPDATE scenario SET copied_from = 'nosuchone2'"))


def test_a_fault_in_between_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one = made(store)

    def fails(*_: object) -> None:
        raise RuntimeError("between the row and its line in the trail")

    monkeypatch.setattr("scenarios.store.record", fails)
    for write in (
        lambda: made(store),
        lambda: store.save(ANALYST_A, one.id, 1, **said(1)),
        lambda: store.archive(ANALYST_A, one.id, 1),
    ):
        with pytest.raises(RuntimeError):
            write()
    assert store.get(one.id) == one
    assert check(store) == 1


# -- SQLite ----------------------------------------------------------------------------------------


def test_sqlite_is_set_up_to_keep_what_it_reports(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a' / 'b' / 'store.sqlite'}")
    with store.database.reading() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    store.close()
    assert settings == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,
        "busy_timeout": 20_000,
    }


def garbage(path: Path) -> None:
    path.write_bytes(b"no database, but longer than the head of one " * 100)


def cut(path: Path) -> None:
    open_store(f"sqlite:///{path}").close()
    path.write_bytes(path.read_bytes()[:5000])


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "codes"),
    [(garbage, {"not_database"}), (cut, {"not_database"}), (folder, {"file"})],
)
def test_no_database(tmp_path: Path, make: Callable[[Path], None], codes: set[str]) -> None:
    path = tmp_path / "store.sqlite"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    error = refusal(f"sqlite:///{path}")
    assert error.code in codes
    assert str(path) in error.user_message
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refusal(f"sqlite:///{tmp_path / 'file' / 'store.sqlite'}").code == "folder"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user to whom permissions apply: to root they do not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def for_everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that every user can enter, as pytest's own cannot."""
    made_here = Path(tempfile.mkdtemp(prefix="kelisim-"))
    made_here.chmod(0o755)
    yield made_here
    shutil.rmtree(made_here)


def test_what_cannot_be_written(for_everybody: Path) -> None:
    assert sys.platform != "win32", "permissions of Windows: not known to this test"
    path = for_everybody / "store.sqlite"
    open_store(f"sqlite:///{path}").close()
    path.chmod(0o444)
    for_everybody.chmod(0o555)
    try:
        with as_nobody():
            assert refusal(f"sqlite:///{path}").code == "file"
            assert refusal(f"sqlite:///{for_everybody / 'other.sqlite'}").code == "file"
            assert refusal(f"sqlite:///{for_everybody / 'new' / 'x.sqlite'}").code == "folder"
    finally:
        for_everybody.chmod(0o755)


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.database.PATIENCE", 0.2)
    path = tmp_path / "store.sqlite"
    store = open_store(f"sqlite:///{path}")
    one = made(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as told:
        store.save(ANALYST_A, one.id, 1, **said(1))
    assert told.value.code == "busy"
    assert store.get(one.id) == one  # reading goes on
    other.execute("ROLLBACK")
    assert store.save(ANALYST_A, one.id, 1, **said(1)).version == 2
    other.close()
    store.close()


# -- where it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///x.sqlite?mode=ro",
        "mysql://user:secret@host/db",
        "postgresql://user:secret@host:port/db",
        "no url, secret",
    ],
)
def test_addresses_that_cannot_be(url: str) -> None:
    error = refusal(url)
    assert error.code in ("url", "address")
    assert "secret" not in error.user_message


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_that_is_not_there(scheme: str) -> None:
    with socket.socket() as held:  # bound and not listening: nobody answers
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        error = refusal(f"{scheme}://user:secret@127.0.0.1:{port}/kelisim")
    assert error.code == "unreachable"
    assert "127.0.0.1" in error.user_message
    assert "secret" not in error.user_message


def test_a_database_that_is_not_there(postgresql: str) -> None:
    assert refusal(postgresql.replace("/postgres?", "/nosuch?")).code == "unreachable"


def test_the_environment_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "named.sqlite"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{path}")
    open_store().close()
    assert path.is_file()


def test_the_default_lies_beside_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    made_folders: list[Path] = []
    monkeypatch.setattr("scenarios.database._make_folder", made_folders.append)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir("/")
    database = Database()  # nothing is opened before the first transaction
    assert database.where == str(ROOT / "workspace" / "kelisim.sqlite")
    assert made_folders == [ROOT / "workspace"]
    assert DEFAULT.startswith("sqlite:///workspace/")
