"""The watchmen are watched: a page that misbehaves must be reported."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from browser import chromium
from tests.browser.support import Watch, axe


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the host at which its files are served."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        Thread(target=httpd.serve_forever, daemon=True).start()
        yield tmp_path, f"127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


def visit(browser: Browser, site: tuple[Path, str], body: str) -> tuple[Page, Watch]:
    folder, host = site
    html = f"<!doctype html><html lang=en><title>t</title><link rel=icon href=data:,>{body}</html>"
    (folder / "page.html").write_text(html, encoding="utf-8")
    watch = Watch(host)
    context = browser.new_context()
    watch.watch(context)
    page = context.new_page()
    page.goto(f"http://{host}/page.html")
    page.wait_for_timeout(200)
    return page, watch


def test_good_page_has_no_problem(browser: Browser, site: tuple[Path, str]) -> None:
    page, watch = visit(browser, site, "<main><h1>Good</h1><script>fetch('/page.html')</script>")
    assert watch.problems == []
    axe(page)


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("fetch('https://example.org/x').catch(() => 0)", "outside request: https://example.org/x"),
        ("new WebSocket('wss://example.org/y')", "outside websocket: wss://example.org/y"),
        ("new Image().src = 'http://127.0.0.1:9/z'", "outside request: http://127.0.0.1:9/z"),
        ("fetch('/region/_stcore/other')", "console error: Failed to load resource"),
        ("fetch('/other/_stcore/health')", "console error: Failed to load resource"),
        ("console.error('broken')", "console error: broken"),
        ("setTimeout(() => { throw new Error('thrown') })", "script error: thrown"),
    ],
)
def test_bad_page_is_reported(
    browser: Browser, site: tuple[Path, str], script: str, problem: str
) -> None:
    page, watch = visit(browser, site, f"<script>{script}</script>")
    for _ in range(100):  # an answer may be late on a busy machine
        if watch.problems:
            break
        page.wait_for_timeout(50)
    assert any(found.startswith(problem) for found in watch.problems), watch.problems


def test_streamlits_search_for_its_server_is_no_problem(
    browser: Browser, site: tuple[Path, str]
) -> None:
    # The last one is a problem, and tells that the first two were seen and passed over.
    fetched = ("/region/_stcore/health", "/limits/_stcore/host-config", "/last")
    script = "".join(f"await fetch('{path}');" for path in fetched)
    page, watch = visit(browser, site, f"<script type=module>{script}</script>")
    for _ in range(100):
        if watch.problems:
            break
        page.wait_for_timeout(50)
    assert [problem.rpartition("/")[2] for problem in watch.problems] == ["last)"]


def test_axe_names_what_is_wrong(browser: Browser, site: tuple[Path, str]) -> None:
    page, _ = visit(browser, site, "<main><h1>H</h1><p style='color:#ccc'>pale</p></main>")
    with pytest.raises(AssertionError, match=r"color-contrast \(serious\)"):
        axe(page)


def test_named_browser_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KELISIM_BROWSER", str(tmp_path / "none"))
    with pytest.raises(chromium.NoBrowserError, match="names no file"):
        chromium.find()


def test_without_a_browser_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    tried = []
    monkeypatch.setattr(chromium, "attempt", tried.append)
    with pytest.raises(chromium.NoBrowserError, match="need Chromium, Chrome or Edge"):
        chromium.find_or_install()
    assert tried[0][-3:] == ["playwright", "install", "chromium"]
