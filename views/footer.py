"""The foot of every page: whose data, which version, and what the index cannot tell."""

from __future__ import annotations

import streamlit as st

from i18n import date_text
from views.drawing import mount
from views.session import View


def show_footer(view: View) -> None:
    """Show versions, attribution, and the way to the limits of the index."""
    _ = view._
    observations = view.assessment.observations
    parts = [
        _("Data to {year}").format(year=view.assessment.rated_periods[-1]),
        _("figures {release}, version {version}, {date}").format(
            release=observations.release,
            version=observations.version,
            date=date_text(observations.created, view.language),
        ),
        _("method {version}").format(version=view.result.scheme.version),
        view.boundaries.attribution[view.language],
    ]
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("views/limits.py", icon=":material/info:")
        st.page_link("views/methodology.py", icon=":material/function:")
        st.page_link("views/data.py", label=_("Sources and data"), icon=":material/database:")
        words = {"label": _("Copy link"), "done": _("Copied."), "failed": _("Not copied.")}
        mount("copy_link", words)
    st.html(f'<p class="k-foot">{" · ".join(parts)}</p>')
