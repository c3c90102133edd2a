"""All years at once: a small map for each, one legend for all, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from geodata.regions import Unit
from reports.palette import CHANGE_STEPS, CHANGES, CLASSES, step_of_change
from scoring.score import NOT_RATED, classify
from views.borders import in_its_time
from views.drawing import mount
from views.session import CHANGE, View
from views.shapes import shapes_url
from views.tables import comparison_download
from views.widgets import change_words, class_words, legend


@dataclass(frozen=True)
class Year:
    """What is shown of one year: its view, and a value and a step of the colours by region."""

    view: View
    values: np.ndarray
    steps: tuple[int, ...]


def show_small_maps(view: View) -> None:
    """Show the maps of all years; ``view`` is that of today's borders."""
    _ = view._
    with st.expander(_("All years as small maps"), on_change="rerun", key="all_years") as expander:
        if not expander.open:
            return
        change = view.mode == CHANGE
        years = [
            year
            for period in view.assessment.rated_periods
            if (year := _year(in_its_time(replace(view, period=period)))) is not None
        ]
        layers = {shapes_url(year.view): year.view.result.inputs.regions for year in years}
        places = list(layers)
        colours = CHANGES if change else CLASSES
        ink = view.ink
        mount(
            "years",
            {
                "label": _("Maps of all years: {what}").format(what=view.shown_name(view.shown)),
                "year": view.period,
                "layers": [[path, regions] for path, regions in layers.items()],
                "colours": colours,
                "ink": {"border": ink.border, "unrated": ink.unrated, "hatch": ink.hatch},
                "maps": [
                    [
                        year.view.period,
                        places.index(shapes_url(year.view)),
                        year.steps,
                        _words(year, change=change),
                    ]
                    for year in years
                ],
            },
            on_chosen_change=_choose,
        )
        unrated = any(NOT_RATED in year.steps for year in years)
        words = change_words(view) if change else class_words(view)
        legend(view, colours, words, unrated=unrated)
        st.caption(_about(view))
        table = _table(view, years)
        st.table(table, hide_index=True, alt=_("All years as a table"))
        comparison_download(view, table, "years")


def _choose() -> None:
    # `views/url.py` refuses what is no year of ours.
    st.session_state["year"] = str(st.session_state["years"]["chosen"])


def _year(view: View) -> Year | None:
    if view.mode != CHANGE:
        values = view.shown_values(view.result, view.period)
        return Year(view, values, tuple(map(int, classify(values, view.result.scheme.cuts))))
    if view.comparison is None or view.earlier is None:
        return None
    values = view.shown_values(view.comparison, view.period) - view.shown_values(
        view.comparison, view.earlier
    )
    return Year(
        view, values, tuple(NOT_RATED if np.isnan(v) else step_of_change(v) for v in values)
    )


def _words(year: Year, *, change: bool) -> str:
    """Say in a few words what a map shows."""
    view, values = year.view, year.values
    _ = view._
    if change:
        _strong, down, up, _strongly = CHANGE_STEPS
        return _("{up} rose, {down} fell").format(
            up=int((values > up).sum()), down=int((values < down).sum())
        )
    return _("“{class_name}” or above: {count}").format(
        class_name=view.class_name(view.attention),
        count=sum(step >= view.attention for step in year.steps),
    )


def _about(view: View) -> str:
    _ = view._
    if view.mode == CHANGE:
        return _(
            "Each map is the change since the year before, like for like. Hatched regions cannot be "
            "compared: their borders changed between the two years, or too few figures are common."
        )
    return _(
        "Each map uses all figures of its year. Indicators begin in different years, so that two "
        "maps are not a comparison: “Change” compares like for like."
    )


def _table(view: View, years: list[Year]) -> pd.DataFrame:
    _ = view._
    # Before and after a split a region of the same name is not the same: it has a line for each.
    official = view.assessment.regions.all_unit_names
    units = dict.fromkeys(unit for year in years for unit in _units(year))
    rows = []
    for unit in units:
        row = {_("Region"): official[unit].get(view.language)}
        for year in years:
            here = _units(year)
            value = float(year.values[here.index(unit)]) if unit in here else float("nan")
            write = view.signed if view.mode == CHANGE else view.number
            row[str(year.view.period)] = "–" if np.isnan(value) else write(value)
        rows.append(row)
    return pd.DataFrame(rows)


def _units(year: Year) -> list[Unit]:
    regions = year.view.assessment.regions
    return [Unit(r, regions.borders(r)) for r in year.view.result.inputs.regions]
