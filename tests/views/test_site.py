"""The site that a report names is where its readers find the dashboard, or none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from views import site


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/region?year=2025", "https://example.org"),
        ("http://192.0.2.7:8501/", "http://192.0.2.7:8501"),
        ("http://localhost:8501/region", ""),
        ("http://app.localhost/", ""),
        ("http://127.0.0.1:8501/", ""),
        ("http://[::1]:8501/", ""),
        ("about:blank", ""),
        (None, ""),
    ],
)
def test_the_site_of_an_address(
    url: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.st, "context", SimpleNamespace(url=url))
    assert site.site() == expected
