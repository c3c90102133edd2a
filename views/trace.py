"""Follow one number: from the figure on the page to formula, inputs, sources and points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st

from indicators.figures import Observation
from indicators.panel import Entry
from indicators.schema import Card
from indicators.steps import Step
from methodology.formula_text import readable
from methodology.written_out import written_out
from reports.words import flags, scale_name, status
from scoring.aggregate import shares
from views.charts import Keys, Line, draw, history
from views.session import View


def show_trace(view: View, card: Card, entry: Entry) -> None:
    """Show how the value of an indicator came about, down to the lines of the data package."""
    _ = view._
    st.markdown(view.text(card.definition))
    if marks := flags(entry, _):
        st.markdown(_("**To know:** {flags}.").format(flags="; ".join(marks)))
    left, right = st.columns([3, 2])
    with left:
        st.markdown(f"**{_('Formula')}**")
        st.markdown(readable(card.formula, view.assessment.registry.series, view.language))
        st.code(card.formula.text, language=None, wrap_lines=True)
        st.markdown(f"**{_('With the figures')}**")
        st.markdown(_with_figures(view, card, entry))
        for sentence in _which_of_two(view, entry.derived.step):
            st.caption(sentence)
        if card.goalposts:
            st.markdown(f"**{_('From value to points')}**")
            st.markdown(_normalised(view, card))
    with right:
        _own_history(view, card)
    st.markdown(f"**{_('Figures and their sources')}**")
    show_figures(view, [obs for term in entry.derived.terms for obs in term.observations])
    st.markdown(f"**{_('To beware of:')}** {view.text(card.caveats)}")


def _with_figures(view: View, card: Card, entry: Entry) -> str:
    written = written_out(entry.derived.step, view.language)
    return f"{written} = **{view.amount(card, entry.value)}**"


def _which_of_two(view: View, step: Step) -> Iterator[str]:
    """Say of each ``prefer(x, y)`` of the formula which of the two it was."""
    _ = view._
    if step.action in ("preferred", "instead"):
        series = view.assessment.registry.series
        name = view.text(series[step.terms[0].series].name)
        if step.action == "preferred":
            words = _("Of the two, the first is known for this year: {name}.")
        else:
            words = _("The first of the two is not known for this year; so it is: {name}.")
        yield words.format(name=name)
    for part in step.parts:
        yield from _which_of_two(view, part)


def _normalised(view: View, card: Card) -> str:
    """Say how the value became a pressure between 0 and 100, and what that weighs."""
    _ = view._
    posts = card.goalposts
    assert posts is not None
    result = view.result
    k = result.indicator_index[card.id]
    z = result.normalised[view.t, view.r, k]
    p = result.pillar_index[card.pillar]
    part = result.scheme.slices[p]
    used = shares(
        ~np.isnan(result.normalised[view.t, view.r, part]), result.scheme.inner_weights[part]
    )
    scheme = result.scheme
    pressure = _("Pressure: **{points}**; weight inside the pillar here: {weight}.").format(
        points=view.number(100 * z), weight=view.percent(used[k - part.start], 1)
    )
    if scheme.flipped and scheme.pillars[p].optional:
        pressure += " " + _("It counts with the opposite sign.")
    if scheme.normalisation != "goalposts":
        by_others = _("Placed by the other regions of the year: {scale}.")
        return by_others.format(scale=scale_name(scheme.normalisation, _)) + " " + pressure
    transform = {
        "identity": "",
        "log": " " + _("The scale is logarithmic."),
        "asinh": " " + _("The scale is that of the inverse hyperbolic sine."),
    }[posts.transform]
    ends = _("{lo} is no pressure (0), {hi} full pressure (100).")
    if card.direction == -1:
        ends = _("{hi} is no pressure (0), {lo} full pressure (100).")
    sentence = ends.format(
        lo=_exact(view, posts.lo),
        hi=view.amount(card, posts.hi) if card.direction == 1 else _exact(view, posts.hi),
    )
    return f"{sentence}{transform} {pressure}"


def _exact(view: View, value: float) -> str:
    decimals = 0 if value == round(value) else min(4, max(0, 3 - math.ceil(math.log10(abs(value)))))
    return view.number(value, decimals)


def _own_history(view: View, card: Card) -> None:
    """Draw the indicator's own values over the years, beside the median of the regions."""
    _ = view._
    panel = view.assessment.panel
    own: list[tuple[int, float]] = []
    borders: dict[int, frozenset[str]] = {}
    ways: dict[int, bool] = {}  # whether the year has the second of two that say the same
    medians: list[tuple[int, float]] = []
    for period in panel.periods:
        entry = panel.get(card.id, view.region, period)
        if entry and not entry.carried:
            own.append((period, entry.value))
            borders[period] = entry.derived.borders
            ways[period] = entry.derived.step.action == "instead"
        others = [
            e.value for r in panel.regions if (e := panel.get(card.id, r, period)) and not e.carried
        ]
        if 2 * len(others) > len(panel.regions):  # that of a few would pass for the nation's
            medians.append((period, float(np.median(others))))
    if len(own) < 2:
        return  # one year is no history
    # Values of a former region and of a part of it are not joined: the step is the split. Nor are
    # those that were found in two ways.
    years = [year for year, _value in own]
    breaks = {
        after
        for before, after in pairwise(years)
        if (borders[before], ways[before]) != (borders[after], ways[after])
    }
    former = {year for year in years if borders[year] - {"current"}}
    median = _line(view, card, _("median of the regions"), medians, main=False)
    lines = [
        *([median] if len(medians) > 1 else []),  # one point is no line
        replace(
            _line(view, card, view.region_short(view.region), own, main=True),
            hollow=former,
            breaks=breaks,
        ),
    ]
    keys = Keys(hollow=_("of the former region") if former else "")
    draw(
        history(view.ink, lines, height=260, keys=keys),
        key=f"history_{card.id}",
        alt=_("{name} by year: {values}").format(
            name=view.text(card.name),
            values="; ".join(f"{year}: {view.amount(card, value)}" for year, value in own),
        ),
    )


