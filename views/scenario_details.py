"""One scenario of the list: what it says, what can be done with it, and every earlier version."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from i18n import date_text
from reports.words import literal
from scenarios import Conflict, Event, Fault, Scenario, write
from scenarios.texts import LONGEST_DESCRIPTION, LONGEST_TITLE
from views import opened, own
from views.compare_sides import take_other
from views.keeping import PROBLEMS, said, store, tell
from views.saving import content_differences, differences
from views.session import SCENARIOS, View
from views.trail import STEPS, show_trail
from views.who import visitor

SHOWN = "_shown"  # the id of the scenario whose details are open; "" for none
_NAME, _DESCRIPTION, _OF = "details_name", "details_description", "_details_fields_of"


def shown() -> str:
    """Return the id of the scenario whose details are open; of the one in use at first."""
    known = opened.record()
    chosen: str = st.session_state.get(SHOWN, known.id if known else "")
    return chosen


def show_details(view: View, scenario_id: str) -> None:
    """Show the details of a scenario; its name stands above them already."""
    _ = view._
    try:
        scenario = store().get(scenario_id)
    except Fault as problem:
        st.session_state[SHOWN] = ""
        st.warning(said(problem, _))
        return
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
    title = _("Who changed what, and earlier versions")
    with st.expander(title, key="details_history", on_change="rerun") as expander:
        if expander.open:
            _history(view, scenario, title)


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
    known = opened.record()
    is_other = bool(view.own or view.changes) and (known is None or known.id != scenario.id)
    with st.container(horizontal=True):
        st.button(
            _("Open"),
            type="primary",
            on_click=open_scenario,
            args=(scenario.id,),
            key="details_open",
        )
        if st.button(_("Compare with the published index"), key="details_compare"):
            opened.put(scenario)
            _compare(None)
        if is_other and st.button(_("Compare with what is open"), key="details_against"):
            _compare(scenario)
        st.download_button(
            _("File"),
            write(scenario, store().whole_history(scenario.id)),
            f"kelisim-{scenario.id}.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
            key="details_file",
        )
        if who.may_write and not scenario.archived:
            # Another key for each version: a popover that is new is closed.
            key = f"details_rename_{scenario.version}"
            with st.popover(_("Name and description"), icon=":material/edit:", key=key):
                _rename_form(view, scenario, may)
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
        st.caption(_("Give your name above to rename, copy, archive or take over."))


def open_scenario(scenario_id: str) -> None:
    """Open a scenario of the list."""
    try:
        opened.put(store().get(scenario_id))
    except PROBLEMS as problem:
        tell(problem)
    st.session_state[SHOWN] = scenario_id


def _compare(other: Scenario | None) -> None:
    """Turn to the page Compare, with what is open against another or the published index."""
    take_other(other)
    st.session_state["compare"] = SCENARIOS
    st.switch_page("views/compare.py")


def _duplicate(scenario_id: str, name: str) -> None:
    try:
        copy = store().duplicate(visitor().actor, scenario_id, name[:LONGEST_TITLE])
    except PROBLEMS as problem:
        tell(problem)
        return
    st.session_state[SHOWN] = copy.id


def _move(scenario_id: str, version: int, archived: bool) -> None:
    try:
        move = store().restore if archived else store().archive
        moved = move(visitor().actor, scenario_id, version)
    except PROBLEMS as problem:
        tell(problem)
        return
    _note(moved)


def _note(saved: Scenario) -> None:
    """Take note of a new version, if it is of the scenario that is open."""
    known = opened.record()
    if known is not None and known.id == saved.id:
        opened.kept(saved)


# -- another name -----------------------------------------------------------------------------------


def _rename_form(view: View, scenario: Scenario, may: bool) -> None:
    _ = view._
    is_new = st.session_state.get(_OF) != (scenario.id, scenario.version)
    st.session_state[_OF] = (scenario.id, scenario.version)
    for key, text in ((_NAME, scenario.name), (_DESCRIPTION, scenario.description)):
        # Set again in every run: Streamlit forgets a field that one run did not draw.
        st.session_state[key] = text if is_new else st.session_state.get(key, text)
    st.text_input(_("Name of the scenario"), key=_NAME, max_chars=LONGEST_TITLE)
    st.text_area(
        _("What it is for (may stay empty)"),
        key=_DESCRIPTION,
        max_chars=LONGEST_DESCRIPTION,
        height=90,
    )
    st.caption(_("Weights, changed figures and scores stay as they are."))
    st.button(
        _("Save version {version}").format(version=scenario.version + 1),
        type="primary",
        disabled=not may,
        on_click=_rename,
        args=(scenario,),
        key="details_rename_save",
    )


def _rename(scenario: Scenario) -> None:
    try:
        renamed = store().save(
            visitor().actor,
            scenario.id,
            scenario.version,
            name=st.session_state[_NAME],
            description=st.session_state[_DESCRIPTION],
            content=scenario.content,
            data_version=scenario.data_version,
            method_version=scenario.method_version,
            scores=scenario.scores,
        )
    except Conflict as conflict:
        # The page now shows theirs; what was typed stays in the fields.
        st.session_state[_OF] = (scenario.id, conflict.theirs.version)
        tell(conflict)
        return
    except PROBLEMS as problem:
        tell(problem)
        return
    _note(renamed)


# -- earlier versions -------------------------------------------------------------------------------


def _history(view: View, scenario: Scenario, title: str) -> None:
    """Show who changed what; of an earlier version also what it said, to be taken up again."""
    _ = view._
    lines = show_trail(
        view,
        lambda before: store().history(scenario.id, limit=STEPS, before=before),
        title,
        scenario.id,
        named=False,
    )
    earlier = {line.version: line for line in lines if line.version != scenario.version}
    if not earlier:
        return
    key = f"version_{scenario.id}"
    if st.session_state.get(key) not in earlier:
        st.session_state[key] = None
    chosen = st.selectbox(
        _("Look at an earlier version"),
        list(earlier),
        format_func=lambda version: _("version {version}").format(version=version),
        key=key,
        index=None,
        placeholder=_("Choose a version"),
    )
    if chosen is not None:
        _earlier(view, scenario, earlier[chosen])


def _earlier(view: View, scenario: Scenario, line: Event) -> None:
    _ = view._
    try:
        before = store().event(line.id).scenario
    except Fault as problem:
        st.warning(said(problem, _))
        return
    assert before is not None
    rows = list(differences(view, before, scenario))
    if rows:
        words = _("version {version}")
        st.table(
            pd.DataFrame(
                {
                    _("What differs"): what,
                    words.format(version=before.version): then,
                    words.format(version=scenario.version): now,
                }
                for what, then, now in rows
            ),
            hide_index=True,
            alt=_("What differs between the two versions"),
        )
    else:
        st.markdown(_("It says the same as the newest version."))
    st.button(
        _("Take up version {version} again").format(version=before.version),
        on_click=_take_up,
        args=(scenario, before),
        disabled=scenario.archived,
        key="take_up",
    )
    st.caption(
        _("Its weights and changed figures are opened; nothing is kept until you save them.")
    )


def _take_up(scenario: Scenario, before: Scenario) -> None:
    opened.put(scenario, before.content)
