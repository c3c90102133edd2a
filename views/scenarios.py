"""Scenarios: the work that is kept: open, copy, archive, hand on as a file, and who changed what."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from i18n import date_text
from scenarios import Event, Fault, Listed, Scenario, StoreError, read, write
from views import opened, own
from views.frame import current
from views.keeping import PROBLEMS, said, store, tell
from views.saving import content_differences, show_saving
from views.session import SCENARIOS, View
from views.who import show_who, visitor
from views.words import literal

PAGE = 20  # scenarios at once
STEPS = 20  # lines of a history at once
_SHOWN, _FIRST, _SOUGHT, _ARCHIVED = "_shown", "_first", "sought", "archived"
_UPLOADED = "_uploads"


def show(view: View) -> None:
    """Show the page."""
    _ = view._
    try:
        _page(view)
    except StoreError as problem:
        st.html(f'<h1 class="k-answer">{escape(_("The scenarios cannot be reached"))}</h1>')
        st.error(said(problem, _))


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
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_saving(view, show_who(view))
        _list(view)
    with right:
        _details(view)
        _import(view)
    _trail(view)


# -- the list --------------------------------------------------------------------------------------


def _list(view: View) -> None:
    _ = view._
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Search"), key=_SOUGHT, on_change=_to_first)
        archived = st.toggle(_("Archived ones"), key=_ARCHIVED, on_change=_to_first)
    first = st.session_state.get(_FIRST, 0)
    found = store().list(archived=archived, text=text, limit=PAGE, offset=first)
    if not found.total:
        st.caption(_("None is found.") if text or archived else _("Save the first above."))
    for row in found:
        _row(view, row)
    if found.total > PAGE:
        _turn_over(view, first, found.total)


def _row(view: View, row: Listed) -> None:
    _ = view._
    known = opened.record()
    with st.container(border=True, key=f"row_{row.id}"):
        words, buttons = st.columns([3, 2], vertical_alignment="center")
        with words:
            mark = ":material/bookmark: " if known is not None and known.id == row.id else ""
            st.markdown(f"{mark}**{literal(row.name)}**")
            st.caption(
                _("version {version}, {date}, {who}").format(
                    version=row.version,
                    date=date_text(row.changed.date(), view.language),
                    who=literal(row.changed_by),
                )
            )
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            st.button(_("Open"), on_click=_open, args=(row.id,), key=f"open_{row.id}")
            st.button(_("Details"), on_click=_show, args=(row.id,), key=f"show_{row.id}")


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


def _open(scenario_id: str) -> None:
    try:
        opened.put(store().get(scenario_id))
    except PROBLEMS as problem:
        tell(problem)
    st.session_state[_SHOWN] = scenario_id


def _show(scenario_id: str) -> None:
    st.session_state[_SHOWN] = scenario_id


# -- one of them -----------------------------------------------------------------------------------


def _details(view: View) -> None:
    _ = view._
    known = opened.record()
    wanted = st.session_state.get(_SHOWN, known.id if known else None)
    if wanted is None:
        return
    try:
        scenario = store().get(wanted)
    except Fault as problem:
        st.session_state.pop(_SHOWN, None)
        st.warning(said(problem, _))
        return
    st.subheader(literal(scenario.name), anchor=False)
    if scenario.description:
        st.markdown(literal(scenario.description).replace("\n", "  \n"))
    st.caption(
        _(
            "Made by {author} on {created}; version {version} by {who} on {changed}; year {year}; "
            "figures {data}, method {method}."
        ).format(
            author=literal(scenario.author),
            created=date_text(scenario.created.date(), view.language),
            version=scenario.version,
            who=literal(scenario.changed_by),
            changed=date_text(scenario.changed.date(), view.language),
            year=scenario.content.year,
            data=literal(scenario.data_version),
            method=literal(scenario.method_version),
        )
    )
    _says(view, scenario)
    _actions(view, scenario)
    title = _("Scores at saving and now")
    with st.expander(title, key="details_scores", on_change="rerun") as expander:
        if expander.open:
            opened.show_then_and_now(view, scenario)
    title = _("Who changed what")
    with st.expander(title, key="details_history", on_change="rerun") as expander:
        if expander.open:
            _events(view, store().history(scenario.id, limit=STEPS).rows, _("Who changed what"))


def _says(view: View, scenario: Scenario) -> None:
    """Show what the scenario says differently from the published index."""
    _ = view._
    content = scenario.content
    published = type(content).of(own.base(), (), content.year)
    rows = list(content_differences(view, content, published))
    if not rows:
        st.markdown(_("It says what the published index says."))
        return
    st.table(
        pd.DataFrame(
            {_("What differs"): what, _("Here"): here, _("Published"): there}
            for what, here, there in rows
        ),
        hide_index=True,
        alt=_("What the scenario says differently from the published index"),
    )


def _actions(view: View, scenario: Scenario) -> None:
    _ = view._
    who = visitor()
    may = who.may_write and who.named
    with st.container(horizontal=True):
        st.button(
            _("Open"), type="primary", on_click=_open, args=(scenario.id,), key="details_open"
        )
        if st.button(_("Compare with the published index"), key="details_compare"):
            _compare(scenario)
        st.download_button(
            _("File"),
            write(scenario, store().history(scenario.id, limit=200)),
            f"kelisim-{scenario.id}.json",
            "application/json",
            icon=":material/download:",
            key="details_file",
        )
        st.button(
            _("Duplicate"),
            disabled=not may,
            on_click=_duplicate,
            args=(scenario.id, _("{name} (copy)").format(name=scenario.name)),
            key="details_copy",
        )
        st.button(
            _("Restore") if scenario.archived else _("Archive"),
            disabled=not may,
            on_click=_move,
            args=(scenario.id, scenario.version, scenario.archived),
            key="details_move",
        )
    if who.may_write and not who.named:
        st.caption(_("Give your name above to copy, archive or take over."))


def _compare(scenario: Scenario) -> None:
    opened.put(scenario)
    st.session_state["compare"] = SCENARIOS
    st.session_state["weights2"] = st.session_state["changes2"] = ""
    st.switch_page("views/compare.py")


def _duplicate(scenario_id: str, name: str) -> None:
    try:
        copy = store().duplicate(visitor().actor, scenario_id, name[:120])
    except PROBLEMS as problem:
        tell(problem)
        return
    st.session_state[_SHOWN] = copy.id


def _move(scenario_id: str, version: int, archived: bool) -> None:
    try:
        move = store().restore if archived else store().archive
        moved = move(visitor().actor, scenario_id, version)
    except PROBLEMS as problem:
        tell(problem)
        return
    known = opened.record()
    if known is not None and known.id == moved.id:
        opened.kept(moved)


# -- a file ----------------------------------------------------------------------------------------


def _import(view: View) -> None:
    _ = view._
    with st.expander(_("Take over a file"), key="import", on_change="rerun") as expander:
        if not expander.open:
            return
        # A new key after each import empties the field.
        key = f"file_{st.session_state.get(_UPLOADED, 0)}"
        file = st.file_uploader(_("File of a scenario (JSON)"), type="json", key=key)
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
    st.session_state[_SHOWN] = made.id


# -- the audit trail -------------------------------------------------------------------------------


def _trail(view: View) -> None:
    _ = view._
    title = _("Audit trail of everything that is kept here")
    with st.expander(title, key="trail", on_change="rerun") as expander:
        if not expander.open:
            return
        before = st.session_state.get("_trail_before")
        found = store().trail(limit=STEPS, before=before)
        _events(view, found.rows, title)
        with st.container(horizontal=True):
            st.button(
                _("Newest"), disabled=before is None, on_click=_page_trail, args=(None,), key="new"
            )
            st.button(
                _("Older"),
                disabled=found.more is None,
                on_click=_page_trail,
                args=(found.more,),
                key="old",
            )


def _page_trail(before: int | None) -> None:
    st.session_state["_trail_before"] = before


def _events(view: View, events: tuple[Event, ...], title: str) -> None:
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
    }
    kinds = {"scenario": _("scenario"), "comment": _("comment"), "alert": _("alert")}
    st.table(
        pd.DataFrame(
            {
                _("When (UTC)"): f"{date_text(event.at.date(), view.language)}, {event.at:%H:%M}",
                _("Who"): literal(event.actor),
                _("What"): f"{kinds[event.kind]} “{_label(view, event)}” "
                f"({_('version {version}').format(version=event.version)}): "
                f"{actions[event.action]}",
            }
            for event in events
        ),
        hide_index=True,
        alt=title,
    )


def _label(view: View, event: Event) -> str:
    """Name what an event is about; of a comment the trail keeps the region."""
    if event.label in view.result.region_index:
        return view.region_name(event.label)
    return literal(event.label)


show(current())
