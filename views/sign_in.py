"""How the sign-in is configured: open, an OpenID provider with roles, or a fault.

All of it stands in Streamlit's secrets, see docs/sign_in.md: ``[auth]`` is read by Streamlit too,
``[kelisim]`` says which claim makes a monitor, an analyst or an administrator. A configuration that is not
whole never opens the dashboard: it lets nobody write.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

import streamlit as st
from streamlit import config, runtime
from streamlit.errors import StreamlitSecretNotFoundError

from geodata.regions import load_regions
from i18n import mark
from scenarios.actors import ADMIN, ANALYST, MONITOR, VIEWER

AUTH, OURS = "auth", "kelisim"
REQUIRED = "KELISIM_AUTH_REQUIRED"
CALLBACK = "/oauth2callback"  # the path at which Streamlit waits for the provider's answer
SHORTEST_SECRET = 32  # characters: whoever guesses it can sign a cookie that makes an administrator
WORKING_DAY, MONTH = 12.0, 720.0  # hours; Streamlit's cookie lives 30 days
_SHOWN = 40  # characters of a claim that the log repeats
_SKEW = 300  # seconds by which the provider's clock may be ahead of ours
_TEXTS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_REGIONS = "regions_claim"
_KEYS = frozenset({"role_claim", MONITOR, ANALYST, ADMIN, _REGIONS, "session_hours"})

SIGN_IN_FAULTS = MappingProxyType(
    {
        "unreadable": mark("the file with the secrets cannot be read; the server's log says why"),
        "absent": mark("sign-in is required here, but there are no secrets with a section [auth]"),
        "gone": mark(
            "the settings of the sign-in are gone; only a restart of the server can open the dashboard"
        ),
        "missing": mark("“{key}” is missing in the secrets"),
        "unknown": mark("“{key}” in the secrets is not known"),
        "form": mark("“{key}” in the secrets is not written as docs/sign_in.md says"),
        "short": mark("“{key}” in the secrets is shorter than 32 characters"),
    }
)
_LOG = logging.getLogger(__name__)
_NOT_OPEN: WeakSet[object] = WeakSet()  # the servers at which sign-in was once configured


class SignInError(Exception):
    """The sign-in cannot work; ``code`` is a key of ``SIGN_IN_FAULTS``, ``key`` a setting's."""

    def __init__(self, code: str, key: str = "") -> None:
        super().__init__(SIGN_IN_FAULTS[code].format(key=key))
        self.code, self.key = code, key


