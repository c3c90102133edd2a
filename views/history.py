"""History of a region: comparable years with bands, what they rest on, and the trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st

from assessment.history import Run
from assessment.provenance import FLAGS
from geodata.regions import FormerUnit
from scoring.trend import ENOUGH, LEVEL, Trend
from views import charts
from views.session import View, run_years, scored_run
from views.tables import comparison_download

SMALL = 0.001  # a smaller p is only said to be smaller


@dataclass(frozen=True)
class Story:
    """What the section tells: the runs, latest first, and the splits that lie between them."""

    runs: tuple[Run, ...]
    splits: tuple[FormerUnit, ...]
    alone: tuple[int, ...]
    hollow: frozenset[int]


def show_history(view: View) -> None:
    """Show the region's years up to the chosen one."""
    _ = view._
    st.subheader(_("History, compared like for like"))
    story = _story(view)
    if not story.runs:
        st.write(_("No two years up to {year} can be compared.").format(year=view.period))
        return
    latest = story.runs[0]
    st.markdown(f"**{_answer(view, latest)}**")
    st.caption(" ".join([*(_basis(view, run) for run in story.runs), *_about_splits(view, story)]))
    _draw(view, story)
    st.caption(
        _(
            "The band holds nine in ten of {draws} recalculations with other choices of the "
            "method, all between the same goalposts. These scores differ from the published ones, "
            "which use every indicator of their year."
        ).format(draws=view.number(view.bands.plan.draws, 0))
    )
    _table(view, story)


def _story(view: View) -> Story:
    periods = view.result.inputs.periods
    runs = tuple(
        scored_run(view.own, years) for years in run_years(view.own, view.region, view.period)
    )
    shown = {year for run in runs for year in run.years}
    splits = tuple(
        former
        for former in view.assessment.regions.former
        if view.region in former.parts and periods[0] < former.last_year <= view.period
    )
    former = view.assessment.provenance.former[:, view.r]
    hollow = frozenset(y for y, rests in zip(periods, former, strict=True) if rests and y in shown)
    alone = tuple(year for year in periods if year <= view.period and year not in shown)
    return Story(runs, splits, alone, hollow)


# -- sentences -------------------------------------------------------------------------------------


def _answer(view: View, run: Run) -> str:
    """Say the trend of the latest run, and how sure it is."""
    _ = view._
    first, last = run.years[0], run.years[-1]
    found = run.trend(view.region)
    if found is None:
        return _("From {first} to {last} there are too few comparable years for a trend.").format(
            first=first, last=last
        )
    if found.low <= 0 <= found.high:
        message = _(
            "From {first} to {last} the score has no clear trend: {slope} points a year, "
            "{level} interval {low} to {high}."
        )
    else:
        message = (
            _(
                "From {first} to {last} the score rose by {size} points a year, {level} interval {low} to {high}."
            )
            if found.slope > 0
            else _(
                "From {first} to {last} the score fell by {size} points a year, {level} interval {low} to {high}."
            )
        )
    said = message.format(
        first=first,
        last=last,
        slope=view.signed(found.slope),
        size=view.number(abs(found.slope)),
        low=view.signed(found.low),
        high=view.signed(found.high),
        level=view.percent(LEVEL),
    )
    return f"{said} {_how_sure(view, found)}"


def _how_sure(view: View, found: Trend) -> str:
    _ = view._
    p = f"< {view.number(SMALL, 3)}" if found.p < SMALL else f"= {view.number(found.p, 3)}"
    if found.indicative:
        return _(
            "Only indicative: {count} years are few, a trend asks for {enough} "
            "(Theil–Sen; Mann–Kendall p {p})."
        ).format(count=found.count, enough=ENOUGH, p=p)
    return _("{count} years (Theil–Sen; Mann–Kendall p {p}).").format(count=found.count, p=p)


def _basis(view: View, run: Run) -> str:
    return view._(
        "The line {first}–{last} stands on the indicators that all its years have: {count} of "
        "{total}, {share} of the weight."
    ).format(
        first=run.years[0],
        last=run.years[-1],
        count=run.count(view.region),
        total=int(view.result.inputs.applicable[view.r].sum()),
        share=view.percent(run.share(view.region)),
    )


def _about_splits(view: View, story: Story) -> list[str]:
    _ = view._
    said = [
        _(
            "For the years before {year} most figures are those of the former region, {name}: no line "
            "goes over the split, because the step there is no change."
        ).format(year=former.last_year, name=former.names.get(view.language))
        for former in story.splits
    ]
    if story.alone:
        years = ", ".join(str(year) for year in story.alone)
        said.append(_("Not drawn, because it cannot be compared: {years}.").format(years=years))
    return said


