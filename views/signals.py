"""Signals: what has changed suddenly and where, what to do next, and how far the alerts can be trusted."""

from __future__ import annotations

import math
from html import escape

import pandas as pd
import streamlit as st

from assessment.signals import Alert, Signals, signals
from i18n import date_text
from indicators.stream_schema import Stream
from reports.alert_words import (
    chance,
    level_name,
    reasons,
    rule_name,
    rule_texts,
    sentence,
    title,
)
from reports.words import literal
from scenarios import StoreError
from scenarios.records import ALERT_STATES, TO_REVIEW
from views.frame import current
from views.keeping import said, store
from views.reviewing import Reviews, is_open, show_review, standing, state_name, state_of
from views.session import EVERY, View
from views.stream_panels import show_all_regions, show_one
from views.tables import comparison_download
from views.trace import show_figures

MOST = 40  # alerts in the list at once


def show(view: View) -> None:
    """Show the page."""
    found = signals(view.assessment)
    try:
        reviews: Reviews | None = store().alert_reviews()
        problem = None
    except StoreError as error:
        reviews, problem = None, error
    _headline(view, found, reviews)
    if problem is not None:
        st.error(said(problem, view._))
    listed = _filtered(view, found, reviews or {})
    chosen = _list(view, found, listed, reviews or {})
    if chosen is not None:
        _alert(view, found, chosen, reviews)
    _table(view, found, listed, reviews or {})
    _gone(view, found, reviews or {})
    _streams(view, found, chosen)
    _rules(view, found)


def _headline(view: View, found: Signals, reviews: Reviews | None) -> None:
    _ = view._
    known = reviews or {}
    opened = [one for one in found.alerts if is_open(one, found, known)]
    waiting = [one for one in opened if state_of(one.id, known) == TO_REVIEW]
    if waiting:
        newest = waiting[0]
        answer = _.plural(
            "{count} alert waits for review", "{count} alerts wait for review", len(waiting)
        )
        stream = view.assessment.registry.streams[newest.stream]
        answer += ". " + _("The newest: {region}, {stream}, {period}").format(
            region=view.region_name(newest.region),
            stream=view.text(stream.short),
            period=view.period_text(newest.period),
        )
    elif found.current:
        answer = _("All current alerts have been reviewed")
    else:
        answer = _("No stream shows a sudden change now")
    st.html(f'<h1 class="k-answer">{escape(answer)}</h1>')
    words = _(
        "An alert says that a figure moved as it seldom does: a reason to look, not a finding. It "
        "never changes a score. Chance alone gives about {count} alerts a year over all regions."
    ).format(count=view.number(found.expected_false_alarms))
    st.html(f'<p class="k-sub">{escape(words)}</p>')


# -- the list --------------------------------------------------------------------------------------


def _filtered(view: View, found: Signals, reviews: Reviews) -> list[Alert]:
    _ = view._
    registry = view.assessment.registry
    with st.container(horizontal=True):
        state = st.selectbox(
            _("State"),
            ("", *ALERT_STATES, EVERY),
            format_func=lambda one: _state_choice(one, view),
            key="alerts",
            on_change=_forget_alert,
        )
        stream = st.selectbox(
            _("Stream"),
            ("", *(one.id for one in registry.watched)),
            format_func=lambda one: (
                view.text(registry.streams[one].short) if one else _("all streams")
            ),
            key="stream",
            on_change=_forget_alert,
        )
        region = st.selectbox(
            _("Region"),
            ("", *view.regions_by_name),
            format_func=lambda one: view.region_name(one) if one else _("all regions"),
            key="where",
            on_change=_forget_alert,
        )

    def wanted(alert: Alert) -> bool:
        at, still = state_of(alert.id, reviews), is_open(alert, found, reviews)
        shown = {"": still, TO_REVIEW: still and at == state, EVERY: True}.get(state, at == state)
        return shown and stream in ("", alert.stream) and region in ("", alert.region)

    return [alert for alert in found.alerts if wanted(alert)]


def _state_choice(state: str, view: View) -> str:
    if state == "":
        return view._("open")
    return view._("all since the streams begin") if state == EVERY else state_name(state, view._)


def _propose(parameter: str, options: list[str], first: str = "") -> str:
    """Set a choice to what the address asks for, or else to what the page proposes; return it."""
    key = f"{parameter}_choice"
    wanted: str = st.session_state[parameter] or first or options[0]
    is_new = wanted != st.session_state.get(f"_{key}_before")
    kept = st.session_state.get(key)
    # Written back even when it stays: its words change with the language.
    st.session_state[key] = wanted if is_new or kept not in options else kept
    return wanted


