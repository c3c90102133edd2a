"""The validation of the published index, worked out once for all visitors."""

from __future__ import annotations

import streamlit as st

from assessment.evaluation import Evaluation, evaluate
from reports.incident_words import incident_log
from views.session import load


@st.cache_resource(show_spinner=False)
def evaluation() -> Evaluation:
    """Hold the published index against the log, once in the life of the server.

    Raises DataFaults or RegistryError, which the page shows.
    """
    found = evaluate(load()[0], incident_log())
    # What the page shows is worked out here, while it says that it recalculates, and not piecemeal
    # between its parts: bootstrap, the draws of the bands, and the signals.
    _ = found.contenders, found.precision, found.alarms, found.missed, found.unfollowed
    _ = found.before, found.signals_before
    return found
