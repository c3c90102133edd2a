"""Records of the field log as a list: the visitor's own, with what is due; the queue of a review."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from i18n import date_text
from indicators.field_records import Activity
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import RecordError
from reports.words import capital
from scenarios import NoSuch
from scenarios.records import SubmissionPage
from scenarios.submitted import ACCEPTED, ASKED_BACK, REVIEW, SUBMISSION_STATES, Submission
from views.field_log_opened import OPENED, show_row
from views.field_log_records import KINDS, Due, Ground, content_of, due, ground
from views.field_log_words import (
    below,
    field_name,
    kind_name,
    problem_sentence,
    title,
    word,
)
from views.keeping import PROBLEMS, store
from views.sent_in import may_decide, show_told, state_name, tell
from views.session import EVERY, View
from views.who import Visitor, visitor

PAGE = 20  # records on one page of a list
DUE_AT_ONCE = 5
STATE, KIND, WHOSE = "log_state", "log_kind", "log_of"  # keys of the address


def show_mine(view: View, who: Visitor) -> None:
    """Show what is due, then the visitor's records or all that they may see, filtered."""
    show_told()
    known = ground(who.actor)
    _show_asked_back(view, who)
    _show_due(view, who, known)
    _filters(view)
    of, state, kind = (st.session_state[key] for key in (WHOSE, STATE, KIND))
    asked = (of, state, kind, st.session_state["where"])
    page = _page(
        who,
        f"mine/{asked}",
        kinds=(kind,) if kind else KINDS,
        state=state or None,
        region=st.session_state["where"] or None,
        own=of != EVERY,
    )
    is_all_of_mine = not any(asked)
    _list(view, page, known, _first(view, who) if is_all_of_mine else view._("No record is here."))


def _first(view: View, who: Visitor) -> str:
    """Say what to do to somebody who has recorded nothing yet."""
    _ = view._
    if not who.may_record:
        return _("You have recorded nothing yet.")
    return _("You have recorded nothing yet: begin with “{part}”.").format(part=_("Write a record"))


def _filters(view: View) -> None:
    _ = view._
    state, choices = st.session_state, _choices(view)
    now = [
        words[state[key]] for key, (_label, words) in choices.items() if key == WHOSE or state[key]
    ]
    title = _("Narrow the list: {now}").format(now=", ".join(now))
    with st.expander(title, key="narrow"):
        places = [*st.columns(2), *st.columns(2)]
        for place, (key, (label, words)) in zip(places, choices.items(), strict=True):
            with place:
                st.selectbox(label, list(words), format_func=words.__getitem__, key=key)


def _choices(view: View) -> dict[str, tuple[str, dict[str, str]]]:
    """Return label and choices of each filter, by its key in the address."""
    _ = view._
    any_ = _("Any")
    states = {state: capital(state_name(state, _)) for state in SUBMISSION_STATES}
    regions = {region: view.region_name(region) for region in view.regions_by_name}
    return {
        WHOSE: (_("Whose records"), {"": _("Mine"), EVERY: _("All that I may see")}),
        STATE: (_("State"), {"": any_, **states}),
        KIND: (_("Kind of record"), {"": any_, **{one: kind_name(view, one) for one in KINDS}}),
        "where": (_("Region"), {"": _("All regions"), **regions}),
    }


def _page(who: Visitor, asked: str, **wanted: object) -> SubmissionPage:
    """Return one page of a list; the way to it is kept while the same is asked for."""
    state = st.session_state
    if state.get("_log_asked") != asked:
        state["_log_asked"], state["_log_pages"] = asked, []
    before = state["_log_pages"][-1] if state["_log_pages"] else None
    return store().submissions(who.actor, limit=PAGE, before=before, **wanted)  # type: ignore[arg-type]


def _list(view: View, page: SubmissionPage, known: Ground, nothing: str) -> None:
    """List a page of records.  nothing : what is said when there is none."""
    _opened_elsewhere(view, page, known)
    if not page.total:
        st.caption(nothing)
        return
    for row in page:
        show_row(view, row, known, is_opened=row.id == st.session_state[OPENED])
    _turn(view, page)


def _opened_elsewhere(view: View, page: SubmissionPage, known: Ground) -> None:
    """Show on top the record that the address names, when it is not on this page of the list."""
    opened = st.session_state[OPENED]
    if not opened or opened in {row.id for row in page}:
        return
    try:
        row = store().submission(visitor().actor, opened)
    except NoSuch:
        row = None
    if row is None or row.kind not in KINDS:
        st.warning(view._("There is no such record, or it is not yours to see."))
        st.session_state[OPENED] = ""
        return
    show_row(view, row, known, is_opened=True)


def _turn(view: View, page: SubmissionPage) -> None:
    _ = view._
    way: list[str] = st.session_state["_log_pages"]
    first = len(way) * PAGE + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            _("{first}–{last} of {count}").format(
                first=view.number(first, 0),
                last=view.number(first + len(page) - 1, 0),
                count=view.number(page.total, 0),
            )
        )
        if way:
            st.button(_("Back"), on_click=_back, key="log_back", icon=":material/arrow_back:")
        if page.more is not None:
            st.button(
                _("More"),
                on_click=way.append,
                args=(page.more,),
                key="log_more",
                icon=":material/arrow_forward:",
            )