def _keep(parameter: str, chosen: str, wanted: str) -> None:
    """Put into the address what somebody chose; what the page proposed does not stand there."""
    if chosen != wanted:
        st.session_state[parameter] = chosen
    st.session_state[f"_{parameter}_choice_before"] = chosen


def _forget_alert() -> None:
    """Let another choice of alerts open its own first one."""
    st.session_state["alert"] = ""


def _list(view: View, found: Signals, listed: list[Alert], reviews: Reviews) -> Alert | None:
    """List alerts, newest first; return the one that is open."""
    _ = view._
    named = st.session_state["alert"]
    shown = listed[:MOST]
    if named and named not in [one.id for one in shown]:
        shown = [found.get(named), *shown]  # a link leads to it, whatever its state is by now
    if not shown:
        st.info(_("There is no such alert."))
        return None
    by_id = {one.id: one for one in shown}
    wanted = _propose("alert", list(by_id))
    opened = st.radio(
        _("Alerts, newest first"),
        list(by_id),
        format_func=lambda one: title(view, by_id[one]),
        captions=[f"{sentence(view, one)} — {standing(one, found, reviews, _)}" for one in shown],
        key="alert_choice",
    )
    _keep("alert", opened, wanted)
    if len(listed) > len(shown):
        st.caption(
            _("The newest {shown} of {count}; the table below has all.").format(
                shown=MOST, count=view.number(len(listed), 0)
            )
        )
    return by_id[opened]


# -- one alert -------------------------------------------------------------------------------------


def _alert(view: View, found: Signals, alert: Alert, reviews: Reviews | None) -> None:
    _ = view._
    stream = view.assessment.registry.streams[alert.stream]
    with st.container(border=True, key="open_alert"):
        name = f"{view.region_title(alert.region)}: {view.text(stream.short)}"
        st.subheader(name, anchor=False)
        st.markdown(sentence(view, alert))
        if alert.inherited:
            st.caption(_("The figures are those of the former region that held this one."))
        left, right = st.columns([3, 2], gap="large")
        with left:
            show_one(view, found, alert)
            st.markdown(f"**{_('Why it is an alert')}**")
            lines = [*reasons(view, alert), chance(view, alert)]
            st.markdown("\n".join(f"- {line}" for line in lines))
        with right:
            _next_step(view, stream)
        if reviews is not None:
            show_review(view, alert.id, reviews.get(alert.id))
        with st.expander(
            _("Figures and their sources"), key="alert_figures", on_change="rerun"
        ) as expander:
            if expander.open:
                st.markdown(view.text(stream.what))
                show_figures(view, alert.observations)
                st.markdown(f"**{_('To beware of:')}** {view.text(stream.caveats)}")
        st.page_link(
            "views/region.py",
            label=_("Profile of the region"),
            icon=":material/arrow_forward:",
            query_params={"region": alert.region},
        )


def _next_step(view: View, stream: Stream) -> None:
    _ = view._
    playbook = view.assessment.registry.playbook
    step = playbook.step(stream.pillar, stream.id)
    lines = (
        (_("First"), f"{view.text(playbook.figure.check)} {view.text(playbook.figure.ask)}"),
        (_("Find out"), view.text(step.check)),
        (_("Ask"), view.text(step.ask)),
        (_("What helps"), view.text(step.act)),
    )
    st.markdown(f"**{_('Next step')}**")
    st.markdown("\n".join(f"1. **{name}:** {words}" for name, words in lines))


# -- tables ----------------------------------------------------------------------------------------


def _table(view: View, found: Signals, listed: list[Alert], reviews: Reviews) -> None:
    _ = view._
    if not listed:
        return
    table = pd.DataFrame(_row(view, found, alert, reviews) for alert in listed)
    with st.expander(
        _("The same as a table"), key="table_alerts", icon=":material/table:", on_change="rerun"
    ) as expander:
        if expander.open:
            st.table(table.map(literal), hide_index=True, alt=_("Alerts, newest first"))
    comparison_download(view, table, "alerts")


def _row(view: View, found: Signals, alert: Alert, reviews: Reviews) -> dict[str, str]:
    _ = view._
    registry = view.assessment.registry
    stream = registry.streams[alert.stream]
    review = reviews.get(alert.id)
    nothing = view.number(math.nan)
    change = stream.change
    return {
        _("Alert"): alert.id,
        _("Region"): view.region_name(alert.region),
        _("Stream"): view.text(stream.short),
        _("Period"): view.period_text(alert.period),
        _("Alert level"): level_name(alert.level, _),
        _("Rules"): ", ".join(rule_name(rule, _) for rule in alert.rules),
        _("Value"): view.quantity(alert.value, stream.unit, stream.decimals),
        _("Change"): view.quantity(alert.change, change.unit, change.decimals, sign=True)
        if change
        else nothing,
        _("Expected"): view.quantity(alert.expected, change.unit, change.decimals, sign=True)
        if change
        else nothing,
        "z": view.number(alert.z),
        "p": view.number(alert.p, 4),
        "q": view.number(alert.q, 4),
        _("State"): standing(alert, found, reviews, _),
        _("Note"): "" if review is None else review.note,
        _("Reviewed by"): "" if review is None else review.reviewer,
        _("Reviewed on"): ""
        if review is None
        else date_text(review.reviewed.date(), view.language),
    }


