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
from views.keeping import store
from views.session import View
from views.who import Visitor, visitor

_SAID = "_sent_in_said"
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


def decide(seen: Submission, state: str) -> None:
    """Review a record as it was seen, or withdraw it, for the reason in its field.

    The field has the key ``reason_`` with the id.  Raises as the store does.
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
