"""What a table would change, row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from indicators.faults import DataFaults, Fault
from indicators.figures import Key
from indicators.layout import OBSERVATION_COLUMNS
from intake.loading.blocks import (
    Block,
    Ints,
    NotPlainError,
    blocks_of_lines,
    blocks_of_text,
)
from intake.loading.compose import Change, faults_together
from intake.loading.keys import Keys
from intake.loading.known import Known
from intake.loading.rows import Reader
from intake.loading.sound import Rows, Rules
from intake.loading.tables import PlainText, Source

MAX_CHANGES: Final = 50_000  # ten times what the package gains in a year
MAX_TOLD: Final = 200


@dataclass(frozen=True)
class Preview:
    """A table held against the figures that count.

    file : its name.  onto, version : vintage and data version that it was held against.
    read : rows with a value;  empty : rows without one, which are passed over.
    new, changed, unchanged, refused : rows.  changes : the new and changed ones, by row.
    faults : why rows, or the file, are refused; the first ``MAX_TOLD``.
    """

    file: str
    onto: str | None
    version: str
    read: int = 0
    empty: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def may_be_taken(self) -> bool:
        """Whether there is something to take over, and nothing that is refused."""
        return bool(self.changes) and not self.faults


@dataclass
class _Counts:
    read: int = 0
    empty: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, faults: Sequence[Fault], untold: int) -> None:
        """Count the rows of a block that are refused and keep the first reasons.

        untold : rows that are refused without a reason among ``faults``.
        """
        rows = len({fault.row for fault in faults}) + untold
        ordered = sorted(faults, key=lambda fault: fault.row or 0)
        self.faults += ordered[: max(0, MAX_TOLD - len(self.faults))]
        self.refused += rows
        self.read += rows


def preview(source: Source, known: Known, *, of_log: bool = False) -> Preview:
    """Read and check a table, and hold it against the figures that count; writes nothing.

    of_log : whether it was made of the field log; in no other table may its series stand.

    Memory does not grow with the table: rows that change nothing are only counted, and of those
    that do no more are kept than may be taken over at once.
    """
    counts = _Counts()
    try:
        table = _opened(source, known, of_log)
        try:
            _held_against(table, known, counts)
        except NotPlainError:
            counts = _Counts()
            _held_against(replace(table, text=None), known, counts)
    except DataFaults as found:
        counts.faults.extend(found.faults)
    if counts.new + counts.changed > MAX_CHANGES:
        count = f"{counts.new + counts.changed:,}"
        fault = Fault("many_changes", source.name, value=count, allowed=f"{MAX_CHANGES:,}")
        counts.faults.append(fault)
        counts.changes.clear()
    if counts.changes and not counts.faults:
        counts.faults.extend(faults_together(source.name, counts.changes, known))
    return Preview(
        source.name,
        known.onto,
        known.version,
        counts.read,
        counts.empty,
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.refused,
        tuple(counts.changes),
        tuple(sorted(counts.faults, key=lambda fault: fault.row or 0)),
    )


@dataclass(frozen=True)
class _Table:
    """A table whose columns are mapped; ``text`` when it can be read as plain text."""

    source: Source
    reader: Reader
    text: PlainText | None

    def blocks(self) -> Iterator[Block]:
        """Read the rows under the header.  Raises as ``Source.lines`` and ``blocks_of_text`` do."""
        if self.text is not None:
            return blocks_of_text(self.text)
        lines = self.source.lines()
        next(lines)
        return blocks_of_lines(lines, len(self.reader.header), fill=self.source.is_workbook)


def _opened(source: Source, known: Known, of_log: bool) -> _Table:
    row, header = next(source.lines())
    reader = Reader(known, source.name, header, of_log)
    return _Table(source, reader, source.plain(len(header)) if row == 1 else None)


def _held_against(table: _Table, known: Known, counts: _Counts) -> None:
    """Count what a table changes.  Raises DataFaults or NotPlainError on the way."""
    rules = Rules(known, Keys(known))
    _count(table, rules, counts)
    if not counts.read and not counts.empty:
        counts.faults.append(Fault("empty_file", table.source.name))
    _name_first_rows(table, rules, counts)


def _count(table: _Table, rules: Rules, counts: _Counts) -> None:
    for block in table.blocks():
        rows = Rows(block, table.reader, rules)
        counts.empty += len(block.rows) - len(rows.at)
        most = MAX_TOLD - len(counts.faults)  # each of these has a fault at least
        keep, faults, untold = _not_refused(block, rows, table.reader, most)
        twice = rules.keys.twice(rows.keys[keep])
        if twice.any():
            faults += _duplicates(table.source.name, block, rows, keep[twice])
            keep = keep[~twice]
        faults += [table.reader.ragged(*one) for one in block.ragged]
        counts.refuse(faults, untold)
        _compare(block, rows, keep, rules.keys, counts)


def _not_refused(
    block: Block, rows: Rows, reader: Reader, most: int
) -> tuple[Ints, list[Fault], int]:
    """Return which rows are sound, what is wrong with others, and how many of these are not told.

    most : rows that are certainly wrong of which it is told what is.
    """
    wrong, doubtful = np.flatnonzero(rows.wrong), np.flatnonzero(rows.doubtful & ~rows.wrong)
    if not len(wrong) and not len(doubtful):
        return np.arange(len(rows.at)), [], 0
    looked = rows.at[np.concatenate((wrong[:most], doubtful))]
    lines = list(zip(block.rows[looked].tolist(), block.cells(looked), strict=True))
    faults = reader.faults(lines) if lines else []
    refused = np.isin(block.rows[rows.at], [fault.row or 0 for fault in faults])
    return np.flatnonzero(~refused & ~rows.wrong), faults, max(0, len(wrong) - most)


def _duplicates(file: str, block: Block, rows: Rows, at: Ints) -> list[Fault]:
    keys = zip(*(rows.in_form(name, at) for name in OBSERVATION_COLUMNS[:4]), strict=True)
    return [
        Fault("duplicate", file, row, "period", " ".join(key), "", key[0], key[1])
        for row, key in zip(block.rows[rows.at[at]].tolist(), keys, strict=True)
    ]


def _compare(block: Block, rows: Rows, at: Ints, keys: Keys, counts: _Counts) -> None:
    """Hold sound rows against the figures that count."""
    held, values, statuses = keys.held(rows.keys[at])
    same = held & (values == rows.values[at])
    same &= ~rows.says_status[at] | (statuses == rows.statuses[at])
    counts.read += len(at)
    counts.new += int(np.count_nonzero(~held))
    counts.unchanged += int(np.count_nonzero(same))
    counts.changed += int(np.count_nonzero(held & ~same))
    left = np.flatnonzero(~same)[: MAX_CHANGES + 1 - len(counts.changes)]
    if not len(left):
        return
    cells = zip(*(rows.in_form(name, at[left]) for name in OBSERVATION_COLUMNS), strict=True)
    for i, row, own in zip(
        left.tolist(), block.rows[rows.at[at[left]]].tolist(), cells, strict=True
    ):
        counts.changes.append(Change(row, own, f"{values[i]:.15g}" if held[i] else ""))


def _name_first_rows(table: _Table, rules: Rules, counts: _Counts) -> None:
    """Say of rows that stand twice where they stood first; the table is read once more."""
    texts = {fault.value for fault in counts.faults if fault.code == "duplicate"}
    wanted = {rules.keys.number(_key(text)): text for text in texts}
    first: dict[str, int] = {}
    for block in table.blocks() if wanted else ():
        rows = Rows(block, table.reader, rules)
        found = np.flatnonzero(np.isin(rows.keys, list(wanted)))
        keep, *_rest = _not_refused(block, rows, table.reader, 0)
        for i in found[np.isin(found, keep)].tolist():
            first.setdefault(wanted[int(rows.keys[i])], int(block.rows[rows.at[i]]))
        if len(first) == len(wanted):
            break
    counts.faults[:] = [
        replace(fault, other=f"{table.source.name}:{first[fault.value]}")
        if fault.code == "duplicate"
        else fault
        for fault in counts.faults
    ]


def _key(text: str) -> Key:
    series, region, borders, period = text.split(" ")
    return series, region, borders, period
