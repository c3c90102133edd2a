"""Who the visitor is and what they may do, and the small widget that says so."""

from __future__ import annotations

import logging
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from i18n import Translator
from reports.words import literal
from scenarios.actors import ADMIN, ANALYST, LONGEST_NAME, MONITOR, VIEWER, Actor
from views.session import View
from views.sign_in import SIGN_IN_FAULTS, SignIn, SignInError, configured

NAME = "display_name"
PATIENCE = 5.0  # seconds in which the provider must have answered
_NO_ANSWER = "_no_answer"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visitor:
    """Who somebody is, as far as this server knows.

    actor : as the store writes them down; its name is empty while none was given.
    open : no sign-in is configured, everybody is an analyst by a name that they type.
    signed_in : the provider has said who they are, not longer ago than the configuration allows.
    fault : key of ``SIGN_IN_FAULTS`` when the sign-in is not configured properly; then everybody is
    a viewer.  fault_key : the setting that is meant.
    expired : they were signed in, too long ago.
    """

    actor: Actor
    open: bool = False
    signed_in: bool = False
    fault: str | None = None
    fault_key: str = ""
    expired: bool = False

    @property
    def named(self) -> bool:
        """Whether there is a name to write down."""
        return bool(self.actor.name)

    @property
    def may_write(self) -> bool:
        """Whether they may save and change scenarios."""
        return self.actor.is_at_least(ANALYST)

    @property
    def may_record(self) -> bool:
        """Whether they may send in records of some region: of all, or of a monitor's own."""
        return self.may_write or bool(self.actor.role == MONITOR and self.actor.regions)

    @property
    def may_comment(self) -> bool:
        """Whether they may send in comments; where nobody signs in, that is an analyst's."""
        return self.may_write or self.signed_in

    @property
    def may_review(self) -> bool:
        """Whether they may decide which comments are shown and which records count."""
        return self.may_write


def visitor() -> Visitor:
    """Return who looks at the page now.

    Asked anew at each use: a sign-in can run out, and the configuration can break, while the page
    stays open.
    """
    try:
        return _visitor(configured())
    except SignInError as error:
        return Visitor(Actor("", VIEWER), fault=error.code, fault_key=error.key)


def _visitor(sign_in: SignIn | None) -> Visitor:
    nobody = Actor("", VIEWER)
    if sign_in is None:
        return Visitor(Actor(clean(st.session_state.get(NAME)), ANALYST), open=True)
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        return Visitor(nobody)
    if not sign_in.holds(claims, time.time()):
        return Visitor(nobody, expired=True)
    return Visitor(_actor(sign_in, claims), signed_in=True)


def clean(name: object) -> str:
    """Return a name as it may be written down: one line, nothing invisible, not too long."""
    text = name if isinstance(name, str) else ""
    seen = "".join(" " if c.isspace() else c for c in text if _is_seen(c))
    return " ".join(seen.split())[:LONGEST_NAME].rstrip()


def _is_seen(letter: str) -> bool:
    return letter.isspace() or not unicodedata.category(letter).startswith("C")


def _actor(sign_in: SignIn, claims: Mapping[str, Any]) -> Actor:
    names = (clean(claims.get(key)) for key in ("name", "preferred_username", "email", "sub"))
    # A subject is unique only at its issuer.
    subject = f"{claims.get('iss')} {claims.get('sub')}"
    role = sign_in.role(claims)
    regions = sign_in.regions(claims) if role == MONITOR else ()
    return Actor(next(filter(None, names), ""), role, subject, regions)


def fault_sentence(found: Visitor, _: Translator) -> str:
    """Say what is wrong with the configuration; empty when nothing is."""
    if found.fault is None:
        return ""
    reason = _(SIGN_IN_FAULTS[found.fault]).format(key=found.fault_key)
    return _(
        "Sign-in is not set up properly on this server, so nobody can save anything. "
        "For the administrator: {reason}."
    ).format(reason=reason)


