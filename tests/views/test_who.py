"""Who the visitor is: claims, roles, faults of the configuration, and what the widget says.

What AppTest cannot do, a browser does in tests/browser/test_sign_in.py.
"""

import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit import config
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from geodata.regions import load_regions
from i18n import translator
from scenarios.actors import ADMIN, ANALYST, LONGEST_NAME, MONITOR, ROLES, VIEWER, Actor
from tests.conftest import ROOT
from tests.views.pages import LANGUAGES, sound
from views import sign_in, who
from views.sign_in import SHORTEST_SECRET, SIGN_IN_FAULTS, SignIn, SignInError, claim, read
from views.who import Visitor, clean, fault_sentence, role_name

HERE = "https://kelisim.example.org"
SECRETS: dict[str, Any] = {
    "auth": {
        "redirect_uri": f"{HERE}/oauth2callback",
        "cookie_secret": "k" * SHORTEST_SECRET,
        "client_id": "kelisim",
        "client_secret": "secret",
        "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
    },
    "kelisim": {"role_claim": "roles", "analyst": ["may-write"], "admin": "may-all"},
}
MONITORED: dict[str, Any] = {
    **SECRETS,
    "kelisim": {**SECRETS["kelisim"], "monitor": ["records"], "regions_claim": "about.regions"},
}
PAGE = """
from types import SimpleNamespace
import streamlit as st
from geodata.regions import load_regions
from i18n import translator
from views.who import show_who, visitor
lang = st.query_params.get("lang", "en")
short = lambda region: load_regions().get(region).short.get(lang)
returned = show_who(SimpleNamespace(_=translator(lang), region_short=short))
st.session_state["found"] = visitor()
st.session_state["returned"] = returned
"""


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(sign_in.REQUIRED, raising=False)


def changed(where: str, name: str, value: object) -> dict[str, Any]:
    """The secrets with one setting changed, or taken out (None)."""
    secrets = deepcopy(SECRETS)
    secrets[where][name] = value
    if value is None:
        del secrets[where][name]
    return secrets


def claims(**more: object) -> dict[str, Any]:
    """What Streamlit knows of somebody who has just signed in."""
    return {
        "is_logged_in": True,
        "iss": "https://id.example.org",
        "sub": "u-17",
        "name": "Айгүл Әлімова",
        "iat": time.time(),
        **more,
    }


def page(
    secrets: dict[str, Any] | None = None, user: dict[str, Any] | None = None, lang: str = "en"
) -> AppTest:
    """The widget on a page of its own, as this user sees it."""
    app = AppTest.from_string(PAGE, default_timeout=30)
    # Without any secrets AppTest would read those of the computer that it runs on.
    app.secrets = {"unrelated": "x"} if secrets is None else deepcopy(secrets)
    app.user = user or {}
    app.context = {"url": f"{HERE}/scenarios"}
    app.query_params["lang"] = lang
    return app


def found(app: AppTest) -> Visitor:
    sound(app.run())
    assert app.session_state["found"] == app.session_state["returned"]
    visitor: Visitor = app.session_state["found"]
    return visitor


def texts(app: AppTest) -> str:
    parts = [*app.caption, *app.markdown, *app.warning, *app.info]
    return "\n".join(part.value.replace("\\", "") for part in parts)


def buttons(app: AppTest) -> list[str]:
    return [button.key for button in app.button]


# -- open ------------------------------------------------------------------------------------------


def test_without_configuration_everybody_is_an_analyst_by_the_name_they_type() -> None:
    app = page()
    visitor = found(app)
    assert visitor == Visitor(Actor("", ANALYST), open=True)
    assert visitor.may_write
    assert visitor.may_comment
    assert visitor.may_review
    assert not visitor.named
    app.text_input(key="display_name").set_value("  Ерлан \n Қуатов ")
    visitor = found(app)
    assert visitor.actor == Actor("Ерлан Қуатов", ANALYST, None)
    assert visitor.named
    assert "open" in texts(app)
    assert buttons(app) == []


