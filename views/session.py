"""What a page needs: the assessment (made once for all visitors), and the visitor's view of it."""

from __future__ import annotations

import gc
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import streamlit as st

from assessment import Assessment, assess, changes
from assessment.history import Run, run, years_of_runs
from assessment.own import with_settings
from assessment.settings import SettingsError
from assessment.signals import signals
from geodata.boundaries import Boundaries, load_boundaries
from indicators.additions import current_id
from reports.incident_words import incident_log
from reports.palette import DARK, LIGHT, Ink
from reports.subject import Subject
from scenarios.ids import is_id
from scenarios.records import ALERT_STATES
from scoring.like_for_like import like_for_like, longest_run
from scoring.score import Result
from views.url import Parameter

SCORE = "score"
LEVEL, CHANGE = "level", "change"
TIME = "time"  # the borders of the time, where today's are the empty word
BETWEEN = "~"  # the regions of a list
FEWEST, MOST = 2, 5  # regions that can be compared
REGIONS, YEARS, SCENARIOS = "regions", "years", "scenarios"  # what is compared
EVERY = "all"  # alerts or reports, whatever their state
RELEASE, REPORTED = "release", "reported"  # where an incident stands
MINE, WAITING = "mine", "review"  # which reports are listed


@st.cache_resource(show_spinner=False)
def load() -> tuple[Assessment, Boundaries]:
    """Make the assessment and read the boundaries, once in the life of the server.

    Raises DataFaults, RegistryError or BoundariesError, which the frame shows as a page.
    """
    made = assess(), load_boundaries()
    incident_log()  # here, so that a fault of the log is shown as a page too
    # Streamlit collects garbage after each run of the script; what is made here lives as long as
    # the server, so it is taken out of the collector's sight.
    gc.collect()
    gc.freeze()
    return made


@st.cache_resource(show_spinner=False)
def made_with() -> str | None:
    """Return the vintage of loaded figures that counted when ``load`` made the assessment."""
    return current_id()


def take_up() -> None:
    """Forget all that was made when another vintage of figures counts by now.

    Figures can be loaded by any visitor, and by the command while the server runs. Raises
    DataFaults when it cannot be said which vintage counts.
    """
    if made_with() != current_id():
        st.cache_resource.clear()  # all of it rests on the figures
        made_with()


def incident_years() -> tuple[str, ...]:
    """Return all years from the first of the log to this one: later incidents can be reported."""
    first, last = incident_log().years
    return tuple(str(year) for year in range(first, max(last, date.today().year) + 1))


@st.cache_resource(show_spinner=False, max_entries=16)
def assessed(own: str) -> Assessment:
    """Make the index with other settings, in their short form; empty for the published one.

    Each that is kept holds draws of its own, two or three megabytes.

    Raises SettingsError for settings that cannot be, or under which a published year has no region
    that is rated.
    """
    return with_settings(load()[0], own)


class ShortForms(Container[str]):
    """All short forms of settings under which there is an index."""

    def __contains__(self, text: object) -> bool:
        try:
            assessed(str(text))
        except SettingsError:
            return False
        return True


class ChangeForms(Container[str]):
    """All short forms of changes of figures, whether or not one can be made in a given year."""

    def __contains__(self, text: object) -> bool:
        try:
            changes.parse(str(text), load()[0].result.inputs)
        except changes.ChangeError:
            return False
        return True


class KeptIds(Container[str]):
    """All that can be the id of what is kept, whether or not something is, here; or none."""

    def __contains__(self, text: object) -> bool:
        return text == "" or is_id(str(text))


class IncidentIds(Container[str]):
    """All incidents of the log, and all that can be the id of one that was reported here."""

    def __contains__(self, text: object) -> bool:
        known = any(text == row.id for row in incident_log())
        return text == "" or known or is_id(str(text))


class AlertIds(Container[str]):
    """All alerts that the figures give; or none."""

    def __contains__(self, text: object) -> bool:
        return text == "" or any(text == one.id for one in signals(load()[0]).alerts)


class RegionSets(Container[str]):
    """All lists of two to five different regions, joined by ``BETWEEN``; or none."""

    def __contains__(self, text: object) -> bool:
        chosen = regions_of(str(text))
        known = set(load()[0].regions.ids)
        few = FEWEST <= len(chosen) <= MOST and len(set(chosen)) == len(chosen)
        return not chosen or (few and known.issuperset(chosen))


def regions_of(text: str) -> tuple[str, ...]:
    """Split a list of regions, as the address carries it."""
    return tuple(text.split(BETWEEN)) if text else ()


@st.cache_resource(show_spinner=False, max_entries=64)
def compared(own: str, earlier: int, later: int) -> Result:
    """Score two periods on the indicators that both have."""
    result = assessed(own).result
    return like_for_like(result.inputs, result.scheme, (earlier, later))