def role_name(role: str, _: Translator) -> str:
    """Name a role."""
    return {
        VIEWER: _("viewer"),
        MONITOR: _("monitor"),
        ANALYST: _("analyst"),
        ADMIN: _("administrator"),
    }[role]


# -- the widget ------------------------------------------------------------------------------------


def show_who(view: View) -> Visitor:
    """Show who the visitor is, and what they can do about it; return it."""
    _ = view._
    with st.container(key="who"):
        try:
            sign_in = configured()
        except SignInError:
            found = visitor()
            st.warning(literal(fault_sentence(found, _)))
            return found
        found = _visitor(sign_in)
        if sign_in is None:
            _ask_for_name(_)
        elif found.signed_in:
            _show_name(view, found)
        else:
            _offer_sign_in(sign_in, found, _)
    return found


def _ask_for_name(_: Translator) -> None:
    st.text_input(
        _("Your name"),
        max_chars=LONGEST_NAME,
        key=NAME,
        persist_state="session",
        autocomplete="name",
    )
    st.caption(
        _("This dashboard is open: anyone who can reach it may save, and names are not checked.")
    )


def _show_name(view: View, found: Visitor) -> None:
    _ = view._
    with st.container(horizontal=True, vertical_alignment="center"):
        who = _("{name}, {role}").format(
            name=literal(found.actor.name), role=role_name(found.actor.role, _)
        )
        st.markdown(f":material/person: {who}")
        st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout, key="sign_out")
    if found.actor.role == MONITOR:
        st.caption(_monitor_text(view, found))
    elif not found.may_write:
        st.caption(
            _("With this role you can look at everything and comment, but not save scenarios.")
        )


def _monitor_text(view: View, found: Visitor) -> str:
    _ = view._
    if not found.may_record:
        return _(
            "No region is entered for you, so you can comment, but send in neither field records nor "
            "reports of incidents: ask the administrator."
        )
    names = ", ".join(map(view.region_short, found.actor.regions))
    return _(
        "With this role you can comment and send in field records and reports of incidents of: "
        "{regions}. You cannot save scenarios."
    ).format(regions=literal(names))


def _offer_sign_in(sign_in: SignIn, found: Visitor, _: Translator) -> None:
    if found.expired:
        st.info(_("Your sign-in has expired: sign in again."))
    if elsewhere := _elsewhere(sign_in):
        st.caption(_("Sign-in works only at {address}.").format(address=elsewhere))
        return
    st.button(
        _("Sign in"),
        icon=":material/login:",
        on_click=_sign_in,
        args=(sign_in.metadata,),
        key="sign_in",
    )
    if st.session_state.pop(_NO_ANSWER, False):
        st.warning(_("The sign-in service does not answer. Try again later."))
    st.caption(
        _(
            "Without signing in you can look at everything, but not save. After signing in you come "
            "back to this page."
        )
    )


def _elsewhere(sign_in: SignIn) -> str:
    """Return the address at which sign-in works, if the visitor came by another one."""
    if st.context.url is None:
        return ""
    here = urlsplit(st.context.url)
    return "" if f"{here.scheme}://{here.netloc}" == sign_in.address else sign_in.address


def _sign_in(metadata: str) -> None:
    """Lead to the provider, if it is there: Streamlit alone would end on an empty page."""
    if _answers(metadata):
        st.login()
    else:
        st.session_state[_NO_ANSWER] = True


def _answers(metadata: str) -> bool:
    """Tell whether the provider describes itself where the configuration says it does."""
    import httpx  # what Streamlit's own sign-in asks with, so what it trusts is the same

    try:
        answer = httpx.get(metadata, timeout=PATIENCE)
        answer.raise_for_status()
        described = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        _LOG.warning("The sign-in service at %s does not answer: %s", metadata, error)
        return False
    return isinstance(described, dict) and "authorization_endpoint" in described
