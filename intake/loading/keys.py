"""Numbers for series, places and periods; which figures are held, and which were seen in a table."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from indicators.figures import Key
from indicators.layout import STATUSES
from intake.loading.blocks import Ints
from intake.loading.known import Known

UNKNOWN: Final = -1
MOST_CELLS: Final = 64_000_000  # of the table of keys that were seen
Mask = np.ndarray[Any, np.dtype[np.bool_]]


class Keys:
    """Numbers series, regions, borders and periods, and knows the figures that are held.

    series, regions, borders : number by id, of all that a table may speak of.
    periods : likewise, of those that are held or were met.
    """

    def __init__(self, known: Known) -> None:
        by_borders = known.territories.by_borders
        self.series = {id_: at for at, id_ in enumerate(known.series)}
        self.borders = {id_: at for at, id_ in enumerate(by_borders)}
        codes = dict.fromkeys(code for codes in by_borders.values() for code in codes)
        self.regions = {code: at for at, code in enumerate(codes)}
        self.periods: dict[str, int] = {}
        held = list(known.held.values())
        for one in held:
            self.periods.setdefault(one.period, len(self.periods))
        keys = self.of(
            np.array([self.series[one.series] for one in held], dtype=np.int64),
            self.place(
                np.array([self.regions[one.region] for one in held], dtype=np.int64),
                np.array([self.borders[one.borders] for one in held], dtype=np.int64),
            ),
            np.array([self.periods[one.period] for one in held], dtype=np.int64),
        )
        order = np.argsort(keys)
        self._held = keys[order]
        self._values = np.array([one.value for one in held], dtype=float)[order]
        self._statuses = np.array([STATUSES.index(one.status) for one in held], dtype=int)[order]
        pairs = len(self.series) * len(self.regions) * len(self.borders)
        self._pairs = np.full(pairs, UNKNOWN)  # number of each pair of series and place
        self._count = 0
        self._seen = np.zeros((64, 64), dtype=bool)  # by pair and period
        self._rows = 0
        self._sorted: Ints | None = None  # instead, of a table with very many periods

    def number(self, key: Key) -> int:
        """Return the number of a key whose period was met."""
        series, region, borders, period = key
        place = self.place(self.regions[region], self.borders[borders])
        return int(self.of(self.series[series], place, self.periods[period]))

    def place(self, region: Any, borders: Any) -> Any:
        """Put the numbers of region and borders into one."""
        return region * len(self.borders) + borders

    def of(self, series: Any, place: Any, period: Any) -> Any:
        """Put three numbers into one: of the pair of series and place, and of the period."""
        return ((series * len(self.regions) * len(self.borders) + place) << 32) | period

    def held(self, keys: Ints) -> tuple[Mask, Any, Ints]:
        """Return whether each figure is held, and value and status of one that is."""
        if not len(self._held):
            nothing = np.zeros(len(keys))
            return nothing.astype(bool), nothing, nothing.astype(np.int64)
        at = np.minimum(np.searchsorted(self._held, keys), len(self._held) - 1)
        return self._held[at] == keys, self._values[at], self._statuses[at]

    def twice(self, keys: Ints) -> Mask:
        """Note keys; return which of them were seen before, here or earlier in these."""
        if self._sorted is None and not self._has_room(keys):
            pair, period = np.nonzero(self._seen)
            there = np.flatnonzero(self._pairs != UNKNOWN)
            named = there[np.argsort(self._pairs[there])]
            self._sorted = np.sort((named[pair] << 32) | period)
        if self._sorted is not None:
            return self._twice_sorted(keys, self._sorted)
        flat = self._seen.reshape(-1)
        at = self._pairs[keys >> 32] * self._seen.shape[1] + (keys & 0xFFFF_FFFF)
        before = flat[at]
        flat[at] = True
        self._rows += len(keys) - int(np.count_nonzero(before))
        if np.count_nonzero(flat) != self._rows:
            before |= _repeated(keys)
            self._rows = int(np.count_nonzero(flat))
        return before

    def _has_room(self, keys: Ints) -> bool:
        """Make room for keys; False when it would be too much."""
        pairs = keys >> 32
        fresh = np.unique(pairs[self._pairs[pairs] == UNKNOWN])
        self._pairs[fresh] = np.arange(self._count, self._count + len(fresh))
        self._count += len(fresh)
        shape, now = (self._count, len(self.periods)), self._seen.shape
        if shape[0] * shape[1] > MOST_CELLS:
            return False
        if shape[0] > now[0] or shape[1] > now[1]:
            new = [max(2 * n, m) if m > n else n for n, m in zip(now, shape, strict=True)]
            grown = np.zeros(new, dtype=bool)
            grown[: now[0], : now[1]] = self._seen
            self._seen = grown
        return True

    def _twice_sorted(self, keys: Ints, seen: Ints) -> Mask:
        at = np.minimum(np.searchsorted(seen, keys), max(len(seen) - 1, 0))
        before = (seen[at] == keys) if len(seen) else np.zeros(len(keys), dtype=bool)
        self._sorted = np.union1d(seen, keys)
        return before | _repeated(keys)


def _repeated(keys: Ints) -> Mask:
    """Return which keys stand earlier among the same."""
    mask = np.ones(len(keys), dtype=bool)
    mask[np.unique(keys, return_index=True)[1]] = False
    return mask
