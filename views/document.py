"""Tell the browser the language of the page, for screen readers, hyphenation and translation."""

from __future__ import annotations

import streamlit as st

# Streamlit fixes <html lang="en">; there is no setting for it (streamlit/streamlit#15726).
_SCRIPT = """
export default function (component) {
  document.documentElement.lang = component.data.language;
}
"""


def set_language(language: str) -> None:
    """Set ``<html lang>``."""
    # The registration is per script run, so it cannot be made once at import.
    st.components.v2.component("page_language", js=_SCRIPT)(
        data={"language": language}, key="page_language"
    )
