"""Sign-in by OpenID Connect in a real browser, at a real provider on this computer.

The app has secrets of its own in a temporary folder. What the provider's pages look like differs
between its versions, so its forms are sent, not clicked.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from geodata.regions import load_regions
from i18n import translator
from scenarios.actors import ADMIN, ANALYST, MONITOR, VIEWER
from tests.browser.visit import PATIENCE, settled, shown
from tests.conftest import ROOT, Server, free_port, wait_until_healthy
from views.sign_in import REQUIRED
from views.who import role_name

_ = translator("en")
WHERE = "/scenarios"
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{cookie_secret}"
client_id = "kelisim"
client_secret = "anything"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[kelisim]
role_claim = "realm_access.roles"
monitor = ["kelisim-monitor"]
regions_claim = "kelisim_regions"
analyst = ["kelisim-analyst"]
admin = ["kelisim-admin"]
"""
PEOPLE = {
    VIEWER: User(sub="v-1", claims={"name": "Дана Сейіт", "realm_access": {"roles": ["other"]}}),
    MONITOR: User(
        sub="m-4",
        claims={
            "name": "Ерлан Бек",
            "realm_access": {"roles": ["kelisim-monitor"]},
            "kelisim_regions": ["KZ-61", "KZ-99"],
        },
    ),
    ANALYST: User(
        sub="a-2", claims={"name": "Ivan Li", "realm_access": {"roles": ["kelisim-analyst"]}}
    ),
    ADMIN: User(
        sub="a-3", claims={"name": "Әлия Ұзақ", "realm_access": {"roles": ["x", "kelisim-admin"]}}
    ),
}
SEND = """
([name, value]) => {
  const form = Object.assign(document.createElement("form"), {method: "post"});
  form.append(Object.assign(document.createElement("input"), {name, value}));
  document.body.append(form);
  form.submit();
}
"""
COOKIE = "_streamlit_user"
Visit = Callable[[], BrowserContext]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """An OpenID provider that knows one person of each role."""
    with run_server_in_thread(user_claims=list(PEOPLE.values())) as server:
        yield f"http://localhost:{server.server_port}"


@contextmanager
def dashboard(folder: Path, provider: str) -> Iterator[Server]:
    """The app with a sign-in at this provider; its secrets are ``secrets.toml`` in the folder."""
    secrets, log = folder / "secrets.toml", folder / "log.txt"
    secrets.write_text(SECRETS.format(provider=provider, cookie_secret="k" * 40), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "STREAMLIT_SECRETS_FILES": str(secrets),
        "KELISIM_DATABASE_URL": f"sqlite:///{folder / 'store.sqlite'}",
    }
    environment.pop(REQUIRED, None)
    server = Server(f"http://127.0.0.1:{port}", log)
    with log.open("wb") as handle:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=handle, stderr=handle)
    try:
        wait_until_healthy(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert "Traceback" not in server.log_text()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Server]:
    with dashboard(tmp_path_factory.mktemp("sign_in"), provider) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, app: Server, provider: str) -> Iterator[Visit]:
    """A function that makes a fresh profile of a browser; only app and provider may be asked."""
    contexts, asked = [], set()

    def new() -> BrowserContext:
        context = browser.new_context(base_url=app.url, locale="en-GB")
        # The provider's own pages want a style sheet from elsewhere; it is left out.
        context.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(body=""))
        context.on("request", lambda request: asked.add((request.frame.url, request.url)))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()
    ours = {urlsplit(url).netloc for url in (app.url, by_name(app), provider)}
    outside = {
        url
        for page, url in asked
        if urlsplit(url).netloc not in ours and not page.startswith(provider)
    }
    assert outside == set()
    assert asked


def by_name(app: Server) -> str:
    """The same app at an address that its secrets do not name."""
    return app.url.replace("127.0.0.1", "localhost")


def opened(page: Page) -> Page:
    page.goto(WHERE)
    settled(page)
    return page


def widget(page: Page) -> Locator:
    return shown(page.locator(".st-key-who"))


def may_save(page: Page) -> bool:
    """Look behind the button: either there is a form, or a sentence on the role that it needs."""
    page.get_by_role("button", name=_("Save as a scenario")).click()
    form = page.locator(".st-key-save_new")
    refusal = page.get_by_text(_("Saving needs the role of an analyst."))
    shown(form.or_(refusal))
    found = form.count() == 1
    page.keyboard.press("Escape")
    expect(form.or_(refusal)).to_have_count(0)
    return found


def to_provider(page: Page, provider: str) -> None:
    opened(page).get_by_role("button", name=_("Sign in")).click()
    page.wait_for_url(f"{provider}/**")