def test_a_name_stays_when_the_widget_is_not_on_the_page() -> None:
    app = AppTest.from_string(
        "import streamlit as st\nif st.checkbox('show', value=True, key='shown'):\n    "
        + PAGE.strip().replace("\n", "\n    ")
        + "\nfrom views.who import visitor\nst.session_state['later'] = visitor()",
        default_timeout=30,
    )
    app.secrets = {"unrelated": "x"}
    app.run()
    app.text_input(key="display_name").set_value("Dana").run()
    for shown in (False, False, True):
        sound(app.checkbox(key="shown").set_value(shown).run())
        assert app.session_state["later"].actor.name == "Dana"
    assert app.text_input(key="display_name").value == "Dana"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" \t\n ", ""),
        (None, ""),
        (7, ""),
        ("Айгүл\x00\x1b[31m", "Айгүл[31m"),
        ("a\u202eb\u200bc\u2028d", "abc d"),
        ("x" * 200, "x" * LONGEST_NAME),
        ("y" * (LONGEST_NAME - 1) + " zz", "y" * (LONGEST_NAME - 1)),
    ],
)
def test_names_are_one_short_visible_line(typed: object, kept: str) -> None:
    assert clean(typed) == kept


@given(some.text(max_size=200))
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    name = clean(text)
    assert clean(name) == name
    assert len(name) <= LONGEST_NAME
    assert name == "" or name.isprintable()


# -- signed in -------------------------------------------------------------------------------------


def test_who_has_not_signed_in_may_only_look() -> None:
    for user in ({}, {"is_logged_in": False}, {"roles": ["may-all"]}, {"is_logged_in": "true"}):
        app = page(SECRETS, user)
        visitor = found(app)
        assert visitor == Visitor(Actor("", VIEWER))
        assert not visitor.may_comment
        assert buttons(app) == ["sign_in"]
        assert "come back to this page" in texts(app)


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["may-write"], ANALYST),
        ("may-write", ANALYST),
        ("may-all", ADMIN),
        (["may-write", "may-all", "other"], ADMIN),
        (["other"], VIEWER),
        ([], VIEWER),
        (None, VIEWER),
        ("may-write may-all", VIEWER),
        (["MAY-WRITE"], VIEWER),
        ([["may-all"], {"may-all": True}, 1, None], VIEWER),
        ({"may-all": False}, VIEWER),
        (True, VIEWER),
    ],
)
def test_the_role_comes_from_the_claim(roles: object, role: str) -> None:
    app = page(SECRETS, claims(roles=roles))
    visitor = found(app)
    assert visitor.signed_in
    assert visitor.actor == Actor("Айгүл Әлімова", role, "https://id.example.org u-17")
    assert visitor.may_write is visitor.may_review is (role != VIEWER)
    assert visitor.may_comment
    assert buttons(app) == ["sign_out"]
    assert f"Айгүл Әлімова, {role_name(role, translator('en'))}" in texts(app)
    assert ("but not save scenarios" in texts(app)) is (role == VIEWER)


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ("records", MONITOR),
        (["other", "records"], MONITOR),
        (["records", "may-write"], ANALYST),
        (["may-all", "records"], ADMIN),
        ("Records", VIEWER),
    ],
)
def test_a_monitor_comments_and_records_but_saves_and_reviews_nothing(
    roles: object, role: str
) -> None:
    user = claims(roles=roles, about={"regions": ["KZ-79", "KZ-61"]})
    visitor = found(page(MONITORED, user))
    regions = ("KZ-61", "KZ-79") if role == MONITOR else ()
    assert visitor.actor == Actor("Айгүл Әлімова", role, "https://id.example.org u-17", regions)
    assert visitor.may_comment
    assert visitor.may_record is (role != VIEWER)
    assert visitor.may_write is visitor.may_review is (role in (ANALYST, ADMIN))
    # Without that setting the same claims are those of a viewer.
    plain = found(page(SECRETS, user)).actor
    assert (plain.role, plain.regions) == (VIEWER if role == MONITOR else role, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_monitor_is_told_their_regions(language: str) -> None:
    app = page(MONITORED, claims(roles="records", about={"regions": "KZ-61"}), language)
    assert found(app).may_record
    (said,) = [caption.value for caption in app.caption]
    name = load_regions().get("KZ-61").short.get(language)
    assert name in said.replace("\\", "")
    app = page(MONITORED, claims(roles="records"), language)
    assert not found(app).may_record
    (none,) = [caption.value for caption in app.caption]
    assert none != said
    assert name not in none


@pytest.mark.parametrize(
    ("given", "regions"),
    [
        (["KZ-61", "KZ-79"], ("KZ-61", "KZ-79")),
        (["KZ-79", "KZ-61", "KZ-79"], ("KZ-61", "KZ-79")),
        ("KZ-61 KZ-79", ("KZ-61", "KZ-79")),
        (" KZ-79,KZ-61; ", ("KZ-61", "KZ-79")),
        ("KZ-61", ("KZ-61",)),
        (["KZ-61", "KZ-YUZ", "KZ", "all", "*", 61, None, ["KZ-79"]], ("KZ-61",)),
        (["KZ-61 KZ-79"], ()),  # a list has one id a line
        ("kz-61", ()),
        ("KZ-61KZ-79", ()),
        ("", ()),
        ([], ()),
        (None, ()),
        (True, ()),
        (61, ()),
        ({"KZ-61": True}, ()),
    ],
)
def test_only_regions_of_today_are_taken_from_the_claim(
    given: object, regions: tuple[str, ...]
) -> None:
    visitor = found(page(MONITORED, claims(roles="records", about={"regions": given})))
    assert visitor.actor.regions == regions
    assert visitor.may_record is bool(regions)


def test_the_log_names_what_is_no_region_once(caplog: pytest.LogCaptureFixture) -> None:
    user = claims(roles="records", about={"regions": f"KZ-61 KZ-99-{'x' * 500}"})
    found(page(MONITORED, user))
    found(page(MONITORED, user))
    (record,) = [record for record in caplog.records if record.name == "views.sign_in"]
    assert "KZ-99" in record.getMessage()
    assert "KZ-61" not in record.getMessage()
    assert len(record.getMessage()) < 200


def test_without_the_claim_nobody_writes() -> None:
    assert found(page(SECRETS, claims())).actor.role == VIEWER


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("roles", 1),
        ("realm_access.roles", 2),
        ("resource_access.kelisim.v2.roles", 3),
        ("https://example.org/roles", 4),
        ("https://example.org/more.roles", 5),
        ("a.b", 6),
        ("nothing", None),
        ("realm_access", None),
        ("roles.roles", None),
        ("realm_access.", None),
        (".", None),
        ("", None),
    ],
)
def test_a_claim_is_found_by_name_or_by_path(path: str, value: object) -> None:
    known = {
        "roles": 1,
        "realm_access": {"roles": 2},
        "resource_access": {"kelisim.v2": {"roles": 3}},
        "https://example.org/roles": 4,
        "https://example.org/more": {"roles": 5},
        "a.b": 6,
        "a": {"b": 7},
    }
    if path == "realm_access":
        value = known[path]
    assert claim(known, path) == value


