"""What stands in the form of a report: kept in the session while it is written, read as a report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import streamlit as st

from indicators.incident_report import IncidentReport
from indicators.incident_report_faults import IncidentReportError
from indicators.incident_report_rows import CODED
from indicators.period import parse_period
from indicators.text import LANGUAGES, Text
from reports.incident_words import incident_log
from scenarios.submitted import Submission

OTHER = "other"  # the choice of a centre that the log does not know
MONTH = "month"
CENTRE = ("gazetteer_id", "basis", "basis_source")
SIMPLE = ("date_precision", "what", "size_status")
GEONAMES = "geonames"
_BEGUN, _OF = "_report_begun", "_report_of"


def key(name: str) -> str:
    """Return the key under which the session keeps a field of the form."""
    return f"ir_{name}"


def get(name: str) -> Any:
    """Return what stands in a field."""
    return st.session_state.get(key(name))


def put(name: str, value: object) -> None:
    """Write into a field."""
    st.session_state[key(name)] = value


def written_on() -> tuple[str, int] | None:
    """Return id and version of the report that is being changed; None for a new one."""
    found: tuple[str, int] | None = st.session_state.get(_OF)
    return found


def begin(region: str, language: str) -> None:
    """Make the form ready for a new report, unless something is being written in it."""
    if not st.session_state.get(_BEGUN):
        _fill(None, region, language)


def clear() -> None:
    """Forget what was written; the next visit begins anew."""
    for name in [name for name in st.session_state if str(name).startswith("ir_")]:
        del st.session_state[name]
    st.session_state.pop(_BEGUN, None)
    st.session_state.pop(_OF, None)


def take(submission: Submission) -> None:
    """Put a report that is kept into the form, to be changed."""
    report = submission.content
    if not isinstance(report, IncidentReport):
        raise TypeError(submission.kind)
    clear()
    _fill(report, report.region, report.language)
    put("note", submission.note)
    st.session_state[_OF] = (submission.id, submission.version)


def rebase(version: int) -> None:
    """Go on from another version of the same report: somebody else wrote it meanwhile."""
    of = written_on()
    if of is not None:
        st.session_state[_OF] = (of[0], version)


# -- the way in ------------------------------------------------------------------------------------


def _fill(report: IncidentReport | None, region: str, language: str) -> None:
    given = report or IncidentReport(region=region, language=language)  # type: ignore[arg-type]
    put("region", given.region)
    put("language", given.language)
    put("date", _day(given.date))
    put("last_date", _day(given.last_date))
    for name in SIMPLE:
        put(name, getattr(given, name) or None)
    if not given.date_precision:
        put("date_precision", "day")
    put("size_low", given.size_low)
    put("size_high", given.size_high)
    put("seat", OTHER if given.centre is not None else given.seat)
    for name in ("place", "district"):
        _put_text(name, getattr(given, name), given.language)
    for name in ("official", "independent"):
        account = getattr(given, name)
        _put_text(name, account.text, given.language)
        put(f"{name}_date", account.date)
    for name in CODED:
        part = getattr(given, name)
        put(name, list(part.codes))
        _put_text(f"{name}_text", part.text, given.language)
    centre = given.centre
    for name in ("name", "unit"):
        _put_text(f"centre_{name}", getattr(centre, name, None), given.language)
    for name in ("lon", "lat"):
        put(f"centre_{name}", getattr(centre, name, None))
    for name in CENTRE:
        put(f"centre_{name}", getattr(centre, name, None) or (None if name == "basis" else ""))
    put("note", "")
    put("sources", [])
    put("deaths", [])
    for source in given.sources:
        at = add("sources")
        for name in ("title", "url", "date"):
            put(f"{at}_{name}", getattr(source, name))
        _put_text(f"{at}_publisher", source.publisher, given.language)
    for one in given.deaths:
        at = add("deaths")
        put(f"{at}_deaths", one.deaths)
        put(f"{at}_status", one.status)
        put(f"{at}_as_of", one.as_of)
        _put_text(f"{at}_source", one.source, given.language)
        _put_text(f"{at}_note", one.note, given.language)
    if not given.sources:
        add("sources")
    st.session_state[_BEGUN] = True


def add(entries: str) -> str:
    """Add an entry to the sources or the deaths, and return its name in the form."""
    at = f"{entries}_{get('entries') or 0}"
    put("entries", (get("entries") or 0) + 1)
    put(entries, [*get(entries), at])
    parts = {
        "sources": ("title", "url", "date", "publisher"),
        "deaths": ("as_of", "source", "note"),
    }[entries]
    for part in parts:
        put(f"{at}_{part}", "")
    if entries == "deaths":
        put(f"{at}_deaths", None)
        put(f"{at}_status", None)
    return at


def add_one(entries: str) -> None:
    """Add an empty entry."""
    add(entries)


def remove(entries: str, at: str) -> None:
    """Take an entry out."""
    put(entries, [one for one in get(entries) if one != at])


def _put_text(name: str, text: object, language: str) -> None:
    for one in LANGUAGES:
        words = getattr(text, one, "")
        put(name if one == language else f"{name}.{one}", words)


def _day(text: str) -> datetime.date | None:
    period = parse_period(text)
    return None if period is None else period.start


# -- the way out -----------------------------------------------------------------------------------


def read() -> IncidentReport:
    """Return what stands in the form as a report, whole or a draft.

    Raises
    ------
    IncidentReportError
        For what even a draft may not hold.
    """
    given: dict[str, Any] = {"region": get("region"), "language": get("language")}
    month = get("date_precision") == MONTH
    for name in ("date", "last_date"):
        if day := get(name):
            given[name] = f"{day:%Y-%m}" if month else day.isoformat()
    for name in SIMPLE:
        if get(name):
            given[name] = get(name)
    for name in ("size_low", "size_high"):
        if get(name) is not None:
            given[name] = get(name)
    for name in ("place", "district"):
        given[name] = _text(name)
    for name in ("official", "independent"):
        given[name] = {"text": _text(name), "date": _line(f"{name}_date")}
    for name in CODED:
        given[name] = {"codes": list(get(name) or ()), "text": _text(f"{name}_text")}
    if get("seat") == OTHER:
        given["centre"] = _centre()
    elif get("seat"):
        given["seat"] = get("seat")
    given["sources"] = [one for at in get("sources") if (one := _source(at)) is not None]
    given["deaths"] = [_deaths(i, at) for i, at in enumerate(get("deaths"))]
    return IncidentReport.from_json(given)


def _source(at: str) -> dict[str, Any] | None:
    parts = {name: _line(f"{at}_{name}") for name in ("title", "url", "date")}
    publisher = _text(f"{at}_publisher")
    return {**parts, "publisher": publisher} if any(parts.values()) or publisher else None


def _deaths(i: int, at: str) -> dict[str, Any]:
    if get(f"{at}_deaths") is None:
        raise IncidentReportError("missing", f"deaths.{i}.deaths")
    return {
        "deaths": get(f"{at}_deaths"),
        "status": get(f"{at}_status") or "",
        "as_of": _line(f"{at}_as_of"),
        "source": _text(f"{at}_source"),
        "note": _text(f"{at}_note"),
    }


def _centre() -> dict[str, Any]:
    lon, lat = get("centre_lon"), get("centre_lat")
    if lon is None or lat is None:
        raise IncidentReportError("missing", "centre.lon" if lon is None else "centre.lat")
    return {
        "name": _text("centre_name"),
        "unit": _text("centre_unit"),
        "lon": lon,
        "lat": lat,
        "gazetteer": GEONAMES,
        "gazetteer_id": _line("centre_gazetteer_id"),
        "basis": get("centre_basis") or "",
        "basis_source": _line("centre_basis_source"),
    }


def _line(name: str) -> str:
    """Return a text in one line, without blanks at its ends."""
    return " ".join(str(get(name) or "").split())


def _text(name: str) -> dict[str, str]:
    """Return a text with its translations; of a name that the log knows, those of the log."""
    language, original = get("language"), _line(name)
    if not original:
        return {}
    known = _known_names().get((language, original.casefold()))
    texts = {language: original}
    for other in LANGUAGES:
        if other != language:
            words = _line(f"{name}.{other}") or (known.get(other) if known else "")
            if words:
                texts[other] = words
    return texts


@lru_cache(maxsize=1)
def _known_names() -> Mapping[tuple[str, str], Text]:
    """Return the publishers that the log names in three languages, by language and name."""
    found: dict[tuple[str, str], Text] = {}
    for row in incident_log():
        names = [one.publisher for one in row.sources] + [one.source for one in row.revisions]
        for text in names:
            for language in LANGUAGES:
                found.setdefault((language, text.get(language).casefold()), text)
    return found
