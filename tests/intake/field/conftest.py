"""A folder of vintages of each test's own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this test's vintages, which is not there yet."""
    folder = tmp_path / "figures"
    monkeypatch.setenv("KELISIM_FIGURES", str(folder))
    return folder
