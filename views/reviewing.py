"""The review of one alert: where it stands, the next decision, and what was decided before."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from assessment.signals import Alert, Signals
from i18n import Translator, date_text
from reports.words import literal
from scenarios import AlertReview, Conflict
from scenarios.records import CLOSED, CONFIRMED, MOVES, TO_REVIEW, WATCHING, needs_note
from scenarios.texts import LONGEST_COMMENT
from views.keeping import PROBLEMS, show_told, store, tell
from views.session import View
from views.who import show_who, visitor

Reviews = Mapping[str, AlertReview]
STATE, NOTE = "review_state", "review_note"
STEPS = 20  # of a history at once
_OF, _CONFLICT = "_review_of", "_review_conflict"


def state_name(state: str, _: Translator) -> str:
    """Name a state of an alert."""
    return {
        TO_REVIEW: _("to review"),
        WATCHING: _("being watched"),
        CONFIRMED: _("confirmed"),
        CLOSED: _("closed"),
    }[state]


def state_meaning(state: str, _: Translator) -> str:
    """Say what a state of an alert means."""
    return {
        TO_REVIEW: _("Nobody has decided yet what it is."),
        WATCHING: _("It may be real: wait for the next figure, or for an answer."),
        CONFIRMED: _("The figure is right and something did change; the next step is under way."),
        CLOSED: _("A fault of the figures, explained otherwise, or settled."),
    }[state]


def state_of(alert: str, reviews: Reviews) -> str:
    """Return where an alert stands; without a review it is to be reviewed."""
    return reviews[alert].state if alert in reviews else TO_REVIEW


def standing(alert: Alert, found: Signals, reviews: Reviews, _: Translator) -> str:
    """Say where an alert stands; one whose time is over waits for nobody any more."""
    if alert.id not in reviews and alert not in found.current:
        return _("past, not reviewed")
    return state_name(state_of(alert.id, reviews), _)


def is_open(alert: Alert, found: Signals, reviews: Reviews) -> bool:
    """Tell whether something is still to be done about an alert.

    What nobody looked at ends with its time; what somebody took up stays until it is closed.
    """
    taken_up = alert.id in reviews or alert in found.current
    return taken_up and state_of(alert.id, reviews) != CLOSED


def show_review(view: View, alert: str, review: AlertReview | None) -> None:
    """Show where an alert stands; analysts can take the next step."""
    _ = view._
    state = TO_REVIEW if review is None else review.state
    st.markdown(f"**{_('State')}: {state_name(state, _)}.** {state_meaning(state, _)}")
    if review is not None:
        _decided(view, review)
    show_told(_)
    _show_conflict(view, alert)
    with st.expander(_("Review this alert"), key="reviewing", icon=":material/rule:"):
        _form(view, alert, state, 0 if review is None else review.version)
    if review is not None:
        _history(view, review)


def _decided(view: View, review: AlertReview) -> None:
    if review.note:
        st.markdown(literal(review.note).replace("\n", "  \n"))
    st.caption(
        view._("{author}, {date}; figures {data}").format(
            author=literal(review.reviewer),
            date=date_text(review.reviewed.date(), view.language),
            data=literal(review.data_version),
        )
    )


def _form(view: View, alert: str, state: str, version: int) -> None:
    _ = view._
    who = show_who(view)
    if not who.may_review:
        st.caption(_("Reviewing needs the role of an analyst."))
        return
    begun = _begin(alert, state, version)
    chosen = st.radio(
        _("Put it into the state"),
        MOVES[state],
        format_func=lambda each: _move_name(state, each, _),
        captions=[state_meaning(each, _) for each in MOVES[state]],
        key=STATE,
    )
    st.text_area(
        _("Why: what was found, who was asked")
        if needs_note(state, chosen)
        else _("Why: what was found, who was asked (may stay empty)"),
        key=NOTE,
        max_chars=LONGEST_COMMENT,
    )
    st.caption(_("Everybody can read it. Do not name private persons or groups."))
    if not who.named:
        st.caption(_("Give your name first: it is kept with what you save."))
    st.button(
        _("Keep the review"),
        type="primary",
        disabled=not who.named,
        on_click=_decide,
        args=(view, alert, begun),
        key="keep_review",
    )


def _begin(alert: str, state: str, version: int) -> int:
    """Return the version that the visitor began from; each alert is begun with an empty form.

    It stays while they write, so that who reviews meanwhile is noticed and not written over.
    """
    of = st.session_state.get(_OF)
    if of is None or of[0] != alert:
        st.session_state[_OF] = of = (alert, version)
        st.session_state[STATE] = MOVES[state][0]
        st.session_state[NOTE] = ""
    # Writing a value back to itself keeps it while its widget was not on the page, and while the
    # words of its choices change with the state.
    kept = st.session_state.get(STATE)
    st.session_state[STATE] = kept if kept in MOVES[state] else MOVES[state][0]
    st.session_state[NOTE] = st.session_state.get(NOTE, "")
    began: int = of[1]
    return began


def _move_name(state: str, after: str, _: Translator) -> str:
    if state == after:
        return _("{state}, with one more note").format(state=state_name(after, _))
    if after == TO_REVIEW:
        return _("{state}, opened again").format(state=state_name(after, _))
    return state_name(after, _)


def _decide(view: View, alert: str, version: int) -> None:
    st.session_state.pop(_CONFLICT, None)
    try:
        kept = store().review_alert(
            visitor().actor,
            alert,
            version,
            st.session_state[STATE],
            st.session_state[NOTE],
            data_version=view.assessment.observations.version,
        )
    except Conflict as conflict:
        st.session_state[_CONFLICT] = conflict
        st.session_state[_OF] = (alert, conflict.theirs.version)
    except PROBLEMS as problem:
        tell(problem)
    else:
        st.session_state[_OF] = (alert, kept.version)
        st.session_state[NOTE] = ""
        tell(None, view._("The review is kept."))


def _show_conflict(view: View, alert: str) -> None:
    """Tell who came second; what they wrote stays in the form, and both decisions are shown."""
    conflict = st.session_state.get(_CONFLICT)
    if conflict is None or conflict.theirs.alert != alert:
        return
    _ = view._
    yours, theirs = conflict.yours, conflict.theirs
    st.error(
        _(
            "{who} reviewed this alert meanwhile. Nothing was overwritten, and your note is still in "
            "the form: read theirs, then decide anew."
        ).format(who=literal(theirs.reviewer))
    )
    st.table(
        pd.DataFrame(
            {
                _("Whose"): whose,
                _("State"): state_name(each.state, _),
                _("Note"): literal(each.note),
            }
            for whose, each in ((_("Yours"), yours), (_("Theirs"), theirs))
        ),
        hide_index=True,
        alt=_("What differs between the two reviews"),
    )


def _history(view: View, review: AlertReview) -> None:
    _ = view._
    title = _("How it was reviewed")
    with st.expander(title, key="review_history", on_change="rerun") as expander:
        if not expander.open:
            return
        found = store().history(review.id, limit=STEPS, kind="alert")
        steps = [(event, store().event(event.id).alert) for event in found]
        st.table(
            pd.DataFrame(
                {
                    _("When (UTC)"): f"{date_text(event.at.date(), view.language)}, "
                    f"{event.at:%H:%M}",
                    _("Who"): literal(event.actor),
                    _("State"): state_name(step.state, _),
                    _("Note"): literal(step.note),
                }
                for event, step in steps
                if step is not None
            ),
            hide_index=True,
            alt=title,
        )
