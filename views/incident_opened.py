"""One incident, opened: the two accounts apart, what is coded, the deaths, the sources."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import pandas as pd
import streamlit as st

from i18n import date_text
from indicators.incidents import Account, Incident
from indicators.territories import NATION
from reports import incident_words as words
from reports.incident_words import incident_log
from reports.words import literal
from scenarios.actors import MONITOR
from views.incident_marks import mark
from views.reported import Published
from views.session import EVERY, View
from views.who import visitor

_IN_ADDRESS = ":/?#@!$&'*+,;=%~"  # all that may stand in one and ends no link


def show_opened(view: View, incident: Incident, reported: Published | None = None) -> None:
    """Show everything that is known of one incident; ``reported`` when it is none of the log."""
    _ = view._
    st.html(
        f'<h2 style="font-size:1.25rem;padding:0;margin:0">{escape(view.text(incident.place))}, '
        f"{escape(words.when(view, incident))}</h2>"
        f'<p class="k-sub">{mark(view, incident.kind, reported=incident.reported)} '
        f"{escape(words.kind_name(view, incident))}</p>"
    )
    if reported is not None:
        _origin(view, reported)
    show_incident(view, incident)
    st.caption(_coding(view, incident))
    st.button(_("Close"), key="close_incident", on_click=_close, icon=":material/close:")


def _origin(view: View, reported: Published) -> None:
    """Say that it stands in no release, and lead to its history."""
    _ = view._
    told = _(
        "Reported here and reviewed by an analyst: version {version}, published on {date}. It stands "
        "in no release, and enters neither signals nor validation nor scores."
    ).format(version=reported.version, date=date_text(reported.accepted, view.language))
    if reported.lacks(view.language):
        told += " " + _("It was written in another language and is not wholly translated.")
    st.info(told, icon=":material/edit_note:")
    if visitor().actor.is_at_least(MONITOR):
        st.page_link(
            "views/incident_report.py",
            label=_("The report with its history"),
            icon=":material/history:",
            query_params={"reports": EVERY, "report": reported.incident.id},
        )


def show_incident(view: View, incident: Incident) -> None:
    """Show what is said of an incident: the two accounts apart, the facts, deaths, sources."""
    _ = view._
    st.html(
        f'<div class="k-accounts">{_account(view, _("Official account"), incident.official)}'
        f"{_account(view, _('Independent account'), incident.independent)}</div>"
    )
    st.html(f'<dl class="k-facts">{_facts(view, incident)}</dl>')
    _deaths(view, incident)
    _sources(view, incident)


def _close() -> None:
    st.session_state["incident"] = ""


def _account(view: View, title: str, account: Account | None) -> str:
    if account is None:
        body = f"<p>{escape(view._('None is known to the log.'))}</p>"
    else:
        date = words.told_date(view, account.date)
        told = f"{view._('Date')}: {date}" if account.date else f"{date[:1].upper()}{date[1:]}"
        body = f'<p>{escape(view.text(account.text))}</p><p class="k-note">{escape(told)}</p>'
    return f"<section><h3>{escape(title)}</h3>{body}</section>"


def _facts(view: View, incident: Incident) -> str:
    _ = view._
    scheme = incident_log().scheme
    region = words.where(view, incident)
    then = words.then(view, incident)
    if then:
        region = _("{region}; then {former}").format(region=region, former=then)
    facts = [
        (_("Date"), view.text(scheme.date_precisions[incident.date_precision].name)),
        (_("District"), view.text(incident.district) if incident.district else ""),
        (_("Region"), region),
        (_("Participants"), words.size(view, incident) if incident.size_low is not None else ""),
        (_("Deaths"), words.deaths(view, incident) if incident.fatalities_status else ""),
        (_("What set it off"), words.coded(view, incident.trigger, scheme.triggers)),
        (_("Mobilisation"), words.coded(view, incident.mobilisation, scheme.mobilisations)),
        (_("Response"), words.coded(view, incident.response, scheme.responses)),
        (_("People and property"), words.coded(view, incident.harm, scheme.harms)),
    ]
    missing = [name for name, text in facts if not text]
    told = [(name, text) for name, text in facts if text]
    if missing:
        told.append((_("Not stated"), ", ".join(missing)))
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in told)


def _deaths(view: View, incident: Incident) -> None:
    if not incident.revisions:
        return
    _ = view._
    st.markdown(f"**{_('Numbers of deaths that were given')}**")
    st.table(
        pd.DataFrame(
            {
                _("Deaths"): view.number(one.deaths, 0),
                _("What the number is"): words.fatality_status(view, one.status),
                _("When"): words.told_date(view, one.as_of),
                _("Source"): literal(view.text(one.source)),
                _("Note"): literal(view.text(one.note)) if one.note else "",
            }
            for one in incident.revisions
        ),
        hide_index=True,
        alt=_("Numbers of deaths that were given"),
    )


def _sources(view: View, incident: Incident) -> None:
    _ = view._
    scheme = incident_log().scheme
    st.markdown(f"**{_('Sources')}**")
    lines = []
    for one in incident.sources:
        reference = literal(one.reference)
        if one.url:
            reference = f"[{reference}]({quote(one.url, safe=_IN_ADDRESS)})"
        told = ": ".join(filter(None, (literal(view.text(one.publisher)), reference)))
        lines.append(f"- {told} ({view.text(scheme.source_precisions[one.precision].name)})")
    st.markdown("\n".join(lines))


def _coding(view: View, incident: Incident) -> str:
    """Say who coded it, whether it counts, and why its point stands where it stands."""
    _ = view._
    log = incident_log()
    parts = [
        _("Id {id}; coded by the scheme {version}: {coder}.").format(
            id=incident.id,
            version=log.scheme.version,
            coder=view.text(log.scheme.coders[incident.coder].name),
        )
    ]
    if not incident.counts:
        others = ", ".join(
            f"{view.text(log.get(other).place)} ({words.when(view, log.get(other))})"
            for other in incident.overlaps
        )
        parts.append(
            _(
                "It is not counted as an incident, because its events stand in others: {others}."
            ).format(others=others)
        )
    if incident.seat is not None:
        seat = incident.seat
        basis = view.text(log.scheme.seat_bases[seat.basis].name)
        source = f" ({seat.basis_source})" if seat.basis_source else ""
        parts.append(
            _("On the map it stands at {seat}: {basis}{source}. Coordinates: {gazetteer}.").format(
                seat=view.text(seat.name),
                basis=basis,
                source=source,
                gazetteer=view.text(log.scheme.gazetteers[seat.gazetteer].name),
            )
        )
    elif incident.region == NATION:
        parts.append(_("It has no point on the map, because the source names no single place."))
    return literal(" ".join(parts))
