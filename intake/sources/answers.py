"""Reads what a source answered: encodings, JSON without rounding, tables, numbers as printed."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, TypeVar

from intake.sources.faults import BrokenAnswerError, ShapeError, shown

Kept = TypeVar("Kept")

MISSING: Final = frozenset({"", "-", "–", "—", "x", "X", "х", "Х", "…", "..."})
"""What stands for a missing figure; x is a Latin or a Cyrillic letter (suppressed)."""
CHUNK: Final = 1 << 16
LONGEST_ITEM: Final = 8_000_000
"""Characters of one element of a list; a longer one is no row of figures."""
DIGITS: Final = 18
"""Digits before and after the point that a figure may have."""
_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009]")
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_CHARSET: Final = re.compile(r"charset=\"?([\w.:-]+)", re.IGNORECASE)
# Digits as they are printed: a float in between would round them.
_DECODER: Final = json.JSONDecoder(parse_float=Decimal)


def encoding(content_type: str, first: bytes) -> str:
    """Return the encoding of an answer: by its byte order mark, or as its header says, or UTF-8."""
    if first.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    said = _CHARSET.search(content_type)
    try:
        return codecs.lookup(said[1]).name if said else "utf-8"
    except LookupError:
        return "utf-8"


def pieces(path: Path, content_type: str, where: str) -> Iterator[str]:
    """Yield the text of an answer piece by piece.

    Raises
    ------
    ShapeError
        When the bytes are not in the encoding that the answer has.
    BrokenAnswerError
        When it is a page in HTML or XML.
    """
    with path.open("rb") as stream:
        name = encoding(content_type, stream.read(4))
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=name, newline="")
        try:
            piece = text.read(CHUNK)
            if piece.lstrip().startswith("<"):
                raise BrokenAnswerError(f"{where}: expected data; came a page: {shown(piece)}")
            while piece:
                yield piece
                piece = text.read(CHUNK)
        except UnicodeDecodeError as error:
            came = f"byte 0x{error.object[error.start]:02x}"
            raise ShapeError(where, f"text in {name}", came) from None


def read_items(
    path: Path, content_type: str, where: str, pick: Callable[[Any], Kept | None]
) -> list[Kept]:
    """Read a JSON list element by element: the memory holds what `pick` returns, not the answer.

    pick : returns what is kept of an element, or None.

    Raises
    ------
    BrokenAnswerError
        When the text ends before the list does, or is a page in HTML.
    ShapeError
        When it is no JSON, or no list.
    """
    source = pieces(path, content_type, where)
    buffer, at, kept = next(source, ""), 0, []
    opening = _skip(buffer, 0)
    if opening == len(buffer):
        raise BrokenAnswerError(f"{where}: expected a list; came nothing")
    if buffer[opening] != "[":
        raise ShapeError(where, "a JSON list", buffer[opening:])
    at, wanted = opening + 1, "item or end"
    while True:
        at = _skip(buffer, at)
        sign = buffer[at : at + 1]
        if sign == "]" and wanted != "item":
            break
        if sign and wanted == "comma or end":
            if sign != ",":
                raise ShapeError(where, "a comma or the end of the list", buffer[at:])
            at, wanted = at + 1, "item"
            continue
        done = _one(buffer, at) if sign else None
        if done is not None:
            item, at = done
            wanted = "comma or end"
            chosen = pick(item)
            if chosen is not None:
                kept.append(chosen)
            continue
        rest = buffer[at:]
        if len(rest) > LONGEST_ITEM:
            raise ShapeError(where, "rows of a list", rest)
        # In growing strides, so that one long element is not read over and over.
        strides, wish = [], max(CHUNK, len(rest))
        while wish > 0 and (piece := next(source, "")):
            strides.append(piece)
            wish -= len(piece)
        if not strides:
            raise BrokenAnswerError(f"{where}: expected a whole list; it ends with {rest[-40:]!r}")
        buffer, at = rest + "".join(strides), 0
    after = buffer[at + 1 :] + "".join(source)
    if after.strip():
        raise ShapeError(where, "nothing after the list", after)
    return kept


def _skip(text: str, at: int) -> int:
    """Return the place of the first sign from `at` on that is no white space."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _one(buffer: str, at: int) -> tuple[Any, int] | None:
    """Return the element that begins at `at` and its end; None when its end is not there yet."""
    try:
        item, end = _DECODER.raw_decode(buffer, at)
    except (ValueError, RecursionError):
        return None
    # A number or word may go on in the next piece.
    return (item, end) if end < len(buffer) else None


def read_json(path: Path, content_type: str, where: str) -> Any:
    """Read a whole JSON answer; numbers with a point become `Decimal`, as they are printed.

    Raises
    ------
    BrokenAnswerError
        When it is cut off, empty, or a page in HTML.
    ShapeError
        When it is no JSON for another reason.
    """
    text = "".join(pieces(path, content_type, where))
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg:
            raise BrokenAnswerError(
                f"{where}: expected whole JSON; it ends with {text[-40:]!r}"
            ) from None
        raise ShapeError(where, "JSON", text[error.pos :]) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        raise ShapeError(where, "JSON", text) from None


def read_table(path: Path, content_type: str, where: str) -> tuple[list[str], list[list[str]]]:
    """Read a table separated by tabs: its columns and its rows.

    Raises
    ------
    BrokenAnswerError
        When it is empty, a page, or its last row is not whole.
    ShapeError
        When a row has another number of cells.
    """
    text = "".join(pieces(path, content_type, where))
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t") if row]
    if len(rows) < 2:
        raise BrokenAnswerError(f"{where}: expected a table; came {shown(text)!r}")
    columns, body = rows[0], rows[1:]
    for number, row in enumerate(body, start=2):
        if len(row) != len(columns):
            last = number == len(rows) and len(row) < len(columns)
            kind = BrokenAnswerError if last else ShapeError
            expected = f"{len(columns)} cells in row {number}"
            if kind is BrokenAnswerError:
                raise BrokenAnswerError(f"{where}: expected {expected}; came {len(row)}")
            raise ShapeError(where, expected, f"{len(row)}: {row}")
    return columns, body


def number(printed: object, where: str) -> Decimal | None:
    """Return a printed number, or None for a missing one; a decimal comma and spaces are read.

    Raises
    ------
    ShapeError
        When it is neither.
    """
    if printed is None:
        return None
    if isinstance(printed, bool) or not isinstance(printed, str | int | Decimal):
        raise ShapeError(where, "a number", printed)
    text = _SPACES.sub("", str(printed))
    if text in MISSING:
        return None
    plain = text.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ShapeError(where, "a number, or - or x for none", printed) from None
    small = value.is_finite() and value.adjusted() < DIGITS
    if not small or "_" in plain or -int(value.as_tuple().exponent) > DIGITS:
        raise ShapeError(where, "a number of ordinary size", printed)
    return value


def plain(value: Decimal) -> str:
    """Return a number as the package writes it: no exponent, no closing zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
