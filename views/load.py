"""Load: a table of new figures, as a difference first; taken over whole, and taken back."""

from __future__ import annotations

import hashlib
import tempfile
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from assessment.effect import Effect
from i18n import date_text
from indicators import additions
from indicators.additions import Addition
from indicators.faults import DataFaults
from intake.loading.known import load_known
from intake.loading.preview import Preview, preview
from intake.loading.tables import Source
from intake.loading.vintages import LoadError, confirm, undo
from reports.load_template import TemplateError, choose, region_names, template
from reports.words import literal
from views.frame import current
from views.load_preview import effect_on_scores, show_changes, show_effect, show_refused
from views.mending import reason
from views.session import View
from views.uploading import TABLES, upload
from views.who import show_who, visitor
from views.widgets import tiles

ANOTHER = ""  # source that the package does not know
_LOOKED, _SAID, _UPLOADED = "_load_looked", "_load_said", "_load_uploaded"


def show(view: View) -> None:
    """Show the page."""
    _ = view._
    now = additions.current()
    st.html(f'<h1 class="k-answer">{escape(_headline(view, now))}</h1>')
    st.write(
        _(
            "What is loaded here is added to the published figures on this server only. You first "
            "see what would change; then all of it is taken over, or nothing, and it can be taken "
            "back at any time."
        )
    )
    _say()
    show_who(view)
    _template(view)
    _upload(view)
    _loaded(view, now)


def _headline(view: View, now: Addition | None) -> str:
    _ = view._
    if now is None:
        return _("No added figures count here: the published package counts alone")
    message = _.plural(
        "{count} figure was added to the published package here",
        "{count} figures were added to the published package here",
        len(now.rows),
    )
    return str(message)


def _say() -> None:
    """Say once what came of the last click."""
    kind, words = st.session_state.pop(_SAID, ("", ""))
    if kind:
        (st.success if kind == "done" else st.error)(words)


# -- the template ----------------------------------------------------------------------------------


def _template(view: View) -> None:
    _ = view._
    st.subheader(_("1. A table to fill in"), anchor=False)
    registry, names = view.assessment.registry, region_names()
    cards = [card.id for card in registry.cards.values() if not card.collected]
    left, right = st.columns([3, 2])
    chosen = left.multiselect(
        _("Indicators"),
        cards,
        format_func=lambda id_: view.text(registry.cards[id_].name),
        placeholder=_("Choose"),
        key="template_indicators",
    )
    regions = left.multiselect(
        _("Regions (none chosen: all, and the country)"),
        list(names),
        format_func=lambda id_: names[id_][view.language],
        placeholder=_("Choose"),
        key="template_regions",
    )
    period = right.text_input(
        _("Period, such as 2026, 2026-Q1 or 2026-01-01"),
        str(view.assessment.observations.created.year),
        max_chars=100,
        key="template_period",
    )
    if not chosen:
        st.caption(_("Choose indicators to get a workbook with their series, units and ranges."))
        return
    periods = tuple(part.strip() for part in period.split(",") if part.strip())
    try:
        choice = choose(registry, chosen, regions, periods)
    except TemplateError as error:
        st.error(reason(error, _))
        return
    st.download_button(
        _("Download the template (XLSX)"),
        lambda: template(choice, _, view.assessment.observations),
        file_name="kelisim-load.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        icon=":material/download:",
        key="template",
    )


# -- the difference --------------------------------------------------------------------------------


def _upload(view: View) -> None:
    _ = view._
    st.subheader(_("2. What it would change"), anchor=False)
    key = f"load_file_{st.session_state.get(_UPLOADED, 0)}"
    label = _("Table of figures (CSV or XLSX; larger ones by the command ./run load)")
    file = upload(label, TABLES, key, _)
    if file is None:
        st.session_state.pop(_LOOKED, None)
        return
    found, effect = _looked(view, file.name, file.getvalue())
    tiles(
        [
            (label, view.number(count, 0), "")
            for label, count in (
                (_("New"), found.new),
                (_("Changed"), found.changed),
                (_("Unchanged"), found.unchanged),
                (_("Refused"), found.refused),
                (_("Without a value"), found.empty),
            )
        ]
    )
    if found.faults:
        show_refused(view, found)
    if effect is not None:
        show_effect(view, effect)
    if found.changes:
        show_changes(view, found)
    if found.may_be_taken:
        _ask(view, found)
    elif not found.faults:
        st.info(_("Nothing in this table is new or different."))


