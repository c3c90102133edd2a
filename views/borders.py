"""The borders of the time: the same page for the units into which the country was divided then."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assessment import Assessment
from assessment.baseline import of_its_time
from geodata.boundaries import Boundaries, BoundariesError, borders_of, load_boundaries
from views.faults import boundaries_fault
from views.session import TIME, View, assessed


@st.cache_resource(show_spinner=False, max_entries=16)
def _index(own: str, last: int) -> Assessment:
    return of_its_time(assessed(own), last)


@st.cache_resource(show_spinner=False)
def _map(last: int) -> Boundaries:
    return load_boundaries(borders_of(last))


def offered(view: View) -> bool:
    """Say whether the chosen year ended in other borders than today's."""
    return view.period <= view.assessment.regions.last_former_year


def choose_borders(view: View) -> None:
    """Offer today's borders or those of the time, where they differ."""
    _ = view._
    st.segmented_control(
        _("Borders"),
        ("", TIME),
        format_func={"": _("Today's"), TIME: _("Of the time")}.__getitem__,
        key="borders",
        required=True,
    )


def in_its_time(view: View) -> View:
    """Return the view of the units of the time, when that is asked for and there were others.

    A map of the user's own that was put in before there were such maps has none of them: that is
    said, and today's borders are shown.
    """
    if st.session_state["borders"] != TIME or not offered(view):
        return view
    today = view.assessment.regions
    # One index and one map serve all years that ended in the same borders.
    alike = [p for p in view.assessment.rated_periods if today.at(p) == today.at(view.period)]
    try:
        boundaries = _map(alike[-1])
    except BoundariesError as problem:
        st.warning(boundaries_fault(problem, view._))
        return view
    return replace(
        view,
        assessment=_index(view.own, alike[-1]),
        boundaries=boundaries,
        region=today.held_by(view.region, view.period),
        then=True,
    )
