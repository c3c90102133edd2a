"""Runs one source through its verbs: fetch, tidy, check."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, cast

from indicators.layout import OBSERVATION_COLUMNS
from intake.csvfile import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.layout import Row
    from intake.sources.check import Checked
    from intake.sources.client import Client
    from intake.sources.rows import Answer
    from intake.sources.spec import Spec


class Adapter(Protocol):
    """What a module of this package must offer to be named as an adapter."""

    def fetch(self, client: Client, spec: Spec) -> list[Answer]:
        """Ask the source for what is declared, and keep what matters of the answers."""

    def tidy(self, answers: list[Answer], spec: Spec, read: date) -> list[Row]:
        """Turn answers into rows of the package's form."""

    def check(self, rows: list[Row], spec: Spec, today: date) -> Checked:
        """Say which rows may be loaded, and why the others may not."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a source gave."""

    spec: Spec
    checked: Checked
    requests: int
    from_cache: int


def adapter(name: str) -> Adapter:
    """Return the adapter of this name."""
    return cast(Adapter, importlib.import_module(f"intake.sources.{name}"))


def refresh(spec: Spec, client: Client, today: date, using: Adapter | None = None) -> Result:
    """Fetch, tidy and check one source; nothing is written but the client's cache.

    Raises
    ------
    SourceError
        When the source cannot be read or has another form than its adapter knows.
    """
    verbs = using or adapter(spec.adapter)
    answers = verbs.fetch(client, spec)
    rows = verbs.tidy(answers, spec, today)
    return Result(spec, verbs.check(rows, spec, today), client.requests, client.from_cache)


def table(rows: Sequence[Row], spec: Spec) -> bytes:
    """Return rows as a table: for loading, or of counts with their attribution in each row."""
    if not spec.counts:
        return csv_bytes(OBSERVATION_COLUMNS, rows)
    columns = ("count", "region", "year", "value", "unit", "source", "attribution")
    cells = [
        (row.indicator, row.region, row.period, row.value, row.unit, row.source, row.detail)
        for row in rows
    ]
    return csv_bytes(columns, cells)
