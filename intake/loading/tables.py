"""Reads a table row by row within fixed limits, whatever its encoding, separator or format."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from indicators.csv_table import BOM
from indicators.faults import DataFaults, Fault
from indicators.package import megabytes
from indicators.table_words import folded, load_table_words
from intake.loading.quotes import are_regular
from intake.loading.sheets import is_packed, sheet_rows

MAX_BYTES: Final = 256 * 1024 * 1024
MAX_ROWS: Final = 2_000_000
KINDS: Final = (".csv", ".tsv", ".txt", ".xlsx")
_SEPARATORS: Final = ",;\t"
_NO_LETTER: Final = b"\x98"  # the only byte that has none in Windows-1251
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted workbook, or one of before 2007
_BLOCK: Final = 1024 * 1024
CELL: Final = 1024 * 1024  # characters of a cell
csv.field_size_limit(CELL)

Line = tuple[int, list[str]]
"""Row as an editor counts it, and its cells."""


@dataclass(frozen=True)
class PlainText:
    """A text whose rows are its lines: where it is, and how its cells are divided.

    width : cells of the header.  most : rows that it may have.
    """

    path: Path
    name: str
    encoding: str
    separator: str
    width: int
    most: int


@dataclass(frozen=True)
class Source:
    """A file that can be read as often as one wants, and the name it goes by."""

    path: Path
    name: str

    def lines(self) -> Iterator[Line]:
        """Yield the rows that are not empty, the header first.

        Raises DataFaults, with one fault, for a file that is no table or beyond the limits.
        """
        rows = sheet_rows(self.path, self.name) if self.is_workbook else self._text()
        count = 0
        for row, cells in rows:
            if not any(cells):
                continue
            count += 1
            if count > MAX_ROWS + 1:
                raise too_long(self.name, row)
            yield row, cells
        if not count:
            raise refused("empty_file", self.name)

    def plain(self, width: int) -> PlainText | None:
        """Return the file as plain text; None for a workbook, or a text whose rows are no lines.

        width : cells of the header, which must be the first line.
        Raises DataFaults as ``lines`` does.
        """
        if self.is_workbook:
            return None
        encoding, first = self._encoded
        separator = _separator(first)
        with self.path.open("rb") as stream:
            if not are_regular(iter(lambda: stream.read(_BLOCK), b""), separator):
                return None
        return PlainText(self.path, self.name, encoding, separator, width, MAX_ROWS)

    @cached_property
    def _encoded(self) -> tuple[str, str]:
        return _encoding(self.path, self.name)

    @cached_property
    def is_workbook(self) -> bool:
        """Whether it is one, not a text.  Raises DataFaults for a file that is neither."""
        suffix = Path(self.name).suffix.lower()
        try:
            size = self.path.stat().st_size
            with self.path.open("rb") as stream:
                start = stream.read(4)
        except OSError as error:
            why = error.strerror or str(error)
            raise refused("unreadable", self.name, value=why) from error
        if size > MAX_BYTES:
            allowed = megabytes(MAX_BYTES)
            raise refused("large_file", self.name, value=megabytes(size), allowed=allowed)
        if suffix in (".xlsm", ".xltm", ".xlsb"):
            raise refused("macros", self.name, value=suffix)
        if start == _OLE:
            raise refused("encrypted", self.name)
        packed = is_packed(start)
        if suffix not in KINDS or packed != (suffix == ".xlsx"):
            raise refused("file_kind", self.name, value=suffix, allowed=", ".join(KINDS))
        return packed

    def _text(self) -> Iterator[Line]:
        encoding, first = self._encoded
        separator = _separator(first)
        with self.path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=separator, strict=True)
            start = 1
            try:
                for row in reader:
                    yield start, row
                    start = reader.line_num + 1
            except csv.Error as error:
                raise refused("quoting", self.name, start, value=str(error)) from error


def too_long(file: str, row: int) -> DataFaults:
    """Return the exception that refuses a table for its first row too many."""
    return refused("many_rows", file, row, allowed=f"{MAX_ROWS:,}")


def refused(
    code: str, file: str, row: int | None = None, *, value: str = "", allowed: str = ""
) -> DataFaults:
    """Return the exception that refuses a file for one reason."""
    return DataFaults([Fault(code, file, row, value=value, allowed=allowed)])


def _encoding(path: Path, name: str) -> tuple[str, str]:
    """Return the encoding of a text and its first line; the file is read in blocks.

    Windows-1251 gives some letter for every byte but one, so it is only tried after UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    start, is_utf8, foreign = b"", True, False
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(_BLOCK), b""):
            start = start or block
            if b"\0" in block:
                raise refused("encoding", name, value="00")
            foreign = foreign or _NO_LETTER in block
            # A block of ASCII is the same in both, unless a letter is cut off before it.
            if is_utf8 and not (block.isascii() and not decoder.getstate()[0]):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    is_utf8 = False
    if is_utf8 and not decoder.getstate()[0]:
        encoding = "utf-8-sig" if start.startswith(BOM) else "utf-8"
    elif foreign:
        raise refused("encoding", name, value=_NO_LETTER.hex().upper())
    else:
        encoding = "cp1251"
    return encoding, start.partition(b"\n")[0].decode(encoding, errors="ignore")


def _separator(header: str) -> str:
    """Return the separator by which most cells of the header are known columns."""
    known = load_table_words().known()

    def found(separator: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in header.split(separator)]
        return sum(folded(cell) in known for cell in cells), len(cells)

    return max(_SEPARATORS, key=found)
