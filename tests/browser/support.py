"""What browser tests do with a page: open it, wait for it, judge its accessibility."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

LAUNCH_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside this computer has an address: an outside request fails the same way
    # everywhere, with or without a network. (`Watch` reports it.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

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


def launch_arguments() -> list[str]:
    """Return Chromium's arguments; as root it refuses to start with its sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*LAUNCH_ARGUMENTS, "--no-sandbox"] if is_root else list(LAUNCH_ARGUMENTS)


@dataclass
class Watch:
    """Collects what no page of ours may do: outside requests, errors in console and scripts."""

    host: str
    problems: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._address("request", request.url))
        context.on("page", self._page)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._address("websocket", socket.url))

    def _address(self, kind: str, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.problems.append(f"outside {kind}: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.problems.append(f"console error: {message.text} ({where})")


OpenPage = Callable[..., Page]


def wait_ready(page: Page, *, moment: int = 250, timeout: int = 30_000) -> None:
    """Wait until Streamlit has drawn everything and stayed quiet for `moment` milliseconds."""
    page.evaluate("window.quietSince = null")
    page.wait_for_function(QUIET, arg=moment, timeout=timeout, polling=25)


def axe(page: Page) -> None:
    """Assert that axe-core finds no violation of WCAG 2.0, 2.1 and 2.2, levels A and AA."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            reasons = [check["message"] for check in node["any"] + node["all"] + node["none"]]
            lines.append(f"  {' '.join(map(str, node['target']))}\n    {'; '.join(reasons)}")
    assert not violations, f"{len(violations)} at {page.url}\n" + "\n".join(lines)


def screenshot(page: Page, path: Path, *, full_page: bool = True) -> Path:
    """Save a picture of the page as it stands when it is ready, without moving parts."""
    wait_ready(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    if full_page:
        # Streamlit scrolls inside its own box, so "the whole page" is a window of its height.
        height = page.evaluate(
            """() => Math.ceil(Math.max(innerHeight, ...[...document.querySelectorAll(
                 '[data-testid="stMain"], [data-testid="stSidebarContent"]')]
                 .map(box => box.scrollHeight)))"""
        )
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        wait_ready(page)
    page.screenshot(path=path, animations="disabled")
    return path