def _line(
    view: View, card: Card, name: str, points: list[tuple[int, float]], *, main: bool
) -> Line:
    years = [year for year, _value in points]
    values = [value for _year, value in points]
    hover = [f"{escape(name)}, {year}: {view.amount(card, value)}" for year, value in points]
    return Line(name, years, values, hover, main)


def show_figures(view: View, observations: Iterable[Observation]) -> None:
    """List every figure with its source and its line in the package; notes stand below, once."""
    _ = view._
    assessment = view.assessment
    names = {tuple(unit): text for unit, text in assessment.regions.all_unit_names.items()}
    country = _("Kazakhstan")
    notes: dict[str, int] = {}
    rows = []
    for obs in observations:
        place = names.get((obs.region, obs.borders))
        source = assessment.observations.sources[obs.source]
        title = source.title.get(view.language)
        series = assessment.registry.series[obs.series]
        unit = assessment.registry.units[series.unit].label.get(view.language)
        numbers = [notes.setdefault(note, len(notes) + 1) for note in obs.notes]
        rows.append(
            {
                _("Figure"): series.name.get(view.language),
                _("Region"): place.get(view.language) if place else country,
                _("Period"): obs.period,
                _("Value"): f"{_exact_figure(view, obs.value)} {unit}",
                _("Status"): status(obs.status, _),
                _("Source"): f"[{title}]({source.url})" if source.url else title,
                _("Where"): f"{obs.detail} · `{obs.file}:{obs.row}`",
                _("Note"): ", ".join(map(str, numbers)),
            }
        )
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("Figures and their sources"))
    for note, number in notes.items():
        st.caption(f"{number}. {assessment.observations.notes[note].get(view.language)}")


def _exact_figure(view: View, value: float) -> str:
    text = repr(value)
    decimals = 0 if text.endswith(".0") else len(text.partition(".")[2])
    return view.number(value, min(decimals, 6))
