"""Two to five regions side by side in one year."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.beside import Side, side
from assessment.changes import ChangeError, parse
from reports.blocks import Table
from reports.comparison import side_by_side
from reports.order import COMPARISON
from reports.palette import CLASSES
from reports.subject import median
from views import charts
from views.changed import change_fault
from views.compare_charts import PANEL, panels, pillar_panels
from views.downloads import Group, menu, ordered
from views.ranking import Ranked, class_axis, show_ranking
from views.session import BETWEEN, FEWEST, MOST, View, assessed, longest, regions_of
from views.tables import comparison_download
from views.widgets import choose_year

_CHOSEN = "compared_regions"
_INDENT = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}– "


def show_regions(view: View, answer: DeltaGenerator) -> None:
    """Show the page for regions; the sentence that answers it goes into ``answer``."""
    _ = view._
    left, right, files = st.columns([5, 3, 2], vertical_alignment="bottom")
    with left:
        regions = _choose(view)
    with right:
        choose_year(view)
    with files:
        _download(view, regions)
    try:
        found = compared(view.own, view.period, view.changes)
    except ChangeError as problem:
        answer.html(f'<h1 class="k-answer">{escape(_("Regions side by side"))}</h1>')
        st.error(change_fault(view, problem))
        return
    with answer:
        _answer(view, found, regions)
    _scores(view, found, regions)
    pillar_panels(view, found, regions)
    _chances(view, found, regions)
    _indicators(view, found, regions)
    _histories(view, regions)


def _download(view: View, regions: tuple[str, ...]) -> None:
    """Offer the report; it is of published figures, so not while some are changed."""
    if view.changes:
        return
    offers = (
        ordered(view, "PDF", COMPARISON, "pdf", regions),
        ordered(view, "Word", COMPARISON, "docx", regions),
    )
    menu(view, (Group(view._("Comparison report"), offers),))


@st.cache_resource(show_spinner=False, max_entries=8)
def compared(own: str, period: int, text: str) -> Side:
    """Return one side of a comparison; settings and changed figures in their short forms.

    Raises ChangeError for a figure that cannot be changed in this period.
    """
    made = assessed(own)
    return side(made, period, parse(text, made.result.inputs))


def _choose(view: View) -> tuple[str, ...]:
    """Offer the regions; at first the chosen one and the one nearest to the median."""
    _ = view._
    chosen = regions_of(st.session_state["regions"]) or _proposed(view)
    st.session_state[_CHOSEN] = list(chosen)
    st.multiselect(
        _("Regions, two to five"),
        view.regions_by_name,
        format_func=view.region_name,
        key=_CHOSEN,
        max_selections=MOST,
        on_change=_take,
    )
    return chosen


def _take() -> None:
    chosen = st.session_state[_CHOSEN]
    if FEWEST <= len(chosen) <= MOST:
        st.session_state["regions"] = BETWEEN.join(chosen)


def _proposed(view: View) -> tuple[str, str]:
    scores = view.result.score[view.t]
    far = np.abs(scores - median(scores))
    far[view.r] = np.nan
    return view.region, view.result.inputs.regions[int(np.nanargmin(far))]


def _answer(view: View, found: Side, regions: tuple[str, ...]) -> None:
    headline, detail = side_by_side.answer(view, found, regions)
    st.html(f'<h1 class="k-answer">{escape(headline)}</h1><p class="k-sub">{escape(detail)}</p>')


def _scores(view: View, found: Side, regions: tuple[str, ...]) -> None:
    _ = view._
    result, t = found.result, found.t
    low, _middle, high = found.bands.score
    rows = []
    for region in side_by_side.rated(found, regions):
        r = result.region_index[region]
        step = int(result.classes[t, r])
        value = view.number(result.score[t, r])
        rows.append(
            Ranked(
                region=region,
                value=float(result.score[t, r]),
                low=float(low[r]),
                high=float(high[r]),
                colour=CLASSES[step],
                text=view.span(r, found.bands),
                hover=f"{view.region_name(region)}\n{value} · {view.class_name(step)}",
            )
        )
    left, right = st.columns([3, 2], gap="large")
    with left:
        axis = class_axis(result.scheme.cuts, _("Score, 0 to 100"), _("place"))
        alt = _("Regions in order. {what}. {values}").format(
            what=axis.title, values="; ".join(row.hover.replace("\n", " ") for row in rows)
        )
        show_ranking(view, rows, axis, alt=alt)
    with right:
        table = side_by_side.scores(view, found, regions)
        st.table(_frame(table), hide_index=True, alt=_("Scores side by side"))


def _frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame(table.rows, columns=list(table.header))


def _chances(view: View, found: Side, regions: tuple[str, ...]) -> None:
    """Say of each two how often the one is ahead of the other."""
    table = side_by_side.chances(view, found, regions)
    if not table.rows:
        return
    title = view._("Who is ahead of whom")
    st.subheader(title, anchor=False)
    st.table(_frame(table), hide_index=True, alt=title)
    st.caption(table.note)


def _indicators(view: View, found: Side, regions: tuple[str, ...]) -> None:
    """Show pillars and indicators of the regions; the file has their whole names and units apart."""
    _ = view._
    st.subheader(_("Indicators"), anchor=False)
    names = [view.region_short(region) for region in regions]
    shown, kept = [], []
    for line in side_by_side.lines(view, found, regions):
        row = {**dict(zip(names, line.cells, strict=True)), _("Median"): line.median}
        if line.card is None:
            shown.append({_("Indicator"): view.text(line.pillar.name), **row})
            continue
        card = line.card
        label = f"{_INDENT}{view.text(card.short)}, {view.unit(card)}"
        shown.append({_("Indicator"): label, **row})
        whole = {_("Pillar"): view.text(line.pillar.short), _("Indicator"): view.text(card.name)}
        kept.append({**whole, **row, _("Unit"): view.unit(card)})
    st.table(pd.DataFrame(shown), hide_index=True, alt=_("Indicators"))
    st.caption(_("In brackets: pressure from 0 to 100."))
    comparison_download(view, pd.DataFrame(kept), "regions")


def _histories(view: View, regions: tuple[str, ...]) -> None:
    """Draw the scores over the years, one panel a region, all on the same axis."""
    _ = view._
    st.subheader(_("History, each region like for like"), anchor=False)
    cuts = (*view.result.scheme.cuts, 100.0)
    for columns in panels(regions):
        for region, column in columns:
            run = longest(view.own, region, view.period)
            with column:
                st.markdown(f"**{view.region_short(region)}**")
                if run is None:
                    st.caption(_("No two years can be compared."))
                    continue
                r = run.region_index[region]
                years, values = run.inputs.periods, run.score[:, r].tolist()
                share = float(run.coverage[-1, r])
                name = view.region_short(region)
                hover = [f"{y}: {view.number(v)}" for y, v in zip(years, values, strict=True)]
                line = charts.Line(name, years, values, hover, main=True)
                figure = charts.history(
                    view.ink, [line], height=PANEL, bands=list(pairwise(cuts)), span=(0, 100)
                )
                figure["layout"]["showlegend"] = False
                charts.draw(figure, f"history_{region}", alt=f"{name}. {'; '.join(hover)}")
                st.caption(_("on {share} of the weight").format(share=view.percent(share)))
