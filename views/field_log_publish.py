"""Putting the counts of the years that are over into the figures: a difference first, then a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from indicators import additions
from indicators.faults import DataFaults
from intake.field.publish import RATING, PublishError, look, take_over
from intake.loading.known import load_known
from intake.loading.preview import Preview
from intake.loading.vintages import LoadError
from reports.words import literal
from scoring.score import Result, score
from views.field_log_counts import ratings_list
from views.field_log_records import KINDS, Log, today
from views.keeping import store
from views.load_preview import show_changes, show_refused
from views.mending import reason
from views.sent_in import show_told, tell
from views.session import View, load
from views.who import Visitor, visitor
from views.widgets import tiles

CARD = "councils_of_elders"  # the indicator that the rating enters


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
        found = _looked(log)
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
    _scores(view, found)
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


def _looked(log: Log) -> Preview:
    kept = store()
    return _preview(
        str(kept.database.url), kept.counted_state(KINDS), additions.current_id(), today(), log
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def _preview(database: str, state: str, vintage: str | None, day: date, _log: Log) -> Preview:
    return look(_log.records, load_known(), day)


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


# -- what it does to the scores --------------------------------------------------------------------


def _ratings(found: Preview) -> Iterator[tuple[str, int, int]]:
    """Yield region, year and rating of each new or changed rating."""
    for change in found.changes:
        series, region, _borders, period, value, *_rest = change.cells
        if series == RATING:
            yield region, int(period), int(float(value))


def after(result: Result, ratings: list[tuple[str, int]], year: int) -> Result:
    """Score one year again with these ratings of the councils, all else as it is."""
    inputs = result.inputs.only((year,), result.inputs.indicators)
    values, k = inputs.values.copy(), inputs.indicators.index(CARD)
    for region, rating in ratings:
        values[0, inputs.regions.index(region), k] = rating
    return score(replace(inputs, values=values), result.scheme)


def _scores(view: View, found: Preview) -> None:
    """Show the ratings that would take the place of others, and the scores that would follow."""
    _ = view._
    st.subheader(_("What it does to the scores"), anchor=False)
    published = load()[0].result
    rows = []
    for year in published.inputs.periods[::-1]:
        ratings = [(region, rating) for region, at, rating in _ratings(found) if at == year]
        if not ratings:
            continue
        then, t = after(published, ratings, year), published.period_index[year]
        k = published.inputs.indicators.index(CARD)
        for region, rating in sorted(ratings):
            r = published.region_index[region]
            old = published.inputs.values[t, r, k]
            change = then.score[0, r] - published.score[t, r]
            rows.append(
                {
                    _("Region"): view.region_name(region),
                    _("Year"): str(year),
                    _("Rating now"): "–" if np.isnan(old) else view.number(old, 0),
                    _("Rating by the rule"): str(rating),
                    _("Score now"): view.scored(
                        published.score[t, r], int(published.classes[t, r])
                    ),
                    _("Score then"): view.scored(then.score[0, r], int(then.classes[0, r])),
                    _("Change in points"): "–" if np.isnan(change) else view.signed(change),
                }
            )
    if not rows:
        last = published.inputs.periods[-1]
        st.caption(
            _(
                "No score moves: of no year up to {year} is enough reported to rate a region. The "
                "counts are kept and shown."
            ).format(year=last)
        )
        return
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("What it does to the scores"))
    st.caption(ratings_list(view))
