"""A folder of vintages of each test's own, and the figures that tables are held against."""

from pathlib import Path

import pytest

from intake.loading.known import Known, load_known


@pytest.fixture(autouse=True)
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this test's vintages, which is not there yet."""
    folder = tmp_path / "figures"
    monkeypatch.setenv("KELISIM_FIGURES", str(folder))
    return folder


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """The package alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KELISIM_FIGURES", str(tmp_path_factory.mktemp("none")))
        return load_known()
