"""Tables as CSV that no spreadsheet takes for more than text and numbers."""

from __future__ import annotations

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: pd.DataFrame, *, encoding: str = "utf-8") -> bytes:
    """Return a table as CSV: numbers unrounded, missing ones empty, text never a formula.

    encoding : ``utf-8-sig`` for a table that is meant for a spreadsheet first.
    """
    return table.map(_text).to_csv(index=False, lineterminator="\n").encode(encoding)


def _text(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; a number with a sign is none."""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    digits = cell[1:].replace(",", ".").replace("\N{NO-BREAK SPACE}", "")
    return digits.replace(".", "", 1).isdecimal()
