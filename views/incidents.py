"""Incidents: what is in the log, where and when it was, and what each side said of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
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
from views.reported import Published, in_order, origin, shown_beside
from views.session import RELEASE, REPORTED, View, incident_years
from views.tables import comparison_download


def show(view: View) -> None:
    """Show the page."""
    answer = st.container()
    others = {one.incident.id: one for one in shown_beside(view)}
    years = _filters(view, tuple(others.values()))
    known = in_order(tuple(others.values()))
    rows = [row for row in known if _matches(row, years)]
    counted = [row for row in rows if row.counts]
    with answer:
        _answer(view, counted, years)
    opened = _opened(view, {row.id for row in known})
    left, right = st.columns([6, 5] if opened else [7, 4], gap="large")
    with left:
        _map(view, counted, rows, opened)
        st.subheader(view._("By year and kind"), anchor=False)
        show_timeline(view, counted, years)
    with right:
        _choose(view, rows, {row.id: row for row in known})
        if opened in others:
            show_opened(view, others[opened].incident, others[opened])
        elif opened:
            show_opened(view, incident_log().get(opened))
        else:
            _kinds(view, counted)
    _table(view, rows)


def _matches(row: Incident, years: tuple[int, int]) -> bool:
    kind, where = st.session_state["kind"], st.session_state["where"]
    origin = st.session_state["origin"]
    return (
        years[0] <= row.year <= years[1]
        and kind in ("", row.kind)
        and where in ("", row.region)
        and origin in ("", REPORTED if row.reported else RELEASE)
    )


def _opened(view: View, known: Container[str]) -> str:
    """Return the incident that is open; one that was withdrawn, or never published, is none."""
    opened: str = st.session_state["incident"]
    if opened and opened not in known:
        st.warning(view._("The incident of this link is not published here (any more)."))
        st.session_state["incident"] = opened = ""
    return opened


def _answer(view: View, counted: Sequence[Incident], years: tuple[int, int]) -> None:
    """Say how many there are and of what kind; then what such a log can and cannot tell."""
    _ = view._
    log = incident_log()
    reported = sum(row.reported for row in counted)
    counted = [row for row in counted if not row.reported]
    families = Counter(log.scheme.kinds[row.kind].family for row in counted)
    parts = ", ".join(
        f"{view.text(family.name)} – {families[key]}"
        for key, family in log.scheme.families.items()
        if families[key]
    )
    narrowed = any(st.session_state[key] for key in ("kind", "where", "since", "until", "origin"))
    first = _.plural(
        "The log holds {count} incident", "The log holds {count} incidents", len(counted)
    )
    if narrowed:
        first = _.plural(
            "{count} incident of the log is chosen",
            "{count} incidents of the log are chosen",
            len(counted),
        )
    since, until = years if narrowed else log.years
    head = f"{first}, {since}–{until}"
    st.html(f'<h1 class="k-answer">{escape(f"{head}: {parts}." if parts else f"{head}.")}</h1>')
    official = sum(row.official is not None for row in counted)
    text = _(
        "The log is made from published reports and is not complete: a quiet region may be "
        "one from which nobody reported. An official account is known of {official} of "
        "these incidents; it stands apart from the independent one."
    ).format(official=official)
    if reported:
        more = _.plural(
            "{count} more was reported here and reviewed; it is no part of the release, and enters "
            "neither signals nor validation nor scores.",
            "{count} more were reported here and reviewed; they are no part of the release, and "
            "enter neither signals nor validation nor scores.",
            reported,
        )
        text = f"{text} {more}"
    st.html(f'<p class="k-sub">{escape(text)}</p>')
    st.page_link(
        "views/incident_report.py", label=_("Report an incident"), icon=":material/add_notes:"
    )


def _years(others: Sequence[Published]) -> list[str]:
    """Return the years of the log, of what was reported here, and of what is chosen."""
    last = max(incident_log().years[1], *(one.incident.year for one in others), 0)
    chosen = [int(st.session_state[key] or 0) for key in ("since", "until")]
    return [year for year in incident_years() if int(year) <= max(last, *chosen)]


def _filters(view: View, others: Sequence[Published]) -> tuple[int, int]:
    """Offer years, region, kind and, where there are any, those that were reported here.

    Returns the years.
    """
    _ = view._
    log = incident_log()
    offered = _years(others)
    with_origin = bool(others) or st.session_state["origin"] != ""
    since, until, middle, right, *more = st.columns(
        [2, 2, 4, 4, 3] if with_origin else [2, 2, 4, 4], vertical_alignment="bottom"
    )
    with since:
        st.selectbox(
            _("From"),
            ("", *offered),
            format_func=lambda year: year or _("the first year"),
            key="since",
        )
    with until:
        st.selectbox(
            _("To"),
            ("", *reversed(offered)),
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
    if more:
        names = {"": _("All"), RELEASE: _("Release"), REPORTED: _("Reported here")}
        with more[0]:
            st.selectbox(_("Entry from"), list(names), format_func=names.__getitem__, key="origin")
    chosen = (
        int(st.session_state["since"] or offered[0]),
        int(st.session_state["until"] or offered[-1]),
    )
    return min(chosen), max(chosen)  # the other way round they mean the same


def _map(view: View, counted: Sequence[Incident], rows: Sequence[Incident], opened: str) -> None:
    _ = view._
    kinds = incident_log().scheme.kinds
    of_log, of_ours = (
        Counter(row.kind for row in counted if row.reported == reported)
        for reported in (False, True)
    )
    st.html(
        marks_legend(
            view,
            {kind: of_log[kind] for kind in kinds if of_log[kind]},
            {kind: of_ours[kind] for kind in kinds if of_ours[kind]},
        )
    )
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
                "{count} incident of several places, or of one that is not known, has no mark.",
                "{count} incidents of several places, or of one that is not known, have no mark.",
                nowhere,
            )
        )
    if any(row.reported for row in counted):
        notes.append(
            _("Hollow marks were reported here and reviewed; they are no part of the release.")
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


def _choose(view: View, rows: Sequence[Incident], known: Mapping[str, Incident]) -> None:
    """Offer the incidents by name: the way that needs no map."""
    opened = st.session_state["incident"]
    ids = [row.id for row in reversed(rows)]
    # One that was opened before the list was narrowed stays open.
    options = ["", *([opened] if opened and opened not in ids else []), *ids]

    def named(incident: str) -> str:
        if not incident:
            return view._("Open an incident…")
        row = known[incident]
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
            _("Counted"): _("yes") if row.counts and not row.reported else _("no"),
            _("Sources"): view.number(len(row.sources), 0),
            _("Entry from"): origin(view, row),
        }
        for row in reversed(rows)
    )
    with st.expander(
        _("The same as a table"), expanded=True, on_change="rerun", key="table"
    ) as expander:
        if expander.open:
            shown = (
                table if any(row.reported for row in rows) else table.drop(columns=_("Entry from"))
            )
            st.table(shown, hide_index=True, alt=_("Incidents"))
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
