"""Takes over what a table changes as a new vintage, and goes back to one before.

A vintage is written beside its place, flushed to the disk and renamed; then the pointer is, in the
same way. A process that is killed anywhere leaves the old vintage or the new one, whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Final

from indicators import additions
from indicators.additions import LOADED, POINTER, SUFFIX, Addition, Load, Switch, with_addition
from indicators.faults import DataFaults
from indicators.inspection import inspect_package
from indicators.mendable import MendableError
from indicators.observations import DATA
from indicators.package import DESCRIPTOR, read_folder
from intake.loading.compose import composed
from intake.loading.known import Known
from intake.loading.preview import Preview

LONGEST_NOTE: Final = 500
LONGEST_SOURCE: Final = 200
LOCK: Final = ".lock"


class LoadError(MendableError):
    """A table is not taken over, or a vintage not gone back to."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "refused": "{file}: nothing was taken over, because rows are refused",
        "nothing": "{file}: there is nothing to take over: no figure is new or different",
        "author": "the name of who loads the table is missing, or longer than {most} characters",
        "note": "the note is missing, or longer than {most} characters: say why the table is "
        "loaded",
        "title": "the title of the source is missing, or longer than {most} characters",
        "licence": "the terms of use of the source are missing, or longer than {most} characters",
        "source": "'{source}' is no source of the package; for another one give its title and "
        "licence",
        "url": "'{url}' is no web address; it must begin with https:// or http://",
        "meanwhile": "somebody else changed the figures meanwhile; look at the difference again",
        "first": "no table was loaded here that could be taken back",
        "vintage": "there is no vintage '{vintage}' here",
        "folder": "{path}: cannot be written: {why}",
    }


def confirm(
    preview: Preview,
    known: Known,
    *,
    author: str,
    note: str,
    source: str,
    title: str = "",
    url: str = "",
    licence: str = "",
) -> Addition:
    """Take over all that a table changes, or nothing.

    Parameters
    ----------
    preview, known : what was looked at, and what it was held against.
    author, note : who takes it over, and why: one line each.
    source : id of a source of the package; or empty, and then ``title`` and ``licence`` (and
        ``url``, if there is one) describe another one.

    Raises
    ------
    LoadError
        With the reason why nothing was taken over.
    """
    if preview.faults:
        raise LoadError("refused", file=preview.file)
    if not preview.changes:
        raise LoadError("nothing", file=preview.file)
    author, note = _line("author", author, 80), _line("note", note, LONGEST_NOTE)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    seed = "\n".join((at, author, note, preview.file, known.version, repr(preview.changes)))
    id_ = hashlib.sha256(seed.encode()).hexdigest()[:8]
    if source:
        if source not in known.sources:
            raise LoadError("source", source=source)
        title = url = licence = ""
    else:
        title = _line("title", title, LONGEST_SOURCE)
        licence = _line("licence", licence, LONGEST_SOURCE)
        if url and not url.startswith(("https://", "http://")):
            raise LoadError("url", url=url)
        source = f"{LOADED}{id_}"
    load = Load(
        id_, author, at, note, preview.file, source, title, url, licence, preview.new,
        preview.changed,
    )  # fmt: skip
    with _alone() as where:
        before = additions.current()
        if (before.id if before else None) != preview.onto:
            raise LoadError("meanwhile")
        base = read_folder(DATA)
        version = str(json.loads(base.files[DESCRIPTOR])["id"])
        made, content = composed(before, version, preview.changes, load)
        inspection = inspect_package(with_addition(base, made))
        if inspection.errors:
            raise DataFaults(inspection.errors)
        _write(where / f"{made.id}{SUFFIX}", content)
        _switch(where, made.id, author, at)
    return made


def undo(author: str) -> Addition | None:
    """Go back to the vintage before the one that counts; return it, None for the base alone.

    Raises LoadError when the base alone counts already.
    """
    with _alone() as where:
        now = additions.current()
        if now is None:
            raise LoadError("first")
        before = None if now.before is None else additions.read_addition(now.before)
        _switch(where, now.before, _line("author", author, 80), _now())
    return before


def use(vintage: str | None, author: str) -> None:
    """Let another vintage count, earlier or later; None for the base alone.

    Raises LoadError when there is no such vintage.
    """
    with _alone() as where:
        if vintage is not None and vintage not in kept(where):
            raise LoadError("vintage", vintage=vintage)
        if vintage is not None:
            additions.read_addition(vintage)  # never point at one that cannot be read
        _switch(where, vintage, _line("author", author, 80), _now())


def kept(where: Path | None = None) -> tuple[str, ...]:
    """Return the ids of the vintages that lie here."""
    found = (where or additions.folder()).glob(f"*{SUFFIX}")
    return tuple(sorted(path.name.removesuffix(SUFFIX) for path in found))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _line(what: str, text: str, most: int) -> str:
    line = " ".join(text.split())
    if not line or len(line) > most or not line.isprintable() or line[0] in "=+-@":
        raise LoadError(what, most=str(most))
    return line


@contextmanager
def _alone() -> Iterator[Path]:
    """Hold the folder, so that two do not write at a time; the end of a process frees it."""
    where = additions.folder()
    try:
        where.mkdir(parents=True, exist_ok=True)
        handle = (where / LOCK).open("ab")
    except OSError as error:
        raise LoadError("folder", path=str(where), why=error.strerror or str(error)) from error
    with handle:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield where


def _switch(where: Path, vintage: str | None, by: str, at: str) -> None:
    made = (*additions.switches(where), Switch(vintage, by, at))
    content = json.dumps([asdict(one) for one in made], ensure_ascii=False, indent=1)
    _write(where / POINTER, content.encode())


def _write(path: Path, content: bytes) -> None:
    """Write a file in one step; it is on the disk when this returns."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
        if sys.platform != "win32":  # a folder cannot be opened there
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        partial.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise LoadError("folder", path=str(path), why=why) from error
