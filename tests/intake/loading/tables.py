"""Tables to load, made in the tests, and what they are held against."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from intake.loading.known import Known
from intake.loading.preview import Preview, preview
from intake.loading.tables import Source

HEADER = ("indicator", "region", "period", "value", "unit")
REGIONS = ("KZ", "KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35")


def good(period: str = "2024") -> list[tuple[str, ...]]:
    """Ten figures of poverty, of which the package has none for this year."""
    return [
        ("poverty_share", region, period, f"{4.15 + i / 10:.2f}", "percent")
        for i, region in enumerate(REGIONS)
    ]


def text(
    rows: Iterable[Sequence[str]],
    header: Sequence[str] = HEADER,
    *,
    separator: str = ",",
    end: str = "\n",
) -> str:
    """A table as text; cells that hold the separator are quoted."""

    def cell(value: str) -> str:
        return f'"{value}"' if separator in value else value

    return end.join(separator.join(map(cell, row)) for row in (header, *rows)) + end


def sheet(rows: Iterable[Sequence[object]], header: Sequence[object] = HEADER) -> bytes:
    """A table as a workbook."""
    book = Workbook()
    for row in (header, *rows):
        book.active.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def look(folder: Path, known: Known, content: str | bytes, name: str = "t.csv") -> Preview:
    """Hold a table against what is known."""
    path = folder / "table"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return preview(Source(path, name), known)


def reasons(found: Preview) -> list[tuple[str, int | None, str]]:
    """Code, row and column of each refusal."""
    return [(fault.code, fault.row, fault.column) for fault in found.faults]


def small(known: Known) -> Known:
    """The same, held against the figures of one theme only: quick to check as a whole."""
    files = dict(known.package.files)
    kept = {"sources.csv", "regions.csv", "notes.csv", "observations/poverty.csv"}
    content = json.loads(files["datapackage.json"])
    content["resources"] = [r for r in content["resources"] if r["path"] in kept]
    package = replace(
        known.package,
        files={name: files[name] for name in kept}
        | {"datapackage.json": json.dumps(content).encode()},
    )
    return replace(known, package=package)
