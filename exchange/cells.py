"""Turns the texts of a table into numbers and yes or no, collecting what cannot be turned."""

from __future__ import annotations

import math
import re

from exchange.faults import TableFault
from exchange.tables import MISSING, Table

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
DIGITS = "a number with a decimal point, or NA"
YES, NO = frozenset({"TRUE", "T", "1", "YES"}), frozenset({"FALSE", "F", "0", "NO", *MISSING})


class Cells:
    """The cells of one table; ``faults`` grows with every one that cannot be turned."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.faults: list[TableFault] = []

    def fault(
        self,
        problem: str,
        allowed: str,
        row: int | None = None,
        column: str = "",
        value: str | None = None,
    ) -> None:
        """Note a fault."""
        self.faults.append(TableFault(self.table.file, problem, allowed, row, column, value))

    def text(self, cells: dict[str, str], column: str) -> str:
        """Return a cell, empty when it or its column is missing."""
        value = cells.get(column, "")
        return "" if value in MISSING else value

    def number(self, row: int, cells: dict[str, str], column: str, allowed: str = DIGITS) -> float:
        """Return a cell as a finite number, NaN when missing; a fault (and NaN) for another text."""
        value = self.text(cells, column)
        if not value:
            return math.nan
        found = float(value) if NUMBER.fullmatch(value) else math.nan
        if not math.isfinite(found):
            self.fault("is not a number", allowed, row, column, value)
            return math.nan
        return found

    def yes(self, row: int, cells: dict[str, str], column: str) -> bool:
        """Return a cell as yes or no, no when missing."""
        value = cells.get(column, "").upper()
        if value not in YES | {no.upper() for no in NO}:
            self.fault("is neither yes nor no", "TRUE or FALSE", row, column, value)
        return value in YES
