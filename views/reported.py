"""Incidents that were reported here and published: shown beside the log, and no part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from indicators.incident_duplicates import Match, Whereabouts, near_duplicates
from indicators.incident_report import IncidentReport
from indicators.incident_report_rows import as_incident, untranslated
from indicators.incidents import Incident
from reports.incident_words import incident_log
from scenarios import StoreError
from views.keeping import store
from views.session import View


@dataclass(frozen=True)
class Published:
    """A report that counts as published: as an incident, and when its version was accepted."""

    incident: Incident
    report: IncidentReport
    version: int
    accepted: date

    def lacks(self, language: str) -> bool:
        """Tell whether a text of it is not there in a language, and stands in its original one."""
        return any(one == language for _field, one in untranslated(self.report))


def published() -> tuple[Published, ...]:
    """Return what was published here, oldest incident first; read again when it changes.

    Raises StoreError.
    """
    kept = store()
    return _published(str(kept.database.url), kept.counted_state((IncidentReport.kind,)))


@st.cache_resource(show_spinner=False, max_entries=4)
def _published(database: str, state: str) -> tuple[Published, ...]:
    found = [
        Published(as_incident(one.content, one.id), one.content, one.version, one.accepted)
        for one in store().counted((IncidentReport.kind,))
        if isinstance(one.content, IncidentReport)
    ]
    return tuple(sorted(found, key=lambda one: (one.incident.first_day, one.incident.id)))


def shown_beside(view: View) -> tuple[Published, ...]:
    """Return what was published here; say so and return nothing while the store cannot be used."""
    try:
        return published()
    except StoreError:
        st.caption(view._("Incidents that were reported here cannot be shown now."))
        return ()


def in_order(others: Sequence[Published]) -> tuple[Incident, ...]:
    """Return the log and these together, oldest first."""
    rows = (*incident_log(), *(one.incident for one in others))
    return tuple(sorted(rows, key=lambda row: (row.first_day, row.id)))


def origin(view: View, incident: Incident) -> str:
    """Say where an incident stands."""
    _ = view._
    return _("reported here, not in the release") if incident.reported else _("release")


def may_be_same(
    view: View, one: Whereabouts, pending: Sequence[Incident] = ()
) -> tuple[Match, ...]:
    """Return what lies near in time and place: of the log, published here, or still pending."""
    rows = {row.id: row for row in (*in_order(published()), *pending)}
    neighbours = {region.id: region.neighbours for region in view.assessment.regions.regions}
    return near_duplicates(one, rows.values(), incident_log().scheme.near, neighbours)