@pytest.mark.parametrize(
    ("has", "name"),
    [
        ({"name": "", "preferred_username": "aigul"}, "aigul"),
        ({"name": None, "email": "a@example.org"}, "a@example.org"),
        ({"name": ["Aigul"]}, "u-17"),
        ({"name": "\u200b"}, "u-17"),
    ],
)
def test_the_name_is_the_best_that_the_provider_knows(has: dict[str, Any], name: str) -> None:
    visitor = found(page(SECRETS, claims(**has)))
    assert visitor.actor.name == name
    assert visitor.named


def test_a_name_is_shown_as_it_is() -> None:
    app = page(SECRETS, claims(name="![x](https://example.org/p.png) :material/home:"))
    found(app)
    (shown,) = [text.value for text in app.markdown if "person" in text.value]
    assert "![" not in shown
    assert ":material/home:" not in shown
    assert "https://" not in shown


@pytest.mark.parametrize(
    ("age", "hours", "holds"),
    [
        (0, None, True),
        (11.9, None, True),
        (12.1, None, False),
        (0.9, 1, True),
        (1.1, "1", False),
        (-0.05, None, True),
        (-1, None, False),
    ],
)
def test_a_sign_in_holds_for_a_time(age: float, hours: object, holds: bool) -> None:
    secrets = changed("kelisim", "session_hours", hours) if hours else SECRETS
    user = claims(roles="may-all", iat=time.time() - age * 3600, exp=time.time() - age * 3600 + 300)
    app = page(secrets, user)
    visitor = found(app)
    if holds:
        assert visitor.actor.role == ADMIN
    else:
        assert visitor == Visitor(Actor("", VIEWER), expired=True)
        assert buttons(app) == ["sign_in"]
        assert "expired" in texts(app)