# -- chart -----------------------------------------------------------------------------------------


def _draw(view: View, story: Story) -> None:
    _ = view._
    lines: list[charts.Line] = []
    for run in reversed(story.runs):
        lines += _lines(view, run, story.hollow)
    keys = charts.Keys(
        _("nine in ten recalculations"),
        _("rests on figures of the former region") if story.hollow else "",
    )
    marks = [
        (former.last_year - 0.5, _("split of {year}").format(year=former.last_year))
        for former in story.splits
        if story.runs[-1].years[0] < former.last_year
    ]
    charts.draw(
        charts.history(
            view.ink,
            lines,
            height=340,
            bands=list(pairwise((*view.result.scheme.cuts, 100.0))),
            span=(0, 100),
            marks=marks,
            keys=keys,
        ),
        key="history",
        alt=_alt(view, story, [words for _at, words in marks]),
    )


def _lines(view: View, run: Run, hollow: frozenset[int]) -> list[charts.Line]:
    _ = view._
    own = run.score(view.region).tolist()
    low, _middle, high = (row.tolist() for row in run.bands[:, :, view.r])
    name, middle = view.region_short(view.region), _("median of the regions")
    hover = [_point(view, run, place, hollow) for place in range(len(run.years))]
    medians = run.median.tolist()
    return [
        charts.Line(
            middle,
            run.years,
            medians,
            [
                f"{escape(middle)}, {y}: {view.number(v)}"
                for y, v in zip(run.years, medians, strict=True)
            ],
            main=False,
        ),
        charts.Line(name, run.years, own, hover, main=True, low=low, high=high, hollow=hollow),
    ]


def _point(view: View, run: Run, place: int, hollow: frozenset[int]) -> str:
    _ = view._
    low, _middle, high = run.bands[:, place, view.r]
    words = (
        f"{escape(view.region_short(view.region))}, {run.years[place]}: "
        f"{view.number(run.score(view.region)[place])} ({view.number(low)}–{view.number(high)})"
    )
    if run.years[place] in hollow:
        words += f"<br>{escape(_('rests on figures of the former region'))}"
    return words


def _alt(view: View, story: Story, marks: Sequence[str]) -> str:
    words = view._("rests on figures of the former region")
    parts = [
        f"{year}: {view.number(score)}" + (f" ({words})" if year in story.hollow else "")
        for run in reversed(story.runs)
        for year, score in zip(run.years, run.score(view.region), strict=True)
    ]
    return "; ".join([*parts, *marks])


# -- table -----------------------------------------------------------------------------------------


def _table(view: View, story: Story) -> None:
    """Show the same as a table, with the shares of the weight that are not the year's own figures."""
    _ = view._
    with st.expander(_("History as a table"), on_change="rerun", key="table_history") as expander:
        if not expander.open:
            return
        table = pd.DataFrame(_rows(view, story))
        st.table(table, hide_index=True, alt=_("History as a table"))
        st.caption(
            _("Shares are of the weight behind the published score; a figure may count in several.")
        )
        comparison_download(view, table, f"history-{view.region}")


def _rows(view: View, story: Story) -> list[dict[str, str]]:
    _ = view._
    result, known = view.result, view.assessment.provenance
    where = {year: (run, t) for run in story.runs for t, year in enumerate(run.years)}
    names = {
        "inherited": _("Inherited"),
        "apportioned": _("Apportioned"),
        "backcast": _("Back-cast"),
        "carried": _("Carried forward"),
    }
    rows = []
    for t, year in enumerate(result.inputs.periods):
        if year > view.period:
            break
        run, place = where.get(year, (None, 0))
        like, band, middle, line = "–", "–", "–", "–"
        if run is not None:
            low, _middle, high = run.bands[:, place, view.r]
            like = view.number(run.score(view.region)[place])
            band = f"{view.number(low)}–{view.number(high)}"
            middle = view.number(run.median[place])
            line = f"{run.years[0]}–{run.years[-1]}"
        score = float(result.score[t, view.r])
        rows.append(
            {
                _("Year"): str(year),
                _("Published score"): view.scored(score, int(result.classes[t, view.r])),
                _("Like for like"): like,
                _("Nine in ten"): band,
                _("Median of the regions"): middle,
                _("Line"): line,
                **{
                    names[flag]: view.percent(float(known.share(flag)[t, view.r])) for flag in FLAGS
                },
                _("Rests on the former region"): _("yes") if known.former[t, view.r] else _("no"),
                _("Reliability"): "–"
                if np.isnan(score)
                else str(result.reliability.grade[t, view.r]),
            }
        )
    return rows
