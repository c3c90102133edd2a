"""What a table would change, row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from indicators.faults import DataFaults, Fault
from indicators.figures import Key
from indicators.layout import OBSERVATION_COLUMNS
from intake.loading.compose import Change, faults_together
from intake.loading.known import Known
from intake.loading.quick import tally
from intake.loading.rows import Block, Reader
from intake.loading.tables import Source

BLOCK: Final = 20_000  # rows that are in memory at a time
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
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Count the rows that are refused and keep the first reasons."""
        rows = set()
        for fault in faults:
            rows.add(fault.row)
            if len(self.faults) < MAX_TOLD:
                self.faults.append(fault)
        self.refused += len(rows)
        self.read += len(rows)


def preview(source: Source, known: Known) -> Preview:
    """Read and check a table, and hold it against the figures that count; writes nothing.

    Memory does not grow with the table: rows that change nothing are only counted, and of those
    that do no more are kept than may be taken over at once.
    """
    counts = _Counts()
    reader: Reader | None = None
    lines = source.lines()
    try:
        _, header = next(lines)
        reader = Reader(known, source.name, header)
        text = source.plain()
        quick = None if text is None else tally(text, reader, known, MAX_CHANGES + 1)
        if quick is None:
            seen = _Seen()
            while block := list(islice(lines, BLOCK)):
                sound, faults = reader.read(block)
                counts.refuse(faults)
                _hold_against(sound, source.name, known, seen, counts)
        else:
            counts = _Counts(quick.read, quick.new, quick.changed, quick.unchanged)
            counts.changes, reader.empty = quick.changes, quick.empty
        if not counts.read and not reader.empty:
            counts.faults.append(Fault("empty_file", source.name))
        _name_first_rows(counts, source, known)
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
        reader.empty if reader else 0,
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.refused,
        tuple(counts.changes),
        tuple(sorted(counts.faults, key=lambda fault: fault.row or 0)),
    )


class _Seen:
    """The keys of a table: a bit for each period of a series and place, so that it stays small."""

    def __init__(self) -> None:
        self._periods: dict[str, int] = {}
        self._bits: dict[tuple[str, str, str], bytearray] = {}

    def add(self, key: Key) -> bool:
        """Note a key; return whether it was there already."""
        place = self._periods.setdefault(key[3], len(self._periods))
        byte, bit = place >> 3, 1 << (place & 7)
        bits = self._bits.get(key[:3])
        if bits is None:
            bits = self._bits[key[:3]] = bytearray(byte + 1)
        elif len(bits) <= byte:
            bits.extend(bytes(byte + 1 - len(bits)))
        there = bool(bits[byte] & bit)
        bits[byte] |= bit
        return there


def _hold_against(block: Block, file: str, known: Known, seen: _Seen, counts: _Counts) -> None:
    columns = [block.columns[name] for name in OBSERVATION_COLUMNS]
    held, add = known.held, seen.add
    twice: list[Fault] = []
    for i, key in enumerate(zip(*columns[:4], strict=True)):
        if add(key):
            value = " ".join(key)
            twice.append(
                Fault("duplicate", file, block.rows[i], "period", value, "", key[0], key[1])
            )
            continue
        counts.read += 1
        there = held.get(key)
        if there is None:
            counts.new += 1
        elif there.value == block.numbers[i] and (
            not block.status_given[i] or there.status == columns[8][i]
        ):
            counts.unchanged += 1
            continue
        else:
            counts.changed += 1
        if len(counts.changes) <= MAX_CHANGES:
            cells = tuple(column[i] for column in columns)
            old = "" if there is None else f"{there.value:.15g}"
            counts.changes.append(Change(block.rows[i], cells, old))
    counts.refuse(twice)


def _name_first_rows(counts: _Counts, source: Source, known: Known) -> None:
    """Say of rows that stand twice where they stood first; the table is read once more."""
    missing = {fault.value: 0 for fault in counts.faults if fault.code == "duplicate"}
    if not missing:
        return
    left = set(missing)
    lines = source.lines()
    _, header = next(lines)
    reader = Reader(known, source.name, header)
    while left and (block := list(islice(lines, BLOCK))):
        sound, _faults = reader.read(block)
        keys = zip(*(sound.columns[name] for name in OBSERVATION_COLUMNS[:4]), strict=True)
        for row, key in zip(sound.rows, keys, strict=True):
            text = " ".join(key)
            if text in left:
                left.discard(text)
                missing[text] = row
    counts.faults[:] = [
        replace(fault, other=f"{source.name}:{missing[fault.value]}")
        if fault.code == "duplicate"
        else fault
        for fault in counts.faults
    ]
