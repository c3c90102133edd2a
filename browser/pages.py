"""Opens pages of the app in Chromium, waits until they are drawn, and pictures them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from browser.chromium import find_or_install

LAUNCH_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside this computer has an address: an outside request fails the same way
    # everywhere, with or without a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

# Quiet: the script has ended, nothing is a placeholder or out of date, and all that has held for
# a moment (a click reaches the server only some milliseconds later).
QUIET = """
(moment) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy =
    !app || app.getAttribute("data-test-script-state") !== "notRunning" ||
    app.getAttribute("data-test-connection-state") !== "CONNECTED" ||
    document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]') !== null;
  if (busy) { window.quietSince = null; return false; }
  window.quietSince ??= performance.now();
  return performance.now() - window.quietSince >= moment;
}
"""
# Streamlit scrolls inside its own box, so "the whole page" is a window of the box's height.
WHOLE_HEIGHT = """
() => Math.ceil(Math.max(innerHeight, ...[...document.querySelectorAll(
  '[data-testid="stMain"], [data-testid="stSidebarContent"]')].map(box => box.scrollHeight)))
"""


def launch_arguments() -> list[str]:
    """Return Chromium's arguments; as root it refuses to start with its sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*LAUNCH_ARGUMENTS, "--no-sandbox"] if is_root else list(LAUNCH_ARGUMENTS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser, and close it at the end; NoBrowserError when there is none."""
    executable = find_or_install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=launch_arguments())
        yield browser
        browser.close()


def wait_ready(page: Page, *, moment: int = 250, timeout: int = 30_000) -> None:
    """Wait until Streamlit has drawn everything and stayed quiet for ``moment`` milliseconds."""
    page.evaluate("window.quietSince = null")
    page.wait_for_function(QUIET, arg=moment, timeout=timeout, polling=25)


def settle_whole(page: Page, *, tallest: int = 20_000) -> None:
    """Make the window as high as the page is, up to ``tallest``, and wait until it is drawn."""
    size = page.viewport_size
    if size is None:
        raise ValueError("the page has no viewport of its own")
    height = min(int(page.evaluate(WHOLE_HEIGHT)), tallest)
    page.set_viewport_size({"width": size["width"], "height": height})
    wait_ready(page)


def screenshot(page: Page, path: Path, *, full_page: bool = True) -> Path:
    """Save a picture of the page as it stands when it is ready, without moving parts."""
    wait_ready(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    if full_page:
        settle_whole(page)
    page.screenshot(path=path, animations="disabled")
    return path
