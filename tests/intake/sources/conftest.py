from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from intake.sources.client import Time
from tests.intake.sources.server import Source, serving


@dataclass
class Sleeper:
    """A clock that stands still but for what is slept."""

    at: float = 1_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def clock(self) -> Time:
        return Time(lambda: self.at, lambda: self.at, self.sleep, lambda: 1.0)


@pytest.fixture
def source() -> Iterator[Source]:
    with serving() as one:
        yield one


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()
