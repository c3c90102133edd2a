"""What the tests of pages share: a quick start of each app, and a store that is empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from views import keeping


@pytest.fixture(scope="session", autouse=True)
def no_scan() -> Iterator[None]:
    """Streamlit looks through all installed packages for components at each start: here are none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)
        yield


@pytest.fixture(autouse=True)
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store of this test's own, made when a page first asks for it; its address."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("KELISIM_DATABASE_URL", url)
    keeping.store.clear()
    yield url
    keeping.store.clear()
