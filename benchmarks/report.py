"""Tables of what was measured: medians of both apps, their ratio or difference, and the goal."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Measure:
    """One thing measured on the floor and on ours, several times each.

    ``compare`` says what the goal is of: the ``ratio``, the ``difference``, or ``ours`` alone.
    """

    name: str
    unit: str
    decimals: int = 0
    compare: str = "ratio"
    goal: float | None = None
    floor: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)

    def add(self, app: str, *values: float) -> None:
        (self.ours if app == "ours" else self.floor).extend(values)

    def row(self) -> tuple[str, ...]:
        floor, ours = median(self.floor), median(self.ours)
        value = {"ratio": ours / floor if floor else float("nan"), "difference": ours - floor}.get(
            self.compare, ours
        )
        sign = {"ratio": "×", "difference": f" {self.unit} over", "ours": f" {self.unit}"}
        decimals = 2 if self.compare == "ratio" else self.decimals
        shown = f"{value:.{decimals}f}{sign[self.compare]}"
        goal = "" if self.goal is None else f"≤ {self.goal:g}{sign[self.compare]}"
        met = "" if self.goal is None else ("met" if value <= self.goal else "MISSED")
        return (
            f"{self.name}, {self.unit}",
            self._spread(self.floor),
            self._spread(self.ours),
            shown,
            goal,
            met,
        )

    def _spread(self, values: Sequence[float]) -> str:
        low, middle, high = (f"{f(values):.{self.decimals}f}" for f in (min, median, max))
        return middle if len(values) == 1 else f"{middle} ({low}–{high})"


HEADINGS = ("", "floor", "ours", "compared", "goal", "")


def table(rows: Sequence[Sequence[str]]) -> str:
    """Align rows of text in columns; the first row holds the headings."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def conditions() -> str:
    """Say on what this was measured, and how busy it was."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = ".".join(map(str, sys.version_info[:2]))
    return f"{os.cpu_count()} cores{load}, {platform.system()}, Python {python}"