@pytest.mark.parametrize("made", [None, "now", True, float("nan"), float("inf")])
def test_a_sign_in_without_its_time_does_not_hold(made: object) -> None:
    assert found(page(SECRETS, claims(roles="may-all", iat=made))).expired


def test_signing_out_ends_it() -> None:
    app = page(SECRETS, claims(roles="may-all"))
    assert found(app).may_write
    app.button(key="sign_out").click()
    assert found(app) == Visitor(Actor("", VIEWER))
    assert buttons(app) == ["sign_in"]


@pytest.mark.parametrize(
    ("url", "offered"),
    [
        (f"{HERE}/scenarios", True),
        (None, True),
        ("https://10.0.0.7:8501/scenarios", False),
        ("http://kelisim.example.org/", False),
    ],
)
def test_elsewhere_the_right_address_is_named(url: str | None, offered: bool) -> None:
    app = page(SECRETS)
    app.context = {"url": url}
    assert not found(app).may_write
    assert (buttons(app) == ["sign_in"]) is offered
    assert (f"only at {HERE}." in texts(app)) is not offered


# -- asking the provider ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "there"),
    [
        (200, b'{"authorization_endpoint": "https://id.example.org/a"}', True),
        (200, b"{}", False),
        (200, b"[1]", False),
        (200, b"<html>", False),
        (200, b"\xff", False),
        (302, b"", False),
        (404, b"{}", False),
        (503, b"{}", False),
    ],
)
def test_a_provider_must_describe_itself(
    monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, there: bool
) -> None:
    def get(url: str, timeout: float) -> httpx.Response:
        assert timeout == who.PATIENCE
        return httpx.Response(status, content=body, request=httpx.Request("GET", url))

    monkeypatch.setattr(httpx, "get", get)
    asked: list[bool] = []
    monkeypatch.setattr(st, "login", lambda: asked.append(True))
    app = page(SECRETS)
    found(app)
    app.button(key="sign_in").click()
    found(app)
    assert asked == [True] * there
    assert ("does not answer" in texts(app)) is not there
    found(app)
    assert "does not answer" not in texts(app)


def test_a_provider_that_cannot_be_reached_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def get(url: str, timeout: float) -> httpx.Response:
        raise httpx.ConnectTimeout("late")

    monkeypatch.setattr(httpx, "get", get)
    app = page(SECRETS)
    found(app)
    app.button(key="sign_in").click()
    found(app)
    assert "does not answer" in texts(app)


def test_showing_the_page_asks_nobody() -> None:
    source = f"""
import sys
asked = []
def watch(event, about):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        asked.append((event, about))
sys.addaudithook(watch)
from streamlit.testing.v1 import AppTest
for secrets in ({{"unrelated": "x"}}, {SECRETS!r}):
    app = AppTest.from_string({PAGE!r}, default_timeout=30)
    app.secrets = secrets
    app.run()
    assert not app.exception and (app.text_input or app.button)
assert "httpx" not in sys.modules and "authlib" not in sys.modules
assert not asked, asked
"""
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# -- faults ----------------------------------------------------------------------------------------