def led_back(page: Page) -> None:
    """Signing in ends on the first page; from there the app leads back to where it began."""
    page.wait_for_url(f"**{WHERE}?*mode=*")
    settled(page)


def sign_in(page: Page, provider: str, role: str) -> None:
    to_provider(page, provider)
    page.evaluate(SEND, ["sub", PEOPLE[role].sub])
    led_back(page)


def is_nobody(page: Page) -> None:
    """The page offers to sign in, and lets nobody save."""
    expect(widget(page)).to_contain_text(_("Sign in"))
    expect(widget(page).get_by_role("button")).to_have_count(1)
    assert not may_save(page)


@pytest.mark.parametrize("role", PEOPLE)
def test_who_signs_in_has_the_rights_of_the_role_until_they_sign_out(
    visit: Visit, app: Server, provider: str, role: str
) -> None:
    context = visit()
    page = context.new_page()
    is_nobody(opened(page))

    sign_in(page, provider, role)
    who = f"{PEOPLE[role].claims['name']}, {role_name(role, _)}"
    expect(widget(page)).to_contain_text(who)
    assert may_save(page) is (role in (ANALYST, ADMIN))
    region = load_regions().get("KZ-61").short.en
    assert (region in widget(page).inner_text()) is (role == MONITOR)
    (cookie,) = [cookie for cookie in context.cookies() if cookie["name"] == COOKIE]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"

    widget(page).get_by_role("button", name=_("Sign out")).click()
    page.wait_for_url(f"{provider}/**")
    page.evaluate("document.querySelector('form').submit()")
    page.wait_for_url(lambda url: not url.startswith(provider))
    is_nobody(opened(page))
    assert COOKIE not in [cookie["name"] for cookie in context.cookies()]


def test_who_is_refused_by_the_provider_stays_nobody(visit: Visit, provider: str) -> None:
    page = visit().new_page()
    to_provider(page, provider)
    page.evaluate(SEND, ["action", "deny"])
    led_back(page)
    is_nobody(opened(page))


def test_the_cookie_is_known_in_every_tab_and_nowhere_when_it_was_changed(
    visit: Visit, provider: str
) -> None:
    context = visit()
    sign_in(context.new_page(), provider, ADMIN)
    assert may_save(opened(context.new_page()))
    (cookie,) = [cookie for cookie in context.cookies() if cookie["name"] == COOKIE]
    forger = visit()
    for value, knows in ((cookie["value"], True), (cookie["value"][:-4] + "AAAA", False)):
        forger.clear_cookies()
        forger.add_cookies([{**cookie, "value": value}])
        page = opened(forger.new_page())
        assert may_save(page) is knows
    is_nobody(page)


def test_at_another_address_the_right_one_is_named(visit: Visit, app: Server) -> None:
    page = visit().new_page()
    page.goto(by_name(app) + WHERE)
    settled(page)
    expect(widget(page)).to_contain_text(
        _("Sign-in works only at {address}.").format(address=app.url)
    )
    expect(widget(page).get_by_role("button")).to_have_count(0)
    assert not may_save(page)


def test_what_breaks_while_the_server_runs_opens_nothing(browser: Browser, tmp_path: Path) -> None:
    nobody = f"http://localhost:{free_port()}"
    with dashboard(tmp_path, nobody) as server:
        page = browser.new_context(base_url=server.url, locale="en-GB").new_page()
        opened(page).get_by_role("button", name=_("Sign in")).click()
        expect(widget(page)).to_contain_text(
            _("The sign-in service does not answer. Try again later."), timeout=PATIENCE
        )
        assert page.url.startswith(server.url)
        is_nobody(page)

        secrets = tmp_path / "secrets.toml"
        whole = secrets.read_text(encoding="utf-8")
        # The unreadable file comes last: it ends Streamlit's watch, and from then on every page
        # reads the file anew.
        for content, said in (
            (whole.replace("client_id", "client"), "“auth.client_id” is missing"),
            ("", "are gone"),
            ("[auth\n", "cannot be read"),
        ):
            secrets.write_text(content, encoding="utf-8")
            lets_nobody_save(page, said)
        secrets.unlink()
        lets_nobody_save(page, "there are no secrets")

        secrets.write_text(whole, encoding="utf-8")
        says(page, _("Sign in"))
        is_nobody(page)
        page.context.close()


def lets_nobody_save(page: Page, said: str) -> None:
    says(page, said)
    expect(widget(page).get_by_role("button")).to_have_count(0)
    assert not may_save(page)


def says(page: Page, text: str) -> None:
    """Load the page anew until its widget says this: Streamlit looks at the file now and then."""
    deadline = time.monotonic() + PATIENCE / 1000
    while text not in widget(opened(page)).inner_text():
        assert time.monotonic() < deadline, widget(page).inner_text()
        time.sleep(0.5)
