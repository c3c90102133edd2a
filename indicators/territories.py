"""Which region codes exist in which borders, and which of them together make the country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

NATION: Final = "KZ"
CURRENT: Final = "current"
JOINT: Final = "joint"

Place = tuple[str, str]
"""Region and borders."""


@dataclass(frozen=True, slots=True)
class Split:
    """A former unit and today's regions that it was divided into."""

    year: int
    former: Place
    joint: Place
    parts: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Territories:
    """Region codes by borders, and the splits between them; made from ``regions.csv``.

    Attributes
    ----------
    regions : tuple of str
        Today's regions, without the country.
    by_borders : mapping of str to tuple of str
        Codes that a figure may bear in these borders.
    """

    regions: tuple[str, ...]
    by_borders: Mapping[str, tuple[str, ...]]
    splits: tuple[Split, ...]

    def last_year(self, region: str, borders: str) -> int | None:
        """Return the last year for which a former unit may have figures; None if it still is."""
        for split in self.splits:
            if split.former == (region, borders):
                return split.year
        return None

    def partition(self, available: Set[Place]) -> tuple[Place, ...] | None:
        """Return available places that together are the country exactly once, or None.

        Today's regions are preferred; then the former unit; then the joint figure.
        """
        chosen: list[Place] = []
        divided: set[Place] = set()
        for split in self.splits:
            divided.update(split.parts)
            if all(part in available for part in split.parts):
                chosen.extend(split.parts)
            elif split.former in available:
                chosen.append(split.former)
            elif split.joint in available:
                chosen.append(split.joint)
            else:
                return None
        for region in self.regions:
            place = (region, CURRENT)
            if place not in divided:
                if place not in available:
                    return None
                chosen.append(place)
        return tuple(chosen) if chosen else None


def read_territories(rows: Iterable[Mapping[str, str]]) -> Territories:
    """Make the territories from rows with ``region``, ``since``, ``until``, ``split_from``."""
    today: list[str] = []
    parts: dict[str, list[str]] = defaultdict(list)
    years: dict[str, int] = {}
    for row in rows:
        code = row["region"]
        if code != NATION and not row["until"]:
            today.append(code)
        if row["split_from"] and row["since"][:4].isdecimal():
            parts[row["split_from"]].append(code)
            years[row["split_from"]] = int(row["since"][:4])
    splits = []
    for former, children in parts.items():
        codes = sorted([*children, former] if former in today else children)
        joint = "+".join([codes[0], *(code.removeprefix("KZ-") for code in codes[1:])])
        splits.append(
            Split(
                years[former],
                (former, f"pre{years[former]}"),
                (joint, JOINT),
                tuple((code, CURRENT) for code in codes),
            )
        )
    by_borders: dict[str, list[str]] = {CURRENT: [NATION, *today], JOINT: []}
    for split in splits:
        by_borders.setdefault(split.former[1], []).append(split.former[0])
        by_borders[JOINT].append(split.joint[0])
    return Territories(
        tuple(today),
        {borders: tuple(sorted(codes)) for borders, codes in by_borders.items()},
        tuple(splits),
    )
