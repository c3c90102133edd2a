"""Recording in the field: few fields, those that matter, each fault beside its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from indicators.field_records import Activity, Body, District, MonthlyReturn
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import RecordError, speaks_of_groups
from indicators.record_notes import WARNINGS, check_note, note_warnings
from scenarios import Conflict
from scenarios.contents import FOR_ANALYSTS
from views import field_log_form as form
from views.field_log_form import GONE, KEPT, get, key, put
from views.field_log_records import Ground, ground, returned, today
from views.field_log_words import (
    body_title,
    capital,
    field_name,
    kind_name,
    month,
    problem_sentence,
    title,
    word,
)
from views.keeping import PROBLEMS, store
from views.sent_in import day_format, show_told, tell
from views.session import View
from views.who import Visitor, visitor

MONTHS = 24  # of which a return can be given on the page; older ones by a table
ORDER = (
    Activity.kind,
    MonthlyReturn.kind,
    Body.kind,
    District.kind,
)  # as often as they are written


def show_record(view: View, who: Visitor, regions: Sequence[str]) -> None:
    """Show the form.  regions : those in which the visitor may write."""
    _ = view._
    kinds = [kind for kind in ORDER if who.may_write or kind not in FOR_ANALYSTS]
    form.begin(kinds, regions, view.region)
    _what_is_written(view, kinds)
    if len(regions) > 1:
        st.selectbox(
            field_name(view, "region"),
            regions,
            format_func=view.region_name,
            key=key("region"),
            **KEPT,
        )
    known = ground(who.actor)
    kind = get("what")
    ready = FIELDS[kind](view, who, known)
    if not ready:
        show_told()
        return
    _note(view)
    show_told()
    _send(view, who)


def _what_is_written(view: View, kinds: Sequence[str]) -> None:
    _ = view._
    of, scheme = form.written_on(), load_field_scheme()
    if of is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f":material/edit: {_('You are changing a record that is kept.')} "
                + _("Version {version} stays in its history.").format(version=of[1])
            )
            st.button(_("Write a new one instead"), on_click=form.clear, key="new_record")
    else:
        st.pills(
            _("What do you record?"),
            kinds,
            format_func=lambda kind: kind_name(view, kind),
            required=True,
            on_change=form.forget,
            key=key("what"),
            **KEPT,
        )
    st.caption(view.text(scheme.records[get("what")].definition))


def _fault(field: str) -> None:
    if sentence := form.fault(field):
        st.error(sentence, icon=":material/error:")


def _line(view: View, field: str, most: int, **more: Any) -> None:
    st.text_input(
        field_name(view, field), key=key(field), max_chars=most, autocomplete="off", **more, **KEPT
    )
    _fault(field)


def _words(view: View, field: str, words: Mapping[str, Any]) -> None:
    """Offer the words of the scheme, each as large as a finger; say what the chosen one means."""
    st.pills(
        field_name(view, field),
        list(words),
        format_func=lambda code: capital(word(view, field, code)),
        key=key(field),
        **KEPT,
    )
    meaning = getattr(words.get(get(field)), "definition", None)
    if meaning is not None:
        st.caption(view.text(meaning))
    _fault(field)


def _day(view: View, field: str) -> None:
    st.date_input(
        field_name(view, field),
        min_value=date(load_field_scheme().limits.first_year, 1, 1),
        max_value=today(),
        format=day_format(view),
        key=key(field),
        **KEPT,
    )
    _fault(field)


def _district(view: View, who: Visitor, known: Ground) -> bool:
    """Offer the districts of the region; say what to do when there is none."""
    _ = view._
    options = known.districts_of(get("region"))
    if not options:
        text = _("No district of {region} is recorded yet.").format(
            region=view.region_name(get("region"))
        )
        more = (
            _("Record one first, with the act that names it as its source.")
            if who.may_write
            else _("An analyst has to record the districts first.")
        )
        st.info(f"{text} {more}")
        if who.may_write:
            st.button(
                _("Record a district"),
                on_click=put,
                args=("what", District.kind),
                key="first_district",
            )
        return False
    form.choose_from("district", options)
    st.selectbox(
        field_name(view, "district"),
        options,
        format_func=lambda id_: known.districts[id_].name,
        placeholder=_("Choose"),
        key=key("district"),
        **KEPT,
    )
    _fault("district")
    return True


# -- one kind each ---------------------------------------------------------------------------------


def _activity(view: View, who: Visitor, known: Ground) -> bool:
    _ = view._
    scheme = load_field_scheme()
    body = known.bodies.get(get("body") or "")
    if form.written_on() is not None and body is not None:
        put("district", get("district") or body.district)
    if not _district(view, who, known):
        return False
    if get("district") is None:
        return False
    options = known.bodies_of(get("district"))
    if not options:
        st.info(_("No council or board of this district is recorded yet: record it first."))
        st.button(
            _("Record a council or board"), on_click=put, args=("what", Body.kind), key="first_body"
        )
        return False
    form.choose_from("body", options)
    st.selectbox(
        field_name(view, "body"),
        options,
        format_func=lambda id_: body_title(view, known.bodies[id_]).replace("\\", ""),
        placeholder=_("Choose"),
        key=key("body"),
        **KEPT,
    )
    _fault("body")
    _day(view, "date")
    _words(view, "activity_kind", scheme.activity_kinds)
    _words(view, "subject", scheme.subjects)
    _words(view, "asked_by", scheme.askers)
    if form.is_case():
        _words(view, "outcome", scheme.outcomes)
    for look in form.looks():
        _words(view, look, scheme.follow_ups)
    return True


def _body(view: View, who: Visitor, known: Ground) -> bool:
    _ = view._
    scheme = load_field_scheme()
    if not _district(view, who, known):
        return False
    _words(view, "body_kind", scheme.body_kinds)
    _line(
        view,
        "place",
        scheme.limits.place,
        help=_("Village, town or quarter; no names of persons, nothing of groups."),
    )
    if get("place") and speaks_of_groups(get("place")):
        st.warning(_("A place must not name an ethnic, language or religious group."))
    left, right = st.columns(2)
    with left:
        st.number_input(
            field_name(view, "number"),
            1,
            scheme.limits.number,
            step=1,
            help=_("1, 2, 3… where a place has several of the same kind."),
            key=key("number"),
            **KEPT,
        )
        _fault("number")
    with right:
        st.number_input(
            _("Members, if known"),
            1,
            scheme.limits.members,
            value=None,
            step=1,
            key=key("members"),
            **KEPT,
        )
        _fault("members")
    form_of_dates = _("A year, a month or a day: 2022, 2022-11 or 2022-11-05.")
    _line(view, "set_up", 10, placeholder="2022-11", help=form_of_dates)
    st.checkbox(_("It has been dissolved"), key=key(GONE), **KEPT)
    if get(GONE):
        _line(view, "dissolved", 10, placeholder="2024", help=form_of_dates)
    _same_body(view, known)
    return True


def _same_body(view: View, known: Ground) -> None:
    """Point out a body of the same kind, place and number."""
    _ = view._
    of = form.written_on()
    place = " ".join((get("place") or "").split()).casefold()
    for id_ in known.bodies_of(get("district") or ""):
        body = known.bodies[id_]
        same = body.place.casefold() == place and body.number == get("number")
        if same and body.body_kind == get("body_kind") and (of is None or of[0] != id_):
            st.warning(
                _("The log has it already: {body}. A second one of this place has another number.")
                .format(body=body_title(view, body))
            )  # fmt: skip


def _return(view: View, who: Visitor, known: Ground) -> bool:
    _ = view._
    if not _district(view, who, known) or get("district") is None:
        return False
    given = returned(who.actor)
    options, day = [], today().replace(day=1)
    for _month in range(MONTHS):
        day = (day - timedelta(days=1)).replace(day=1)
        options.append(f"{day:%Y-%m}")
    of = form.written_on()
    open_ = [one for one in options if (get("district"), one) not in given]
    if of is not None and get("month") not in open_:
        open_.insert(0, get("month"))
    if not open_:
        st.success(
            _("The returns of this district are in for all of the last {count} months.").format(
                count=MONTHS
            )
        )
        return False
    if get("month") not in open_:
        put("month", open_[0])
    st.selectbox(
        field_name(view, "month"),
        open_,
        format_func=lambda text: month(view, text),
        key=key("month"),
        **KEPT,
    )
    _fault("month")
    st.caption(_("Only months whose return is still missing are listed, the latest first."))
    return True


def _new_district(view: View, _who: Visitor, known: Ground) -> bool:
    _ = view._
    limits = load_field_scheme().limits
    there = [known.districts[id_].name for id_ in known.districts_of(get("region"))]
    if there:
        st.caption(_("Recorded already: {districts}.").format(districts=", ".join(there)))
    _line(view, "name", limits.name)
    _line(view, "source", limits.source)
    st.checkbox(_("It does not exist any more"), key=key(GONE), **KEPT)
    if get(GONE):
        _day(view, "until")
    return True


FIELDS: Mapping[str, Callable[[View, Visitor, Ground], bool]] = {
    Activity.kind: _activity,
    Body.kind: _body,
    MonthlyReturn.kind: _return,
    District.kind: _new_district,
}


# -- the note and sending --------------------------------------------------------------------------


def _note(view: View) -> None:
    _ = view._
    st.text_area(
        _("Note, if needed"),
        key=key("note"),
        max_chars=load_field_scheme().limits.note,
        height=80,
        help=_("Seen by you, the monitors of the region and the analysts; never published."),
        **KEPT,
    )
    st.caption(_("Not published. No names of persons, no groups, no telephone numbers."))
    note = get("note") or ""
    for found in note_warnings(note):
        st.warning(_(WARNINGS[found]), icon=":material/shield_person:")
    try:
        check_note(note)
    except RecordError as problem:
        st.error(problem_sentence(view, problem), icon=":material/error:")


def _send(view: View, who: Visitor) -> None:
    _ = view._
    of = form.written_on()
    if not who.named:
        st.caption(_("Give your name first: it is kept with your record, and not published."))
    with st.container(horizontal=True):
        st.button(
            _("Send for review"),
            type="primary",
            icon=":material/send:",
            disabled=not who.named,
            on_click=_keep,
            args=(view, False),
            key="send_record",
        )
        if of is None or of[2]:
            st.button(
                _("Keep as a draft"),
                disabled=not who.named,
                on_click=_keep,
                args=(view, True),
                key="draft_record",
            )


def _keep(view: View, draft: bool) -> None:
    _ = view._
    actor, of, note = visitor().actor, form.written_on(), get("note") or ""
    form.forget()
    try:
        content = form.read()
        if of is None:
            store().submit(actor, content, note, draft=draft)
        else:
            store().revise(actor, of[0], of[1], content, note, draft=draft)
    except Conflict as conflict:
        form.rebase(conflict.theirs.version)
        tell("failed", problem_sentence(view, conflict))
        return
    except RecordError as problem:
        sentence = problem_sentence(view, problem)
        form.refuse(problem.fields["field"], sentence)
        tell("failed", _("Not sent.") + " " + sentence)
        return
    except PROBLEMS as problem:
        tell("failed", problem_sentence(view, problem))
        return
    what = title(view, content, ground(actor))
    form.clear()
    done = (
        _("Kept as a draft: {what}. It is not sent yet.")
        if draft
        else _("Sent for a review: {what}. The form is ready for the next one.")
    )
    tell("done", done.format(what=what.removesuffix(".")))  # a date may end with one
