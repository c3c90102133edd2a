"""Tells whether the quotation marks of a text are as RFC 4180 has them, without reading its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np

_QUOTE: Final = ord('"')
_ENDS: Final = (ord("\n"), ord("\r"))
_BOM: Final = b"\xef\xbb\xbf"
Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def are_regular(blocks: Iterable[bytes], separator: str) -> bool:
    """Tell whether every quoted cell is quoted whole, and none goes over the end of a line.

    blocks : of a text in an encoding that has ASCII's signs as single bytes.

    Any two readers see the same cells in such a text, and its rows are its lines. Marks are taken
    in turn as opening and closing; a mark inside a cell stands twice, and so closes and opens.
    """
    inside = False
    for block, before, after in _with_neighbours(blocks):
        if b'"' not in block:
            if inside and (b"\n" in block or b"\r" in block):
                return False
            continue
        signs = np.frombuffer(before + block + after, dtype=np.uint8)
        at = np.flatnonzero(signs[1:-1] == _QUOTE) + 1
        opening, closing = at[inside::2], at[not inside :: 2]
        if not _is_edge(signs[opening - 1], separator) or not _is_edge(
            signs[closing + 1], separator
        ):
            return False
        ends = np.flatnonzero((signs[1:-1] == _ENDS[0]) | (signs[1:-1] == _ENDS[1])) + 1
        if ((np.searchsorted(at, ends) + inside) % 2).any():
            return False
        inside ^= bool(len(at) % 2)
    return not inside


def _is_edge(signs: Bytes, separator: str) -> bool:
    """Tell whether each sign may stand outside of a quoted cell, next to its mark."""
    allowed = np.zeros(256, dtype=bool)
    allowed[[ord(separator), _QUOTE, *_ENDS]] = True
    return bool(allowed[signs].all())


def _with_neighbours(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield each block with the sign before it and the one after it; a line's end outside."""
    before, held = b"\n", b""
    for block in blocks:
        if held:
            yield held, before, block[:1]
            before = held[-1:]
        # A byte order mark is no part of the first cell.
        held = block if held else block.removeprefix(_BOM)
    if held:
        yield held, before, b"\n"
