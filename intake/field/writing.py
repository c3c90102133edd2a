"""Writes field records as the table that ``intake.field.table`` reads; notes are never in it.

Whoever may not see the records of a region in full is told the month of a meeting or case and not its
day, and of some subjects a wider one (``public_as``): a case of a small village must not be recognised.
Neither enters a count of a calendar year. Such rows cannot be sent in again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
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
InFull = Callable[[str], bool]


def everywhere(_region: str) -> bool:
    """Say of each region that its records are written out in full, as an analyst sees them."""
    return True


def record_rows(
    records: Iterable[tuple[str, FieldContent]],
    language: str | None = None,
    in_full: InFull = everywhere,
) -> list[Row]:
    """Return the cells of each record by column, those first that others rest on.

    records : ids and contents; what a record rests on must be among them.
    language : of the words and the names of regions; None for their ids.
    in_full : says whether the reader may see the records of a region in full.
    """
    by_id = dict(records)
    rows = [
        row if in_full(one.region) else _for_the_public(row)
        for one, row in ((one, _row(one, by_id)) for one in by_id.values())
    ]
    # By nothing but what is written out: else the order would tell the days.
    return [_in_words(row, language) for row in sorted(rows, key=_place)]


def header(language: str | None = None) -> list[str]:
    """Return the names of the columns, or their ids; the note is left out."""
    columns = load_field_scheme().columns
    return [
        id_ if language is None else one.name.get(language)
        for id_, one in columns.items()
        if id_ != "note"
    ]


def as_csv(
    records: Iterable[tuple[str, FieldContent]],
    language: str | None = None,
    in_full: InFull = everywhere,
) -> str:
    """Return the records as CSV; no cell begins like a formula, as no record may."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header(language))
    ids = header()
    rows = record_rows(records, language, in_full)
    writer.writerows([row.get(id_, "") for id_ in ids] for row in rows)
    return text.getvalue()


def as_workbook(
    records: Iterable[tuple[str, FieldContent]],
    language: str | None = None,
    in_full: InFull = everywhere,
) -> bytes:
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
    for number, row in enumerate(record_rows(records, language, in_full), start=1):
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


def _for_the_public(row: Row) -> Row:
    if row["record"] != Activity.kind:
        return row
    subject = load_field_scheme().subjects[row["subject"]]
    told = {**row, "month": row["date"][:7], "subject": subject.public_as or row["subject"]}
    del told["date"]
    return told


def _place(row: Row) -> tuple[int | str, ...]:
    keys = ("region", "district", "body_kind", "place", "number", "date", "month", *header())
    cells = (row.get(key, "").rjust(3) if key == "number" else row.get(key, "") for key in keys)
    return (list(FIELD_CONTENTS).index(row["record"]), *cells)


def _in_words(row: Row, language: str | None) -> Row:
    if language is None:
        return row
    names = {**load_field_scheme().names(), "region": region_names()}
    return {
        column: names[column][cell].get(language) if cell and column in names else cell
        for column, cell in row.items()
    }
