"""Where things stand in the workbook: sheets, rows and columns, and how formulas speak of them."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name


@dataclass(frozen=True)
class Sheet:
    """A sheet that formulas look at; ``name`` is what its tab says."""

    name: str

    def cell(self, row: int, column: int) -> str:
        """Return a fixed cell of this sheet, for a formula anywhere; both counted from 0."""
        return f"{self._quoted}!{absolute(row, column)}"

    def block(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return a fixed range of this sheet."""
        return f"{self._quoted}!{absolute(*first)}:{absolute(*last)}"

    @property
    def _quoted(self) -> str:
        return "'" + self.name.replace("'", "''") + "'"


def absolute(row: int, column: int) -> str:
    """Return a cell that stays where it is when a formula is copied."""
    return f"${xl_col_to_name(column)}${row + 1}"


def here(row: int, column: int) -> str:
    """Return a cell of the same sheet."""
    return f"{xl_col_to_name(column)}{row + 1}"


def across(row: int, first: int, last: int) -> str:
    """Return a range of one row of the same sheet."""
    return f"{here(row, first)}:{here(row, last)}"


def down(column: int, first: int, last: int) -> str:
    """Return a fixed range of one column of the same sheet."""
    return f"{absolute(first, column)}:{absolute(last, column)}"
