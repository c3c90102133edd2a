"""Scenarios: the work that is kept: open, copy, archive, hand on as a file, and who changed what."""

from __future__ import annotations

import streamlit as st

from i18n import date_text
from reports.words import literal
from scenarios import Fault, Listed, StoreError, read
from scenarios.faults import NoSuch
from views import opened
from views.comments import show_waiting
from views.frame import current
from views.keeping import PROBLEMS, said, show_unreachable, store, tell
from views.saving import show_saving
from views.scenario_details import SHOWN, open_scenario, show_details, shown
from views.session import View
from views.trail import STEPS, show_trail
from views.uploading import upload
from views.who import show_who, visitor

PAGE = 20  # scenarios at once
_FIRST, _SOUGHT, _ARCHIVED = "_first", "sought", "archived"
_UPLOADED = "_uploads"


def show(view: View) -> None:
    """Show the page."""
    _ = view._
    try:
        _page(view)
    except StoreError as problem:
        show_unreachable(_("The scenarios cannot be reached"), problem, _)


def _page(view: View) -> None:
    _ = view._
    kept = store().list(limit=1).total
    headline = (
        _.plural("{count} scenario is kept here", "{count} scenarios are kept here", kept)
        if kept
        else _("No scenario is kept here yet")
    ).format(count=view.number(kept, 0))
    st.html(f'<h1 class="k-answer">{headline}</h1>')
    intro = _(
        "A scenario keeps weights, choices of method and changed figures under a name, with the "
        "scores at saving, so that a colleague can open, check and change it."
    )
    st.html(f'<p class="k-sub">{intro}</p>')
    left, right = st.columns(2, gap="large")
    with left:
        show_saving(view, show_who(view))
    with right:
        _import(view)
        show_waiting(view)
    _list(view)
    title = _("Audit trail of everything that is kept here")
    with st.expander(title, key="trail", on_change="rerun") as expander:
        if expander.open:
            show_trail(
                view,
                lambda before: store().trail(limit=STEPS, before=before),
                title,
                "all",
            )


# -- the list --------------------------------------------------------------------------------------


def _list(view: View) -> None:
    _ = view._
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Search"), key=_SOUGHT, on_change=_to_first)
        archived = st.toggle(_("Archived ones"), key=_ARCHIVED, on_change=_to_first)
    first = st.session_state.get(_FIRST, 0)
    found = store().list(archived=archived, text=text, limit=PAGE, offset=first)
    chosen = shown()
    if chosen and chosen not in {row.id for row in found}:
        _elsewhere(view, chosen)
    if not found.total:
        st.caption(_("None is found.") if text or archived else _("Save the first above."))
    with st.container(gap="xsmall"):
        for row in found:
            _row(view, row, row.id == chosen)
    if found.total > PAGE:
        _turn_over(view, first, found.total)


def _elsewhere(view: View, scenario_id: str) -> None:
    """Show the chosen scenario above the list that does not have it."""
    try:
        row = store().get(scenario_id)
    except NoSuch as problem:
        st.session_state[SHOWN] = ""
        st.warning(said(problem, view._))
        return
    _row(view, row, True)


def _row(view: View, row: Listed, is_chosen: bool) -> None:
    """Show a line of the list, with the details below it when it is the chosen one."""
    _ = view._
    known = opened.record()
    with st.container(border=True, key=f"row_{row.id}", gap="small"):
        words, buttons = st.columns([3, 2], vertical_alignment="center")
        mark = ":material/bookmark: " if known is not None and known.id == row.id else ""
        told = _("version {version}, {date}, {who}").format(
            version=row.version,
            date=date_text(row.changed.date(), view.language),
            who=literal(row.changed_by),
        )
        if row.archived:
            told += " · " + _("archived")
        with words:
            if is_chosen:
                st.subheader(mark + literal(row.name), anchor=False)
                st.caption(told)
            else:
                st.markdown(f"{mark}**{literal(row.name)}**  \n:small[{told}]")
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            if not is_chosen:
                st.button(_("Open"), on_click=open_scenario, args=(row.id,), key=f"open_{row.id}")
            st.button(
                _("Hide details") if is_chosen else _("Details"),
                on_click=_show,
                args=("" if is_chosen else row.id,),
                key=f"show_{row.id}",
            )
        if is_chosen:
            show_details(view, row.id)


def _turn_over(view: View, first: int, total: int) -> None:
    _ = view._
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Newer"), disabled=first == 0, on_click=_go, args=(first - PAGE,), key="newer")
        st.markdown(f"{first + 1}–{min(first + PAGE, total)} / {total}")
        st.button(
            _("Older"),
            disabled=first + PAGE >= total,
            on_click=_go,
            args=(first + PAGE,),
            key="older",
        )


def _go(first: int) -> None:
    st.session_state[_FIRST] = max(first, 0)


def _to_first() -> None:
    st.session_state[_FIRST] = 0


def _show(scenario_id: str) -> None:
    st.session_state[SHOWN] = scenario_id


# -- a file ----------------------------------------------------------------------------------------


def _import(view: View) -> None:
    _ = view._
    with st.expander(_("Take over a file"), key="import", on_change="rerun") as expander:
        if not expander.open:
            return
        # A new key after each import empties the field.
        key = f"file_{st.session_state.get(_UPLOADED, 0)}"
        file = upload(_("File of a scenario (JSON)"), ["json"], key, _)
        if file is None:
            return
        try:
            imported = read(file.getvalue())
        except Fault as problem:
            st.error(_("The file was not taken over.") + " " + said(problem, _))
            return
        claimed = imported.claimed
        st.markdown(
            _("“{name}” by {author}, {date}; figures {data}, method {method}.").format(
                name=literal(imported.name),
                author=literal(claimed.author),
                date=date_text(claimed.changed.date(), view.language),
                data=literal(imported.data_version),
                method=literal(imported.method_version),
            )
        )
        st.caption(_("Who made it and when is what the file says; nobody can check it."))
        who = visitor()
        st.button(
            _("Take over"),
            type="primary",
            disabled=not (who.may_write and who.named),
            on_click=_take_over,
            args=(file.getvalue(),),
            key="take_over",
        )


def _take_over(content: bytes) -> None:
    try:
        made = store().add_imported(visitor().actor, read(content))
    except PROBLEMS as problem:
        tell(problem)
        return
    st.session_state[_UPLOADED] = st.session_state.get(_UPLOADED, 0) + 1
    st.session_state[SHOWN] = made.id


show(current())
