"""Words of reported incidents: their parts, their states, and what is wrong with one."""

from __future__ import annotations

import streamlit as st

from i18n import NAMES, Translator
from indicators.incident_report_changes import Value
from indicators.incident_report_rows import CODED, load_ground
from indicators.record_forms import RecordError
from indicators.text import LANGUAGES
from reports.incident_words import incident_log
from reports.words import literal
from scenarios.submitted import (
    ACCEPTED,
    ASKED_BACK,
    DRAFT,
    REJECTED,
    REVIEW,
    WITHDRAWN,
)
from views.keeping import said
from views.mending import reason
from views.session import View

_SAID = "_report_said"


def state_name(state: str, _: Translator) -> str:
    """Name the state of a report."""
    return {
        DRAFT: _("draft"),
        REVIEW: _("waits for a review"),
        ACCEPTED: _("published"),
        ASKED_BACK: _("asked back"),
        REJECTED: _("rejected"),
        WITHDRAWN: _("withdrawn"),
    }[state]


def state_meaning(state: str, _: Translator) -> str:
    """Say what the state of a report means."""
    return {
        DRAFT: _("Only its author and analysts see it. It can be written on and sent at any time."),
        REVIEW: _("An analyst decides whether it is published, asked back or rejected."),
        ACCEPTED: _("It stands on the page Incidents, marked as reported here."),
        ASKED_BACK: _("The analyst has a question: the author can change it and send it again."),
        REJECTED: _("It is not published. The author can change it and send it again."),
        WITHDRAWN: _("It is shown no more, and nothing can be changed. Its history is kept."),
    }[state]


def part_name(view: View, path: str) -> str:
    """Name a part of a report by its path, such as ``sources.0.url``."""
    _ = view._
    names = {
        "region": _("Region"),
        "language": _("Language of the report"),
        "date": _("First day"),
        "last_date": _("Last day"),
        "date_precision": _("How exact the date is"),
        "place": _("Place"),
        "district": _("District"),
        "seat": _("Where the map shows it"),
        "centre": _("Another centre"),
        "what": _("Kind"),
        "size_low": _("Participants, lowest number"),
        "size_high": _("Participants, highest number"),
        "size_status": _("What the numbers are"),
        "deaths": _("Deaths"),
        "official": _("Official account"),
        "independent": _("Independent account"),
        "trigger": _("What set it off"),
        "response": _("Response"),
        "mobilisation": _("Mobilisation"),
        "harm": _("People and property"),
        "sources": _("Sources"),
        "note": _("Note for the reviewers"),
        "reason": _("Reason"),
    }
    inner = {
        "title": _("title"),
        "url": _("web address"),
        "date": _("date"),
        "publisher": _("publisher"),
        "status": _("what the number is"),
        "as_of": _("when it was given"),
        "source": _("who stated it"),
        "note": _("note"),
        "name": _("name"),
        "unit": _("city or district"),
        "lon": _("longitude"),
        "lat": _("latitude"),
        "gazetteer": _("where the coordinates are from"),
        "gazetteer_id": _("id there"),
        "basis": _("why this place"),
        "basis_source": _("who says so"),
    }
    first, *rest = path.split(".")
    if first not in names:
        return literal(path)
    words = names[first]
    if rest and rest[0].isdecimal():
        entry = _("Source {number}") if first == "sources" else _("Number of deaths {number}")
        words = entry.format(number=int(rest.pop(0)) + 1)
    more = [inner[one] for one in rest if one in inner]
    more += [NAMES[one] for one in rest if one in LANGUAGES]
    return ": ".join((words, ", ".join(more))) if more else words


def part_value(view: View, path: str, value: Value | None) -> str:
    """Say what stands in a part of a report; words of the scheme by their names."""
    if value is None:
        return "–"
    scheme, parts = incident_log().scheme, path.split(".")
    first, last = parts[0], parts[-1]
    if first in CODED and last == "codes":
        assert isinstance(value, tuple)
        codes = {
            "trigger": scheme.triggers,
            "response": scheme.responses,
            "mobilisation": scheme.mobilisations,
            "harm": scheme.harms,
        }[first]
        return ", ".join(view.text(codes[one].name) for one in value) or "–"
    if first == "what":
        return view.text(scheme.kinds[str(value)].name)
    if first == "date_precision":
        return view.text(scheme.date_precisions[str(value)].name)
    if first == "size_status":
        return view.text(scheme.size_statuses[str(value)].name)
    if first == "deaths" and last == "status":
        return view.text(scheme.fatality_statuses[str(value)].name)
    if first == "region":
        return view.region_name(str(value))
    if first == "seat" and value in load_ground().seats:
        return view.text(load_ground().seats[str(value)].name)
    if first == "language":
        return NAMES[str(value)]
    if isinstance(value, int):
        return view.number(value, 0)
    return literal(str(value))


def problem_sentence(view: View, problem: Exception) -> str:
    """Say what stands in the way of a report, for a place that reads Markdown."""
    _ = view._
    if not isinstance(problem, RecordError):
        return said(problem, _)

    def word(name: str, value: str) -> str:
        if name == "field":
            return part_name(view, value)
        return NAMES[value] if problem.code == "original" else literal(value)

    return reason(problem, _, word)


def tell(kind: str, words: str) -> None:
    """Remember until the page is drawn what came of a click: ``done`` or ``failed``."""
    st.session_state[_SAID] = (kind, words)


def show_told() -> None:
    """Show, once, what came of the last click."""
    kind, words = st.session_state.pop(_SAID, ("", ""))
    if kind:
        (st.success if kind == "done" else st.error)(words)
