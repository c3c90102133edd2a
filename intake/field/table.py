"""Reads a table of field records: what would be sent in, and every row that is refused, with why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from indicators.checks.characters import FORMULA_SIGNS
from indicators.field_records import (
    FIELD_CONTENTS,
    Activity,
    Body,
    District,
    FieldContent,
    MonthlyReturn,
)
from indicators.field_scheme import load_field_scheme
from indicators.mendable import MendableError
from indicators.record_forms import SHOWN, RecordError
from indicators.record_notes import check_note, note_warnings
from indicators.table_words import folded, load_table_words
from intake.field.columns import (
    BODY_KEY,
    COLUMN_OF,
    NEEDED,
    OF_KIND,
    cell_in_form,
    columns_by_name,
    words_by_name,
)
from intake.loading.tables import Line, Source

MOST_RECORDS: Final = 5000
MOST_TOLD: Final = 200


class RowError(MendableError):
    """A row of the table, or the table, cannot be read."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "column_unknown": "there is no column '{value}'; there are: {allowed}",
        "column_group": "the column '{value}' speaks of an ethnic, language or religious group; "
        "no column does",
        "column_repeated": "the column '{field}' stands twice",
        "column_missing": "the column '{field}' is missing; needed are: {allowed}",
        "cells": "the row has {value} cells; the header has {allowed}",
        "formula": "{field}: the cell begins like a formula of a spreadsheet",
        "other_kind": "{field}: '{value}' does not belong to this kind of record, which has: {allowed}",
        "no_district": "{field}: there is no district '{value}' in this region, here or in the log",
        "no_body": "{field}: there is no such body in this district, here or in the log: '{value}'",
        "several": "{field}: the log has several of '{value}'; send this one in on the page",
        "twice": "{field}: '{value}' stands already in row {allowed}",
        "exists": "{field}: the log has '{value}' already, with other values; revise it on the page",
        "many": "the table has more than {allowed} records; divide it",
        "empty_table": "the table has no record",
    }


_OF_WORDS: Final = frozenset({"word", "needed", "not_here"})
_OF_COLUMNS: Final = frozenset({"column_unknown", "column_missing", "other_kind"})


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row, or with row 1 the table, is refused.

    column : id of the column, empty for the whole row.  error : what is wrong with it; its fields
    are ``field``, ``value`` and ``allowed``, the last with columns and words of the scheme by id.
    """

    file: str
    row: int
    column: str
    error: MendableError

    @property
    def code(self) -> str:
        """Which error it is."""
        return self.error.code

    def message(self, translate: Callable[[str], str] = str, language: str = "en") -> str:
        """Return what is wrong and what is allowed, with the names of columns and words.

        translate : English sentence to that of ``language``.
        """
        scheme = load_field_scheme()

        def named(field: str, value: str) -> str:
            if field == "field" and self.column in scheme.columns:
                return scheme.columns[self.column].name.get(language)
            if field == "allowed" and self.code in _OF_COLUMNS:
                return ", ".join(
                    scheme.columns[id_].name.get(language) for id_ in value.split(", ")
                )
            if field == "allowed" and self.code in _OF_WORDS:
                words = {
                    id_: one for names in scheme.names().values() for id_, one in names.items()
                }
                return ", ".join(
                    words[id_].get(language) if id_ in words else id_ for id_ in value.split(", ")
                )
            return value

        return self.error.message(translate, named)

    @property
    def place(self) -> str:
        """File and row."""
        return f"{self.file}:{self.row}"


@dataclass(frozen=True, slots=True)
class Given:
    """One record that the table would send in, and the row that it stands in."""

    row: int
    id: str
    content: FieldContent
    note: str


@dataclass(frozen=True, slots=True)
class FieldTable:
    """What a table of records holds.

    given : what would be sent in, each after those that it rests on.  known : rows that say what
    the log says already.  faults : why rows are refused; nothing is sent in while there is one.
    warnings : row and key of ``record_notes.WARNINGS``.
    """

    file: str
    read: int
    known: int
    given: tuple[Given, ...]
    faults: tuple[RowFault, ...]
    warnings: tuple[tuple[int, str], ...]


def read_table(
    source: Source,
    existing: Iterable[tuple[str, FieldContent]],
    today: date,
    new_id: Callable[[], str],
) -> FieldTable:
    """Read a table of records; nothing is written.

    A row that says what a record of the log says already is passed over, so that a table that was
    sent in can be sent in again with more rows; two equal activities in it are two, though.

    Parameters
    ----------
    existing : ids and contents of the records that the reader may see.
    today : the day on which it is written.
    new_id : gives the id of a new record.

    Raises
    ------
    DataFaults
        For a file that is no table, or beyond the limits of ``intake.loading.tables``.
    """
    reader = _Reader(source.name, today, new_id)
    reader.know(existing)
    lines = source.lines()
    number, header = next(lines)
    if reader.head(number, header):
        reader.rows(lines)
        reader.resolve()
        if not reader.read:
            reader.refuse(number, "", "empty_table")
    order = {kind: place for place, kind in enumerate(FIELD_CONTENTS)}
    given = sorted(reader.given, key=lambda one: (order[one.content.kind], one.row))
    faults = sorted(reader.faults, key=lambda one: one.row)[:MOST_TOLD]
    return FieldTable(
        source.name,
        reader.read,
        reader.known,
        () if faults else tuple(given),
        tuple(faults),
        tuple(reader.warnings),
    )


BodyKey = tuple[str, str, str, int]
"""District's id, kind, folded place and number."""


