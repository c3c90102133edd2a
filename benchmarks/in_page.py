"""What a visitor's browser sees: when a page is drawn, and what came over the wire for it.

All times are taken in the page itself, by its own clock, at the frame in which the change is
there to be painted. The two apps are asked the same question in the same way.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from browser.pages import wait_ready

VIEWPORT: ViewportSize = {"width": 1400, "height": 1000}
MAP = """
  [...document.querySelectorAll('.st-key-map path[data-region]')]
    .filter(path => path.getAttribute('d') && path.getAttribute('fill'))
    .map(path => [path.getAttribute('fill'), path.getAttribute('aria-label')])
"""
# What stands for the picture, in parts: of our map the colours of the 20 regions and the words that
# were drawn with them (two years may have the same colours), of our ranked list its lines with
# bands and places, of the floor its text. A part is empty until it is whole.
DRAWN = {
    "floor": """
      () => [document.querySelector('[data-testid="stText"]')?.innerText ?? ""]
    """,
    "ours": f"""
      () => {{
        const regions = {MAP};
        return [regions.length < 20 ? "" : JSON.stringify(regions)];
      }}
    """,
    "bands": f"""
      () => {{
        const regions = {MAP};
        const list = document.querySelector('.st-key-ranking .k-lines');
        return [
          regions.length < 20 ? "" : JSON.stringify(regions),
          list?.innerHTML ?? "",
        ];
      }}
    """,
}
# At each frame: is the picture there, and is each part another than before the key was pressed?
WATCH = """
(() => {
  const drawn = %s;
  window.seen = null;
  window.pressed = null;
  addEventListener("keydown", () => {
    window.before = drawn();
    window.seen = null;
    window.pressed = performance.now();
  }, true);
  window.before = [];
  const look = () => {
    if (window.seen === null) {
      if (drawn().every((part, i) => part !== "" && part !== window.before[i])) {
        // The frame after the one in which the change was found has it on the screen.
        window.seen = 0;
        requestAnimationFrame(() => { window.seen = performance.now(); });
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
SEEN = "() => window.seen > 0"
SLIDER = '.st-key-year input[type="range"]'


@dataclass(frozen=True)
class Load:
    """A cold load: milliseconds from navigation to the picture, bytes until quiet."""

    milliseconds: float
    transferred: int
    websocket: int


@dataclass(frozen=True)
class Change:
    """A step of the slider: milliseconds from the key to the picture, bytes until quiet.

    ``work`` is the processor time of the page's main thread, in milliseconds.
    """

    milliseconds: float
    work: float
    websocket: int


class Wire:
    """Counts what a page receives."""

    def __init__(self, session: CDPSession) -> None:
        self.transferred = 0
        self.websocket = 0
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.send("Network.enable")
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._session = session

    def work(self) -> float:
        """Milliseconds of processor time that the page's main thread has used."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return 1000.0 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")

    def _loaded(self, event: dict[str, float]) -> None:
        self.transferred += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, dict[str, str]]) -> None:
        frame = event["response"]
        binary = frame["opcode"] == 2
        data = frame["payloadData"]
        self.websocket += len(base64.b64decode(data)) if binary else len(data.encode())


class Visit:
    """One visitor with an empty cache at a page of an app.

    drawn : what is looked for there, a key of ``DRAWN``.
    slider : the one that ``step`` moves, as a selector.
    """

    def __init__(
        self, browser: Browser, url: str, drawn: str, slider: str = SLIDER, locale: str = "en-US"
    ) -> None:
        self._slider = slider
        self._context = browser.new_context(viewport=VIEWPORT, locale=locale)
        self._context.add_init_script(WATCH % DRAWN[drawn])
        self.page: Page = self._context.new_page()
        self._wire = Wire(self._context.new_cdp_session(self.page))
        self.page.goto(url)
        seen = self._seen()
        wait_ready(self.page)
        self.load = Load(seen, self._wire.transferred, self._wire.websocket)

    def close(self) -> None:
        self._context.close()

    def step(self, key: str) -> Change:
        """Press ``key`` on the slider and wait until its picture is there and all is quiet."""
        # Not with the pointer: a click on the handle could move it.
        self.page.locator(self._slider).focus()
        self._wire.websocket = 0
        before = self._wire.work()
        self.page.keyboard.press(key)
        seen = self._seen()
        wait_ready(self.page, moment=400)
        pressed = float(self.page.evaluate("window.pressed"))
        return Change(seen - pressed, self._wire.work() - before, self._wire.websocket)

    def _seen(self) -> float:
        self.page.wait_for_function(SEEN, timeout=60_000, polling="raf")
        return float(self.page.evaluate("window.seen"))
