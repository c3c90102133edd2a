"""One report, opened: what it says, what it may repeat, how it came about, what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from i18n import NAMES
from indicators.incident_duplicates import Match
from indicators.incident_report import IncidentReport
from indicators.incident_report_changes import report_changes
from indicators.incident_report_checks import still_missing
from indicators.incident_report_rows import as_incident, untranslated, where_reported
from indicators.incidents import Incident
from indicators.record_forms import RecordError
from reports import incident_words as words
from reports.words import literal
from scenarios import Conflict, NoSuch
from scenarios.actors import ANALYST
from scenarios.submitted import ACCEPTED, DRAFT, REVIEW, WITHDRAWN, Submission
from views.incident_opened import show_incident
from views.incident_report_form import take
from views.incident_report_words import (
    part_name,
    part_value,
    problem_sentence,
    state_meaning,
    state_name,
    step_name,
)
from views.keeping import PROBLEMS, store
from views.reported import may_be_same
from views.sent_in import (
    ask_for_reason,
    decide,
    is_mine,
    offer_decisions,
    offer_withdrawal,
    show_history,
    tell,
)
from views.session import EVERY, View
from views.who import Visitor, visitor

AT_ONCE = 50  # reports that wait, among which duplicates are looked for
FORM = ""  # the part of the page with the form


def content_of(submission: Submission) -> IncidentReport:
    """Return what a submission of our kind says."""
    assert isinstance(submission.content, IncidentReport)
    return submission.content


def show_details(view: View, submission: Submission) -> None:
    """Show all there is of a report, and offer what the visitor may do with it."""
    _ = view._
    who, report = visitor(), content_of(submission)
    st.markdown(
        f"**{_('State')}: {state_name(submission.state, _)}.** {state_meaning(submission.state, _)}"
    )
    if submission.review_note and submission.reviewer is not None:
        st.info(
            _("{who}: {note}").format(
                who=literal(submission.reviewer), note=literal(submission.review_note)
            ),
            icon=":material/rule:",
        )
    missing = still_missing(report)
    if missing:
        parts = ", ".join(part_name(view, one.fields["field"]) for one in missing)
        st.caption(_("Still to be filled in before it can be sent: {parts}.").format(parts=parts))
    else:
        show_incident(view, as_incident(report, submission.id))
        _translated(view, report)
    if submission.note:
        st.markdown(f"**{part_name(view, 'note')}**: {literal(submission.note)}")
    show_duplicates(view, who, report, submission.id)
    show_history(view, who, submission, lambda old, new: _differences(view, old, new), step_name)
    _actions(view, who, submission)


def _translated(view: View, report: IncidentReport) -> None:
    """Say in which language it was written, and which of the others are still lacking."""
    _ = view._
    lacking = sorted({language for _field, language in untranslated(report)}, key=list(NAMES).index)
    text = _("Written in: {language}.").format(language=NAMES[report.language])
    if lacking:
        text += " " + _("Not wholly translated into: {languages}.").format(
            languages=", ".join(NAMES[one] for one in lacking)
        )
    st.caption(text)


# -- what it may repeat ----------------------------------------------------------------------------


def show_duplicates(view: View, who: Visitor, report: IncidentReport, id_: str) -> None:
    """List what may be the same events, each with the way to it; nothing while it has no date."""
    _ = view._
    where = where_reported(report, id_)
    if where is None:
        return
    pending = _pending(who)
    found = may_be_same(view, where, tuple(pending.values()))
    near = words.incident_log().scheme.near
    rule = _(
        "Looked for: up to {days} days apart, in the same region or a neighbouring one, up to {km} km "
        "between the centres; where a centre is not known, in the same region."
    ).format(days=near.days, km=view.number(near.km, 0))
    if not found:
        st.caption(
            _("Nothing in the log or among the reports is near in time and place.") + " " + rule
        )
        return
    with st.container(border=True):
        count = _.plural(
            "{count} incident may be the same: compare before you go on.",
            "{count} incidents may be the same: compare before you go on.",
            len(found),
        )
        st.markdown(f":material/content_copy: **{count}**")
        for match in found:
            _match(view, match, waits=match.incident.id in pending)
        st.caption(rule)


def _pending(who: Visitor) -> Mapping[str, Incident]:
    """Return the reports that wait for a review and that the visitor may see, by their ids."""
    found = store().submissions(
        who.actor, kinds=(IncidentReport.kind,), state=REVIEW, limit=AT_ONCE
    )
    return {one.id: as_incident(content_of(one), one.id) for one in found}


def _match(view: View, match: Match, *, waits: bool) -> None:
    _ = view._
    one = match.incident
    apart = (
        _("the same days")
        if match.days == 0
        else str(_.plural("{count} day apart", "{count} days apart", match.days))
    )
    if match.km is not None:
        apart += ", " + _("{km} km").format(km=view.number(match.km, 0))
    told = [words.when(view, one), words.kind_name(view, one), apart]
    if waits:
        told.append(_("waits for a review"))
    place = literal(view.text(one.place).split(",", maxsplit=1)[0])
    st.markdown(f"**{literal(view.text(one.place))}** · {' · '.join(told)}")
    if waits:
        page, address = "views/incident_report.py", {"report": one.id, "reports": EVERY}
    else:
        page, address = "views/incidents.py", {"incident": one.id}
    st.page_link(
        page,
        label=_("Compare with: {place}").format(place=place),
        icon=":material/arrow_forward:",
        query_params=address,
    )


# -- how it came about -----------------------------------------------------------------------------


def _differences(view: View, before: Submission, after: Submission) -> list[str]:
    return list(filter(None, [change_words(view, content_of(before), content_of(after))]))


def change_words(view: View, before: IncidentReport, after: IncidentReport) -> str:
    """Say what a later version says differently, a part a line."""
    return "  \n".join(
        f"{part_name(view, path)}: {part_value(view, path, old)} → {part_value(view, path, new)}"
        for path, old, new in report_changes(before, after)
    )


# -- what can be done ------------------------------------------------------------------------------


def _actions(view: View, who: Visitor, submission: Submission) -> None:
    _ = view._
    if submission.state == WITHDRAWN:
        return
    own = is_mine(who, submission)
    if own or who.actor.is_at_least(ANALYST):
        st.button(
            _("Go on writing") if submission.state == DRAFT else _("Change it"),
            icon=":material/edit:",
            on_click=_change,
            args=(view, submission.id),
            key=f"change_{submission.id}",
        )
    if who.may_review:
        _review(view, who, submission)
    elif own and submission.counted is None:
        offer_withdrawal(who, submission, partial(_decide, view), view._)


def _change(view: View, id_: str) -> None:
    try:
        take(store().submission(visitor().actor, id_))
    except PROBLEMS as problem:
        tell("failed", problem_sentence(view, problem))
        return
    st.session_state["reports"] = FORM


def _review(view: View, who: Visitor, submission: Submission) -> None:
    _ = view._
    on = partial(_decide, view)
    with st.container(border=True, key=f"review_{submission.id}"):
        if submission.counted is not None and submission.state != ACCEPTED:
            st.markdown(
                f"**{_('What is published now, and what this version says:')}**  \n"
                + (change_words(view, _counted(submission), content_of(submission)) or "–")
            )
        ask_for_reason(who, submission, _)
        if not who.named:
            st.caption(_("Give your name first: it is kept with your decision."))
        with st.container(horizontal=True):
            offer_decisions(who, submission, _("Publish"), on, _)
            offer_withdrawal(who, submission, on, _)


def _counted(submission: Submission) -> IncidentReport:
    assert isinstance(submission.counted, IncidentReport)
    return submission.counted


def _decide(view: View, seen: Submission, state: str) -> None:
    _ = view._
    try:
        decide(seen, state)
    except Conflict:
        tell("failed", _("Somebody changed this report meanwhile: look at it again."))
    except (*PROBLEMS, RecordError) as problem:
        tell("failed", problem_sentence(view, problem))
    else:
        place = content_of(seen).place.get(content_of(seen).language)
        tell("done", f"{literal(place)}: {state_name(state, _)}.")


def find(view: View, id_: str) -> Submission | None:
    """Return the report that an address names, if the visitor may see it."""
    try:
        found = store().submission(visitor().actor, id_)
    except NoSuch:
        st.warning(view._("There is no such report, or it is not yours to see."))
        return None
    return found if found.kind == IncidentReport.kind else None