@st.cache_resource(show_spinner=False, max_entries=128)
def longest(own: str, region: str, last: int) -> Result | None:
    """Score the longest run of years of one region that can be compared; None for no two."""
    result = assessed(own).result
    return longest_run(result.inputs, result.scheme, region, last)


@st.cache_resource(show_spinner=False, max_entries=128)
def run_years(own: str, region: str, last: int) -> tuple[tuple[int, ...], ...]:
    """Return the runs of years of one region that can be compared, latest first."""
    return years_of_runs(assessed(own), region, last)


@st.cache_resource(show_spinner=False, max_entries=32)
def scored_run(own: str, years: tuple[int, ...]) -> Run:
    """Score years like for like, with their bands: half a second, and alike for many regions."""
    return run(assessed(own), years)


@dataclass(frozen=True)
class View(Subject):
    """One visitor's view: language, period, region, what is shown; and words for all of it.

    ``own`` is the short form of the visitor's own settings, empty for the published index.
    ``changes`` are changed figures in their short form; only What-if and Compare look at them.
    ``then`` says that the assessment is of the units of the time, see ``views/borders.py``.
    """

    boundaries: Boundaries
    shown: str
    mode: str
    dark: bool
    own: str = ""
    changes: str = ""
    then: bool = False

    @property
    def ink(self) -> Ink:
        """Colours of the page."""
        return DARK if self.dark else LIGHT

    @cached_property
    def comparison(self) -> Result | None:
        """Score this period and the one before it, like for like."""
        if self.earlier is None:
            return None
        if self.then:
            years = (self.earlier, self.period)
            return like_for_like(self.result.inputs, self.result.scheme, years)
        return compared(self.own, self.earlier, self.period)

    def shown_name(self, shown: str) -> str:
        """Name of what the map shows: the index, a pillar or an indicator."""
        registry = self.assessment.registry
        if shown == SCORE:
            return self._("Score")
        if shown in registry.cards:
            return self.text(registry.cards[shown].name)
        return self.text(registry.framework.pillar(shown).name)

    def shown_values(self, result: Result, period: int) -> np.ndarray:
        """(R,) values on 0–100 of what the map shows, in one period of a result."""
        t = result.period_index[period]
        if self.shown == SCORE:
            return result.score[t]
        if self.shown in result.pillar_index:
            return result.pillars[t, :, result.pillar_index[self.shown]]
        return 100.0 * result.normalised[t, :, result.indicator_index[self.shown]]


def parameters(assessment: Assessment, language: str) -> tuple[Parameter, ...]:
    """Say what the address may carry; ``language`` is used until another is chosen."""
    registry = assessment.registry
    framework = registry.framework
    streams = tuple(stream.id for stream in registry.watched)
    periods = tuple(str(period) for period in assessment.rated_periods)
    pillars = tuple(pillar.id for pillar in framework.pillars)
    t = assessment.result.period_index[int(periods[-1])]
    highest = assessment.result.inputs.regions[int(np.nanargmax(assessment.result.score[t]))]
    return (
        Parameter("lang", ("kk", "ru", "en"), language),
        Parameter("year", periods, periods[-1]),
        Parameter("region", assessment.regions.ids, highest),
        Parameter("show", (SCORE, *pillars, *framework.indicator_ids), SCORE),
        Parameter("mode", (LEVEL, CHANGE), LEVEL),
        Parameter("borders", ("", TIME), ""),
        Parameter("weights", ShortForms(), ""),
        Parameter("changes", ChangeForms(), ""),
        Parameter("scenario", KeptIds(), ""),
        # The page Compare: what it compares, and the second side; empty for what it proposes.
        Parameter("compare", ("", REGIONS, YEARS, SCENARIOS), ""),
        Parameter("regions", RegionSets(), ""),
        Parameter("year2", ("", *periods), ""),
        Parameter("weights2", ShortForms(), ""),
        Parameter("changes2", ChangeForms(), ""),
        # The pages Signals and Incidents: of which region alone.
        Parameter("where", ("", *assessment.regions.ids), ""),
        # The page Signals: which alerts it lists, the one that is open, the stream that it draws.
        Parameter("alerts", ("", *ALERT_STATES, EVERY), ""),
        Parameter("stream", ("", *streams), ""),
        Parameter("alert", AlertIds(), ""),
        Parameter("drawn", ("", *streams), ""),
        # The page Incidents: the one that is open, and what the list is narrowed to.
        Parameter("incident", IncidentIds(), ""),
        Parameter("kind", ("", *incident_log().scheme.kinds), ""),
        Parameter("since", ("", *incident_years()), ""),
        Parameter("until", ("", *incident_years()), ""),
        Parameter("origin", ("", RELEASE, REPORTED), ""),
        # The page Report an incident: which part of it, and the report that is open.
        Parameter("reports", ("", MINE, WAITING, EVERY), ""),
        Parameter("report", KeptIds(), ""),
    )
