"""Field log: what is recorded of the councils of elders, by whom, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from scenarios import StoreError
from scenarios.actors import MONITOR
from scenarios.submitted import REVIEW
from views.field_log_counts import headline, show_counts, used
from views.field_log_list import show_mine, show_queue
from views.field_log_opened import PART
from views.field_log_publish import show_publish
from views.field_log_record import show_record
from views.field_log_records import KINDS, Log, log
from views.field_log_table import show_table
from views.frame import current
from views.keeping import show_unreachable, store
from views.session import MINE, PUBLISH, RECORD, TABLE, WAITING, View
from views.who import Visitor, show_who, visitor

SAYS = ""  # the part of the page with what the log says


def show(view: View) -> None:
    """Show the page."""
    _ = view._
    try:
        _page(view)
    except StoreError as problem:
        show_unreachable(_("The field log cannot be reached now"), problem, _)


def _page(view: View) -> None:
    _ = view._
    found, who = log(), visitor()
    st.html(f'<h1 class="k-answer">{escape(headline(view, found))}</h1>')
    parts = _parts(view, who)
    if st.session_state[PART] not in parts:
        st.session_state[PART] = SAYS
    part = st.segmented_control(
        _("Part of the page"),
        list(parts),
        format_func=parts.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=PART,
    )
    if part == SAYS:
        st.html(f'<p class="k-sub">{escape(used(view))}</p>')
        show_counts(view, found)
        _how_to_get_the_right(view, who)
        return
    _part(view, str(part), show_who(view), found)


def _part(view: View, part: str, who: Visitor, found: Log) -> None:
    if part == RECORD:
        with st.container(key="log_form"):
            show_record(view, who, _regions(view, who))
    elif part == MINE:
        show_mine(view, who)
    elif part == WAITING:
        show_queue(view, who)
    elif part == TABLE:
        show_table(view, who, found)
    else:
        show_publish(view, who, found)


def _regions(view: View, who: Visitor) -> Sequence[str]:
    """Return the regions in which the visitor may write, by name."""
    return [region for region in view.regions_by_name if who.actor.writes_in(region)]


def _parts(view: View, who: Visitor) -> dict[str, str]:
    """Return the parts of the page that the visitor may see, with their names."""
    _ = view._
    parts = {SAYS: _("What the log says")}
    if who.may_record:
        parts[RECORD] = _("Write a record")
    if who.actor.is_at_least(MONITOR):
        parts[MINE] = _("My records")
    if who.may_review:
        count = store().submissions(who.actor, kinds=KINDS, state=REVIEW, limit=1).total
        parts[WAITING] = _("To review ({count})").format(count=view.number(count, 0))
    parts[TABLE] = _("As a table")
    if who.may_write:
        parts[PUBLISH] = _("Into the figures")
    return parts


def _how_to_get_the_right(view: View, who: Visitor) -> None:
    """Say who may record, to those who may not; in an open dashboard, that everybody may."""
    _ = view._
    if who.may_record and not who.open:
        return
    st.divider()
    found = show_who(view)
    if found.open:
        st.caption(_("So everybody may record and review here."))
    elif not found.signed_in:
        st.caption(
            _(
                "To record, sign in: the administrator of this server makes people monitors of some "
                "regions, or analysts."
            )
        )
    elif not found.actor.is_at_least(MONITOR):
        st.caption(
            _(
                "Recording needs the role of a monitor, for some regions, or of an analyst. The "
                "administrator of this server gives it."
            )
        )


show(current())
