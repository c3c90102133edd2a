"""Page compare."""

from __future__ import annotations

import streamlit as st

from views.frame import current
from views.session import View


def show(view: View) -> None:
    """Show the page."""
    st.html('<h1 class="k-answer">compare</h1>')


show(current())
