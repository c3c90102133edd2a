"""Lines of the audit trail as a table, some at once, and the buttons that turn its pages."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from i18n import date_text
from reports.words import literal
from scenarios import Event, Events
from views.session import View

STEPS = 20  # lines at once
_BEFORE = "_trail_before"


def show_trail(
    view: View, ask: Callable[[int | None], Events], title: str, key: str, named: bool = True
) -> tuple[Event, ...]:
    """Show the lines that ``ask`` gives, and buttons for newer and older ones; return those shown.

    ask : takes ``before``, or None for the newest.  key : tells this list from others.
    named : say of what each line tells; not needed where all tell of one thing.
    """
    _ = view._
    places: dict[str, int | None] = st.session_state.setdefault(_BEFORE, {})
    before = places.get(key)
    found = ask(before)
    st.table(pd.DataFrame(_line(view, event, named) for event in found), hide_index=True, alt=title)
    if before is None and found.more is None:
        return found.rows
    with st.container(horizontal=True):
        st.button(
            _("Newest"),
            disabled=before is None,
            on_click=_turn,
            args=(key, None),
            key=f"newest_{key}",
        )
        st.button(
            _("Older"),
            disabled=found.more is None,
            on_click=_turn,
            args=(key, found.more),
            key=f"older_{key}",
        )
    return found.rows


def _turn(key: str, before: int | None) -> None:
    st.session_state[_BEFORE][key] = before


def _line(view: View, event: Event, named: bool) -> dict[str, str]:
    _ = view._
    actions = {
        "created": _("made"),
        "changed": _("changed"),
        "renamed": _("renamed"),
        "archived": _("archived"),
        "restored": _("restored"),
        "duplicated": _("made as a copy"),
        "imported": _("taken over from a file"),
        "reviewed": _("reviewed"),
        "reopened": _("opened again"),
        "drafted": _("kept as a draft"),
        "submitted": _("sent in"),
        "revised": _("written anew"),
        "accepted": _("accepted"),
        "asked_back": _("asked back"),
        "rejected": _("rejected"),
        "withdrawn": _("withdrawn"),
    }
    kinds = {
        "scenario": _("scenario"),
        "comment": _("comment"),
        "alert": _("alert"),
        "submission": _("record"),
    }
    version = _("version {version}").format(version=event.version)
    what = f"{version}: {actions[event.action]}"
    if named:
        what = f"{kinds[event.kind]} “{_label(view, event)}” ({version}): {actions[event.action]}"
    return {
        _("When (UTC)"): f"{date_text(event.at.date(), view.language)}, {event.at:%H:%M}",
        _("Who"): literal(event.actor),
        _("What"): what,
    }


def _label(view: View, event: Event) -> str:
    """Name what an event is about; of a comment the trail keeps the region."""
    if event.label in view.result.region_index:
        return view.region_name(event.label)
    return literal(event.label)
