"""Validation: how the published scores did against recorded incidents, and what cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from assessment.contenders import BASELINE, CAPACITY, INDEX, WITHOUT
from assessment.evaluation import Contender, Estimate, Miss, Standing
from assessment.evaluation_tables import TABLES
from assessment.signals import Alert
from i18n import date_text
from indicators.incidents import Incident
from reports.validation import ValidationWords, ordered
from reports.words import capital
from views import charts
from views.evaluated import evaluation
from views.faults import FAULTS, show_fault
from views.frame import current
from views.session import View
from views.tables import table_download
from views.validation_charts import Dot, estimates
from views.widgets import tiles


def show(view: View) -> None:
    """Show the page.  It is about the published index, whatever settings the visitor has."""
    # Permutations and bootstrap take about a second when they are first asked for.
    try:
        with st.spinner(view._("Recalculating…")):
            say = ValidationWords(view, evaluation())
            answer = say.conclusion()
    except FAULTS as error:
        show_fault(error, view._)
        return
    st.html(f'<h1 class="k-answer">{escape(answer)}</h1>')
    if not say.found.main.strata.pairs:
        return
    st.html(f'<p class="k-sub">{escape(say.basis())} {escape(say.quiet_years())}</p>')
    if view.own:
        st.info(view._("This page is about the published index, not about your own settings."))
    _tiles(view, say)
    _conclusions(view, say)
    _beside(view, say)
    _outcomes(view, say)
    first, second = st.columns(2, gap="large")
    with first:
        _precision(view, say)
    with second:
        _alarms(view, say)
    _parts(view, say)
    _misses(view, say)
    _incidents(view, say)
    _power(view, say)
    _protocol(view, say)


def _tiles(view: View, say: ValidationWords) -> None:
    _, main = view._, say.found.main
    top = say.found.precision[INDEX][-1]
    attention = say.found.alarms[0]
    tiles(
        [
            (
                _("AUC of the index"),
                say.auc(main.auc),
                escape(
                    _("interval {interval}; chance {chance}").format(
                        interval=say.interval(main.low, main.high), chance=say.auc(0.5)
                    )
                ),
            ),
            (
                _("With an incident among the first {count}").format(count=top.k),
                view.percent(top.share),
                escape(_("{share} of all region-years").format(share=view.percent(top.base))),
            ),
            (
                _("False alarms a region-year"),
                view.number(attention.counts.false_rate, 2),
                escape(
                    _("{false} of {raised} alarms: {alarm}").format(
                        false=attention.counts.false,
                        raised=attention.counts.raised,
                        alarm=say.alarm(attention.alarm),
                    )
                ),
            ),
            (
                _("Incidents without an alarm"),
                view.number(attention.counts.missed, 0),
                escape(
                    _("of {count} region-years with an incident").format(
                        count=attention.counts.events
                    )
                ),
            ),
        ]
    )


def _conclusions(view: View, say: ValidationWords) -> None:
    _ = view._
    with st.container(border=True):
        may, may_not = st.columns(2, gap="large")
        with may:
            st.subheader(_("What the numbers show"))
            st.markdown("\n".join(f"- {sentence}" for sentence in say.may()))
        with may_not:
            st.subheader(_("What may not be concluded"))
            st.markdown("\n".join(f"- {sentence}" for sentence in say.may_not()))


# -- AUC -------------------------------------------------------------------------------------------


def _beside(view: View, say: ValidationWords) -> None:
    _, found = view._, say.found
    st.subheader(_("The index beside simple scores"))
    st.markdown(
        _(
            "In what share of pairs, one region with and one without an incident in the same year, "
            "does the first have the higher score? The lines are intervals at {level} confidence."
        ).format(level=view.percent(found.protocol.confidence))
    )
    rivals = ordered(found.contenders, BASELINE)
    _chart(view, say, rivals, "beside")
    _contender_table(view, say, rivals, "table_beside")


def _parts(view: View, say: ValidationWords) -> None:
    st.subheader(view._("Without each pillar, and with capacity turned round"))
    st.markdown(" ".join(say.parts()))
    found = say.found
    # "As published" is the index itself, and capacity left out is the index without that pillar.
    flipped = [c for c in found.contenders if c.kind == CAPACITY and c.name == "flipped"]
    rivals = [*ordered(found.contenders, WITHOUT), *flipped]
    _chart(view, say, rivals, "parts")
    _contender_table(view, say, rivals, "table_parts")


def _chart(view: View, say: ValidationWords, rivals: Sequence[Contender], key: str) -> None:
    main = say.found.main
    rows = [(say.baseline(INDEX), main), *((say.name(c), c.estimate) for c in rivals)]
    dots = [_dot(view, say, capital(name), "", one) for name, one in rows]
    _draw(view, dots, key)


def _dot(view: View, say: ValidationWords, name: str, more: str, one: Estimate) -> Dot:
    value = f"{say.auc(one.auc)} ({say.interval(one.low, one.high)})"
    return Dot(
        name,
        f"{more}: {value}" if more else value,
        one.auc,
        one.low,
        one.high,
        one is say.found.main,
        "<br>".join(
            [f"<b>{escape(name)}</b>", *([escape(more)] if more else []), _spoken(view, say, one)]
        ),
    )


def _draw(view: View, dots: Sequence[Dot], key: str) -> None:
    alt = "; ".join(f"{dot.name}: {dot.words}" for dot in dots)
    charts.draw(estimates(view, dots, view._("AUC")), key=key, alt=alt)


def _spoken(view: View, say: ValidationWords, one: Estimate) -> str:
    return view._("{auc} ({interval}), {positives} of {all} region-years").format(
        auc=say.auc(one.auc),
        interval=say.interval(one.low, one.high),
        positives=one.positives,
        all=one.region_years,
    )


def _estimate_cells(view: View, say: ValidationWords, one: Estimate) -> dict[str, str]:
    _ = view._
    return {
        _("Region-years with an incident"): _("{count} of {total}").format(
            count=one.positives, total=one.region_years
        ),
        _("AUC"): say.auc(one.auc),
        _("Logit interval"): say.interval(one.low, one.high),
        _("Bootstrap of regions"): say.interval(one.drawn_low, one.drawn_high),
        _("p within years"): say.p(one.p),
        _("p of whole regions"): say.p(one.p_regions),
        _("AUC of all pairs"): say.auc(one.overall),
    }


def _contender_table(
    view: View, say: ValidationWords, rivals: Sequence[Contender], key: str
) -> None:
    _, main = view._, say.found.main
    rows = [
        {
            _("Score"): f"**{capital(say.baseline(INDEX))}**",
            **_estimate_cells(view, say, main),
            _("Index on the same region-years"): say.auc(main.auc),
            _("Index less this score"): "–",
        }
    ]
    rows += [
        {
            _("Score"): capital(say.name(c)),
            **_estimate_cells(view, say, c.estimate),
            _("Index on the same region-years"): say.auc(c.index.auc),
            _("Index less this score"): _("{difference} ({low} to {high})").format(
                difference=view.signed(c.difference, 2),
                low=view.signed(c.low, 2),
                high=view.signed(c.high, 2),
            ),
        }
        for c in rivals
    ]
    _as_table(view, rows, key)


def _outcomes(view: View, say: ValidationWords) -> None:
    _, found = view._, say.found
    st.subheader(_("Other incidents and a longer window"))
    st.markdown(
        _("Only the first line was named beforehand as the main result; the others are described.")
    )
    rows = []
    dots = []
    for finding in found.findings:
        one = finding.estimate
        outcome = view.text(found.protocol.outcome(finding.outcome).name)
        window = say.window(finding.window)
        rows.append(
            {
                _("Incidents"): outcome,
                _("Window"): window,
                **_estimate_cells(view, say, one),
            }
        )
        dots.append(_dot(view, say, outcome, window, one))
    _draw(view, dots, "outcomes")
    _as_table(view, rows, "table_outcomes")


# -- precision and alarms --------------------------------------------------------------------------


def _precision(view: View, say: ValidationWords) -> None:
    _ = view._
    st.subheader(_("Among the first of each year"))
    rows = []
    for name, several in say.found.precision.items():
        title = capital(say.baseline(name))
        row = {_("Score"): f"**{title}**" if name == INDEX else title}
        for one in several:
            hits = view.number(one.hits, 0 if float(one.hits).is_integer() else 1)
            row[_("First {count}").format(count=one.k)] = _(
                "{share} ({hits} of {places}; p {p})"
            ).format(share=view.percent(one.share), hits=hits, places=one.places, p=say.p(one.p))
        row[_("By chance")] = view.percent(several[0].base)
        rows.append(row)
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("Among the first of each year"))
    st.caption(
        _(
            "Share of the first places of all years whose region had an incident in the year after; "
            "p: how often chance has as many (hypergeometric, year by year)."
        )
    )


def _alarms(view: View, say: ValidationWords) -> None:
    _ = view._
    st.subheader(_("Alarms"))
    rows = [
        (_("Alarms"), [view.number(one.counts.raised, 0) for one in say.found.alarms]),
        (_("False"), [view.number(one.counts.false, 0) for one in say.found.alarms]),
        (
            _("False a region-year"),
            [view.number(one.counts.false_rate, 2) for one in say.found.alarms],
        ),
        (
            _("Incidents missed"),
            [
                _("{count} of {total}").format(count=one.counts.missed, total=one.counts.events)
                for one in say.found.alarms
            ],
        ),
        (_("Lead time"), [capital(say.leads(one)) for one in say.found.alarms]),
    ]
    table = pd.DataFrame(
        [values for _title, values in rows],
        columns=[capital(say.alarm(one.alarm)) for one in say.found.alarms],
    )
    table.insert(0, _("Alarm"), [title for title, _values in rows])
    st.table(table, hide_index=True, alt=_("Alarms"))
    st.caption(
        _(
            "An alarm here is a place or class in a year, not a signal of the page Signals. A lead of "
            "many years says that a region is always high, not that an incident was near."
        )
    )


# -- misses and incidents --------------------------------------------------------------------------


def _misses(view: View, say: ValidationWords) -> None:
    _, found = view._, say.found
    st.subheader(_("Largest misses"))
    st.markdown(f"**{_('Incidents after low places')}**")
    _miss_table(view, say, found.missed, _("What happened"), _("Incidents after low places"))
    st.markdown(f"**{_('High places that no incident followed in the window')}**")
    _miss_table(
        view,
        say,
        found.unfollowed,
        _("Next in the log"),
        _("High places that no incident followed in the window"),
    )


def _miss_table(
    view: View, say: ValidationWords, misses: Sequence[Miss], title: str, alt: str
) -> None:
    _ = view._
    rows = [
        {
            _("Region, year of the score"): f"{view.region_name(miss.standing.region)}, "
            f"{miss.standing.period}",
            **_standing_cells(view, miss.standing),
            title: "; ".join(_linked(view, say, one) for one in miss.incidents)
            or _("none recorded since"),
        }
        for miss in misses
    ]
    st.table(pd.DataFrame(rows), hide_index=True, alt=alt)


def _standing_cells(view: View, standing: Standing | None) -> dict[str, str]:
    _ = view._
    places = _("Places of {count}").format(count=len(view.assessment.regions.ids))
    if standing is None:
        return {_("Score"): "–", places: "–"}
    best, worst = standing.best, standing.worst
    span = f"{best}" if best == worst else f"{best}–{worst}"
    return {
        _("Score"): view.scored(standing.score, standing.cls),
        places: span,
    }


def _linked(view: View, say: ValidationWords, incident: Incident) -> str:
    """Name an incident, and lead to its sourced description."""
    return f"[{say.incident(incident)}](incidents?lang={view.language}&incident={incident.id})"


def _incidents(view: View, say: ValidationWords) -> None:
    _, found = view._, say.found
    st.subheader(_("Each incident, and what the index said the year before"))
    scored = [one for one in found.before if one.standing is not None]
    raised = found.signals_before
    st.markdown(
        _(
            "{count} rows of the log since {first}; {scored} of them have a region that was scored for "
            "the year before. The index begins in {first}, so that incidents of that year have none. "
            "Beside the protocol: in the year before, a signal had been raised in {seen} of the {events} region-years with "
            "an incident ({share}), and in {all} of all."
        ).format(
            count=len(found.before),
            first=found.protocol.score_years.first,
            scored=len(scored),
            seen=raised.events - raised.missed,
            events=raised.events,
            share=view.percent((raised.events - raised.missed) / raised.events),
            all=view.percent(raised.raised / raised.rated),
        )
    )
    rows = [
        {
            _("Incident"): _linked(view, say, one.incident),
            _("Region"): view.region_name(one.incident.region)
            if one.incident.region in view.assessment.regions.ids
            else _("nationwide or not stated"),
            _("Year of the score"): str(one.period),
            **_standing_cells(view, one.standing),
            _("Signals in that year"): "; ".join(_signal(view, alert) for alert in one.signals)
            or "–",
            _("Counted"): _("yes") if one.incident.counts else _("no, in another row"),
        }
        for one in found.before
    ]
    _as_table(view, rows, "table_incidents", _("All incidents as a table"))
    table_download(
        TABLES["incidents"](found, view.language),
        "validation-incidents",
        _("Download the incidents (CSV)"),
    )


def _signal(view: View, alert: Alert) -> str:
    stream = view.assessment.registry.streams[alert.stream]
    return f"{view.text(stream.name)}, {alert.period}"


# -- power and protocol ----------------------------------------------------------------------------


def _power(view: View, say: ValidationWords) -> None:
    st.subheader(view._("What so few incidents can show"))
    st.markdown("\n".join(f"- {sentence}" for sentence in say.power()))


def _protocol(view: View, say: ValidationWords) -> None:
    _, found = view._, say.found
    protocol = found.protocol
    st.subheader(_("The protocol"))
    st.markdown(
        _(
            "All of this was written down before the first run (version {version}, {date}): which "
            "incidents count, over which years, by which measure, and which result leads to which "
            "sentence. A change would need a reason in the protocol's changelog. SHA-256 of the file: "
        ).format(version=protocol.version, date=date_text(protocol.date, view.language))
        + f"`{found.sealed.sha256}`"
    )
    with st.expander(_("The protocol in full"), on_change="rerun", key="protocol") as expander:
        if expander.open:
            _rendered(view, say)
    st.download_button(
        _("Download the protocol (YAML)"),
        found.sealed.text,
        file_name="validation_protocol.yaml",
        mime="application/yaml",
        on_click="ignore",
        icon=":material/download:",
        key="download_protocol",
    )
    table_download(
        TABLES["auc"](found, view.language), "validation-auc", _("Download all AUCs (CSV)")
    )


def _rendered(view: View, say: ValidationWords) -> None:
    _, protocol = view._, say.found.protocol
    kinds = say.found.incidents.scheme.kinds
    st.markdown(f"**{view.text(protocol.question)}**")
    lines = []
    for outcome in protocol.outcomes:
        named = (
            _("all kinds")
            if outcome.kinds == "all"
            else ", ".join(view.text(kinds[kind].name) for kind in outcome.kinds)
        )
        if outcome.without_months:
            named += "; " + _("without {months}").format(months=", ".join(outcome.without_months))
        main = f" ({_('main')})" if outcome.id == protocol.main_outcome else ""
        lines.append(f"- {view.text(outcome.name)}{main}: {named}")
    lines.append(
        "- "
        + _("Scores from {first} on; log until {last}; windows: {windows}.").format(
            first=protocol.score_years.first,
            last=protocol.log_years.last,
            windows=", ".join(say.window(window) for window in protocol.windows),
        )
    )
    lines.append(
        "- "
        + _("Bootstraps: {bootstraps}; permutations: {permutations}; seed: {seed}.").format(
            bootstraps=view.number(protocol.bootstraps, 0),
            permutations=view.number(protocol.permutations, 0),
            seed=protocol.seed,
        )
    )
    st.markdown("\n".join(lines))
    for title, texts in (
        (_("Definitions"), protocol.definitions),
        (_("What is frozen, and what is not"), protocol.frozen),
        (_("What may be said, decided beforehand"), protocol.rules),
    ):
        st.markdown(f"**{title}**\n\n" + "\n".join(f"- {view.text(text)}" for text in texts))


# -- pieces ----------------------------------------------------------------------------------------


def _as_table(view: View, rows: Sequence[dict[str, str]], key: str, title: str = "") -> None:
    title = title or view._("The same as a table")
    with st.expander(title, on_change="rerun", key=key) as expander:
        if expander.open:
            st.table(pd.DataFrame(rows), hide_index=True, alt=title)


show(current())
