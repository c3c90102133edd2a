"""Saving what is on the page as a scenario, and what happens when somebody else saved first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import streamlit as st

from reports.changes import node_name
from reports.words import capacity_name, literal, scale_name, way_name
from scenarios import Conflict, Content, Scenario
from scenarios.texts import LONGEST_DESCRIPTION, LONGEST_TITLE
from views import opened, own
from views.changed import change_words
from views.keeping import PROBLEMS, show_told, store, tell
from views.session import View
from views.who import Visitor, show_who, visitor

NAME, DESCRIPTION = "scenario_name", "scenario_description"
_OF, _CONFLICT, _PRESSED = "_scenario_fields_of", "_scenario_conflict", "_scenario_pressed"


def show_saving(view: View, who: Visitor | None = None) -> None:
    """Offer to save; say what came of it.

    who : the visitor, where the page itself shows who that is.
    """
    _ = view._
    # Another key after each press: a popover that is new is closed, and an open one would lie over
    # what is said below it.
    key = f"saving_{st.session_state.get(_PRESSED, 0)}"
    with st.popover(_("Save as a scenario"), icon=":material/bookmark_add:", key=key):
        _form(view, who or show_who(view))
    show_told(_)
    _show_conflict(view)


def _form(view: View, who: Visitor) -> None:
    _ = view._
    if not who.may_write:
        st.caption(_("Saving needs the role of an analyst."))
        return
    known = opened.record()
    _fill_in(known)
    st.text_input(_("Name of the scenario"), key=NAME, max_chars=LONGEST_TITLE)
    st.text_area(
        _("What it is for (may stay empty)"),
        key=DESCRIPTION,
        max_chars=LONGEST_DESCRIPTION,
        height=90,
    )
    if not who.named:
        st.caption(_("Give your name first: it is kept with what you save."))
    with st.container(horizontal=True):
        if known is not None and not known.archived:
            st.button(
                _("Save version {version}").format(version=known.version + 1),
                type="primary",
                disabled=not who.named,
                on_click=_save,
                args=(view, known.version),
                key="save_over",
            )
        st.button(
            _("Save as new"),
            type="secondary" if known else "primary",
            disabled=not who.named,
            on_click=_create,
            args=(view,),
            key="save_new",
        )


def _fill_in(known: Scenario | None) -> None:
    """Put the name of the scenario that is open into the fields, once for each that is opened."""
    of = known and (known.id, known.version)
    if st.session_state.get(_OF) != of:
        st.session_state[_OF] = of
        st.session_state[NAME] = known.name if known else ""
        st.session_state[DESCRIPTION] = known.description if known else ""
    for key in (NAME, DESCRIPTION):
        st.session_state[key] = st.session_state.get(key, "")


def _create(view: View) -> None:
    _write(
        view,
        lambda: store().create(
            visitor().actor,
            st.session_state[NAME],
            st.session_state[DESCRIPTION],
            opened.content(view),
            **_editions(view),
        ),
    )


def _save(view: View, version: int) -> None:
    known = opened.record()
    assert known is not None
    _write(
        view,
        lambda: store().save(
            visitor().actor,
            known.id,
            version,
            name=st.session_state[NAME],
            description=st.session_state[DESCRIPTION],
            content=opened.content(view),
            **_editions(view),
        ),
    )


def _editions(view: View) -> dict[str, Any]:
    return {
        "data_version": view.assessment.observations.version,
        "method_version": view.result.scheme.version,
        "scores": opened.scores(view),
    }


def _write(view: View, write: Callable[[], Scenario]) -> None:
    st.session_state.pop(_CONFLICT, None)
    st.session_state[_PRESSED] = st.session_state.get(_PRESSED, 0) + 1
    try:
        saved = write()
    except Conflict as conflict:
        st.session_state[_CONFLICT] = conflict
        return
    except PROBLEMS as problem:
        tell(problem)
        return
    opened.kept(saved)
    done = view._("Saved: “{name}”, version {version}. The link of this page opens it.")
    tell(None, done.format(name=literal(saved.name), version=saved.version))


# -- somebody else saved first ---------------------------------------------------------------------


def _show_conflict(view: View) -> None:
    conflict = st.session_state.get(_CONFLICT)
    if conflict is None:
        return
    _ = view._
    yours, theirs = conflict.yours, conflict.theirs
    st.error(
        _(
            "“{name}” was changed meanwhile by {who}: it is now version {now}, and you began from "
            "version {began}. Nothing was overwritten, and what you did is still here."
        ).format(
            name=literal(theirs.name),
            who=literal(theirs.changed_by),
            now=theirs.version,
            began=yours.version,
        )
    )
    st.table(
        pd.DataFrame(
            {_("What differs"): what, _("Yours"): mine, _("Theirs"): other}
            for what, mine, other in differences(view, yours, theirs)
        ),
        hide_index=True,
        alt=_("What differs between the two versions"),
    )
    with st.container(horizontal=True):
        st.button(_("Save mine as new"), type="primary", on_click=_create, args=(view,), key="mine")
        st.button(
            _("Save mine as version {version}").format(version=theirs.version + 1),
            on_click=_save,
            args=(view, theirs.version),
            disabled=theirs.archived,
            key="mine_over",
        )
        st.button(_("Take theirs"), on_click=_take_theirs, args=(theirs.id,), key="theirs")


def _take_theirs(scenario_id: str) -> None:
    st.session_state.pop(_CONFLICT, None)
    try:
        opened.put(store().get(scenario_id))
    except PROBLEMS as problem:
        tell(problem)


def differences(view: View, one: Scenario, other: Scenario) -> Iterator[tuple[str, str, str]]:
    """List in words what two scenarios say differently: what, in the first, in the second."""
    _ = view._
    for what, first, second in (
        (_("Name"), one.name, other.name),
        (_("Description"), one.description, other.description),
        (_("Archived"), _yes(view, one), _yes(view, other)),
    ):
        if first != second:
            yield what, literal(first), literal(second)
    yield from content_differences(view, one.content, other.content)


def _yes(view: View, scenario: Scenario) -> str:
    return view._("yes") if scenario.archived else view._("no")


def content_differences(view: View, one: Content, other: Content) -> Iterator[tuple[str, str, str]]:
    """List in words what two contents say differently."""
    _ = view._
    ours, others = _shares(view, one), _shares(view, other)
    for name in dict.fromkeys((*ours, *others)):
        first, second = _share(view, ours.get(name)), _share(view, others.get(name))
        if first != second:
            yield _("Weight of “{name}”").format(name=literal(node_name(view, name))), first, second
    for node in dict.fromkeys((*one.spread, *other.spread)):
        first, second = (_points(view, each.spread.get(node)) for each in (one, other))
        if first != second:
            label = _("Doubt in the weights below “{name}”").format(
                name=literal(node_name(view, node))
            )
            yield label, first, second
    choices = (
        (_("Scale of the indicators"), scale_name(one.scale, _), scale_name(other.scale, _)),
        (_("Mean across pillars"), way_name(one.mean, _), way_name(other.mean, _)),
        (_("Figures needed to be rated"), one.coverage, other.coverage),
        (_("Mediation capacity"), capacity_name(one.capacity, _), capacity_name(other.capacity, _)),
        (_("Year"), str(one.year), str(other.year)),
        (_("Changed figures"), change_words(view, one.changes), change_words(view, other.changes)),
    )
    yield from (choice for choice in choices if choice[1] != choice[2])


def _shares(view: View, content: Content) -> dict[str, float]:
    """Return the weights as the page Weights shows them, each set of siblings making up 100."""
    points = dict(content.weights)
    for siblings in view.result.scheme.hierarchy.children.values():
        points |= own.shares(points, [name for name in siblings if name in points])
    return points


def _share(view: View, points: float | None) -> str:
    return "–" if points is None else view.percent(points / own.WHOLE, 1)


def _points(view: View, points: float | None) -> str:
    return "–" if points is None else view.number(points, 2)
