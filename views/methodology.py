"""Methodology: the whole method, rendered from the registry that runs."""

from __future__ import annotations

import streamlit as st

from methodology.document import Document, Section, build
from views.frame import current
from views.session import View, load

TOP = 2  # level of the main sections; those below them are the cards of indicators and streams


@st.cache_resource(show_spinner=False)
def document(language: str) -> Document:
    """Render the methodology once a language."""
    return build(load()[0], language)


def show(view: View) -> None:
    """Show the page: each section opens by itself, so that the titles are the contents."""
    _ = view._
    text = document(view.language)
    st.html(f'<h1 class="k-answer">{text.title}</h1>')
    st.download_button(
        _("Download the methodology (Markdown)"),
        text.markdown(),
        file_name=f"kelisim-methodology-{view.language}.md",
        mime="text/markdown",
        on_click="ignore",
        icon=":material/download:",
    )
    method, cards = st.tabs([_("The method"), _("Cards")])
    with method, st.container(key="list_method", gap="xsmall"):
        for section in text.sections:
            if section.level == TOP:
                _section(section, opened=section is text.sections[0])
    with cards, st.container(key="list_cards", gap="xsmall"):
        for section in text.sections:
            if section.level > TOP:
                _section(section)


def _section(section: Section, *, opened: bool = False) -> None:
    with st.expander(
        section.title, expanded=opened, on_change="rerun", key=f"section_{section.id}"
    ) as expander:
        if expander.open:
            st.markdown(section.markdown)


show(current())
