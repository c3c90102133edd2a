"""The button that steps through the years."""

from __future__ import annotations

import streamlit as st

from views.drawing import mount
from views.session import View


def show_play(view: View) -> None:
    """Offer to play the years; the script waits for each to be drawn before it asks for the next."""
    _ = view._
    mount(
        "play",
        {
            "year": view.period,
            "years": view.assessment.rated_periods,
            "label": _("Play the years"),
            "stop": _("Stop"),
            "next": _("Next year"),
        },
        on_step_change=_step,
    )


def _step() -> None:
    # `views/url.py` refuses what is no year of ours.
    st.session_state["year"] = str(st.session_state["play"]["step"])
