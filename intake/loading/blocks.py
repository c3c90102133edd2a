"""Brings a table to memory block by block, each column as numbers of its different cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow

from intake.loading.tables import CELL, Line, PlainText, too_long

BYTES: Final = 4 * 1024 * 1024  # of a text, in memory at a time
ROWS: Final = 20_000  # of a workbook
_LINE_END = re.compile(rb"\r\n|\r|\n")
Ints = np.ndarray[Any, np.dtype[np.int64]]


class NotPlainError(Exception):
    """A text is not as plain as it seemed, and must be read line by line."""


@dataclass(frozen=True)
class Column:
    """codes : (N,) number of each row's cell among the different ones, ``texts``."""

    codes: Ints
    texts: pa.StringArray


@dataclass(frozen=True)
class Block:
    """Rows that stand one after another; rows without any text are left out.

    rows : (N,) as an editor counts them.  columns : by their position.
    ragged : row and number of cells of those that are not as wide as the header.
    """

    rows: Ints
    columns: tuple[Column, ...]
    ragged: tuple[tuple[int, int], ...] = ()

    def cells(self, at: Ints) -> list[list[str]]:
        """Return all cells of some rows, by row."""
        taken = [column.texts.take(pa.array(column.codes[at])) for column in self.columns]
        return [list(row) for row in zip(*(one.to_pylist() for one in taken), strict=True)]


def blocks_of_lines(lines: Iterator[Line], width: int, *, fill: bool) -> Iterator[Block]:
    """Yield the blocks of lines that were read one by one.

    fill : whether a row may end early, as those of a workbook do, or go on without any text.
    """
    while chunk := list(islice(lines, ROWS)):
        ragged: list[tuple[int, int]] = []
        if any(len(cells) != width for _, cells in chunk):
            chunk, ragged = _whole(chunk, width, fill=fill)
        columns = zip(*(cells for _, cells in chunk), strict=True) if chunk else [()] * width
        yield Block(
            np.array([row for row, _ in chunk], dtype=np.int64),
            tuple(_column(pa.array(cells, pa.string()).dictionary_encode()) for cells in columns),
            tuple(ragged),
        )


def _whole(
    lines: Sequence[Line], width: int, *, fill: bool
) -> tuple[list[Line], list[tuple[int, int]]]:
    whole: list[Line] = []
    ragged: list[tuple[int, int]] = []
    for row, cells in lines:
        if len(cells) == width or (fill and not any(cells[width:])):
            whole.append((row, [*cells[:width], *[""] * (width - len(cells))]))
        else:
            ragged.append((row, len(cells)))
    return whole, ragged


def _column(cells: pa.DictionaryArray | pa.ChunkedArray) -> Column:
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.unify_dictionaries().combine_chunks()
    return Column(cells.indices.to_numpy(zero_copy_only=False), cells.dictionary)


def blocks_of_text(text: PlainText) -> Iterator[Block]:
    """Yield the blocks of a plain text, without its header.

    Raises NotPlainError when a row is too long for it, and DataFaults when there are too many.
    """
    row, count = 2, 0
    for batch, ragged in _parsed_ahead(text):
        rows = _numbered(len(batch), [place for place, _ in ragged])
        block = _block(row + rows, batch, [(row + at, cells) for at, cells in ragged])
        row += len(rows) + len(ragged)
        count = _counted(text, block, count)
        yield block


def _parsed_ahead(text: PlainText) -> Iterator[tuple[pa.Table, list[tuple[int, int]]]]:
    """Yield the parsed pieces of a text, while another thread parses the next one."""
    with ThreadPoolExecutor(1) as thread:
        waiting = None
        for content in _contents(text):
            done, waiting = waiting, thread.submit(_parsed, content, text)
            if done is not None:
                yield done.result()
        if waiting is not None:
            yield waiting.result()


def _contents(text: PlainText) -> Iterator[bytes]:
    """Yield the text under the header in UTF-8, in pieces of whole lines."""
    with text.path.open("rb") as stream:
        rest, header = b"", True
        while read := stream.read(BYTES):
            content = rest + read
            end = content.rfind(b"\n") + 1 or content.rfind(b"\r", 0, -1) + 1
            content, rest = content[:end], content[end:]
            if len(rest) > BYTES:
                raise NotPlainError
            if header and content:
                header, content = False, _LINE_END.split(content, 1)[1]
            if content:
                yield _in_utf8(content, text)
        if rest and not header:
            yield _in_utf8(rest, text)


def _in_utf8(content: bytes, text: PlainText) -> bytes:
    return content.decode("cp1251").encode() if text.encoding == "cp1251" else content


def _parsed(content: bytes, text: PlainText) -> tuple[pa.Table, list[tuple[int, int]]]:
    """Return the rows that are as wide as the header, and place and number of cells of others.

    A row without any text has no cells.
    """
    ragged: list[tuple[int, int]] = []

    def skip(found: Any) -> str:
        blank = not found.text.strip(f'{text.separator}"') and not any(
            next(csv.reader([found.text], delimiter=text.separator), [])
        )
        ragged.append((found.number - 1, 0 if blank else found.actual_columns))
        return "skip"

    names = [str(at) for at in range(text.width)]
    try:
        table = arrow.read_csv(
            pa.BufferReader(content),
            arrow.ReadOptions(
                use_threads=False,  # else it does not number the rows that it skips
                block_size=len(content) + 1,
                column_names=names,
            ),
            arrow.ParseOptions(
                delimiter=text.separator, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            arrow.ConvertOptions(
                check_utf8=False,  # it was decoded once already
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
            ),
        )
    except pa.ArrowInvalid as error:
        raise NotPlainError from error
    return table, ragged


def _numbered(count: int, ragged: list[int]) -> Ints:
    """Return the places of whole rows, when ragged ones take some."""
    at = np.arange(count, dtype=np.int64)
    if not ragged:
        return at
    before = np.array(ragged) - np.arange(len(ragged))  # whole rows that stand before each
    return at + np.searchsorted(before, at, side="right")


def _block(rows: Ints, table: pa.Table, ragged: list[tuple[int, int]]) -> Block:
    columns = tuple(_column(cells) for cells in table.columns)
    if any(_longest(column.texts) > CELL for column in columns):
        raise NotPlainError
    left = tuple(one for one in ragged if one[1])
    blank: Any = True
    for column in columns:
        empty = column.texts.index("").as_py()
        if empty < 0:
            return Block(rows, columns, left)
        blank = blank & (column.codes == empty)
    keep = np.flatnonzero(~blank)
    return Block(rows[keep], tuple(Column(one.codes[keep], one.texts) for one in columns), left)


def _longest(texts: pa.StringArray) -> int:
    """Return the bytes of the longest text, or fewer when all together are few enough."""
    if texts.nbytes <= CELL:
        return 0
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)
    return int(np.diff(offsets[texts.offset : texts.offset + len(texts) + 1]).max(initial=0))


def _counted(text: PlainText, block: Block, count: int) -> int:
    total = count + len(block.rows) + len(block.ragged)
    if total > text.most:
        both = sorted([*block.rows.tolist(), *(row for row, _ in block.ragged)])
        raise too_long(text.name, both[text.most - count])
    return total
