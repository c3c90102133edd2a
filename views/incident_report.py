"""Report an incident: the form, what was sent and how it stands, and the analysts' review."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from i18n import date_text
from indicators.field_scheme import load_field_scheme
from indicators.incident_report import IncidentReport
from indicators.incident_report_checks import still_missing
from indicators.incident_report_rows import as_incident
from indicators.record_forms import RecordError
from reports.incident_words import incident_log, when
from reports.words import capital, literal
from scenarios import Conflict, StoreError
from scenarios.actors import MONITOR
from scenarios.records import SubmissionPage
from scenarios.submission_rules import KAZAKHSTAN
from scenarios.submitted import DRAFT, REVIEW, Submission
from views import incident_report_form as form
from views.frame import current
from views.incident_report_details import (
    FORM,
    content_of,
    find,
    show_details,
    show_duplicates,
)
from views.incident_report_steps import KEPT, show_steps, show_translations
from views.incident_report_words import part_name, problem_sentence, state_name
from views.keeping import PROBLEMS, show_unreachable, store
from views.reported import published
from views.sent_in import show_told, tell
from views.session import EVERY, MINE, WAITING, View
from views.who import Visitor, show_who, visitor

PART, OPENED = "reports", "report"  # keys of the address
PAGE = 20  # reports at once


def show(view: View) -> None:
    """Show the page."""
    _ = view._
    try:
        _page(view)
    except StoreError as problem:
        show_unreachable(_("Reports cannot be reached now"), problem, _)


def _page(view: View) -> None:
    _ = view._
    _answer(view)
    who = show_who(view)
    regions = _regions(view, who)
    if not regions:
        _how_to_get_the_right(view, who)
    parts = _parts(view, who, regions)
    if not parts:
        return
    if st.session_state[PART] not in parts:
        st.session_state[PART] = next(iter(parts))
    st.segmented_control(
        _("Part of the page"),
        list(parts),
        format_func=parts.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=PART,
    )
    if st.session_state[PART] == FORM:
        _form(view, who, regions)
    else:
        show_told()
        _list(view, who, st.session_state[PART])


def _answer(view: View) -> None:
    _ = view._
    waiting, count = _waiting(), len(published())
    first = (
        _.plural(
            "{count} reported incident is published here",
            "{count} reported incidents are published here",
            count,
        )
        if count
        else _("No reported incident is published here yet")
    )
    headline = str(first)
    if waiting:
        more = _.plural("{count} waits for a review", "{count} wait for a review", waiting)
        headline = f"{first}; {more}"
    st.html(f'<h1 class="k-answer">{escape(headline)}</h1>')
    text = _(
        "Report what published sources say of an incident that the log does not have. An analyst "
        "reviews it; then it is shown on the page Incidents, marked as reported here. It enters "
        "neither signals nor validation nor scores until a release takes it over."
    )
    st.html(f'<p class="k-sub">{escape(text)}</p>')
    st.page_link("views/incidents.py", label=_("To the incidents"), icon=":material/arrow_back:")


def _waiting() -> int:
    """Return how many reports wait for the visitor's eyes; none for who may not see them."""
    who = visitor()
    if not who.actor.is_at_least(MONITOR):
        return 0
    return store().submissions(who.actor, kinds=(IncidentReport.kind,), state=REVIEW, limit=1).total


def _regions(view: View, who: Visitor) -> list[str]:
    """Return the regions for which the visitor may report, by name."""
    return [region for region in view.regions_by_name if who.actor.writes_in(region)]


def _how_to_get_the_right(view: View, who: Visitor) -> None:
    _ = view._
    if who.actor.is_at_least(MONITOR):
        return  # a monitor without a region, which stands beside the name
    if who.signed_in:
        st.info(
            _(
                "Reporting needs the role of a monitor, for some regions, or of an analyst. The "
                "administrator of this server gives it."
            )
        )
    else:
        st.info(
            _(
                "Sign in to report. The administrator of this server makes people monitors of some "
                "regions, or analysts."
            )
        )


def _parts(view: View, who: Visitor, regions: Sequence[str]) -> dict[str, str]:
    """Return the parts of the page that the visitor may see, with their names."""
    _ = view._
    if not who.actor.is_at_least(MONITOR):
        return {}
    parts = {}
    if regions:
        of = form.written_on()
        parts[FORM] = _("New report") if of is None else _("Change a report")
    parts[MINE] = _("My reports")
    if who.may_review:
        parts[WAITING] = _("To review ({count})").format(count=_waiting())
    parts[EVERY] = _all(view, who)
    return parts


def _all(view: View, who: Visitor) -> str:
    return view._("All reports") if who.may_review else view._("Reports of my regions")


# -- the form --------------------------------------------------------------------------------------


