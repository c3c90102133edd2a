"""Keeps what is dear to work out and the same for many documents of one assessment."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from assessment import Assessment

T = TypeVar("T")


class Remembered(Generic[T]):
    """The newest results, each of one assessment and key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, Hashable], tuple[Assessment, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, assessment: Assessment, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made before for this very assessment and key, or make it."""
        # An assessment cannot be hashed; that it is kept beside the result keeps its id its own.
        place = (id(assessment), key)
        with self._lock:
            if place not in self._kept:
                self._kept[place] = (assessment, make())
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(place)
            return self._kept[place][1]