def _gone(view: View, found: Signals, reviews: Reviews) -> None:
    """Keep reviews in sight whose alert a correction of the figures has made disappear."""
    _ = view._
    known = {one.id for one in found.alerts}
    gone = [review for alert, review in reviews.items() if alert not in known]
    if not gone:
        return
    title_ = _("Reviewed earlier, and no alert under today's figures")
    with st.expander(title_, key="gone_alerts"):
        st.table(
            pd.DataFrame(
                {
                    _("Alert"): literal(review.alert),
                    _("State"): state_name(review.state, _),
                    _("Note"): literal(review.note),
                    _("Reviewed by"): literal(review.reviewer),
                    _("Reviewed on"): date_text(review.reviewed.date(), view.language),
                    _("Version of the figures"): literal(review.data_version),
                }
                for review in gone
            ),
            hide_index=True,
            alt=title_,
        )


# -- the streams -----------------------------------------------------------------------------------


def _streams(view: View, found: Signals, chosen: Alert | None) -> None:
    """Draw one stream of all regions side by side."""
    _ = view._
    registry = view.assessment.registry
    st.subheader(_("A stream in all regions"), anchor=False)
    ids = [one.id for one in registry.watched]
    first = st.session_state["stream"] or (ids[0] if chosen is None else chosen.stream)
    wanted = _propose("drawn", ids, first)
    name = st.segmented_control(
        _("Stream"),
        ids,
        format_func=lambda one: view.text(registry.streams[one].short),
        key="drawn_choice",
        required=True,
        label_visibility="collapsed",
    )
    assert name is not None  # one is always chosen
    _keep("drawn", name, wanted)
    show_all_regions(view, found, registry.streams[name])


def _rules(view: View, found: Signals) -> None:
    """Say the rules of every stream as its card has them, and what chance gives by them."""
    _ = view._
    registry = view.assessment.registry
    st.subheader(_("The rules, and what chance gives by them"), anchor=False)
    alt = _("Streams, and their alerts against those that chance alone gives")
    st.table(
        pd.DataFrame(
            {
                _("Stream"): view.text(registry.streams[one.stream].short),
                _("Period"): f"{view.period_text(one.first)} – {view.period_text(one.last)}",
                _("Values tested"): view.number(one.tests, 0),
                _("Alerts"): view.number(one.found, 0),
                _("By chance, in as many tests"): view.number(one.by_chance),
                _("By chance, a year"): view.number(one.false_alarms_a_year),
                _("Still current"): _("yes") if one.current else _("no: the figures are old"),
            }
            for one in found.streams.values()
        ),
        hide_index=True,
        alt=alt,
    )
    st.caption(
        _(
            "What chance gives was worked out with the same rules on {histories} made-up histories "
            "of every stream in which nothing changes. Of the values of one date that stand out, at "
            "most {level} are to be expected by chance (Benjamini and Hochberg)."
        ).format(
            histories=view.number(registry.signals.histories, 0), level=view.percent(found.level)
        )
    )
    st.caption(
        _(
            "The level of an alert is high where it is a record of the longer time, where two rules "
            "speak at once, or where it stands out beside all other values of its date."
        )
    )
    with st.container(key="list_streams", gap="xsmall"):
        for stream in sorted(registry.streams.values(), key=lambda one: one.status, reverse=True):
            with st.expander(
                view.text(stream.name), key=f"card_{stream.id}", on_change="rerun"
            ) as expander:
                if expander.open:
                    _card(view, stream)


def _card(view: View, stream: Stream) -> None:
    _ = view._
    st.markdown(view.text(stream.what))
    st.markdown(f"**{_('Why it is watched')}:** {view.text(stream.why)}")
    if stream.why_not is not None:
        st.markdown(f"**{_('Why it gives no alerts')}:** {view.text(stream.why_not)}")
    else:
        st.markdown("\n".join(f"- {words}" for words in rule_texts(view, stream)))
    if stream.why_rules is not None:
        st.markdown(f"**{_('Why these rules')}:** {view.text(stream.why_rules)}")
    st.markdown(f"**{_('To beware of:')}** {view.text(stream.caveats)}")


show(current())
