"""History of a region: comparable years with bands, what they rest on, and the trend."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st

from assessment.history import Run
from assessment.provenance import FLAGS
from reports.history import Story, about_bands, about_splits, answer, basis, story_of
from views import charts
from views.session import View, run_years, scored_run
from views.tables import comparison_download


def show_history(view: View) -> None:
    """Show the region's years up to the chosen one."""
    _ = view._
    st.subheader(_("History, compared like for like"))
    story = story_of(
        view,
        (scored_run(view.own, years) for years in run_years(view.own, view.region, view.period)),
    )
    if not story.runs:
        st.write(_("No two years up to {year} can be compared.").format(year=view.period))
        return
    latest = story.runs[0]
    st.markdown(f"**{answer(view, latest)}**")
    st.caption(" ".join([*(basis(view, run) for run in story.runs), *about_splits(view, story)]))
    _draw(view, story)
    st.caption(about_bands(view))
    _table(view, story)


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
