"""Putting the counts of the years that are over into the figures: a difference first, then a step."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from assessment.effect import Effect
from assessment.field_counts import CARD
from indicators import additions
from indicators.faults import DataFaults
from intake.field.publish import RATING, PublishError, look, take_over
from intake.loading.known import load_known
from intake.loading.preview import Preview
from intake.loading.vintages import LoadError
from reports.words import literal
from views.field_log_counts import ratings_list
from views.field_log_records import Log, today
from views.keeping import store
from views.load_preview import effect_on_scores, show_changes, show_effect, show_refused
from views.mending import reason
from views.sent_in import show_told, tell
from views.session import View, load
from views.who import Visitor, visitor
from views.widgets import tiles


def show_publish(view: View, who: Visitor, log: Log) -> None:
    """Show what taking the counts over would change, and offer to do it."""
    _ = view._
    show_told()
    st.write(
        _(
            "The counts of the field log enter the figures only by this step. You first see what "
            "would change; then all of it is taken over as a vintage of figures, with your note."
        )
    )
    try:
        found, effect = _looked(view, log)
    except PublishError as problem:
        st.info(reason(problem, _))
        return
    except LoadError as problem:
        st.error(reason(problem, _))
        return
    tiles(
        [
            (label, view.number(count, 0), "")
            for label, count in (
                (_("New"), found.new),
                (_("Changed"), found.changed),
                (_("Unchanged"), found.unchanged),
            )
        ]
    )
    if found.faults:
        show_refused(view, found)
        return
    if not found.changes:
        st.success(_("The figures hold all counts of the years that are over."))
        _undone(view)
        return
    if effect is not None:
        show_effect(view, effect)
    _ratings_that_change(view, found)
    title = _("All figures that would be new or different")
    with st.expander(title, key="publish_figures", on_change="rerun") as box:
        if box.open:
            show_changes(view, found)
    st.text_input(_("Note: why these figures are taken over"), max_chars=500, key="publish_note")
    st.button(
        _("Put the counts of the complete years into the figures"),
        type="primary",
        disabled=not (who.may_write and who.named),
        on_click=_take_over,
        args=(view, found),
        key="publish_confirm",
    )
    if not who.named:
        st.caption(_("Give your name first: it is kept with your decision."))
    _undone(view)


def _undone(view: View) -> None:
    _ = view._
    st.caption(
        _(
            "It is taken back on the page Load, by one button: then the vintage before it counts again."
        )
    )
    st.page_link("views/load.py", icon=":material/undo:")


def _looked(view: View, log: Log) -> tuple[Preview, Effect | None]:
    # By the state of the log that is looked at: by now the store may hold a later one.
    about = (str(store().database.url), log.state, additions.current_id(), today())
    with st.spinner(view._("Counting the log and making the index with it…")):
        found, effect = _preview(*about, log)
    if found.onto != about[2]:  # another vintage counts than a moment ago
        _preview.clear()
    return found, effect


@st.cache_resource(show_spinner=False, max_entries=4)
def _preview(
    database: str, state: str, vintage: str | None, day: date, _log: Log
) -> tuple[Preview, Effect | None]:
    known = load_known()
    found = look(_log.records, known, day)
    return found, effect_on_scores(found, known)


def _take_over(view: View, found: Preview) -> None:
    _, who = view._, visitor()
    if not (who.may_write and who.named):
        return
    try:
        made = take_over(
            found,
            load_known(),
            author=who.actor.name,
            note=st.session_state.get("publish_note", ""),
            language=view.language,
        )
    except LoadError as problem:
        tell("failed", reason(problem, _))
    except DataFaults as problem:
        tell("failed", literal(problem.faults[0].message(_)))
    else:
        tell("done", _("Taken over as vintage {id}.").format(id=made.id))


# -- the ratings -----------------------------------------------------------------------------------


def _ratings_that_change(view: View, found: Preview) -> None:
    """Show the ratings by the rule beside those that count now."""
    _ = view._
    result = load()[0].result
    k, rows = result.inputs.indicators.index(CARD), []
    for change in found.changes:
        series, region, _borders, period, value, *_rest = change.cells
        if series != RATING or int(period) not in result.period_index:
            continue
        now = result.inputs.values[result.period_index[int(period)], result.region_index[region], k]
        rows.append(
            {
                _("Region"): view.region_name(region),
                _("Year"): period,
                _("Rating now"): "–" if np.isnan(now) else view.number(now, 0),
                _("Rating by the rule"): view.number(float(value), 0),
            }
        )
    if not rows:
        last = result.inputs.periods[-1]
        st.caption(
            _(
                "No rating changes: of no year up to {year} is enough reported to rate a region. The "
                "counts are kept and shown."
            ).format(year=last)
        )
        return
    title = _("Ratings of the councils of elders, now and by the rule")
    st.markdown(f"**{title}**")
    st.table(pd.DataFrame(rows), hide_index=True, alt=title)
    st.caption(ratings_list(view))
