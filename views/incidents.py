"""Incidents: what is in the log, where and when it was, and what each side said of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from i18n import sort_key
from indicators.incidents import Incident
from reports import incident_words as words
from reports.incident_words import incident_log
from views.frame import current
from views.incident_map import show_incident_map
from views.incident_marks import marks_legend
from views.incident_opened import show_opened
from views.incident_timeline import show_timeline
from views.session import View, incident_years
from views.tables import comparison_download


def show(view: View) -> None:
    """Show the page."""
    answer = st.container()
    years = _filters(view)
    rows = [row for row in incident_log() if _matches(row, years)]
    counted = [row for row in rows if row.counts]
    with answer:
        _answer(view, counted, years)
    opened = st.session_state["incident"]
    left, right = st.columns([6, 5] if opened else [7, 4], gap="large")
    with left:
        _map(view, counted, rows, opened)
        st.subheader(view._("By year and kind"), anchor=False)
        show_timeline(view, counted, years)
    with right:
        _choose(view, rows)
        if opened:
            show_opened(view, incident_log().get(opened))
        else:
            _kinds(view, counted)
    _table(view, rows)


def _matches(row: Incident, years: tuple[int, int]) -> bool:
    kind, where = st.session_state["kind"], st.session_state["where"]
    return years[0] <= row.year <= years[1] and kind in ("", row.kind) and where in ("", row.region)


def _answer(view: View, counted: Sequence[Incident], years: tuple[int, int]) -> None:
    """Say how many there are and of what kind; then what such a log can and cannot tell."""
    _ = view._
    log = incident_log()
    families = Counter(log.scheme.kinds[row.kind].family for row in counted)
    parts = ", ".join(
        f"{view.text(family.name)} – {families[key]}"
        for key, family in log.scheme.families.items()
        if families[key]
    )
    narrowed = any(st.session_state[key] for key in ("kind", "where", "since", "until"))
    first = _.plural(
        "The log holds {count} incident", "The log holds {count} incidents", len(counted)
    )
    if narrowed:
        first = _.plural(
            "{count} incident of the log is chosen",
            "{count} incidents of the log are chosen",
            len(counted),
        )
    head = f"{first}, {years[0]}–{years[1]}"
    st.html(f'<h1 class="k-answer">{escape(f"{head}: {parts}." if parts else f"{head}.")}</h1>')
    official = sum(row.official is not None for row in counted)
    st.html(
        '<p class="k-sub">'
        + escape(
            _(
                "The log is made from published reports and is not complete: a quiet region may be "
                "one from which nobody reported. An official account is known of {official} of "
                "these incidents; it stands apart from the independent one."
            ).format(official=official)
        )
        + "</p>"
    )


def _filters(view: View) -> tuple[int, int]:
    """Offer years, region and kind; return the years."""
    _ = view._
    log = incident_log()
    since, until, middle, right = st.columns([2, 2, 4, 4], vertical_alignment="bottom")
    with since:
        st.selectbox(
            _("From"),
            ("", *incident_years()),
            format_func=lambda year: year or _("the first year"),
            key="since",
        )
    with until:
        st.selectbox(
            _("To"),
            ("", *reversed(incident_years())),
            format_func=lambda year: year or _("the last year"),
            key="until",
        )
    with middle:
        st.selectbox(
            _("Region"),
            ["", *view.regions_by_name],
            format_func=lambda region: view.region_name(region) if region else _("All regions"),
            key="where",
        )
    with right:
        kinds = sorted(
            log.scheme.kinds, key=lambda k: sort_key(view.text(log.scheme.kinds[k].name))
        )
        st.selectbox(
            _("Kind"),
            ["", *kinds],
            format_func=lambda kind: (
                view.text(log.scheme.kinds[kind].name) if kind else _("All kinds")
            ),
            key="kind",
        )
    first, last = log.years
    chosen = (
        int(st.session_state["since"] or first),
        int(st.session_state["until"] or last),
    )
    return min(chosen), max(chosen)  # the other way round they mean the same


def _map(view: View, counted: Sequence[Incident], rows: Sequence[Incident], opened: str) -> None:
    _ = view._
    counts = Counter(row.kind for row in counted)
    kinds = [kind for kind in incident_log().scheme.kinds if counts[kind]]
    st.html(marks_legend(view, {kind: counts[kind] for kind in kinds}))
    placed = [row for row in counted if row.seat is not None]
    regions = Counter(words.where(view, row) for row in placed)
    alt = _("Incidents on the map: {values}").format(
        values="; ".join(f"{region}: {count}" for region, count in regions.most_common())
    )
    shown = [row for row in rows if row in placed or (row.id == opened and row.seat is not None)]
    show_incident_map(view, shown, opened, alt)
    nowhere = len(counted) - len(placed)
    notes = [
        _(
            "Each mark stands at the centre of its district or city (GeoNames, CC BY 4.0), never at "
            "the settlement; marks of one place are moved apart."
        )
    ]
    if nowhere:
        notes.append(
            _.plural(
                "{count} incident of several places has no mark.",
                "{count} incidents of several places have no mark.",
                nowhere,
            )
        )
    twice = len(rows) - len(counted)
    if twice:
        notes.append(
            _.plural(
                "{count} row of totals that repeats events of others is listed and not counted.",
                "{count} rows of totals that repeat events of others are listed and not counted.",
                twice,
            )
        )
    st.caption(" ".join(notes))


def _choose(view: View, rows: Sequence[Incident]) -> None:
    """Offer the incidents by name: the way that needs no map."""
    opened = st.session_state["incident"]
    ids = [row.id for row in reversed(rows)]
    # One that was opened before the list was narrowed stays open.
    options = ["", *([opened] if opened and opened not in ids else []), *ids]

    def named(incident: str) -> str:
        if not incident:
            return view._("Open an incident…")
        row = incident_log().get(incident)
        return f"{view.text(row.place)} · {words.when(view, row)}"

    st.selectbox(view._("Incident"), options, format_func=named, key="incident")


def _kinds(view: View, counted: Sequence[Incident]) -> None:
    """Say what each kind is, while nothing is open."""
    scheme = incident_log().scheme
    present = {row.kind for row in counted}
    st.caption(
        view._(
            "Open one on the map or in this list to read what each side said, with dates, deaths "
            "and sources."
        )
    )
    st.markdown(
        "\n".join(
            f"- **{name[:1].upper()}{name[1:]}.** {view.text(kind.definition)}"
            for key, kind in scheme.kinds.items()
            if key in present
            for name in (view.text(kind.name),)
        )
    )


def _table(view: View, rows: Sequence[Incident]) -> None:
    _ = view._
    if not rows:
        st.write(_("No incident of the log is of this kind, region and time."))
        return
    table = pd.DataFrame(
        {
            _("Date"): words.when(view, row),
            _("Place"): view.text(row.place),
            _("District"): view.text(row.district) if row.district else "",
            _("Region today"): words.where(view, row),
            _("Region then"): words.then(view, row),
            _("Kind"): words.kind_name(view, row),
            _("Participants"): words.size(view, row),
            _("Deaths"): words.deaths_short(view, row),
            _("Counted"): _("yes") if row.counts else _("no"),
            _("Sources"): view.number(len(row.sources), 0),
        }
        for row in reversed(rows)
    )
    with st.expander(
        _("The same as a table"), expanded=True, on_change="rerun", key="table"
    ) as expander:
        if expander.open:
            st.table(table, hide_index=True, alt=_("Incidents"))
    table.insert(0, _("Id"), [row.id for row in reversed(rows)])
    comparison_download(view, table, "incidents")
    st.caption(
        _(
            "Deaths are those of the incident itself; a killing that set it off and unconfirmed "
            "numbers are not among them. The log with all its columns is in the data package, on "
            "the page Data."
        )
    )


show(current())
