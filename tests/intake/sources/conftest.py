from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

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


@pytest.fixture(autouse=True)
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this test's vintages of loaded figures, which is not there yet."""
    folder = tmp_path / "figures"
    monkeypatch.setenv("KELISIM_FIGURES", str(folder))
    return folder


@pytest.fixture
def source() -> Iterator[Source]:
    with serving() as one:
        yield one


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()
