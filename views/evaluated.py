"""The validation of the published index, worked out once for all visitors."""

from __future__ import annotations

import streamlit as st

from assessment.evaluation import Evaluation, evaluate
from views.session import incident_log, load


@st.cache_resource(show_spinner=False)
def evaluation() -> Evaluation:
    """Hold the published index against the log, once in the life of the server.

    Raises DataFaults or RegistryError, which the page shows.
    """
    return evaluate(load()[0], incident_log())
