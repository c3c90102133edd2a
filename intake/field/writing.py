"""Writes field records as the table that ``intake.field.table`` reads; notes are never in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from indicators.field_records import (
    FIELD_CONTENTS,
    Activity,
    Body,
    District,
    FieldContent,
    MonthlyReturn,
)
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import region_names

Row = dict[str, str]


def record_rows(
    records: Iterable[tuple[str, FieldContent]], language: str | None = None
) -> list[Row]:
    """Return the cells of each record by column, those first that others rest on.

    records : ids and contents; what a record rests on must be among them.
    language : of the words and the names of regions; None for their ids.
    """
    by_id = dict(records)
    order = {kind: place for place, kind in enumerate(FIELD_CONTENTS)}
    kept = sorted(by_id.values(), key=lambda one: (order[one.kind], _place(one, by_id)))
    return [_in_words(_row(one, by_id), language) for one in kept]


def header(language: str | None = None) -> list[str]:
    """Return the names of the columns, or their ids; the note is left out."""
    columns = load_field_scheme().columns
    return [
        id_ if language is None else one.name.get(language)
        for id_, one in columns.items()
        if id_ != "note"
    ]


def as_csv(records: Iterable[tuple[str, FieldContent]], language: str | None = None) -> str:
    """Return the records as CSV; no cell begins like a formula, as no record may."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header(language))
    ids = header()
    writer.writerows([row.get(id_, "") for id_ in ids] for row in record_rows(records, language))
    return text.getvalue()


def as_workbook(records: Iterable[tuple[str, FieldContent]], language: str | None = None) -> bytes:
    """Return the records as a workbook with one sheet, every cell a text."""
    from datetime import datetime

    from xlsxwriter import Workbook

    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1), "title": "Kelisim"})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for at, name in enumerate(header(language)):
        sheet.write_string(0, at, name, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(record_rows(records, language), start=1):
        for at, id_ in enumerate(header()):
            if row.get(id_):
                sheet.write_string(number, at, row[id_])
    book.close()
    return held.getvalue()


def _row(content: FieldContent, by_id: Mapping[str, FieldContent]) -> Row:
    cells: dict[str, Any] = {"record": content.kind, **content.to_json()}
    match content:
        case District():
            cells["district"] = cells.pop("name")
        case Body(district=district) | MonthlyReturn(district=district):
            cells["district"] = _name(district, by_id)
        case Activity(body=id_):
            body = by_id[id_]
            assert isinstance(body, Body)
            cells.pop("body")
            cells |= {
                "district": _name(body.district, by_id),
                "body_kind": body.body_kind,
                "place": body.place,
                "number": body.number,
            }
    return {name: "" if value is None else str(value) for name, value in cells.items()}


def _name(district: str, by_id: Mapping[str, FieldContent]) -> str:
    found = by_id[district]
    assert isinstance(found, District)
    return found.name


def _place(content: FieldContent, by_id: Mapping[str, FieldContent]) -> tuple[str, ...]:
    row = _row(content, by_id)
    keys = ("region", "district", "body_kind", "place", "number", "date", "month")
    return tuple(row.get(key, "").rjust(3) if key == "number" else row.get(key, "") for key in keys)


def _in_words(row: Row, language: str | None) -> Row:
    if language is None:
        return row
    names = {**load_field_scheme().names(), "region": region_names()}
    return {
        column: names[column][cell].get(language) if cell and column in names else cell
        for column, cell in row.items()
    }
