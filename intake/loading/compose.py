"""Makes a vintage of what a table changes, and checks the figures that it would give."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from indicators.additions import Addition, Cells, Load, packed, with_addition
from indicators.faults import Fault
from indicators.figures import Key
from indicators.inspection import inspect_package
from indicators.package import FIGURES, Package
from intake.loading.known import Known
from intake.loading.rows import PENDING


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is new, or in place of one that is held.

    row : in the table.  cells : in the package's form.  old : the value that is held, as printed
    by Python, or empty for none.
    """

    row: int
    cells: Cells
    old: str

    @property
    def key(self) -> Key:
        """Series, region, borders and period."""
        return (self.cells[0], self.cells[1], self.cells[2], self.cells[3])


def composed(
    before: Addition | None, base: str, changes: Iterable[Change], load: Load
) -> tuple[Addition, bytes]:
    """Return the vintage that a load makes of the one before, and its file.

    base : data version of the package that it stands on.
    """
    rows: dict[Key, Cells] = {}
    if before is not None:
        rows = {(row[0], row[1], row[2], row[3]): row for row in before.rows}
    for change in changes:
        rows[change.key] = _traced(change, load)
    made = Addition(
        "",
        None if before is None else before.id,
        base,
        (*(before.loads if before else ()), load),
        tuple(rows[key] for key in sorted(rows)),
    )
    id_, content = packed(made)
    return replace(made, id=id_), content


def _traced(change: Change, load: Load) -> Cells:
    """Return the row with its source, its place in the table, and the note of the load."""
    *start, source, detail, status, note = change.cells
    return (
        *start,
        load.source if source == PENDING else source,
        detail or f"{load.file}, {change.row}",
        status,
        f"{note} {load.note_id}".strip(),
    )


def package_with(file: str, changes: Sequence[Change], known: Known) -> Package:
    """Return the figures that count with the changes among them, as if nobody had signed them."""
    load = Load("0" * 8, "?", "0001-01-01", "?", file, f"{PENDING}0", "?", "", "?", 0, 0)
    made, _content = composed(None, known.version, changes, load)
    return with_addition(known.package, replace(made, id="0" * 12))


def faults_together(file: str, changes: Sequence[Change], known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the figures as a whole once the changes are among them.

    Such as a national figure that is not the sum of the regions any more. Each fault is told with
    the row of the table that brings it about.
    """
    package = package_with(file, changes, known)
    rows = {change.key: change.row for change in changes}
    nearest = {(change.cells[0], change.cells[3]): change.row for change in changes}
    keys_of = cache(partial(_keys, package))
    for fault in inspect_package(package).errors:
        key = _key_at(keys_of, fault)
        row = rows.get(key) or nearest.get((key[0], key[3])) if key else None
        yield replace(fault, file=file, row=row) if row else fault


def _keys(package: Package, file: str) -> list[Key]:
    """Return the keys of a file of figures, its header's at the place of row 1."""
    rows = csv.reader(io.StringIO(package.files[file].decode("utf-8"), newline=""))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _key_at(keys_of: Callable[[str], list[Key]], fault: Fault) -> Key | None:
    """Return the key of the figure that a fault is about, if it is about one."""
    if fault.row is None or not fault.file.startswith(f"{FIGURES}/"):
        return None
    return keys_of(fault.file)[fault.row - 1]