def _form(view: View, who: Visitor, regions: Sequence[str]) -> None:
    _ = view._
    form.begin(view.region if view.region in regions else regions[0], view.language)
    of = form.written_on()
    if of is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f":material/edit: {_('You are changing a report that is kept.')} "
                + _("Version {version} stays in its history.").format(version=of[1])
            )
            st.button(_("Write a new one instead"), on_click=form.clear, key="new_report")
    show_steps(view, regions)
    st.subheader(f"6. {_('Look it over and send it')}", anchor=False)
    try:
        report = form.read()
    except RecordError as problem:
        st.warning(problem_sentence(view, problem))
    else:
        show_translations(view, report)
        show_duplicates(view, who, report, of[0] if of else "")
        missing = still_missing(report)
        if missing:
            parts = ", ".join(part_name(view, one.fields["field"]) for one in missing)
            st.caption(
                _("Still to be filled in before it can be sent: {parts}.").format(parts=parts)
            )
    st.text_area(
        _("Note for the reviewers: shown to them and to you only, never published"),
        key=form.key("note"),
        max_chars=load_field_scheme().limits.note,
        height=80,
        persist_state=KEPT,
    )
    if not who.named:
        st.caption(_("Give your name first: it is kept with your report, and not published."))
    show_told()
    with st.container(horizontal=True):
        st.button(
            _("Send for review"),
            type="primary",
            disabled=not who.named,
            on_click=_keep,
            args=(view, False),
            key="send_report",
        )
        if of is None or _is_draft(of[0]):
            st.button(
                _("Keep as a draft"),
                disabled=not who.named,
                on_click=_keep,
                args=(view, True),
                key="draft_report",
            )


def _is_draft(id_: str) -> bool:
    return store().submission(visitor().actor, id_).state == DRAFT


def _keep(view: View, draft: bool) -> None:
    _ = view._
    actor, of, note = visitor().actor, form.written_on(), form.get("note") or ""
    try:
        report = form.read()
        if of is None:
            kept = store().submit(actor, report, note, draft=draft)
        else:
            kept = store().revise(actor, *of, report, note, draft=draft)
    except Conflict as conflict:
        form.rebase(conflict.theirs.version)
        tell(
            "failed",
            _(
                "{who} changed this report meanwhile. Nothing was overwritten, and what you wrote is "
                "still here: look at theirs under “{part}”, then send yours again."
            ).format(who=literal(conflict.theirs.last_actor), part=_all(view, visitor())),
        )
        return
    except (*PROBLEMS, RecordError) as problem:
        tell("failed", problem_sentence(view, problem))
        return
    form.clear()
    st.session_state[PART], st.session_state[OPENED] = MINE, kept.id
    done = _("Kept as a draft.") if draft else _("Sent: an analyst will review it.")
    tell("done", done)


# -- what was sent ---------------------------------------------------------------------------------


def _list(view: View, who: Visitor, part: str) -> None:
    _ = view._
    rows = _rows(who, part)
    opened = st.session_state[OPENED]
    if opened and opened not in {row.id for row in rows}:
        found = find(view, opened)
        if found is None:
            st.session_state[OPENED] = opened = ""
        else:
            _row(view, found, is_opened=True)
    if not rows:
        st.caption(
            {
                MINE: _("You have sent no report yet."),
                WAITING: _("No report waits for a review."),
                EVERY: _("No report was sent yet."),
            }[part]
        )
    for row in rows:
        _row(view, row, is_opened=row.id == opened)
    if rows.more is not None:
        st.caption(_("Only the {count} that were changed last are listed.").format(count=PAGE))


def _rows(who: Visitor, part: str) -> SubmissionPage:
    """Return the reports of a part of the page, the last changed first."""
    state = REVIEW if part == WAITING else None
    return store().submissions(
        who.actor,
        kinds=(IncidentReport.kind,),
        state=state,
        own=part == MINE,
        limit=PAGE,
    )


def _row(view: View, row: Submission, *, is_opened: bool) -> None:
    """Show a line of the list, with all there is below it when it is the chosen one."""
    _ = view._
    report = content_of(row)
    place = report.place.get(view.language) or report.place.get(report.language)
    kinds = incident_log().scheme.kinds
    told = [view.region_name(report.region)]
    if report.date:
        whole = not still_missing(report)
        told.append(when(view, as_incident(report, row.id)) if whole else report.date)
    if report.what:
        told.append(view.text(kinds[report.what].name))
    kept = _("{author}, {date}").format(
        author=literal(row.author),
        date=date_text(row.changed.astimezone(KAZAKHSTAN).date(), view.language),
    )
    with st.container(border=True, key=f"report_{row.id}", gap="small"):
        words, buttons = st.columns([4, 1], vertical_alignment="center")
        title = literal(place) or _("no place yet")
        with words:
            if is_opened:
                st.subheader(title, anchor=False)
                st.caption(f"{capital(' · '.join(told))} · {kept}")
            else:
                state = state_name(row.state, _)
                st.markdown(f"**{title}** · {state}  \n:small[{' · '.join(told)} · {kept}]")
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            st.button(
                _("Hide") if is_opened else _("Open"),
                on_click=_open,
                args=("" if is_opened else row.id,),
                key=f"open_{row.id}",
            )
        if is_opened:
            show_details(view, row)


def _open(id_: str) -> None:
    st.session_state[OPENED] = id_


show(current())
