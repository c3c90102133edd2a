import shutil
from pathlib import Path

import pytest

from intake.build import DATA


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the real tables that a test may spoil."""
    return Path(shutil.copytree(DATA / "tables", tmp_path / "data" / "tables"))
