"""The field log as a table: a workbook to fill in, all that counts to take along, a table sent in."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from indicators.faults import DataFaults
from indicators.field_records import Body, District, FieldContent
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import RecordError
from indicators.record_notes import WARNINGS
from intake.field.table import FieldTable, Given, read_table
from intake.field.writing import as_csv, as_workbook
from intake.loading.tables import Source
from reports.field_template import field_template
from reports.words import literal
from scenarios import Actor
from scenarios.ids import new_id
from views.field_log_records import (
    KINDS,
    Ground,
    Log,
    eyes,
    ground,
    standing,
    today,
)
from views.field_log_words import below, field_name, kind_name, problem_sentence, title
from views.keeping import PROBLEMS, store
from views.sent_in import show_told, tell
from views.session import View
from views.uploading import TABLES, upload
from views.who import Visitor, visitor
from views.widgets import tiles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200  # rows of each table
_LOOKED, _UPLOADED = "_field_looked", "_field_uploaded"


def show_table(view: View, who: Visitor, log: Log) -> None:
    """Show what can be taken along, and to whom it is given what can be sent in."""
    _ = view._
    show_told()
    st.subheader(_("Take it along"), anchor=False)
    told = [
        _("All accepted records, without notes and without the names of those who recorded them.")
    ]
    if not all(map(who.actor.writes_in, view.regions_by_name)):
        told.append(_in_part(view, who))
    st.caption("  \n".join(told))
    with st.container(horizontal=True):
        for label, make, name, mime in (
            (_("Records as CSV"), as_csv, "kelisim-field-log.csv", "text/csv"),
            (_("Records as XLSX"), as_workbook, "kelisim-field-log.xlsx", XLSX),
        ):
            st.download_button(
                label,
                partial(make, log.records, view.language, who.actor.writes_in),
                file_name=name,
                mime=mime,
                on_click="ignore",
                disabled=not log.records,
                icon=":material/download:",
                key=name,
            )
    if not who.may_record:
        return
    st.subheader(_("Send in a table"), anchor=False)
    st.download_button(
        _("Download the workbook to fill in (XLSX)"),
        lambda: field_template(_),
        file_name="kelisim-field-records.xlsx",
        mime=XLSX,
        on_click="ignore",
        icon=":material/download:",
        key="field_template",
    )
    _upload(view, who)


def _in_part(view: View, who: Visitor) -> str:
    """Say what stands in the table instead of what could let a family be recognised."""
    _ = view._
    scheme = load_field_scheme()
    wider = [
        _("“{wider}” for “{subject}”").format(
            wider=view.text(scheme.subjects[one.public_as].name), subject=view.text(one.name)
        )
        for one in scheme.subjects.values()
        if one.public_as is not None
    ]
    message = (
        _(
            "So that nobody is recognised, a meeting or case of another region than yours has its month "
            "instead of its day, and {wider}. Analysts have both in full."
        )
        if who.may_record
        else _(
            "So that nobody is recognised, a meeting or case has its month instead of its day, and "
            "{wider}. Monitors have both in full for their regions, analysts for all."
        )
    )
    return message.format(wider=literal("; ".join(wider)))


def _upload(view: View, who: Visitor) -> None:
    _ = view._
    key = f"field_file_{st.session_state.get(_UPLOADED, 0)}"
    file = upload(_("Table of records (CSV or XLSX)"), TABLES, key, _)
    if file is None:
        st.session_state.pop(_LOOKED, None)
        return
    try:
        found = _looked(who.actor, file.name, file.getvalue())
    except DataFaults as problem:
        st.error("  \n".join(literal(fault.message(_)) for fault in problem.faults))
        return
    refused = len({fault.row for fault in found.faults})
    tiles(
        [
            (label, view.number(count, 0), "")
            for label, count in (
                (_("Records read"), found.read),
                (_("New"), len(found.given)),
                (_("In the log already"), found.known),
                (_("Refused"), refused),
            )
        ]
    )
    if found.faults:
        _refused(view, found)
        return
    if not found.given:
        st.info(_("Nothing in this table is new."))
        return
    _new(view, who, found)
    st.button(
        _("Send in all {count} records for a review").format(
            count=view.number(len(found.given), 0)
        ),
        type="primary",
        disabled=not who.named,
        on_click=_send,
        args=(view, found),
        key="send_table",
    )
    if not who.named:
        st.caption(_("Give your name first: it is kept with your record, and not published."))


def _looked(actor: Actor, name: str, content: bytes) -> FieldTable:
    """Hold a table against the log, once for each table, state of the log, reader and day."""
    digest, state = hashlib.sha256(content).hexdigest(), store().records_state(KINDS)
    about = (name, digest, state, eyes(actor), today())
    kept = st.session_state.get(_LOOKED)
    if kept is None or kept[0] != about:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table"
            path.write_bytes(content)
            found = read_table(Source(path, name), _standing(actor), today(), new_id)
        st.session_state[_LOOKED] = kept = (about, found)
    held: FieldTable = kept[1]
    return held


def _standing(actor: Actor) -> Iterator[tuple[str, FieldContent]]:
    for row in store().every_submission(actor, kinds=KINDS):
        if (content := standing(row)) is not None:
            yield row.id, content


def _refused(view: View, found: FieldTable) -> None:
    _ = view._
    st.error(_("Nothing is sent in while something is refused."))
    st.table(
        pd.DataFrame(
            {
                _("Row"): str(fault.row),
                _("Column"): field_name(view, fault.column) if fault.column else "",
                _("What is wrong"): literal(fault.message(_, view.language)),
            }
            for fault in found.faults
        ),
        hide_index=True,
        alt=_("Refused"),
    )


def _new(view: View, who: Visitor, found: FieldTable) -> None:
    _ = view._
    known = _with_new(ground(who.actor), found.given)
    warned: dict[int, list[str]] = {}
    for row, warning in found.warnings:
        warned.setdefault(row, []).append(_(WARNINGS[warning]))
    st.table(
        pd.DataFrame(
            {
                _("Row"): str(one.row),
                _("Kind of record"): kind_name(view, one.content.kind),
                _("What"): title(view, one.content, known),
                _("Details"): below(view, one.content, known),
                _("Look at the note"): " ".join(warned.get(one.row, ())),
            }
            for one in found.given[:SHOWN]
        ),
        hide_index=True,
        alt=_("What would be sent in"),
    )
    more = len(found.given) - SHOWN
    if more > 0:
        st.caption(_("and {count} more").format(count=view.number(more, 0)))


def _with_new(known: Ground, given: tuple[Given, ...]) -> Ground:
    """Return the ground with what the table itself brings, so that its rows can be named."""
    new = {one.id: one.content for one in given}
    return replace(
        known,
        districts={
            **known.districts,
            **{id_: one for id_, one in new.items() if isinstance(one, District)},
        },
        bodies={
            **known.bodies,
            **{id_: one for id_, one in new.items() if isinstance(one, Body)},
        },
    )


def _send(view: View, found: FieldTable) -> None:
    _ = view._
    try:
        store().submit_many(
            visitor().actor,
            [(one.content, one.note) for one in found.given],
            ids=[one.id for one in found.given],
        )
    except (*PROBLEMS, RecordError) as problem:
        none = _("Nothing was sent in.")
        tell("failed", f"{none} {problem_sentence(view, problem)}")
        return
    st.session_state[_UPLOADED] = st.session_state.get(_UPLOADED, 0) + 1
    st.session_state.pop(_LOOKED, None)
    tell("done", _("Sent in for a review: {count}.").format(count=len(found.given)))
