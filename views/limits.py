"""What this index cannot tell you: one section of the methodology, one click away everywhere."""

from __future__ import annotations

import streamlit as st

from methodology.document import build
from views.frame import current
from views.session import View, load


def show(view: View) -> None:
    """Show the page."""
    section = build(load()[0], view.language).section("limits")
    st.html(f'<h1 class="k-answer">{section.title}</h1>')
    with st.container(key="prose"):
        st.markdown(section.markdown)


show(current())
