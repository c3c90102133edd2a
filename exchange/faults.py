"""What is wrong with the files of a framework: every fault at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 40  # characters of a value, and faults of a list, that are printed


@dataclass(frozen=True)
class TableFault:
    """One fault: where it stands, what stands there, and what is allowed.

    row : as an editor or a spreadsheet counts it, the header being 1; None for the whole file.
    column, value : empty when the fault is not about a cell.
    """

    file: str
    problem: str
    allowed: str
    row: int | None = None
    column: str = ""
    value: str | None = None

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        if self.column:
            place += f", column {self.column}"
        value = "" if self.value is None else f": '{shortened(self.value)}'"
        return f"{place}: {self.problem}{value}; allowed: {self.allowed}"


class FrameworkFaults(Exception):  # noqa: N818 - it carries faults; each of them is the error
    """The files do not describe a framework; carries every fault that was found."""

    def __init__(self, faults: Iterable[TableFault]) -> None:
        self.faults: tuple[TableFault, ...] = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    @property
    def user_message(self) -> str:
        """What the command line prints: one line a fault."""
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        more = len(self.faults) - SHOWN
        return "\n".join([*lines, f"... and {more} more faults"] if more > 0 else lines)


def shortened(text: str) -> str:
    """Return a value short enough to stand in a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
