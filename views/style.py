"""Brings in the few rules of style that Streamlit's theme does not have."""

from __future__ import annotations

from views.assets import page_url


def style() -> str:
    """Return the HTML that lets the browser fetch them, once."""
    return f'<style>@import url("{page_url("page.css")}");</style>'
