"""What browser tests do with a page: open it, wait for it, judge its accessibility."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from browser.pages import launch_arguments, screenshot, wait_ready

__all__ = ["OpenPage", "Watch", "axe", "launch_arguments", "screenshot", "wait_ready"]

PAGES = (
    "region",
    "signals",
    "weights",
    "what_if",
    "compare",
    "incidents",
    "incident_report",
    "scenarios",
    "robustness",
    "validation",
    "data",
    "load",
    "methodology",
    "limits",
)
PROBES = frozenset(
    f"/{page}/_stcore/{what}" for page in PAGES for what in ("health", "host-config")
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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

    def _is_probe(self, text: str, url: str) -> bool:
        """Whether this is Streamlit itself, looking for its server below the address of a page.

        On a link straight to a page it asks /region/_stcore/... first, and on a 404 /_stcore/...
        """
        parts = urlsplit(url)
        not_found = "server responded with a status of 404" in text
        return not_found and parts.netloc == self.host and parts.path in PROBES

    def _address(self, kind: str, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.problems.append(f"outside {kind}: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not self._is_probe(message.text, where):
            self.problems.append(f"console error: {message.text} ({where})")


OpenPage = Callable[..., Page]


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