FAULTS = [
    *((changed("auth", name, None), "missing", f"auth.{name}") for name in SECRETS["auth"]),
    *((changed("auth", name, " "), "missing", f"auth.{name}") for name in SECRETS["auth"]),
    *((changed("auth", name, 7), "form", f"auth.{name}") for name in SECRETS["auth"]),
    ({"auth": {}}, "missing", "kelisim"),
    ({"auth": {}, "kelisim": SECRETS["kelisim"]}, "missing", "auth.redirect_uri"),
    ({"auth": "yes", "kelisim": SECRETS["kelisim"]}, "form", "auth"),
    ({"auth": SECRETS["auth"]}, "missing", "kelisim"),
    ({"auth": SECRETS["auth"], "kelisim": "roles"}, "form", "kelisim"),
    ({"kelisim": SECRETS["kelisim"]}, "missing", "auth"),
    ({"Auth": SECRETS["auth"], "kelisim": SECRETS["kelisim"]}, "missing", "auth"),
    (changed("auth", "cookie_secret", "k" * (SHORTEST_SECRET - 1)), "short", "auth.cookie_secret"),
    (changed("auth", "client_kwargs", {"scope": "email"}), "form", "auth.client_kwargs"),
    (changed("auth", "client_kwargs", "openid"), "form", "auth.client_kwargs"),
    *(
        (changed("auth", "server_metadata_url", url), "form", "auth.server_metadata_url")
        for url in ("id.example.org", "file:///etc/passwd", "https://", "https://[", "http://a:x/")
    ),
    *(
        (changed("auth", "redirect_uri", url), "form", "auth.redirect_uri")
        for url in (
            "/oauth2callback",
            f"{HERE}/",
            f"{HERE}/oauth2callback/",
            f"{HERE}:443/oauth2callback",
            "http://kelisim.example.org:80/oauth2callback",
            "https://Kelisim.example.org/oauth2callback",
            "https://a@kelisim.example.org/oauth2callback",
            "ftp://kelisim.example.org/oauth2callback",
            "https://kelisim.example.org:port/oauth2callback",
        )
    ),
    (changed("kelisim", "role_claim", None), "missing", "kelisim.role_claim"),
    (changed("kelisim", "role_claim", ["roles"]), "form", "kelisim.role_claim"),
    (changed("kelisim", "admins", ["a"]), "unknown", "kelisim.admins"),
    (changed("kelisim", "monitor", "records"), "missing", "kelisim.regions_claim"),
    (changed("kelisim", "monitor", ["records", 1]), "form", "kelisim.monitor"),
    (changed("kelisim", "regions_claim", ["regions"]), "form", "kelisim.regions_claim"),
    (changed("kelisim", "analyst", [""]), "form", "kelisim.analyst"),
    (changed("kelisim", "admin", [1]), "form", "kelisim.admin"),
    (changed("kelisim", "admin", True), "form", "kelisim.admin"),
    ({"auth": SECRETS["auth"], "kelisim": {"role_claim": "roles"}}, "missing", "kelisim.analyst"),
    *(
        (changed("kelisim", "session_hours", hours), "form", "kelisim.session_hours")
        for hours in (0, -1, 721, True, "day", [8], float("nan"), float("inf"))
    ),
]


@pytest.mark.parametrize(("secrets", "code", "key"), FAULTS)
def test_a_configuration_that_is_not_whole_is_named(
    secrets: dict[str, Any], code: str, key: str
) -> None:
    with pytest.raises(SignInError) as caught:
        read(secrets)
    assert (caught.value.code, caught.value.key) == (code, key)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("secrets", "code", "key"), FAULTS[::7])
def test_with_a_fault_nobody_writes_and_all_are_told(
    secrets: dict[str, Any], code: str, key: str, language: str
) -> None:
    app = page(secrets, claims(roles="may-all"), language)
    visitor = found(app)
    assert visitor == Visitor(Actor("", VIEWER), fault=code, fault_key=key)
    assert not visitor.may_write
    assert not visitor.may_review
    assert not visitor.named
    assert [warning.value.replace("\\", "") for warning in app.warning] == [
        fault_sentence(visitor, translator(language))
    ]
    assert key in texts(app)
    assert buttons(app) == []
    assert len(app.text_input) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_a_sentence(language: str) -> None:
    _ = translator(language)
    said = {
        code: fault_sentence(Visitor(Actor("", VIEWER), fault=code, fault_key="auth.x"), _)
        for code in SIGN_IN_FAULTS
    }
    assert len(set(said.values())) == len(SIGN_IN_FAULTS)
    assert all("{" not in sentence for sentence in said.values())
    assert str(SHORTEST_SECRET) in said["short"]
    if language != "en":
        assert not set(said.values()) & {
            fault_sentence(
                Visitor(Actor("", VIEWER), fault=code, fault_key="auth.x"), translator("en")
            )
            for code in SIGN_IN_FAULTS
        }
    assert fault_sentence(Visitor(Actor("", ANALYST), open=True), _) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_a_name(language: str) -> None:
    assert len({role_name(role, translator(language)) for role in ROLES}) == len(ROLES)