@dataclass(frozen=True)
class SignIn:
    """A configured sign-in.

    address : scheme and host at which it works.  metadata : the provider's description of itself.
    role_claim : name of the claim, or names with dots between them for one inside another.
    monitor, analyst, admin : its values that give the role.  hours : how long a sign-in holds.
    regions_claim : the claim with a monitor's regions, named in the same way; empty without
    monitors.
    """

    address: str
    metadata: str
    role_claim: str
    monitor: frozenset[str]
    analyst: frozenset[str]
    admin: frozenset[str]
    hours: float
    regions_claim: str = ""

    def role(self, claims: Mapping[str, Any]) -> str:
        """Return the role that these claims of an ID token give; whatever is not known, none."""
        found = claim(claims, self.role_claim)
        several = found if isinstance(found, list) else [found]
        values = {value for value in several if isinstance(value, str)}
        given = ((ADMIN, self.admin), (ANALYST, self.analyst), (MONITOR, self.monitor))
        return next((role for role, gives in given if values & gives), VIEWER)

    def regions(self, claims: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the regions that these claims give to a monitor, as the registry orders them.

        The claim is a list of ids, or a text of ids with blanks, commas or semicolons between them.
        What is no region of today's is passed over, and the log says so.
        """
        found = claim(claims, self.regions_claim) if self.regions_claim else None
        several = re.split(r"[\s,;]+", found) if isinstance(found, str) else found
        given = several if isinstance(several, list) else []
        known = load_regions().ids
        if unknown := [str(one)[:_SHOWN] for one in given if one not in ("", *known)]:
            _log_once(f"Sign-in: not a region in the claim {self.regions_claim}: {unknown}", "")
        return tuple(region for region in known if region in given)

    def holds(self, claims: Mapping[str, Any], now: float) -> bool:
        """Tell whether a sign-in still holds at ``now`` (seconds since 1970).

        Streamlit keeps the claims for 30 days and does not look at the token's own times. Its end
        (``exp``) is no measure, for many providers give five minutes; so its making (``iat``) is.
        """
        made = claims.get("iat")
        if not isinstance(made, int | float) or isinstance(made, bool):
            return False
        return made - _SKEW <= now < made + self.hours * 3600


def claim(claims: Mapping[str, Any], path: str) -> Any:
    """Return a claim by name, or by dotted path; None when there is none.

    Names may have dots themselves, as those that are web addresses do: the whole name comes first.
    """
    if path in claims:
        return claims[path]
    for dot in (place for place, letter in enumerate(path) if letter == "."):
        inner = claims.get(path[:dot])
        if isinstance(inner, Mapping) and (found := claim(inner, path[dot + 1 :])) is not None:
            return found
    return None


def configured() -> SignIn | None:
    """Return how sign-in is configured on this server; None when it is not: open to everybody.

    Raises SignInError.
    """
    server = runtime.get_instance() if runtime.exists() else None
    try:
        found = read(_secrets())
        if found is None and server in _NOT_OPEN:
            # A file that is being replaced must not open the dashboard for that moment.
            raise SignInError("gone")
    except SignInError as error:
        _log_once(f"Sign-in: {error}", str(error.__cause__ or ""))
        if server is not None:
            _NOT_OPEN.add(server)
        raise
    if found is not None and server is not None:
        _NOT_OPEN.add(server)
    return found


def _secrets() -> dict[str, Any]:
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError as error:
        # Streamlit itself takes a file that it cannot read for one that is not there.
        if error.error_id != "no-secrets-found":
            raise SignInError("unreadable") from error
        if config.is_manually_set("secrets.files"):
            raise SignInError("absent") from error
        return {}
    except (OSError, UnicodeError) as error:
        raise SignInError("unreadable") from error


@cache
def _log_once(message: str, cause: str) -> None:
    _LOG.error("%s%s", message, f" ({cause})" if cause else "")


def read(secrets: Mapping[str, Any]) -> SignIn | None:
    """Read the sections ``[auth]`` and ``[kelisim]``; None when there is neither.

    Raises SignInError when sign-in is wanted and something is missing or wrong.
    """
    if AUTH not in secrets:
        if OURS in secrets:
            raise SignInError("missing", AUTH)
        if os.environ.get(REQUIRED, "").strip().lower() not in ("", "0", "false", "no"):
            raise SignInError("absent")
        return None
    auth, ours = _section(secrets, AUTH), _section(secrets, OURS)
    for name in _TEXTS:
        _text(auth, AUTH, name)
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        raise SignInError("short", f"{AUTH}.cookie_secret")
    if not _is_address(auth["server_metadata_url"]):
        raise SignInError("form", f"{AUTH}.server_metadata_url")
    _check_scope(auth)
    if unknown := sorted(set(ours) - _KEYS):
        raise SignInError("unknown", f"{OURS}.{unknown[0]}")
    monitor, analyst, admin = (_values(ours, role) for role in (MONITOR, ANALYST, ADMIN))
    if not analyst | admin:
        raise SignInError("missing", f"{OURS}.{ANALYST}")
    return SignIn(
        address=_address(auth["redirect_uri"]),
        metadata=auth["server_metadata_url"],
        role_claim=_text(ours, OURS, "role_claim"),
        monitor=monitor,
        analyst=analyst,
        admin=admin,
        hours=_hours(ours),
        # Without it a monitor could never write anything.
        regions_claim=_text(ours, OURS, _REGIONS) if monitor or _REGIONS in ours else "",
    )


def _section(secrets: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    if name not in secrets:
        raise SignInError("missing", name)
    if not isinstance(secrets[name], Mapping):
        raise SignInError("form", name)
    section: Mapping[str, Any] = secrets[name]
    return section


def _text(section: Mapping[str, Any], where: str, name: str) -> str:
    value = section.get(name, "")
    if not isinstance(value, str):
        raise SignInError("form", f"{where}.{name}")
    if not value.strip():
        raise SignInError("missing", f"{where}.{name}")
    return value


def _values(ours: Mapping[str, Any], name: str) -> frozenset[str]:
    given = ours.get(name, [])
    several = given if isinstance(given, list) else [given]
    if not all(isinstance(value, str) and value.strip() for value in several):
        raise SignInError("form", f"{OURS}.{name}")
    return frozenset(several)


def _hours(ours: Mapping[str, Any]) -> float:
    given = ours.get("session_hours", WORKING_DAY)
    try:
        hours = float("" if isinstance(given, bool) else given)
    except (TypeError, ValueError):
        hours = 0.0
    if not 0 < hours <= MONTH:
        raise SignInError("form", f"{OURS}.session_hours")
    return hours


def _check_scope(auth: Mapping[str, Any]) -> None:
    """Without the scope openid there is no ID token, and the sign-in ends where it began."""
    more = auth.get("client_kwargs", {})
    if not isinstance(more, Mapping) or "openid" not in str(more.get("scope", "openid")).split():
        raise SignInError("form", f"{AUTH}.client_kwargs")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _port = parts.port  # raises ValueError when it is none
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _address(redirect: str) -> str:
    """Return scheme and host of ``redirect_uri``, written as a browser writes them.

    Streamlit compares the two letter by letter, and signs nobody in when they differ.
    """
    redirect = redirect.replace("{port}", str(config.get_option("server.port")))
    if _is_address(redirect) and redirect.endswith(CALLBACK):
        parts = urlsplit(redirect)
        usual = {"http": 80, "https": 443}[parts.scheme]
        if parts.netloc == parts.netloc.lower() and "@" not in parts.netloc and parts.port != usual:
            return f"{parts.scheme}://{parts.netloc}"
    raise SignInError("form", f"{AUTH}.redirect_uri")
