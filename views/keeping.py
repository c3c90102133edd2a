"""The store of the analysts' work as pages reach it, and its faults in the visitor's language."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from i18n import Translator
from indicators.mendable import MendableError
from reports.words import literal
from scenarios import Fault, NotAllowed, StoreError
from views.mending import reason

if TYPE_CHECKING:
    from scenarios import Store

PROBLEMS = (Fault, NotAllowed)
_SAID = "_store_said"


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """Open the store, once in the life of the server.

    Raises StoreError when it cannot be used; the next call tries again.
    """
    from scenarios import open_store  # half a second of imports that the map can do without

    return open_store()


def said(problem: Exception, _: Translator) -> str:
    """Say what went wrong, for a place that reads Markdown."""
    if not isinstance(problem, MendableError):
        return _("Your role does not allow it.")
    return reason(problem, _, lambda _field, value: literal(_word(value, _)))


def _word(value: str, _: Translator) -> str:
    """Translate the few of our own words that a fault has among its fields."""
    return {
        "weight": _("weight"),
        "spread": _("doubt in the weights"),
        "change": _("change"),
        "scale": _("scale"),
        "mean": _("mean"),
        "coverage": _("coverage"),
        "capacity": _("mediation capacity"),
        "scores": _("scores"),
        "name": _("name"),
        "description": _("description"),
        "comment": _("comment"),
        "note": _("note"),
        "reason": _("reason"),
        "author": _("author"),
        "data version": _("version of the figures"),
        "method version": _("version of the method"),
    }.get(value, value)


def show_unreachable(headline: str, problem: StoreError, _: Translator) -> None:
    """Show a page that can do nothing without the store: its answer, and what is wrong."""
    st.html(f'<h1 class="k-answer">{escape(headline)}</h1>')
    st.error(said(problem, _))


def tell(problem: Exception | None, done: str = "") -> None:
    """Remember what a callback has to say until the page is drawn."""
    st.session_state[_SAID] = (problem, done)


def show_told(_: Translator) -> None:
    """Show, once, what the last callback had to say."""
    problem, done = st.session_state.pop(_SAID, (None, ""))
    if problem is not None:
        st.error(said(problem, _))
    elif done:
        st.success(done)
