"""What stands in the form of the field log: kept in the session while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from indicators.field_records import FIELD_CONTENTS, Activity, Body, FieldContent, MonthlyReturn
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import RecordError
from scenarios.submitted import DRAFT, Submission
from views.field_log_records import content_of, today

KEPT: Final[dict[str, Any]] = {
    "persist_state": "session"
}  # what is written stays while another page is looked at
GONE: Final = "gone"  # whether a body or a district is no more
_OF, _FAULT = "_field_of", "_field_fault"
_STAYS: Final = ("what", "region", "district", "body", "date")  # for the next record
_FIRST: Final = {
    "number": 1,
    "note": "",
    "place": "",
    "name": "",
    "source": "",
    "set_up": "",
    "dissolved": "",
    GONE: False,
}
OPTIONAL: Final = ("members", "until", "dissolved", "follow_up_30", "follow_up_90")


def key(name: str) -> str:
    """Return the key under which the session keeps a field of the form."""
    return f"fl_{name}"


def get(name: str) -> Any:
    """Return what stands in a field."""
    return st.session_state.get(key(name))


def put(name: str, value: object) -> None:
    """Write into a field."""
    st.session_state[key(name)] = value


def written_on() -> tuple[str, int, bool] | None:
    """Return id and version of the record that is being changed, and whether it is a draft."""
    found: tuple[str, int, bool] | None = st.session_state.get(_OF)
    return found


def begin(kinds: Sequence[str], regions: Sequence[str], region: str) -> None:
    """Make the form ready, unless something is being written in it."""
    if get("what") not in kinds:
        put("what", Activity.kind if Activity.kind in kinds else kinds[0])
    if get("region") not in regions:
        put("region", region if region in regions else regions[0])
    if get("date") is None:
        put("date", today())
    for name, first in _FIRST.items():
        if get(name) is None:
            put(name, first)


def choose_from(name: str, options: Sequence[str]) -> None:
    """Keep what is chosen among what can be; the only one there is needs no choice."""
    if get(name) not in options:
        put(name, options[0] if len(options) == 1 else None)


def clear() -> None:
    """Make the form ready for the next record of the same place."""
    for name in [str(name) for name in st.session_state if str(name).startswith("fl_")]:
        field = name.removeprefix("fl_")
        if field not in _STAYS:
            # Not deleted: the browser would go on showing what the server has forgotten.
            put(field, _FIRST.get(field))
    st.session_state.pop(_OF, None)
    st.session_state.pop(_FAULT, None)


def take(row: Submission) -> None:
    """Put a record that is kept into the form, to be changed."""
    content = content_of(row)
    clear()
    put("what", row.kind)
    put("body", None)
    put("district", None)  # that of the record, or of its body, and not of the one written before
    for name in content.to_json():
        put(name, getattr(content, name))
    put("note", row.note)
    put(GONE, getattr(content, "dissolved", getattr(content, "until", None)) is not None)
    st.session_state[_OF] = (row.id, row.version, row.state == DRAFT)


def rebase(version: int) -> None:
    """Go on from another version of the same record: somebody else wrote it meanwhile."""
    if (of := written_on()) is not None:
        st.session_state[_OF] = (of[0], version, of[2])


# -- which fields matter ---------------------------------------------------------------------------


def is_case() -> bool:
    """Tell whether the activity that is written down is a case."""
    kind = load_field_scheme().activity_kinds.get(get("activity_kind") or "")
    return kind is not None and kind.case


def looks() -> tuple[str, ...]:
    """Return the follow-ups that can be known of what is written down, the sooner first."""
    outcome = load_field_scheme().outcomes.get(get("outcome") or "") if is_case() else None
    if outcome is None or not outcome.settled or get("date") is None:
        return ()
    days = load_field_scheme().limits.follow_up_days
    passed = (today() - get("date")).days
    return tuple(sorted((name for name in days if passed >= days[name]), key=days.__getitem__))


# -- the way out -----------------------------------------------------------------------------------


def read() -> FieldContent:
    """Return what stands in the form as a record.  Raises RecordError."""
    kind = get("what")
    given = {"region": get("region")}
    if kind == Activity.kind:
        given |= _of("body", "date", "activity_kind", "subject", "asked_by")
        if is_case():
            given |= _of("outcome", *looks())
    elif kind == Body.kind:
        given |= _of("district", "body_kind", "place", "number", "members", "set_up")
        if get(GONE):
            given |= _of("dissolved")
            _needed("dissolved", given)
    elif kind == MonthlyReturn.kind:
        given |= _of("district", "month")
    else:
        given |= _of("name", "source")
        if get(GONE):
            given |= _of("until")
            _needed("until", given)
    for name in given:
        if name not in OPTIONAL:
            _needed(name, given)
    content = FIELD_CONTENTS[kind].from_json(
        {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in given.items()
        }
    )
    content.check_on(today())
    return content


def _of(*names: str) -> dict[str, Any]:
    return {name: _clean(get(name)) for name in names}


def _clean(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _needed(name: str, given: dict[str, Any]) -> None:
    if given[name] in (None, ""):
        raise RecordError("missing", name)


# -- what is wrong ---------------------------------------------------------------------------------


def refuse(field: str, sentence: str) -> None:
    """Remember what is wrong with a field, until something else stands there."""
    st.session_state[_FAULT] = (field, sentence, get(field))


def forget() -> None:
    """Forget what was wrong."""
    st.session_state.pop(_FAULT, None)


def fault(field: str) -> str:
    """Return what is wrong with what stands in a field; empty when nothing is."""
    where, sentence, held = st.session_state.get(_FAULT, ("", "", None))
    return sentence if where == field and held == get(field) else ""
