"""One record of the field log, opened: what it says, what it rests on, what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from i18n import short_date
from indicators.record_forms import RecordError
from indicators.record_notes import WARNINGS, note_warnings
from reports.words import literal
from scenarios import Conflict
from scenarios.actors import ANALYST
from scenarios.contents import rests_on
from scenarios.submission_rules import KAZAKHSTAN
from scenarios.submitted import ACCEPTED, ASKED_BACK, REJECTED, REVIEW, WITHDRAWN, Submission
from views import field_log_form as form
from views.field_log_records import Ground, content_of, ground
from views.field_log_words import below, changes, field_name, lines, problem_sentence, title
from views.keeping import PROBLEMS, store
from views.sent_in import (
    ask_for_reason,
    decide,
    is_mine,
    offer_decisions,
    offer_withdrawal,
    show_history,
    state_name,
    tell,
)
from views.session import RECORD, View
from views.who import Visitor, visitor

OPENED, PART = "entry", "log"  # keys of the address


def show_row(
    view: View, row: Submission, known: Ground, *, is_opened: bool, choose: str = ""
) -> None:
    """Show a line of a list, with all there is of the record below it when it is the chosen one.

    choose : key of a box by which it is chosen among others that wait; none without.
    """
    _ = view._
    content = content_of(row)
    name = f"**{title(view, content, known)}**"
    with st.container(border=True, key=f"entry_{row.id}", gap="small"):
        if choose:
            st.checkbox(name, key=choose)
        else:
            st.markdown(f"{name} · {state_name(row.state, _)}")
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
        ):
            st.markdown(f":small[{below(view, content, known)} · {_written(view, row)}]")
            st.button(
                _("Hide") if is_opened else _("Open"),
                on_click=open_row,
                args=("" if is_opened else row.id,),
                key=f"open_{row.id}",
            )
        if waits := waits_for(view, row, known):
            st.caption(waits)
        if row.state in (ASKED_BACK, REJECTED) and row.review_note:
            st.info(_decided(view, row), icon=":material/rule:")
        if is_opened:
            _details(view, row, known)


def open_row(id_: str) -> None:
    """Open a record, or none."""
    st.session_state[OPENED] = id_


def _written(view: View, row: Submission) -> str:
    day = short_date(row.changed.astimezone(KAZAKHSTAN).date(), view.language)
    return view._("{author}, {date}").format(author=literal(row.author), date=day)


def _decided(view: View, row: Submission) -> str:
    return view._("{who}: {note}").format(
        who=literal(row.reviewer or "–"), note=literal(row.review_note)
    )


def waits_for(view: View, row: Submission, known: Ground) -> str:
    """Say when a record that waits rests on another one that does not count yet."""
    _ = view._
    ground_of = rests_on(content_of(row))
    if row.state != REVIEW or ground_of is None or ground_of[1] in known.counted:
        return ""
    _kind, id_ = ground_of
    on = known.bodies.get(id_) or known.districts.get(id_)
    if on is None:
        return ""
    return _("Rests on a record that is not accepted yet: {what}").format(
        what=title(view, on, known)
    )


# -- opened ----------------------------------------------------------------------------------------


def _details(view: View, row: Submission, known: Ground) -> None:
    _ = view._
    who = visitor()
    told = [f"{name}: **{value}**" for name, value in lines(view, content_of(row), known)]
    if row.note:
        told.append(f"{field_name(view, 'note')}: {literal(row.note)}")
    st.markdown("  \n".join(told))
    for found in note_warnings(row.note):
        st.warning(_(WARNINGS[found]), icon=":material/shield_person:")
    if row.counted is not None and row.state != ACCEPTED:
        st.caption(
            _("Until this version is accepted, version {version} goes on counting.").format(
                version=row.counted_version
            )
        )
    show_history(view, who, row, lambda before, after: _differences(view, before, after))
    _actions(view, who, row)


def _differences(view: View, before: Submission, after: Submission) -> Iterable[str]:
    return changes(view, before, after, ground(visitor().actor))


def _actions(view: View, who: Visitor, row: Submission) -> None:
    _ = view._
    if row.state == WITHDRAWN:
        return
    analyst, mine = who.actor.is_at_least(ANALYST), is_mine(who, row)
    if not (mine or analyst):
        return
    on = partial(_decide, view)
    if analyst:
        ask_for_reason(who, row, _)
    if not who.named:
        st.caption(_("Give your name first: it is kept with your decision."))
    with st.container(horizontal=True):
        offer_decisions(who, row, _("Accept"), on, _)
        if who.may_record:
            st.button(
                _("Change it"),
                icon=":material/edit:",
                on_click=_change,
                args=(view, row.id),
                key=f"change_{row.id}",
            )
        if analyst or row.counted is None:
            offer_withdrawal(who, row, on, _)


def _change(view: View, id_: str) -> None:
    try:
        form.take(store().submission(visitor().actor, id_))
    except PROBLEMS as problem:
        tell("failed", problem_sentence(view, problem))
        return
    st.session_state[PART] = RECORD


def _decide(view: View, seen: Submission, state: str) -> None:
    _ = view._
    try:
        decide(seen, state)
    except Conflict:
        tell("failed", _("Somebody changed this record meanwhile: look at it again."))
    except (*PROBLEMS, RecordError) as problem:
        tell("failed", problem_sentence(view, problem))
    else:
        what = title(view, content_of(seen), ground(visitor().actor))
        tell("done", f"{what}: {state_name(state, _)}.")
        open_row("")
