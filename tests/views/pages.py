"""Opens the pages without a browser, and reads what they show."""

import json
import re
import zlib
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT

PAGES = (
    "overview",
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
LANGUAGES = ("en", "ru", "kk")


def new_app(*, theme: str = "light", **address: str) -> AppTest:
    """The app before its first run, with what its address carries."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.context = {"theme": theme}
    app.query_params.update(address)
    return app


def open_page(page: str = "overview", *, theme: str = "light", **address: str) -> AppTest:
    """A page as somebody sees it who followed a link; fails when it ended in an exception."""
    app = sound(new_app(theme=theme, **address).run())
    return app if page == "overview" else turn_to(app, page)


def turn_to(app: AppTest, page: str) -> AppTest:
    """Another page in the same session, reached by the navigation: it empties the address."""
    app.query_params.clear()
    return sound(app.switch_page(f"views/{page}.py").run())


def sound(app: AppTest) -> AppTest:
    """The same app, if nothing failed in it."""
    assert [fault.message for fault in app.exception] == []
    return app


def open_menu(page: str = "overview", **address: str) -> AppTest:
    """The page after somebody opened its menu (AppTest cannot click on it)."""
    app = open_page(page, **address)
    app.session_state["downloads"] = True
    return sound(app.run())


def opened(app: AppTest, *keys: str) -> AppTest:
    """The app after somebody opened expanders (AppTest cannot click on one)."""
    for key in keys:
        assert key in [expander.key for expander in app.expander], key
        app.session_state[key] = True
    return sound(app.run())


def expander(app: AppTest, key: str) -> Any:
    """One expander by its key."""
    (found,) = [one for one in app.expander if one.key == key]
    return found


def html(app: AppTest) -> str:
    """All that the page writes as HTML."""
    return "\n".join(element.value for element in app.get("html"))


def headline(app: AppTest) -> str:
    """The words of the one heading of the first level."""
    (found,) = re.findall(r"<h1\b[^>]*>(.*?)</h1>", html(app), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found)).strip()


def chart(app: AppTest, key: str) -> dict[str, Any]:
    """The figure of a chart, as it is sent to the browser."""
    (found,) = [one for one in app.get("plotly_chart") if one.key == key]
    figure: dict[str, Any] = json.loads(found.proto.spec)
    return figure


def drawing(app: AppTest, name: str) -> dict[str, Any]:
    """What one of our own drawings, the map or the ranked list, is sent."""
    (found,) = [one for one in app.get("bidi_component") if one.key == name]
    data: dict[str, Any] = json.loads(zlib.decompress(found.proto.bytes))
    return data


def points(app: AppTest) -> dict[str, dict[str, Any]]:
    """The marks of incidents on the map, by id."""
    items = drawing(app, "incident_map")["points"]["items"]
    assert len(items) == len({item["id"] for item in items})
    return {item["id"]: item for item in items}


def painted(app: AppTest) -> dict[str, tuple[int | None, str]]:
    """Region to step of the colours (None: not rated) and words, from the map."""
    data = drawing(app, "map")
    assert len(data["regions"]) == len(set(data["regions"]))
    return {
        region: (None if step < 0 else step, words)
        for region, step, words in zip(data["regions"], data["steps"], data["words"], strict=True)
    }


def outlined(app: AppTest) -> list[str]:
    """Regions that the map outlines as chosen."""
    return [drawing(app, "map")["chosen"]]
