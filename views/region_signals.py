"""The signals of one region, on its page: what moved suddenly, and the way to its review."""

from __future__ import annotations

import streamlit as st

from assessment.signals import signals
from reports.alert_words import sentence, title
from scenarios import StoreError
from views.keeping import said, store
from views.reviewing import Reviews, is_open, standing
from views.session import View


def show_region_signals(view: View) -> None:
    """List the region's open alerts; they stand beside its score and are no part of it."""
    _ = view._
    st.subheader(_("Signals"), anchor=False)
    found = signals(view.assessment)
    try:
        reviews: Reviews = store().alert_reviews()
    except StoreError as problem:
        reviews = {}
        st.caption(_("The reviews of alerts cannot be shown now.") + " " + said(problem, _))
    alerts = [one for one in found.of_region(view.region) if is_open(one, found, reviews)]
    for alert in alerts:
        state = standing(alert, found, reviews, _)
        st.markdown(f"**{title(view, alert)}** ({state})  \n{sentence(view, alert)}")
        st.page_link(
            "views/signals.py",
            label=_("Why, and the next step"),
            icon=":material/arrow_forward:",
            query_params={"alert": alert.id},
        )
    if not alerts:
        st.caption(_("No stream of this region shows a sudden change now."))
        st.page_link(
            "views/signals.py",
            label=_("All streams of all regions"),
            icon=":material/arrow_forward:",
        )
