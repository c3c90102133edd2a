"""Checks a document: reads its stamp, makes it again, and says what differs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from types import MappingProxyType

from assessment import Assessment
from assessment.own import with_settings
from assessment.settings import SettingsError
from geodata.boundaries import Boundaries
from reports.documents import OrderError, produce_with
from reports.stamp import Stamp, StampError, read, stamp
from reports.stamped import stamp_of_pdf, stamp_of_word
from reports.texts import texts_of_pdf, texts_of_word
from reports.typesetting import ReportError
from reports.workbook.stamped import stamp_of_workbook

MOST = 50  # differences that are listed
LONGEST_LINE = 200  # characters of a line that are quoted
LARGEST = 64 * 1024 * 1024  # bytes of a document, and of what a packed one holds
SCORE_PARTS = ("score", "score 5 %", "score 95 %", "place 5 %", "place 95 %")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it would be made now: where, what the file says, and what is so."""

    where: str
    stated: str
    found: str


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    identical : the file is byte for byte what the same order gives now.
    differences : of stamp, scores and cells; empty where only the bytes differ.
    """

    stamp: Stamp
    identical: bool
    differences: tuple[Difference, ...]


def verify(content: bytes, published: Assessment, boundaries: Boundaries) -> Verdict:
    """Check a document against the figures, the method and the program that are here.

    Raises
    ------
    StampError
        When the file is none of our documents, or its stamp cannot be read.
    """
    if len(content) > LARGEST:
        raise StampError("the file is too large to be one of our documents")
    stated = read(stamp_text(content))
    try:
        made = with_settings(published, stated.order.settings)
        again = produce_with(made, boundaries, stated.order)
    except (OrderError, SettingsError, ReportError) as error:
        raise StampError(f"the stamp orders what cannot be made here: {error}") from error
    if again == content:
        return Verdict(stated, identical=True, differences=())
    found = [*_in_stamp(stated, stamp(made, boundaries.hash, stated.order))]
    read_differences = _READERS.get(stated.order.format)
    if read_differences is not None:
        found += read_differences(content, again)
    return Verdict(stated, identical=False, differences=tuple(found[:MOST]))


def stamp_text(content: bytes) -> str:
    """Return the stamp inside a document.  Raises StampError when there is none."""
    if content.startswith(b"PK"):
        return _packed(content)
    if content.startswith(b"%PDF-"):
        return stamp_of_pdf(content)
    raise StampError(f"the file is none of our documents: {_OURS}")


_OURS = "a report (.pdf, .docx) or a workbook (.xlsx)"


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise StampError("the file unpacks to more than one of our documents holds")
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise StampError(f"the file is damaged: {error}") from error
    if "xl/workbook.xml" in names:
        return stamp_of_workbook(content)
    if "word/document.xml" in names:
        return stamp_of_word(content)
    raise StampError(f"the file is none of our documents: {_OURS}")


def _in_stamp(stated: Stamp, found: Stamp) -> Iterator[Difference]:
    """Yield what a stamp states and what is so now, fact by fact and score by score."""
    for field in fields(Stamp):
        if field.name in ("order", "scores"):
            continue
        old, new = getattr(stated, field.name), getattr(found, field.name)
        if old != new:
            yield Difference(field.name, str(old), str(new))
    for region in dict.fromkeys((*stated.scores, *found.scores)):
        if region not in stated.scores or region not in found.scores:
            there = "stated" if region in stated.scores else "missing"
            yield Difference(f"scores of {region}", there, "stated" if there != "stated" else "-")
            continue
        pairs = zip(SCORE_PARTS, stated.scores[region], found.scores[region], strict=True)
        for name, old, new in pairs:
            if old != new:
                yield Difference(f"{region}, {name}", _said(old), _said(new))


def _said(value: float | None) -> str:
    return "not rated" if value is None else repr(value)


def _in_cells(content: bytes, again: bytes) -> Iterator[Difference]:
    """Yield the cells of a workbook whose number, text or formula is another."""
    from openpyxl import load_workbook

    try:
        theirs = load_workbook(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise StampError(f"the workbook is damaged: {error}") from error
    ours = load_workbook(io.BytesIO(again))
    for sheet in ours:
        if sheet.title not in theirs.sheetnames:
            yield Difference(sheet.title, "no such sheet", "a sheet")
            continue
        other = theirs[sheet.title]
        rows, columns = (
            max(getattr(sheet, name), getattr(other, name)) for name in ("max_row", "max_column")
        )
        for row in range(1, min(rows, 2000) + 1):
            for column in range(1, min(columns, 100) + 1):
                old, new = other.cell(row, column).value, sheet.cell(row, column).value
                if _value(old) != _value(new):
                    where = f"{sheet.title}!{sheet.cell(row, column).coordinate}"
                    yield Difference(where, str(old), str(new))


def _value(value: object) -> object:
    """Return a cell's value; many programs save an empty text as no cell."""
    return None if value == "" else value


def _in_texts(theirs: Sequence[str], ours: Sequence[str]) -> Iterator[Difference]:
    """Yield the lines of a document that are others."""
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        stated, found = (
            " / ".join(lines)[:LONGEST_LINE] for lines in (theirs[first:last], ours[start:end])
        )
        yield Difference(f"line {first + 1}", stated or "nothing", found or "nothing")


_READERS: Mapping[str, Callable[[bytes, bytes], Iterable[Difference]]] = MappingProxyType(
    {
        "xlsx": _in_cells,
        "pdf": lambda theirs, ours: _in_texts(texts_of_pdf(theirs), texts_of_pdf(ours)),
        "docx": lambda theirs, ours: _in_texts(texts_of_word(theirs), texts_of_word(ours)),
    }
)
"""What a reader sees differ between two files of a form."""