def _looked(view: View, name: str, content: bytes) -> tuple[Preview, Effect | None]:
    """Hold a table against figures and scores, once for each table and vintage."""
    table = name, hashlib.sha256(content).hexdigest()
    kept = st.session_state.get(_LOOKED)
    if kept is None or kept[0] != (*table, additions.current_id()):
        with (
            st.spinner(view._("Reading the table and making the index with it…")),
            tempfile.TemporaryDirectory() as folder,
        ):
            path = Path(folder) / "table"
            path.write_bytes(content)
            known = load_known()
            found = preview(Source(path, name), known)
            effect = effect_on_scores(found, known)
        # By now another vintage may count than a moment ago.
        kept = st.session_state[_LOOKED] = ((*table, found.onto), found, effect)
    return kept[1], kept[2]


# -- taking over and back --------------------------------------------------------------------------


def _ask(view: View, found: Preview) -> None:
    _ = view._
    st.subheader(_("3. Take it over"), anchor=False)
    sources = view.assessment.observations.sources
    st.text_input(_("Note: why these figures are loaded"), max_chars=500, key="load_note")
    chosen = st.selectbox(
        _("Source of the figures"),
        [*sources, ANOTHER],
        format_func=lambda id_: view.text(sources[id_].title) if id_ else _("another source"),
        index=None,
        placeholder=_("Choose"),
        key="load_source",
    )
    if chosen == ANOTHER:
        st.text_input(_("Title of the source"), max_chars=200, key="load_title")
        st.text_input(_("Address of the source (https://…), if any"), key="load_url")
        st.text_input(_("Terms of use"), max_chars=200, key="load_licence")
    who = visitor()
    st.button(
        _("Take over all {count} figures").format(count=view.number(len(found.changes), 0)),
        type="primary",
        disabled=chosen is None or not (who.may_write and who.named),
        on_click=_take_over,
        args=(view, found),
        key="load_confirm",
    )
    if not (who.may_write and who.named):
        st.caption(_("Only an analyst with a name can take figures over: see above."))
    elif chosen is None:
        st.caption(_("Choose the source of the figures first."))


def _take_over(view: View, found: Preview) -> None:
    _, state, who = view._, st.session_state, visitor()
    if not who.may_write:
        return
    try:
        made = confirm(
            found,
            load_known(),
            author=who.actor.name,
            note=state.get("load_note", ""),
            source=state.get("load_source") or "",
            title=state.get("load_title", ""),
            url=state.get("load_url", ""),
            licence=state.get("load_licence", ""),
        )
    except LoadError as error:
        state[_SAID] = ("failed", reason(error, _))
    except DataFaults as error:
        state[_SAID] = ("failed", literal(error.faults[0].message(_)))
    else:
        state[_SAID] = ("done", _("Taken over as vintage {id}.").format(id=made.id))
        state[_UPLOADED] = state.get(_UPLOADED, 0) + 1  # a new key empties the field
        state.pop(_LOOKED, None)


def _loaded(view: View, now: Addition | None) -> None:
    _ = view._
    st.subheader(_("What was loaded here"), anchor=False)
    sources = view.assessment.observations.sources
    if now is not None:
        st.table(
            pd.DataFrame(
                {
                    _("Loaded"): date_text(additions.day_of(load.at).date(), view.language),
                    _("By"): literal(load.author),
                    _("Note"): literal(load.note),
                    _("File"): literal(load.file),
                    _("Source"): literal(
                        view.text(sources[load.source].title)
                        if load.source in sources
                        else load.title
                    ),
                    _("New"): view.number(load.new, 0),
                    _("Changed"): view.number(load.changed, 0),
                }
                for load in reversed(now.loads)
            ),
            hide_index=True,
            alt=_("What was loaded here"),
        )
        who = visitor()
        st.button(
            _("Take back the last load"),
            icon=":material/undo:",
            disabled=not (who.may_write and who.named),
            on_click=_take_back,
            args=(view, now.id),
            key="load_undo",
        )
    history = additions.switches()
    if not history:
        st.caption(_("Nothing yet."))
        return
    with st.expander(
        _("All changes of what counts"), key="load_history", on_change="rerun"
    ) as all_:
        if all_.open:
            st.table(
                pd.DataFrame(
                    {
                        _("When"): one.at.replace("T", " ").replace("+00:00", " UTC"),
                        _("By"): literal(one.by),
                        _("From then on"): one.vintage or _("the published package alone"),
                    }
                    for one in reversed(history)
                ),
                hide_index=True,
                alt=_("All changes of what counts"),
            )


def _take_back(view: View, seen: str) -> None:
    """Go back by one; if another vintage counts by now, the visitor must look again."""
    _, who = view._, visitor()
    if not who.may_write:
        return
    try:
        if additions.current_id() != seen:
            raise LoadError("meanwhile")
        undo(who.actor.name)
    except LoadError as error:
        st.session_state[_SAID] = ("failed", reason(error, _))
    else:
        st.session_state[_SAID] = ("done", _("The last load was taken back."))


show(current())
