"""What a table of figures would change, as the pages that take figures over show it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.effect import Effect, Move
from indicators.series import load_series, load_units
from intake.loading.effect import effect_of
from intake.loading.known import Known
from intake.loading.preview import Preview
from reports.effect_words import answer, reasons
from reports.load_template import region_names
from reports.wording import Wording
from reports.words import literal
from views.session import View, load, made_with

SHOWN = 200  # rows of each table
MOST_MOVED = 6  # regions that are shown first: those that change their class, and most moved ones


def effect_on_scores(found: Preview, known: Known) -> Effect | None:
    """Return what a table would do to the scores; None for one that may not be taken over."""
    if not found.may_be_taken:
        return None
    # The index of the page is that of the vintage that it was made with, unless it changed since.
    before = load()[0] if made_with() == known.onto else None
    return effect_of(found, known, before)


def show_refused(view: View, found: Preview) -> None:
    """Say which rows are refused, and why."""
    _ = view._
    st.error(_("Nothing can be taken over while something is refused."))
    st.table(
        pd.DataFrame(
            {
                _("Row"): "" if fault.row is None else str(fault.row),
                _("Column"): literal(fault.column),
                _("Value"): literal(fault.value),
                _("What is wrong"): literal(
                    f"{fault.message(_)} ({_('allowed: {rule}').format(rule=fault.rule(_))})"
                ),
            }
            for fault in found.faults
        ),
        hide_index=True,
        alt=_("Refused"),
    )


def show_changes(view: View, found: Preview) -> None:
    """Show the figures that would be new or different."""
    _ = view._
    names, series, units = region_names(), load_series(), load_units()
    rows = []
    for change in found.changes[:SHOWN]:
        id_, region, _borders, period, value, unit, *_rest = change.cells
        rows.append(
            {
                _("Row"): str(change.row),
                _("Series"): series[id_].name.get(view.language),
                _("Region"): names[region][view.language] if region in names else region,
                _("Period"): period,
                _("Value held now"): _printed(view, change.old),
                _("New value"): _printed(view, value),
                _("Unit"): units[unit].label.get(view.language),
            }
        )
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("What it would change"))
    more = len(found.changes) - SHOWN
    if more > 0:
        st.caption(_("and {count} more").format(count=view.number(more, 0)))


def _printed(view: View, text: str) -> str:
    return view.number(float(text), len(text.partition(".")[2])) if text else "–"


def show_effect(view: View, effect: Effect) -> None:
    """Show what would happen to the published scores: the answer, the scores, the reasons."""
    _, words = view._, Wording(load()[0], view.language)
    st.markdown(f"**{answer(effect, words)}**")
    if view.own:
        st.caption(_("These are the scores as published, without settings of your own."))
    for year in effect.years[:1]:
        moves = sorted(effect.of(year), key=lambda move: not move.changes_class)
        _show_moves(view, words, moves[:MOST_MOVED], year)
    if len(effect.moves) > MOST_MOVED or effect.years[1:]:
        with st.expander(_("All scores that change"), key="load_moves", on_change="rerun") as every:
            if every.open:
                for year in effect.years:
                    _show_moves(view, words, effect.of(year), year)
    if why := reasons(effect, words):
        st.write(_("Figures of this table that move no score, and why:"))
        st.markdown("\n".join(f"- {line}" for line in why))


def _show_moves(view: View, words: Wording, moves: Sequence[Move], year: int) -> None:
    _ = view._
    title = _("Scores of {year} before and after").format(year=year)
    st.markdown(f"**{title}**")
    st.table(
        pd.DataFrame(
            {
                _("Region"): words.region_short(move.region),
                _("Before"): words.number(move.before),
                _("After"): words.number(move.after),
                _("Difference"): words.signed(move.after - move.before, 2),
                _("Class"): words.class_name(move.class_after)
                if not move.changes_class
                else f"{words.class_name(move.class_before)} → {words.class_name(move.class_after)}",
            }
            for move in moves
        ),
        hide_index=True,
        alt=title,
    )
