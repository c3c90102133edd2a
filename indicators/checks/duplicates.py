"""A series has one figure for a region, borders and period."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.context import Context, cells
from indicators.faults import Fault


def duplicates(context: Context) -> Iterator[Fault]:
    """Yield a fault for each later row with the key of an earlier one; both rows are named."""
    figures = context.figures
    keys = zip(
        *(cells(figures, column) for column in ("indicator", "region", "borders", "period")),
        strict=True,
    )
    files, rows = cells(figures, "file"), cells(figures, "row")
    first: dict[tuple[str, ...], int] = {}
    for at, key in enumerate(keys):
        before = first.setdefault(key, at)
        if before != at:
            yield Fault(
                "duplicate",
                files[at],
                rows[at],
                value=" ".join(key),
                series=key[0],
                region=key[1],
                other=f"{files[before]}:{rows[before]}",
            )
