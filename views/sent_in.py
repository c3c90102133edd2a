"""What all records that are sent in share on the pages: words for states and steps, and history."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from i18n import Translator, date_text
from reports.words import literal
from scenarios.records import DRAFTED, REVISED, SUBMITTED, WholeEvent
from scenarios.submission_rules import KAZAKHSTAN
from scenarios.submitted import (
    ACCEPTED,
    ASKED_BACK,
    DECISIONS,
    DRAFT,
    REJECTED,
    REVIEW,
    WITHDRAWN,
    Submission,
)
from scenarios.texts import LONGEST_COMMENT
from views.keeping import store
from views.session import View
from views.who import Visitor, visitor

_SAID = "_sent_in_said"
Decide = Callable[[Submission, str], None]
Differences = Callable[[Submission, Submission], Iterable[str]]


def state_name(state: str, _: Translator) -> str:
    """Name the state of a record; of one that is published when it is accepted, see its page."""
    return {
        DRAFT: _("draft"),
        REVIEW: _("waits for a review"),
        ACCEPTED: _("accepted"),
        ASKED_BACK: _("asked back"),
        REJECTED: _("rejected"),
        WITHDRAWN: _("withdrawn"),
    }[state]


def step_name(action: str, _: Translator) -> str:
    """Name a step in the history of a record."""
    return {
        DRAFTED: _("kept as a draft"),
        SUBMITTED: _("sent for review"),
        REVISED: _("changed"),
        ACCEPTED: _("accepted"),
        ASKED_BACK: _("asked back"),
        REJECTED: _("rejected"),
        WITHDRAWN: _("withdrawn"),
    }[action]


def day_format(view: View) -> str:
    """Return how a field for a date shows it."""
    return "YYYY-MM-DD" if view.language == "en" else "DD.MM.YYYY"


def is_mine(who: Visitor, row: Submission) -> bool:
    """Tell whether the visitor made a record; where nobody signs in, who gave the same name."""
    if who.open:
        return row.author_subject is None and row.author == who.actor.name
    return who.actor.wrote(row.author_subject)


def may_decide(who: Visitor, row: Submission) -> bool:
    """Tell whether the visitor may review a record: nobody who signed in reviews their own."""
    own = who.actor.wrote(row.author_subject) or who.actor.wrote(row.writer_subject)
    return who.may_review and row.state == REVIEW and not own


def ask_for_reason(who: Visitor, row: Submission, _: Translator) -> None:
    """Show the field for an analyst's reason, and why a decision may not be open to them."""
    st.text_area(
        _("Reason (needed to ask back, to reject and to withdraw)"),
        key=f"reason_{row.id}",
        max_chars=LONGEST_COMMENT,
        height=80,
    )
    if row.state == REVIEW and not may_decide(who, row):
        st.caption(_("Nobody reviews what they wrote: another analyst has to decide."))


def offer_decisions(who: Visitor, row: Submission, accept: str, on: Decide, _: Translator) -> None:
    """Show the buttons that review a record, where the visitor may.

    accept : label of the first one.  on : what to call with the record and its new state.
    """
    if not may_decide(who, row):
        return
    for label, state in ((accept, ACCEPTED), (_("Ask back"), ASKED_BACK), (_("Reject"), REJECTED)):
        st.button(
            label,
            type="primary" if state == ACCEPTED else "secondary",
            disabled=not who.named,
            on_click=on,
            args=(row, state),
            key=f"{state}_{row.id}",
        )


def offer_withdrawal(who: Visitor, row: Submission, on: Decide, _: Translator) -> None:
    """Show the button that withdraws a record."""
    st.button(
        _("Withdraw for good"),
        disabled=not who.named,
        on_click=on,
        args=(row, WITHDRAWN),
        key=f"withdraw_{row.id}",
    )


def decide(seen: Submission, state: str) -> None:
    """Review a record as it was seen, or withdraw it, for the reason in its field.

    The field is that of ``ask_for_reason``.  Raises as the store does.
    """
    reason = st.session_state.get(f"reason_{seen.id}", "")
    actor, kept = visitor().actor, store()
    if state == WITHDRAWN:
        kept.withdraw(actor, seen.id, seen.version, reason)
    else:
        kept.review_submission(actor, seen.id, seen.version, state, reason)


def show_history(
    view: View,
    who: Visitor,
    row: Submission,
    differences: Differences,
    name: Callable[[str, Translator], str] = step_name,
) -> None:
    """Offer the steps of a record: who did what and when, why, and what then changed.

    differences : lines (Markdown) that say what a later version says otherwise.
    name : of a step.
    """
    _ = view._
    title = _("History: who changed what, and when")
    with st.expander(title, key=f"history_{row.id}", on_change="rerun") as expander:
        if not expander.open:
            return
        steps = store().submission_trail(who.actor, row.id)
        for step, before in zip(steps, (*steps[1:], None), strict=True):
            st.markdown("  \n".join(_step(view, step, before, differences, name)))


def _step(
    view: View,
    step: WholeEvent,
    before: WholeEvent | None,
    differences: Differences,
    name: Callable[[str, Translator], str],
) -> list[str]:
    at = step.at.astimezone(KAZAKHSTAN)
    when = f"{date_text(at.date(), view.language)}, {at:%H:%M} UTC+5"
    lines = [f"**{when}** · {literal(step.actor)} · {name(step.action, view._)}"]
    after = step.submission
    if after is None:
        return lines
    if step.action in (*DECISIONS, WITHDRAWN) and after.review_note:
        lines.append(literal(after.review_note))
    if before is not None and before.submission is not None:
        lines += differences(before.submission, after)
    return lines


def tell(kind: str, words: str) -> None:
    """Remember until the page is drawn what came of a click: ``done`` or ``failed``."""
    st.session_state[_SAID] = (kind, words)


def show_told() -> None:
    """Show, once, what came of the last click."""
    kind, words = st.session_state.pop(_SAID, ("", ""))
    if kind:
        (st.success if kind == "done" else st.error)(words)
