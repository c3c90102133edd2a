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

AT_ONCE = 20  # comments that wait, on one page
_TEXT = "comment_text"


def show_comments(view: View) -> None:
    """Show the region's comments on the year, and offer to file and to review them."""
    _ = view._
    try:
        shown = store().comments(view.region, view.period, (SHOWN,))
        others = store().comments(view.region, view.period, (TO_REVIEW, DECLINED))
    except StoreError as problem:
        st.caption(_("Comments cannot be shown now.") + " " + said(problem, _))
        return
    who = visitor()
    if shown:
        st.subheader(_("Answers to this score"), anchor=False)
    for comment in shown:
        _show(view, comment)
    for comment in others:
        if comment.author_subject is not None and comment.author_subject == who.actor.subject:
            _show(view, comment)  # what has become of it is shown to who sent it
    show_told(_)
    with st.container(horizontal=True):
        with st.popover(_("Answer this score"), icon=":material/reply:", key="answering"):
            _form(view)
        if who.may_review:
            waiting = [comment for comment in others if comment.state == TO_REVIEW]
            if waiting:
                title = _("To review ({count})").format(count=len(waiting))
                with st.popover(title, icon=":material/rule:", key="reviewing"):
                    for comment in waiting:
                        _review(view, comment)
            if shown:
                with st.popover(
                    _("Take down an answer"), icon=":material/undo:", key="taking_down"
                ):
                    for comment in shown:
                        _review(view, comment)


def show_waiting(view: View) -> None:
    """Show who may review them the comments of all regions that wait for it."""
    _ = view._
    if not visitor().may_review:
        return
    waiting = store().comments(states=(TO_REVIEW,), limit=AT_ONCE + 1)
    if not waiting:
        return
    title = _("Answers to scores that wait for a review")
    with st.expander(title, key="waiting", icon=":material/rule:"):
        for comment in waiting[:AT_ONCE]:
            place = comment.region
            if place in view.result.region_index:
                place = view.region_title(place)
            st.markdown(f"**{literal(place)}, {comment.period}**")
            _review(view, comment)
        if len(waiting) > AT_ONCE:
            st.caption(_("There are more; they come up when these are done."))


def _show(view: View, comment: Comment) -> None:
    _ = view._
    with st.container(border=True):
        st.markdown(literal(comment.text).replace("\n", "  \n"))
        words = [
            _("{author}, {date}").format(
                author=literal(comment.author), date=date_text(comment.at.date(), view.language)
            )
        ]
        if comment.state == TO_REVIEW:
            words.append(_("waits for a review"))
        elif comment.reviewer is not None:
            state = _("reviewed by {who}") if comment.state == SHOWN else _("declined by {who}")
            words.append(state.format(who=literal(comment.reviewer)))
        if comment.review_note:
            words.append(literal(comment.review_note))
        st.caption(" · ".join(words))


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
    """Show a comment and what may be decided about it: all but what was decided already."""
    _ = view._
    _show(view, comment)
    who = visitor()
    st.text_input(_("Note of the review (may stay empty)"), key=f"note_{comment.id}", max_chars=500)
    with st.container(horizontal=True):
        for label, state in ((_("Show it"), SHOWN), (_("Decline"), DECLINED)):
            if state != comment.state:
                st.button(
                    label,
                    disabled=not who.named,
                    on_click=_decide,
                    args=(view, comment, state),
                    key=f"{state}_{comment.id}",
                )
    if not who.named:
        st.caption(_("Give your name first: it is kept with your decision."))


def _decide(view: View, comment: Comment, state: str) -> None:
    note = st.session_state.get(f"note_{comment.id}", "")
    try:
        store().review_comment(visitor().actor, comment.id, comment.version, state, note)
    except PROBLEMS as problem:
        tell(problem)
    else:
        tell(None, view._("The review is kept."))
