"""The frame around every page: settings, language, navigation, state in the address, footer."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from i18n import LANGUAGES, NAMES, Translator, from_header, translator
from views import opened, own, url
from views.document import set_language
from views.faults import FAULTS, show_fault
from views.footer import show_footer
from views.session import View, assessed, load, parameters, take_up
from views.style import style

VIEWS = Path(__file__).resolve().parent
ICON = VIEWS.parent / "static" / "icon.svg"
_VIEW = "_view"


def show() -> None:
    """Run one page inside the frame."""
    st.set_page_config(page_title="Kelisim", page_icon=str(ICON), layout="wide")
    st.html(style())
    browser = from_header(st.context.headers.get("Accept-Language"))
    asked = st.query_params.get("lang", st.session_state.get("lang", browser))
    language = asked if asked in LANGUAGES else browser
    try:
        with st.spinner(translator(language)("Reading the figures…")):
            take_up()
            assessment, boundaries = load()
    except FAULTS as error:
        set_language(language)
        show_fault(error, translator(language))
        return
    state = parameters(assessment, browser)
    refused = url.read(state)
    opened.follow()
    text = st.session_state["weights"]
    view = View(
        assessment=assessed(text),
        boundaries=boundaries,
        language=st.session_state["lang"],
        period=int(st.session_state["year"]),
        region=st.session_state["region"],
        shown=st.session_state["show"],
        mode=st.session_state["mode"],
        dark=st.context.theme.type == "dark",
        own=text,
        changes=st.session_state["changes"],
    )
    st.session_state[_VIEW] = view
    set_language(view.language)
    page = st.navigation(_pages(view._), position="top")
    for refusal in refused:
        st.warning(
            view._("The link asks for {key} = “{value}”, which is not known here.").format(
                key=refusal.key, value=refusal.quoted
            )
        )
    _language_switch(view._)
    if text:
        _own_settings(view)
    opened.show_opened(view)
    page.run()
    show_footer(view)
    url.write(state)


def current() -> View:
    """Return the view that the page runs in."""
    view: View = st.session_state[_VIEW]
    return view


def _pages(_: Translator) -> list[st.Page]:
    # Streamlit puts what does not fit into a list at the end of the bar: the least used come last.
    return [
        st.Page(VIEWS / "overview.py", title=_("Map"), default=True),
        st.Page(VIEWS / "region.py", title=_("Region"), url_path="region"),
        st.Page(VIEWS / "signals.py", title=_("Signals"), url_path="signals"),
        st.Page(VIEWS / "incidents.py", title=_("Incidents"), url_path="incidents"),
        st.Page(VIEWS / "compare.py", title=_("Compare"), url_path="compare"),
        st.Page(VIEWS / "weights.py", title=_("Weights"), url_path="weights"),
        st.Page(VIEWS / "what_if.py", title=_("What-if"), url_path="what_if"),
        st.Page(VIEWS / "scenarios.py", title=_("Scenarios"), url_path="scenarios"),
        st.Page(VIEWS / "robustness.py", title=_("Robustness"), url_path="robustness"),
        st.Page(VIEWS / "validation.py", title=_("Validation"), url_path="validation"),
        st.Page(VIEWS / "data.py", title=_("Data"), url_path="data"),
        st.Page(VIEWS / "methodology.py", title=_("Methodology"), url_path="methodology"),
        st.Page(
            VIEWS / "incident_report.py",
            title=_("Report an incident"),
            url_path="incident_report",
            visibility="hidden",
        ),
        st.Page(VIEWS / "load.py", title=_("Load"), url_path="load", visibility="hidden"),
        st.Page(
            VIEWS / "limits.py",
            title=_("What this index cannot tell you"),
            url_path="limits",
            visibility="hidden",
        ),
    ]


def _own_settings(view: View) -> None:
    """Say on every page that this is not the published index, and lead back to it."""
    _ = view._
    with st.container(key="own", horizontal=True, vertical_alignment="center"):
        st.markdown(
            ":material/tune: "
            + _(
                "This is not the published index: weights or method were changed on the page Weights."
            )
        )
        st.button(_("Back to the published index"), on_click=_published, key="published")


def _published() -> None:
    own.take_text("")


def _language_switch(_: Translator) -> None:
    with st.container(key="languages", horizontal=True, horizontal_alignment="right"):
        st.segmented_control(
            _("Language"),
            LANGUAGES,
            format_func=NAMES.__getitem__,
            key="lang",
            required=True,
            label_visibility="collapsed",
        )
