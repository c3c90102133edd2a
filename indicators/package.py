"""The files of a data package as bytes, from a folder or a ZIP, within fixed limits."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from indicators.faults import Fault

DESCRIPTOR: Final = "datapackage.json"
FIGURES: Final = "observations"
MAX_BYTES: Final = 50 * 1024 * 1024
MAX_FILES: Final = 500
# What Python's reader raises for an archive that is damaged, encrypted (RuntimeError) or packed in
# a way that it does not know (NotImplementedError, which is a RuntimeError).
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
# A central directory larger than this has far more members than a package can have.
_MAX_DIRECTORY: Final = 1024 * 1024
_SUFFIXES: Final = frozenset({".csv", ".json"})


@dataclass(frozen=True, slots=True)
class Package:
    """Files by their path inside the package, and the faults met while reading them.

    ``complete`` is False for a single file of figures that stands outside a package.
    """

    files: Mapping[str, bytes]
    faults: tuple[Fault, ...] = ()
    complete: bool = True


def is_safe(path: str) -> bool:
    """Return whether a path stays inside the package on every operating system."""
    return (
        bool(path)
        and not path.startswith("/")
        and not any(sign in path for sign in ("\\", ":", "\0"))
        and ".." not in PurePosixPath(path).parts
    )


def version_id(resources: Iterable[Mapping[str, Any]]) -> str:
    """Return the id of a data version: it changes exactly when a file of the package changes.

    resources : of the descriptor, each with its ``path`` and ``hash``.
    """
    lines = sorted(f"{r['path']} {r['hash']}\n" for r in resources)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def megabytes(size: int) -> str:
    """Return a size in bytes as whole megabytes, such as ``301 MB``."""
    return f"{size / 1e6:.0f} MB"


def _too_large(name: str, size: int) -> Package:
    return Package({}, (Fault("too_large", name, value=megabytes(size), allowed=_LIMIT),))


_LIMIT: Final = megabytes(MAX_BYTES)


def read_folder(root: Path) -> Package:
    """Read the package in a folder: its CSV and JSON files, subfolders ``observations`` included.

    Never raises for what it finds there: a file that cannot be read is a fault.
    """
    paths = sorted(
        path
        for folder in (root, root / FIGURES)
        if folder.is_dir()
        for path in folder.iterdir()
        if path.suffix in _SUFFIXES and path.is_file()
    )
    if len(paths) > MAX_FILES:
        fault = Fault("too_many_files", root.name, value=str(len(paths)), allowed=str(MAX_FILES))
        return Package({}, (fault,))
    size = sum(path.stat().st_size for path in paths)
    if size > MAX_BYTES:
        return _too_large(root.name, size)
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            faults.append(Fault("unreadable", name, value=error.strerror or str(error)))
    return Package(files, tuple(faults))


def read_single(path: Path) -> Package:
    """Read one CSV file of figures; sources, regions and notes are then the project's own.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        return _too_large(path.name, size)
    return Package({path.name: path.read_bytes()}, complete=False)


def _directory_size(path: Path) -> int | None:
    """Return the size of a ZIP's table of contents, or None if it is none or uses ZIP64.

    Python's reader loads that table whole before anything can be counted, so its size is looked
    at first. No package within the limits needs ZIP64.
    """
    tail = 65_536 + 22
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - tail))
        end = stream.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) - at < 22 or b"PK\x06\x07" in end[max(0, at - 20) : at]:
        return None
    (size,) = struct.unpack_from("<L", end, at + 12)
    return int(size)


def read_zip(path: Path) -> Package:
    """Read the package in a ZIP; the archive is never unpacked onto the disk.

    Sizes are checked before a byte is unpacked, so that an archive that would grow beyond
    ``MAX_BYTES`` costs neither time nor memory.

    Raises
    ------
    OSError
        If the archive cannot be opened.
    """
    name = path.name
    if path.stat().st_size > MAX_BYTES:
        return _too_large(name, path.stat().st_size)
    directory = _directory_size(path)
    if directory is None:
        return Package({}, (Fault("unreadable", name, value="ZIP"),))
    if directory > _MAX_DIRECTORY:
        fault = Fault("too_many_files", name, value=megabytes(directory), allowed=str(MAX_FILES))
        return Package({}, (fault,))
    try:
        with zipfile.ZipFile(path) as archive:
            return _read_members(archive, name)
    except _DAMAGED as error:
        return Package({}, (Fault("unreadable", name, value=str(error)),))


def _read_members(archive: zipfile.ZipFile, name: str) -> Package:
    members = [member for member in archive.infolist() if not member.is_dir()]
    size = sum(member.file_size for member in members)
    if size > MAX_BYTES:
        return _too_large(name, size)
    if len(members) > MAX_FILES:
        fault = Fault("too_many_files", name, value=str(len(members)), allowed=str(MAX_FILES))
        return Package({}, (fault,))
    faults = [
        Fault("unsafe_path", name, value=member.filename)
        for member in members
        if not is_safe(member.filename)
    ]
    if faults:
        return Package({}, tuple(faults))
    prefix = _prefix([member.filename for member in members])
    files: dict[str, bytes] = {}
    for member in members:
        inner = member.filename.removeprefix(prefix)
        if member.filename.startswith(prefix) and PurePosixPath(inner).suffix in _SUFFIXES:
            try:
                # Reads no more than the declared size, whatever the compressed data would give.
                files[inner] = archive.read(member)
            except _DAMAGED as error:
                faults.append(Fault("unreadable", inner, value=str(error)))
    return Package(files, tuple(faults))


def _prefix(names: list[str]) -> str:
    """Return the folder inside the archive that holds the package, as ``folder/`` or empty."""
    found = [n for n in names if PurePosixPath(n).name == DESCRIPTOR]
    if not found:
        return ""
    return min(found, key=lambda n: n.count("/")).removesuffix(DESCRIPTOR)