def test_what_is_whole_is_read() -> None:
    assert read(SECRETS) == SignIn(
        address=HERE,
        metadata="https://id.example.org/.well-known/openid-configuration",
        role_claim="roles",
        monitor=frozenset(),
        analyst=frozenset({"may-write"}),
        admin=frozenset({"may-all"}),
        hours=12.0,
    )
    assert read(changed("kelisim", "admin", None)) is not None
    monitored = read(MONITORED)
    assert monitored is not None
    assert (monitored.monitor, monitored.regions_claim) == ({"records"}, "about.regions")
    assert read(changed("auth", "client_kwargs", {"prompt": "login"})) is not None
    assert read(changed("auth", "client_kwargs", {"scope": "openid groups"})) is not None
    assert read({}) is None


@pytest.mark.parametrize(
    ("redirect", "address"),
    [
        ("http://localhost:{port}/oauth2callback", "http://localhost:8501"),
        ("http://10.0.0.7:8080/oauth2callback", "http://10.0.0.7:8080"),
        ("https://example.org/risk/kelisim/oauth2callback", "https://example.org"),
        ("https://[::1]:8443/oauth2callback", "https://[::1]:8443"),
    ],
)
def test_the_address_is_that_of_the_callback(redirect: str, address: str) -> None:
    sign_in = read(changed("auth", "redirect_uri", redirect))
    assert sign_in is not None
    assert sign_in.address == address


@pytest.mark.parametrize(
    ("value", "required"),
    [("1", True), ("yes", True), ("?", True), ("", False), ("0", False), ("False", False)],
)
def test_sign_in_can_be_required(
    monkeypatch: pytest.MonkeyPatch, value: str, required: bool
) -> None:
    monkeypatch.setenv(sign_in.REQUIRED, value)
    visitor = found(page())
    assert (visitor.fault == "absent") is required
    assert visitor.open is visitor.may_write is not required
    assert found(page(SECRETS, claims(roles="may-all"))).may_write


# -- the file --------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Streamlit, without being told so by anybody, looks for its secrets."""
    path = tmp_path / "secrets.toml"
    option = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda name: [str(path)] if name == "secrets.files" else option(name)
    )
    monkeypatch.setattr(st, "secrets", Secrets())
    return path


def from_file() -> AppTest:
    app = page()
    app.secrets = {}
    return app


def test_without_a_file_the_dashboard_is_open(file: Path) -> None:
    assert found(from_file()).open


def test_a_file_that_was_named_must_be_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "is_manually_set", lambda name: name == "secrets.files")
    visitor = found(from_file())
    assert (visitor.fault, visitor.actor.role) == ("absent", VIEWER)


@pytest.mark.parametrize(
    "content", [b"[auth\n", b"auth = 1\nauth = 2\n", '[auth]\na = "é"'.encode("latin-1")]
)
def test_a_broken_file_opens_nothing(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    visitor = found(from_file())
    assert (visitor.fault, visitor.open, visitor.actor.role) == ("unreadable", False, VIEWER)


def test_a_folder_in_its_place_opens_nothing(file: Path) -> None:
    file.mkdir()
    assert found(from_file()).fault == "unreadable"


def test_the_log_says_why_once(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.write_text("[auth\n", encoding="utf-8")
    found(from_file())
    found(from_file())
    (record,) = [record for record in caplog.records if record.name == "views.sign_in"]
    assert str(file) in record.getMessage()


@pytest.mark.parametrize(
    ("configuration", "whole"), [(SECRETS, True), (changed("auth", "client_id", None), False)]
)
def test_what_was_configured_does_not_become_open(
    monkeypatch: pytest.MonkeyPatch, configuration: dict[str, Any], whole: bool
) -> None:
    class Server:
        """One server, as long as this test runs."""

    server = Server()
    of_it = SimpleNamespace(exists=lambda: True, get_instance=lambda: server)
    monkeypatch.setattr(sign_in, "runtime", of_it)
    assert found(page()).open
    assert found(page(configuration, claims(roles="may-all"))).may_write is whole
    assert found(page()).fault == "gone"
    assert found(page(configuration, claims(roles="may-all"))).may_write is whole
    server = Server()
    assert found(page()).open
