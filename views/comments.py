"""What a region's officials answer to its score, shown beside it after an analyst's review."""

from __future__ import annotations

import streamlit as st

from i18n import date_text
from reports.words import literal
from scenarios import Comment, StoreError
from scenarios.records import DECLINED, SHOWN, TO_REVIEW
from scenarios.texts import LONGEST_COMMENT
from views.keeping import PROBLEMS, said, show_told, store, tell
from views.session import View
from views.who import show_who, visitor

_TEXT = "comment_text"


def show_comments(view: View) -> None:
    """Show the region's comments on the year, and offer to file and to review them."""
    _ = view._
    st.subheader(_("Answers to this score"), anchor=False)
    try:
        shown = store().comments(view.region, view.period, (SHOWN,))
        waiting = store().comments(view.region, view.period, (TO_REVIEW,))
    except StoreError as problem:
        st.caption(_("Comments cannot be shown now.") + " " + said(problem, _))
        return
    for comment in shown:
        _show(view, comment)
    if not shown:
        st.caption(_("Nobody has answered the score of this region for this year."))
    show_told(_)
    with st.container(horizontal=True):
        with st.popover(_("Answer this score"), icon=":material/reply:", key="answering"):
            _form(view)
        if waiting and visitor().may_review:
            title = _("To review ({count})").format(count=len(waiting))
            with st.popover(title, icon=":material/rule:", key="reviewing"):
                for comment in waiting:
                    _review(view, comment)


def _show(view: View, comment: Comment) -> None:
    with st.container(border=True, key=f"comment_{comment.id}"):
        st.markdown(literal(comment.text).replace("\n", "  \n"))
        words = view._("{author}, {date}").format(
            author=literal(comment.author), date=date_text(comment.at.date(), view.language)
        )
        note = f" · {literal(comment.review_note)}" if comment.review_note else ""
        st.caption(words + note)


def _form(view: View) -> None:
    _ = view._
    who = show_who(view)
    if not who.may_comment:
        return
    st.text_area(
        _("Your answer to the score of {region}, {year}").format(
            region=view.region_name(view.region), year=view.period
        ),
        key=_TEXT,
        max_chars=LONGEST_COMMENT,
    )
    st.caption(
        _(
            "It is shown here when an analyst has reviewed it. Do not name private persons or groups."
        )
    )
    st.button(
        _("Send for review"),
        type="primary",
        disabled=not who.named,
        on_click=_file,
        args=(view,),
        key="send_comment",
    )


def _file(view: View) -> None:
    try:
        store().add_comment(visitor().actor, view.region, view.period, st.session_state[_TEXT])
    except PROBLEMS as problem:
        tell(problem)
        return
    st.session_state[_TEXT] = ""
    tell(None, view._("Your answer waits for its review."))


def _review(view: View, comment: Comment) -> None:
    _ = view._
    _show(view, comment)
    who = visitor()
    st.text_input(_("Note of the review (may stay empty)"), key=f"note_{comment.id}", max_chars=500)
    with st.container(horizontal=True):
        for label, state in ((_("Show it"), SHOWN), (_("Decline"), DECLINED)):
            st.button(
                label,
                disabled=not who.named,
                on_click=_decide,
                args=(view, comment, state),
                key=f"{state}_{comment.id}",
            )
    if not who.named:
        st.caption(_("Give your name under “Answer this score” first."))


def _decide(view: View, comment: Comment, state: str) -> None:
    note = st.session_state.get(f"note_{comment.id}", "")
    try:
        store().review_comment(visitor().actor, comment.id, comment.version, state, note)
    except PROBLEMS as problem:
        tell(problem)
    else:
        tell(None, view._("The review is kept."))
