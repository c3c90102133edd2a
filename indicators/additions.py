"""Figures that an installation added to the package: whole vintages, and the one that counts.

The package in ``data/`` is the base and is never written. What an analyst loads lies in a folder
of the installation: each vintage in a file of its own, ``<id>.gz``, with every row that is added
to the base or stands in place of one of its rows; and ``current.json``, which says which vintage
counts, and which ones did before. Both are replaced in one step, so that a reader finds the old
or the new, whole. Writing is done by ``intake.loading.vintages``.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from indicators.faults import DataFaults, Fault
from indicators.field_scheme import load_field_scheme
from indicators.figures import Observations
from indicators.inspection import inspect_package
from indicators.layout import OBSERVATION_COLUMNS, SIDE_TABLES
from indicators.observations import DATA
from indicators.package import DESCRIPTOR, FIGURES, Package, read_folder, version_id
from indicators.series import Series, load_series
from indicators.text import LANGUAGES, Text

VARIABLE: Final = "KELISIM_FIGURES"
DEFAULT: Final = Path("workspace") / "figures"
POINTER: Final = "current.json"
SUFFIX: Final = ".gz"
FORMAT: Final = 1
MAX_UNPACKED: Final = 64 * 1024 * 1024
LOADED: Final = "loaded_"
"""Ids of the notes and sources that a load brings begin with this."""
_ID = re.compile(r"[0-9a-f]{12}")

Cells = tuple[str, ...]
"""Of one row, in the order of the columns of its table."""


@dataclass(frozen=True, slots=True)
class Load:
    """One table that was taken over.

    id : of the load.  at : UTC, ISO 8601.  note : why, in the words of who loaded it.
    file : name of the table.  source : id of the source of its figures.
    title, url, licence : of a source that the package does not know; empty otherwise.
    new, changed : rows.
    """

    id: str
    author: str
    at: str
    note: str
    file: str
    source: str
    title: str
    url: str
    licence: str
    new: int
    changed: int

    @property
    def note_id(self) -> str:
        """Id of its note in ``notes.csv``."""
        return f"{LOADED}{self.id}"


@dataclass(frozen=True, slots=True)
class Addition:
    """A vintage: all loads up to this one, and every row that differs from the base.

    id : of its content.  before : the vintage that it was made from, None for the base alone.
    base : data version of the package that it was made on.
    """

    id: str
    before: str | None
    base: str
    loads: tuple[Load, ...]
    rows: tuple[Cells, ...]

    @property
    def last(self) -> Load:
        """The load that made it."""
        return self.loads[-1]


@dataclass(frozen=True, slots=True)
class Switch:
    """A change of what counts: the vintage from then on (None: the base alone), by whom, when."""

    vintage: str | None
    by: str
    at: str


def folder() -> Path:
    """Return where the installation keeps its vintages; nothing need be there."""
    set_one = os.environ.get(VARIABLE)
    return DATA.parent / (Path(set_one) if set_one else DEFAULT)


def switches(where: Path | None = None) -> tuple[Switch, ...]:
    """Return what counted when, oldest first; the last one counts.

    Raises DataFaults for a pointer that is damaged.
    """
    path = (where or folder()) / POINTER
    try:
        raw = json.loads(path.read_bytes())
        return tuple(Switch(_id(one["vintage"]), str(one["by"]), str(one["at"])) for one in raw)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataFaults([Fault("unreadable", path.name, value=_line(error))]) from error


def _id(value: object) -> str | None:
    if value is None or (isinstance(value, str) and _ID.fullmatch(value)):
        return value
    raise ValueError(f"{value!r:.40} is no vintage")


def current_id(where: Path | None = None) -> str | None:
    """Return the id of the vintage that counts, None for the base alone; raises DataFaults."""
    found = switches(where)
    return found[-1].vintage if found else None


def current(where: Path | None = None) -> Addition | None:
    """Return the vintage that counts, None for the base alone; raises DataFaults."""
    found = current_id(where)
    return None if found is None else read_addition(found, where)


def packed(addition: Addition) -> tuple[str, bytes]:
    """Return id and file of a vintage; its own ``id`` is not looked at.

    The same vintage gives the same bytes.
    """
    head = {
        "format": FORMAT,
        "before": addition.before,
        "base": addition.base,
        "loads": [asdict(load) for load in addition.loads],
    }
    text = io.StringIO()
    text.write(json.dumps(head, ensure_ascii=False) + "\n")
    csv.writer(text, lineterminator="\n").writerows(addition.rows)
    content = text.getvalue().encode()
    return hashlib.sha256(content).hexdigest()[:12], gzip.compress(content, mtime=0)


def read_addition(id_: str, where: Path | None = None) -> Addition:
    """Read one vintage.  Raises DataFaults when it is missing, damaged or another one."""
    name = f"{id_}{SUFFIX}"
    try:
        content = _unpacked(((where or folder()) / name).read_bytes())
        if hashlib.sha256(content).hexdigest()[:12] != id_:
            raise ValueError("its content is not that of its name")
        head, _, body = content.decode("utf-8").partition("\n")
        raw: dict[str, Any] = json.loads(head)
        if raw["format"] != FORMAT:
            raise ValueError(f"format {raw['format']!r:.20}; this program reads {FORMAT}")
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(body, newline="")))
        if any(len(row) != len(OBSERVATION_COLUMNS) for row in rows):
            raise ValueError("a row has too few cells")
        loads = tuple(Load(**load) for load in raw["loads"])
        return Addition(id_, _id(raw["before"]), str(raw["base"]), loads, rows)
    except (
        OSError,
        EOFError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        zlib.error,
        csv.Error,
    ) as error:
        raise DataFaults([Fault("unreadable", name, value=_line(error))]) from error


def _unpacked(packed_bytes: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    content = unpacker.decompress(packed_bytes, MAX_UNPACKED)
    if not unpacker.eof:
        raise ValueError("it ends too early or is too large")
    return content


def with_addition(
    base: Package, addition: Addition | None, series: Mapping[str, Series] | None = None
) -> Package:
    """Return the package with the rows of a vintage, as if it had been built with them.

    Without a vintage, or when the base has faults already, it is the base itself. What names the
    data version (``id``, ``version``, ``created``) is that of the result.

    Raises DataFaults for a row of a series that the registry does not have any more.
    """
    if addition is None or base.faults or DESCRIPTOR not in base.files:
        return base
    series = load_series() if series is None else series
    by_file: dict[str, list[Cells]] = {}
    for number, row in enumerate(addition.rows, start=1):
        if row[0] not in series:
            fault = Fault("unknown_series", f"{addition.id}{SUFFIX}", number, "indicator", row[0])
            raise DataFaults([fault])
        by_file.setdefault(f"{FIGURES}/{series[row[0]].theme}.csv", []).append(row)
    files = dict(base.files)
    for path, rows in by_file.items():
        held = {tuple(row[:4]): tuple(row) for row in _rows(files.get(path, b""))}
        held.update({row[:4]: row for row in rows})
        files[path] = _bytes(OBSERVATION_COLUMNS, sorted(held.values()))
    for name, own in (("sources.csv", _sources), ("notes.csv", _notes)):
        columns = SIDE_TABLES[name].columns
        files[name] = _bytes(columns, [*_rows(files[name]), *own(addition.loads)])
    files[DESCRIPTOR] = _descriptor(files, addition)
    return Package(files)


def _rows(content: bytes) -> list[list[str]]:
    """Return the rows of a file under its header."""
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))[1:]


def _bytes(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _sources(loads: Sequence[Load]) -> list[Cells]:
    """Return the rows of sources that loads brought; their words are those of who loaded them.

    The field log's own words are known in all languages, whichever they were taken over in.
    """
    own = load_field_scheme().source
    rows: dict[str, Cells] = {}
    for load in loads:
        if load.title:
            cells = {
                "source": load.source,
                **_in_languages("title", load.title, own.title),
                **_in_languages("licence", load.licence, own.licence),
                "url": load.url,
                "obtained_via": load.file,
                "accessed": load.at[:7],
                "trust": "low",  # nobody but who loaded it has looked at it
            }
            rows[load.source] = tuple(cells.get(c, "") for c in SIDE_TABLES["sources.csv"].columns)
    return list(rows.values())


def _in_languages(column: str, words: str, own: Text) -> dict[str, str]:
    known = {language: own.get(language) for language in LANGUAGES}
    told = known if words in known.values() else dict.fromkeys(LANGUAGES, words)
    return {column if lang == "en" else f"{column}_{lang}": told[lang] for lang in LANGUAGES}


def _notes(loads: Sequence[Load]) -> list[Cells]:
    rows: list[Cells] = []
    for load in loads:
        words = f"{load.note} ({load.author}, {load.at[:10]})"
        rows.append((load.note_id, words, words, words))
    return rows


def _descriptor(files: Mapping[str, bytes], addition: Addition) -> bytes:
    content = json.loads(files[DESCRIPTOR])
    for resource in content["resources"]:
        data = files[resource["path"]]
        resource["bytes"] = len(data)
        resource["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    day = max(content["created"][:10], addition.last.at[:10])
    content["id"] = version_id(content["resources"])
    content["version"] = f"{content['version']}+{addition.id[:8]}"
    content["created"] = f"{day}T00:00:00Z"
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def current_package(root: Path = DATA, where: Path | None = None) -> Package:
    """Return the package with what this installation added; raises DataFaults."""
    return with_addition(read_folder(root), current(where))


def read_current(
    root: Path = DATA, series: Mapping[str, Series] | None = None, where: Path | None = None
) -> Observations:
    """Read and check the figures that count here: the package, and what was added to it.

    Raises
    ------
    DataFaults
        With every fault that forbids the use of the figures.
    """
    package = with_addition(read_folder(root), current(where), series)
    inspection = inspect_package(package, series)
    if inspection.observations is None:
        raise DataFaults(inspection.errors)
    return inspection.observations


def day_of(at: str) -> datetime:
    """Return the time of a load or switch."""
    return datetime.fromisoformat(at)


def _line(error: Exception) -> str:
    return " ".join(f"{error}".split())[:120] or type(error).__name__
