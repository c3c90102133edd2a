"""Compare: two to five regions, two years, or two ways to make the index, side by side."""

from __future__ import annotations

import streamlit as st

from views.compare_regions import show_regions
from views.compare_sides import show_scenarios, show_years
from views.frame import current
from views.session import REGIONS, SCENARIOS, YEARS, View


def show(view: View) -> None:
    """Show the page."""
    answer = st.container()
    _kind(view)
    kind = st.session_state["compare"] or REGIONS
    {REGIONS: show_regions, YEARS: show_years, SCENARIOS: show_scenarios}[kind](view, answer)


def _kind(view: View) -> None:
    _ = view._
    kinds = {REGIONS: _("Regions"), YEARS: _("Two years"), SCENARIOS: _("Two scenarios")}
    st.session_state["compared"] = st.session_state["compare"] or REGIONS
    st.segmented_control(
        _("What is compared"),
        list(kinds),
        format_func=kinds.__getitem__,
        key="compared",
        required=True,
        on_change=_choose,
    )


def _choose() -> None:
    st.session_state["compare"] = st.session_state["compared"]


show(current())
