"""The browser and its pages. A missing browser fails these tests; it does not skip them."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser.chromium import find_or_install
from tests.browser.support import OpenPage, Watch, launch_arguments
from tests.browser.visit import PATIENCE
from tests.conftest import Server

expect.set_options(timeout=PATIENCE)  # no test is a race


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each page has a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_or_install(), args=launch_arguments()
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, running_server: Server) -> Iterator[OpenPage]:
    """A function that opens an empty page for `path`s of the app.

    Its keywords are those of Playwright's `new_context` (viewport, locale, color_scheme,
    reduced_motion, forced_colors ...). `page.goto("/region")` is relative to the app. At the
    end the test fails when a page asked for anything outside the app's host, when a script
    failed or wrote an error, or when the server logged a traceback.
    """
    watch = Watch(urlsplit(running_server.url).netloc)
    logged_before = len(running_server.log_text())
    contexts = []

    def open_(**options: object) -> Page:
        settings = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US", **options}
        context = browser.new_context(base_url=running_server.url, **settings)
        contexts.append(context)
        watch.watch(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()
    logged = running_server.log_text()[logged_before:]
    if "Traceback" in logged:
        watch.problems.append(f"the server logged:\n{logged}")
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page in English, light, 1280 by 800."""
    return open_page()