def _back() -> None:
    st.session_state["_log_pages"].pop()


def _show_asked_back(view: View, who: Visitor) -> None:
    """Say that an analyst waits for an answer, and lead to those records; not where they are listed."""
    _ = view._
    if st.session_state[STATE] == ASKED_BACK:
        return
    count = store().submissions(who.actor, kinds=KINDS, own=True, state=ASKED_BACK, limit=1).total
    if not count:
        return
    st.warning(
        _.plural(
            "{count} record was asked back: open it, change it and send it again.",
            "{count} records were asked back: open them, change them and send them again.",
            count,
        ),
        icon=":material/rule:",
    )
    st.button(_("Show what was asked back"), on_click=_list_asked_back, key="asked_back")


def _list_asked_back() -> None:
    st.session_state.update({WHOSE: "", STATE: ASKED_BACK, KIND: "", "where": ""})


# -- what is due -----------------------------------------------------------------------------------


def _show_due(view: View, who: Visitor, known: Ground) -> None:
    """List the visitor's settled cases that are to be looked at again, each done by one tap."""
    _ = view._
    found = due(who.actor)
    if not found:
        return
    with st.container(border=True, key="due"):
        st.subheader(
            _.plural(
                "{count} settled case is to be looked at again",
                "{count} settled cases are to be looked at again",
                len(found),
            ),
            anchor=False,
        )
        for one in found[:DUE_AT_ONCE]:
            _due(view, who, one, known)
        if len(found) > DUE_AT_ONCE:
            st.caption(_("The others come up when these are done."))


def _due(view: View, who: Visitor, one: Due, known: Ground) -> None:
    _ = view._
    row = store().submission(who.actor, one.id)
    content = content_of(row)
    since = _("due since {date}").format(date=date_text(one.since, view.language))
    st.markdown(
        f"**{title(view, content, known)}**  \n:small[{below(view, content, known)}]  \n"
        f"{field_name(view, one.field)}, {since}"
    )
    with st.container(horizontal=True):
        for code in load_field_scheme().follow_ups:
            st.button(
                capital(word(view, one.field, code)),
                disabled=not who.named,
                on_click=_look,
                args=(view, row, one.field, code),
                key=f"look_{code}_{row.id}",
            )


def _look(view: View, row: Submission, field: str, code: str) -> None:
    _ = view._
    content, actor = content_of(row), visitor().actor
    assert isinstance(content, Activity)
    try:
        store().revise(actor, row.id, row.version, _with(content, field, code), row.note)
    except (*PROBLEMS, RecordError) as problem:
        tell("failed", problem_sentence(view, problem))
    else:
        what = title(view, content, ground(actor))
        tell("done", _("Sent for a review: {what}.").format(what=what.removesuffix(".")))


def _with(content: Activity, field: str, code: str) -> Activity:
    return Activity.from_json({**content.to_json(), field: code})


# -- the queue of a review -------------------------------------------------------------------------


def show_queue(view: View, who: Visitor) -> None:
    """Show what waits, the oldest first; several are accepted at once, others one by one."""
    _ = view._
    show_told()
    known = ground(who.actor)
    page = _page(who, "queue", kinds=KINDS, state=REVIEW, oldest=True)
    if not page.total and st.session_state["_log_pages"]:
        st.session_state["_log_pages"].clear()
        page = _page(who, "queue", kinds=KINDS, state=REVIEW, oldest=True)
    if not page.total:
        st.caption(_("No record waits for a review."))
        return
    free = [row for row in page if may_decide(who, row)]
    _several(view, who, free)
    for row in page:
        choose = _chosen_key(row) if row in free else ""
        show_row(view, row, known, is_opened=row.id == st.session_state[OPENED], choose=choose)
    _turn(view, page)


def _chosen_key(row: Submission) -> str:
    return f"chosen_{row.id}_{row.version}"


def _several(view: View, who: Visitor, free: Sequence[Submission]) -> None:
    _ = view._
    chosen = [row for row in free if st.session_state.get(_chosen_key(row))]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Accept the chosen ones ({count})").format(count=len(chosen)),
            type="primary",
            disabled=not (chosen and who.named),
            on_click=_accept,
            args=(view, chosen),
            key="accept_chosen",
        )
        st.button(
            _("Choose all on this page"),
            disabled=not free,
            on_click=_choose,
            args=(free,),
            key="choose_all",
        )
    if not free:
        st.caption(_("Nobody reviews what they wrote: another analyst has to decide."))
    if not who.named:
        st.caption(_("Give your name first: it is kept with your decision."))


def _choose(rows: Sequence[Submission]) -> None:
    for row in rows:
        st.session_state[_chosen_key(row)] = True


def _accept(view: View, rows: Sequence[Submission]) -> None:
    _ = view._
    given = [(row.id, row.version) for row in rows]
    try:
        store().review_many(visitor().actor, given, ACCEPTED)
    except (*PROBLEMS, RecordError) as problem:
        none = _("None was accepted.")
        tell("failed", f"{none} {problem_sentence(view, problem)}")
    else:
        done = _.plural("{count} record was accepted", "{count} records were accepted", len(rows))
        tell("done", f"{done}.")
