"""The scenario that is open: taken from the store by its id, and held against what is now."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from assessment import changes
from assessment.settings import short
from reports.words import literal
from scenarios import Content, ContentError, Fault, Scenario
from views import own
from views.changed import worked_out
from views.keeping import said, store
from views.session import ChangeForms, ShortForms, View, assessed, load

KEY = "scenario"
_RECORD, _PROBLEM, _UNMAKEABLE = "_scenario", "_scenario_problem", "_scenario_unmakeable"


def record() -> Scenario | None:
    """Return the scenario that is open, as it was when it was opened or last saved."""
    found: Scenario | None = st.session_state.get(_RECORD)
    return found


def follow() -> None:
    """Open the scenario that the address names, unless it is open.

    Weights and changes that stand in the address too are those that hold: a link shows what it
    showed when it was copied, whatever has become of the scenario since.
    """
    wanted = st.session_state[KEY]
    known = record()
    if not wanted:
        st.session_state.pop(_RECORD, None)
    elif known is None or known.id != wanted:
        explicit = any(st.query_params.get(key) for key in ("weights", "changes"))
        try:
            scenario = store().get(wanted)
        except Fault as problem:
            st.session_state[KEY] = ""
            st.session_state.pop(_RECORD, None)
            st.session_state[_PROBLEM] = problem
            return
        st.session_state[_RECORD] = scenario
        if not explicit:
            put(scenario)


def put(scenario: Scenario, content: Content | None = None) -> None:
    """Make a scenario the one that is open, and its settings, changes and year those in use.

    content : of an earlier version, to be in use instead of the scenario's own.
    """
    content = content or scenario.content
    st.session_state[KEY], st.session_state[_RECORD] = scenario.id, scenario
    try:
        weights = short(content.settings(own.base()), own.base())
    except ContentError as problem:
        st.session_state[_PROBLEM] = problem
        return
    figures = changes.short(content.changes)
    if weights not in ShortForms() or figures not in ChangeForms():
        st.session_state[_UNMAKEABLE] = True
        return
    own.take_text(weights)
    st.session_state["changes"] = figures
    if content.year in load()[0].rated_periods:
        st.session_state["year"] = str(content.year)


def close() -> None:
    """Leave the scenario; settings and changes stay as they are."""
    st.session_state[KEY] = ""
    st.session_state.pop(_RECORD, None)


def kept(scenario: Scenario) -> None:
    """Take note of what was saved: it is now what is open."""
    st.session_state[KEY], st.session_state[_RECORD] = scenario.id, scenario


def content(view: View) -> Content:
    """Return what would be saved now."""
    made = changes.parse(view.changes, view.result.inputs)
    return Content.of(own.now(), made, view.period)


def scores(view: View) -> dict[str, float | None]:
    """Return the scores of the year as they would be saved now, with the changed figures."""
    found = view.result.score[view.t]
    if view.changes:
        found = worked_out(view.own, view.period, view.changes).after.score[0]
    return _by_region(view, found)


def _by_region(view: View, found: np.ndarray) -> dict[str, float | None]:
    regions = view.result.inputs.regions
    return {
        region: None if np.isnan(score) else float(score)
        for region, score in zip(regions, found, strict=True)
    }


def is_changed(view: View, scenario: Scenario) -> bool:
    """Tell whether settings or changed figures are others than the scenario's."""
    return replace(content(view), year=scenario.content.year) != scenario.content


def show_opened(view: View) -> None:
    """Say which scenario is open, whether it was changed since, and what newer figures do to it."""
    _ = view._
    if (problem := st.session_state.pop(_PROBLEM, None)) is not None:
        st.warning(_("The scenario could not be opened.") + " " + said(problem, _))
    if st.session_state.pop(_UNMAKEABLE, False):
        st.warning(
            _(
                "With today's figures and method no index can be made of this scenario, so its "
                "settings were not taken over."
            )
        )
    scenario = record()
    if scenario is None:
        return
    words = [_("Scenario “{name}”, version {version}.")]
    if is_changed(view, scenario):
        words.append(_("What you see was changed since and is not saved."))
    if scenario.archived:
        words.append(_("It is archived."))
    text = " ".join(words).format(name=literal(scenario.name), version=scenario.version)
    with st.container(key="opened", horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/bookmark: {text}")
        st.button(_("Leave the scenario"), on_click=close, key="leave_scenario")
    show_older(view, scenario)


def show_older(view: View, scenario: Scenario) -> None:
    """When figures or method are newer than the scenario: say so, and show both results."""
    _ = view._
    version = view.assessment.observations.version
    method = view.result.scheme.version
    if (scenario.data_version, scenario.method_version) == (version, method):
        return
    st.warning(
        _(
            "This scenario was saved with figures of version {data} and method {method}; now they "
            "are {new_data} and {new_method}. The scores below are those of now; beside them stand "
            "those at saving."
        ).format(
            data=literal(scenario.data_version),
            method=literal(scenario.method_version),
            new_data=literal(version),
            new_method=literal(method),
        )
    )
    with st.expander(_("Scores at saving and now"), key="then_and_now", expanded=True):
        show_then_and_now(view, scenario)


def show_then_and_now(view: View, scenario: Scenario) -> None:
    """Show the scores of a scenario at saving, and as they are now, region by region."""
    _ = view._
    found, problem = scores_now(view, scenario)
    if problem is not None:
        st.warning(said(problem, _))

    def moved(region: str) -> float:
        then, new = scenario.scores.get(region), found.get(region)
        return np.nan if then is None or new is None else new - then

    def number(score: float | None) -> str:
        return _("not rated") if score is None else view.number(score)

    def line(region: str) -> dict[str, str]:
        return {
            _("Region"): view.region_name(region),
            _("At saving"): number(scenario.scores.get(region)),
            _("Now"): number(found.get(region)),
            _("Difference"): "–" if np.isnan(moved(region)) else view.signed(moved(region)),
        }

    largest = max(view.regions_by_name, key=lambda region: np.nan_to_num(abs(moved(region))))
    if moved(largest) == 0:
        st.markdown(_("All scores are as they were."))
    elif not np.isnan(moved(largest)):
        st.markdown(
            _("The score of {region} differs most: by {points} points.").format(
                region=view.region_name(largest), points=view.signed(moved(largest))
            )
        )
    # Half of the regions beside the other, so that the page below stays in sight.
    half = (len(view.regions_by_name) + 1) // 2
    title = _("Scores at saving and now")
    parts = (view.regions_by_name[:half], view.regions_by_name[half:])
    for column, regions in zip(st.columns(2), parts, strict=True):
        column.table(
            pd.DataFrame(map(line, regions)),
            hide_index=True,
            alt=f"{title}: {view.region_name(regions[0])} – {view.region_name(regions[-1])}",
        )


def scores_now(view: View, scenario: Scenario) -> tuple[dict[str, float | None], Exception | None]:
    """Return the scores that a scenario has with the figures of now, or why it has none."""
    kept = scenario.content
    try:
        text = short(kept.settings(own.base()), own.base())
    except ContentError as problem:
        return {}, problem
    if text not in ShortForms() or kept.year not in load()[0].rated_periods:
        return {}, None
    made = assessed(text)
    figures = changes.short(kept.changes)
    if not figures:
        return _by_region(view, made.result.score[made.result.period_index[kept.year]]), None
    try:
        return _by_region(view, worked_out(text, kept.year, figures).after.score[0]), None
    except changes.ChangeError as problem:
        return {}, problem
