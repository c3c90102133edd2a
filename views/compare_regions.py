"""Two to five regions side by side in one year."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.beside import Side, apart, side
from assessment.changes import ChangeError, parse
from reports.palette import CLASSES
from reports.subject import median
from scoring.score import NOT_RATED
from scoring.uncertainty.bands import APART
from views import charts
from views.changed import change_fault
from views.compare_charts import PANEL, panels, pillar_panels
from views.ranking import Ranked, class_axis, show_ranking
from views.session import BETWEEN, FEWEST, MOST, View, assessed, longest, regions_of
from views.tables import comparison_download
from views.widgets import choose_year

_CHOSEN = "compared_regions"
_INDENT = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}– "


def show_regions(view: View, answer: DeltaGenerator) -> None:
    """Show the page for regions; the sentence that answers it goes into ``answer``."""
    _ = view._
    left, right, _rest = st.columns([5, 3, 2], vertical_alignment="bottom")
    with left:
        regions = _choose(view)
    with right:
        choose_year(view)
    try:
        found = compared(view.own, view.period, view.changes)
    except ChangeError as problem:
        answer.html(f'<h1 class="k-answer">{escape(_("Regions side by side"))}</h1>')
        st.error(change_fault(view, problem))
        return
    with answer:
        _answer(view, found, regions)
    rated = [region for region in regions if not np.isnan(_score(found, region))]
    _scores(view, found, regions, rated)
    pillar_panels(view, found, regions)
    _chances(view, found, rated)
    _indicators(view, found, regions)
    _histories(view, regions)


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


def _score(found: Side, region: str) -> float:
    return float(found.score[found.result.region_index[region]])


def _answer(view: View, found: Side, regions: tuple[str, ...]) -> None:
    _ = view._
    ordered = sorted(
        (r for r in regions if not np.isnan(_score(found, r))), key=lambda r: -_score(found, r)
    )
    detail = ""
    if len(ordered) < FEWEST:
        headline = _("Fewer than two of these regions are rated in {year}.").format(
            year=view.period
        )
    else:
        first, second = ordered[:2]
        points, low, high = apart(found, first, second)
        at = [found.result.region_index[region] for region in (first, second)]
        ahead = float(found.bands.ahead[at[0], at[1]])
        headline = (
            _("{first} is under more pressure than {second}: by {points} points.")
            if ahead > APART
            else _("{first} and {second} cannot be told apart: {points} points lie between them.")
        ).format(
            first=view.region_title(first),
            second=view.region_name(second),
            points=view.number(points),
        )
        detail = _(
            "{first} is ahead in {share} of the recalculations; in nine of ten of them it is "
            "{low} to {high} points above."
        ).format(
            first=view.region_title(first),
            share=view.percent(ahead),
            low=view.number(low),
            high=view.number(high),
        )
    st.html(f'<h1 class="k-answer">{escape(headline)}</h1><p class="k-sub">{escape(detail)}</p>')


def _scores(view: View, found: Side, regions: tuple[str, ...], rated: list[str]) -> None:
    _ = view._
    result, t = found.result, found.t
    low, _middle, high = found.bands.score
    rows = []
    for region in rated:
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
    table = pd.DataFrame(
        {
            _("Region"): view.region_name(region),
            **_row(view, found, result.region_index[region]),
        }
        for region in regions
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        axis = class_axis(result.scheme.cuts, _("Score, 0 to 100"), _("place"))
        alt = _("Regions in order. {what}. {values}").format(
            what=axis.title, values="; ".join(row.hover.replace("\n", " ") for row in rows)
        )
        show_ranking(view, rows, axis, alt=alt)
    with right:
        st.table(table, hide_index=True, alt=_("Scores side by side"))


def _row(view: View, found: Side, r: int) -> dict[str, str]:
    _ = view._
    result, t = found.result, found.t
    low, _middle, high = found.bands.score[:, r]
    index = int(result.classes[t, r])
    rated = index != NOT_RATED
    return {
        _("Score"): view.number(result.score[t, r]) if rated else "–",
        _("Class"): view.class_name(index),
        _("Nine in ten"): f"{view.number(low)}–{view.number(high)}" if rated else "–",
        _("Places"): view.span(r, found.bands),
        _("Reliability"): str(result.reliability.grade[t, r]) if rated else "–",
    }


def _chances(view: View, found: Side, rated: list[str]) -> None:
    """Say of each two how often the one is ahead of the other."""
    _ = view._
    if len(rated) < FEWEST:
        return
    st.subheader(_("Who is ahead of whom"), anchor=False)
    ordered = sorted(rated, key=lambda region: -_score(found, region))
    rows = []
    for a, first in enumerate(ordered):
        for second in ordered[a + 1 :]:
            points, low, high = apart(found, first, second)
            i, j = found.result.region_index[first], found.result.region_index[second]
            share = float(found.bands.ahead[i, j])
            rows.append(
                {
                    _("Higher"): view.region_name(first),
                    _("Lower"): view.region_name(second),
                    _("Difference"): view.signed(points),
                    _("Nine in ten"): f"{view.signed(low)} … {view.signed(high)}",
                    _("Ahead in"): view.percent(share),
                    _("Told apart"): _("yes") if share > APART else _("no"),
                }
            )
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("Who is ahead of whom"))
    st.caption(
        _("Told apart are two regions of which one is ahead in more than {share}.").format(
            share=view.percent(APART)
        )
    )


def _indicators(view: View, found: Side, regions: tuple[str, ...]) -> None:
    """Show pillars and indicators of the regions; the file has their whole names and units apart."""
    _ = view._
    st.subheader(_("Indicators"), anchor=False)
    registry = view.assessment.registry
    result, t = found.result, found.t
    places = {view.region_short(region): result.region_index[region] for region in regions}
    shown, kept = [], []
    for pillar in registry.framework.pillars:
        pressures = result.pillars[t, :, result.pillar_index[pillar.id]]
        row = {name: _in_brackets(view, pressures[r]) for name, r in places.items()}
        row[_("Median")] = _in_brackets(view, median(pressures))
        shown.append({_("Indicator"): view.text(pillar.name), **row})
        for name in pillar.indicators:
            card, k = registry.cards[name], result.indicator_index[name]
            column = result.inputs.values[t, :, k]
            row = {
                short: "–"
                if np.isnan(column[r])
                else f"{view.number(column[r], card.decimals)} "
                f"{_in_brackets(view, 100.0 * result.normalised[t, r, k])}"
                for short, r in places.items()
            }
            row[_("Median")] = view.number(median(column), card.decimals)
            label = f"{_INDENT}{view.text(card.short)}, {view.unit(card)}"
            shown.append({_("Indicator"): label, **row})
            whole = {_("Pillar"): view.text(pillar.short), _("Indicator"): view.text(card.name)}
            kept.append({**whole, **row, _("Unit"): view.unit(card)})
    st.table(pd.DataFrame(shown), hide_index=True, alt=_("Indicators"))
    st.caption(_("In brackets: pressure from 0 to 100."))
    comparison_download(view, pd.DataFrame(kept), "regions")


def _in_brackets(view: View, pressure: float) -> str:
    return "–" if np.isnan(pressure) else f"({view.number(pressure, 0)})"


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