@dataclass
class _Reader:
    file: str
    today: date
    new_id: Callable[[], str]
    read: int = 0
    known: int = 0
    given: list[Given] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._places: dict[str, int] = {}
        self._width = 0
        self._raw: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
        self._districts: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._bodies: dict[BodyKey, list[str]] = defaultdict(list)
        self._contents: dict[str, FieldContent] = {}
        self._broken: set[object] = set()  # what a refused row would have been
        self._seen: Counter[FieldContent] = Counter()

    # -- what is known before ------------------------------------------------------------------

    def know(self, existing: Iterable[tuple[str, FieldContent]]) -> None:
        """Take note of the records of the log."""
        for id_, content in existing:
            self._index(id_, content)
            self._seen[content] += 1

    def _index(self, id_: str, content: FieldContent) -> None:
        self._contents[id_] = content
        match content:
            case District(region=region, name=name):
                self._districts[region, folded(name)].append(id_)
            case Body():
                self._bodies[_key_of(content)].append(id_)

    # -- reading -------------------------------------------------------------------------------

    def refuse(
        self, row: int, column: str, code: str, value: object = "", allowed: object = ""
    ) -> None:
        """Note why a row is refused."""
        line = "".join(one if one.isprintable() else " " for one in str(value)[:SHOWN])
        error = RowError if code in RowError.REASONS else RecordError
        problem = error(code, field=column, value=line, allowed=allowed)
        self.faults.append(RowFault(self.file, row, column, problem))

    def head(self, row: int, header: list[str]) -> bool:
        """Find the columns; return whether the rows can be read."""
        known, words = columns_by_name(), load_table_words()
        allowed = ", ".join(load_field_scheme().columns)
        for at, text in enumerate(header):
            column = known.get(folded(text))
            if not text.strip():
                continue
            if column is None:
                code = "column_group" if words.speaks_of_groups(text) else "column_unknown"
                self.refuse(row, text.strip(), code, text.strip(), allowed)
            elif column in self._places:
                self.refuse(row, column, "column_repeated")
            else:
                self._places[column] = at
        for column in NEEDED:
            if column not in self._places:
                self.refuse(row, column, "column_missing", "", ", ".join(NEEDED))
        self._width = len(header)
        return not self.faults

    def rows(self, lines: Iterator[Line]) -> None:
        """Sort the rows by kind of record; refuse those that are none."""
        packed = self.file.lower().endswith(".xlsx")
        for row, cells in lines:
            self.read += 1
            if self.read > MOST_RECORDS:
                self.refuse(row, "", "many", "", f"{MOST_RECORDS:,}")
                return
            if len(cells) != self._width and not (packed and not any(cells[self._width :])):
                self.refuse(row, "", "cells", len(cells), self._width)
                continue
            found = {
                column: cells[at].strip() if at < len(cells) else ""
                for column, at in self._places.items()
            }
            if wrong := [
                column for column, text in found.items() if text.startswith(FORMULA_SIGNS)
            ]:
                self.refuse(row, wrong[0], "formula")
                continue
            form = {column: cell_in_form(column, text) for column, text in found.items()}
            kind = form["record"]
            if kind not in OF_KIND:
                self.refuse(row, "record", "word", kind, ", ".join(OF_KIND))
                continue
            if strange := [c for c, text in form.items() if text and c not in OF_KIND[kind]]:
                allowed = ", ".join(OF_KIND[kind])
                self.refuse(row, strange[0], "other_kind", form[strange[0]], allowed)
                continue
            self._raw[kind].append((row, form))

    def resolve(self) -> None:
        """Make the contents, each kind after those that it rests on."""
        makers = {
            District.kind: self._district,
            Body.kind: self._body,
            Activity.kind: self._activity,
            MonthlyReturn.kind: self._return,
        }
        self._first: dict[object, int] = {}
        for kind, make in makers.items():
            for row, cells in self._raw[kind]:
                make(row, cells)

    # -- one kind each -------------------------------------------------------------------------

    def _district(self, row: int, cells: Mapping[str, str]) -> None:
        key = cells["region"], folded(cells["district"])
        there = self._districts.get(key, [])
        if self._stands_twice(row, "district", ("district", key), cells["district"]):
            return
        values = {
            "region": cells["region"],
            "name": cells["district"],
            "source": cells.get("source", ""),
            "until": cells.get("until") or None,
        }
        self._take(row, cells, District.kind, values, key, there, "district")

    def _body(self, row: int, cells: Mapping[str, str]) -> None:
        district = self._find_district(row, cells)
        if district is None:
            return
        number = _of_place(cells)
        values = {
            "region": cells["region"],
            "district": district,
            "body_kind": cells.get("body_kind", ""),
            "place": cells.get("place", ""),
            "number": number,
            "members": _number(cells.get("members", "")),
            "set_up": cells.get("set_up", ""),
            "dissolved": cells.get("dissolved") or None,
        }
        key = (district, values["body_kind"], folded(cells.get("place", "")), number)
        if self._stands_twice(row, "place", ("body", key), cells.get("place", "")):
            return
        there = self._bodies.get(key, [])  # type: ignore[arg-type]
        self._take(row, cells, Body.kind, values, key, there, "place")

    def _activity(self, row: int, cells: Mapping[str, str]) -> None:
        district = self._find_district(row, cells)
        if district is None:
            return
        kind = cells.get("body_kind", "")
        if kind not in load_field_scheme().body_kinds:
            self.refuse(row, "body_kind", "word", kind, ", ".join(load_field_scheme().body_kinds))
            return
        number = _of_place(cells)
        key = (district, kind, folded(cells.get("place", "")), number)
        ids = self._bodies.get(key, [])  # type: ignore[arg-type]
        if len(ids) != 1:
            if key not in self._broken:
                value = " ".join(cells.get(name, "") for name in BODY_KEY)
                self.refuse(row, "place", "several" if ids else "no_body", value)
            return
        values: dict[str, object] = {"region": cells["region"], "body": ids[0]}
        values |= {
            name: cells.get(name, "") for name in ("date", "activity_kind", "subject", "asked_by")
        }
        values |= {
            name: cells.get(name) or None for name in ("outcome", "follow_up_30", "follow_up_90")
        }
        self._take(row, cells, Activity.kind, values)

    def _return(self, row: int, cells: Mapping[str, str]) -> None:
        district = self._find_district(row, cells)
        if district is None:
            return
        month = cells.get("month", "")
        if self._stands_twice(row, "month", ("return", district, month), month):
            return
        values = {"region": cells["region"], "district": district, "month": month}
        self._take(row, cells, MonthlyReturn.kind, values)

    # -- what they share -----------------------------------------------------------------------

    def _find_district(self, row: int, cells: Mapping[str, str]) -> str | None:
        if cells["region"] not in words_by_name()["region"].values():
            allowed = ", ".join(dict.fromkeys(words_by_name()["region"].values()))
            self.refuse(row, "region", "region", cells["region"], allowed)
            return None
        key = cells["region"], folded(cells["district"])
        ids = self._districts.get(key, [])
        standing = [id_ for id_ in ids if getattr(self._contents[id_], "until", None) is None]
        found = standing if len(standing) == 1 else ids
        if len(found) == 1:
            return found[0]
        if key not in self._broken:
            code = "several" if ids else "no_district"
            self.refuse(row, "district", code, cells["district"])
        return None

    def _stands_twice(self, row: int, column: str, key: object, value: str) -> bool:
        first = self._first.setdefault(key, row)
        if first != row:
            self.refuse(row, column, "twice", value, first)
        return first != row

    def _take(
        self,
        row: int,
        cells: Mapping[str, str],
        kind: str,
        values: Mapping[str, object],
        key: object = None,
        there: Iterable[str] = (),
        column: str = "",
    ) -> None:
        """Make one record of a row, or note why it is none."""
        try:
            content = FIELD_CONTENTS[kind].from_json(values)
            content.check_on(self.today)
            if isinstance(content, Activity):
                body = self._contents[content.body]
                assert isinstance(body, Body)
                content.check_body(body)
            note = check_note(cells.get("note", ""))
        except RecordError as error:
            name = error.fields["field"]
            place = COLUMN_OF.get((kind, name), name)
            self.refuse(row, place, error.code, error.fields["value"], error.fields["allowed"])
            self._broken.add(key)
            return
        if self._seen[content] > 0:
            self._seen[content] -= 1
            self.known += 1
            return
        if any(True for _ in there):
            self.refuse(row, column, "exists", cells[column])
            return
        id_ = self.new_id()
        self._index(id_, content)
        self.given.append(Given(row, id_, content, note))
        self.warnings += [(row, warning) for warning in note_warnings(note)]


def _key_of(body: Body) -> BodyKey:
    return body.district, body.body_kind, folded(body.place), body.number


def _of_place(cells: Mapping[str, str]) -> int | str:
    """Return which of its kind and place a body is: the first where the cell is empty."""
    number = _number(cells.get("number", ""))
    return 1 if number is None else number


def _number(text: str) -> int | str | None:
    """Return a whole number, None for an empty cell, and any other text as it is."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
