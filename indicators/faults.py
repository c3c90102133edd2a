"""Faults of the data package: what is wrong, where it stands, and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Final

SHOWN: Final = 120
"""Characters of a value that are kept; a fault must not carry a whole file."""

# What is wrong. English msgids; whoever shows a fault translates them.
FAULT_MESSAGES: Final[dict[str, str]] = {
    "missing_file": "The file is missing.",
    "unreadable": "The file cannot be read: {value}.",
    "too_large": "Unpacked, the files are too large: {value}.",
    "too_many_files": "There are too many files: {value}.",
    "unsafe_path": "The path leads out of the package: {value}.",
    "not_json": "The file is not valid JSON: {value}.",
    "package_key": "The key {column} is missing or has a wrong form.",
    "hash": "The file differs from what datapackage.json says about it.",
    "unlisted": "The file is not listed in datapackage.json.",
    "bom": "The file begins with a byte order mark.",
    "not_utf8": "The text is not UTF-8: byte {value}.",
    "empty_file": "The file is empty.",
    "delimiter": "The columns are not separated by commas.",
    "quoting": "The quotation marks of a cell are not closed rightly: {value}.",
    "column_missing": "The column {column} is missing.",
    "column_unknown": "The column {column} is unknown.",
    "column_repeated": "The column {column} stands twice.",
    "cell_count": "The row has {value} cells.",
    "control_character": "The cell holds a control character.",
    "formula": "The cell begins like a spreadsheet formula.",
    "missing": "The cell is empty.",
    "decimal_comma": "The number has a decimal comma.",
    "text_in_number": "This is not a number.",
    "not_finite": "The number is not finite.",
    "unknown_series": "The series is unknown.",
    "collected": "The series is counted from the field log, and no table is loaded into it.",
    "wrong_file": "The series belongs to another file.",
    "unknown_borders": "The borders are unknown.",
    "unknown_region": "There is no such region in these borders.",
    "borders_period": "The former region did not exist in this period any more.",
    "unit": "The unit is not the one that the series declares.",
    "unknown_source": "The source is not in sources.csv.",
    "unknown_status": "The status is unknown.",
    "unknown_note": "The note is not in notes.csv.",
    "period": "The period has an unknown form.",
    "future": "The period lies after the day on which the package was made.",
    "range": "The value lies outside the plausible range.",
    "duplicate": "The same figure stands already in {other}.",
    "duplicate_id": "The same id stands already in row {other}.",
    "url": "This is not a web address.",
    "sum": "The national figure differs from the sum of the regions, {other}.",
    "sum_inside": "The national figure differs from the sum of the regions, {other}.",
    "age": "The latest figure of the series is old.",
    "unknown_code": "The word is not one of the scheme's.",
    "incident_date": "This is no date of the form that the row's precision asks for.",
    "end_before_start": "The last day lies before the first.",
    "incident_id": "The id does not begin with the year of the incident.",
    "not_a_count": "This is not a whole number of zero or more.",
    "size_order": "The highest number is below the lowest.",
    "region_then": "The region was in other borders on that day.",
    "seat": "There is no such place of the map in the region.",
    "no_source": "The incident has no source.",
    "unknown_incident": "There is no such other incident in the log.",
    "file_kind": "The file is no table of a known kind.",
    "large_file": "The file is too large: {value}.",
    "many_rows": "The table has too many rows.",
    "many_changes": "The table changes too many figures at once: {value}.",
    "encoding": "The text is neither UTF-8 nor Windows-1251: byte {value}.",
    "macros": "The workbook holds macros.",
    "encrypted": "The workbook is protected by a password, or of a format before 2007.",
    "group_share": "This is about ethnic, language or religious groups.",
}

# What is allowed.
FAULT_RULES: Final[dict[str, str]] = {
    "missing_file": "the package needs this file",
    "unreadable": "a file that can be opened and read",
    "too_large": "at most {allowed} together",
    "too_many_files": "at most {allowed} files",
    "unsafe_path": "a path inside the package, without .. and not absolute",
    "not_json": "JSON in UTF-8",
    "package_key": "{allowed}",
    "hash": "{allowed}; after a change of the tables run ./run data --build",
    "unlisted": "every file of figures stands among the resources; run ./run data --build",
    "bom": "UTF-8 without a byte order mark",
    "not_utf8": "UTF-8",
    "empty_file": "a row of column names and at least one row under it",
    "delimiter": "commas: {allowed}",
    "quoting": "quotation marks as in RFC 4180",
    "column_missing": "{allowed}",
    "column_unknown": "{allowed}",
    "column_repeated": "each column once",
    "cell_count": "{allowed} cells, as in the first row",
    "control_character": "printable text in one line",
    "formula": "text that does not begin with =, +, - or @; a number may begin with -",
    "missing": "a value; a figure that is not known has no row",
    "decimal_comma": "a decimal point: {allowed}",
    "text_in_number": "digits with a decimal point, without spaces or units, such as 1234.5",
    "not_finite": "a finite number",
    "unknown_series": "a series of indicators/series.yaml",
    "collected": "records in the field log, and then ./run field publish or its page",
    "wrong_file": "{allowed}",
    "unknown_borders": "{allowed}",
    "unknown_region": "a region of these borders: {allowed}",
    "borders_period": "periods up to the year {allowed}",
    "unit": "{allowed}",
    "unknown_source": "a source of sources.csv: {allowed}",
    "unknown_status": "{allowed}",
    "unknown_note": "ids of notes.csv, separated by single spaces",
    "period": "{allowed}",
    "future": "up to {allowed}",
    "range": "{allowed}",
    "duplicate": "one row for a series, region, borders and period",
    "duplicate_id": "each id once",
    "url": "empty, or an address that begins with https:// or http://",
    "sum": "{allowed}",
    "sum_inside": "{allowed}",
    "age": "at most {allowed} years before the package was made",
    "unknown_code": "words of indicators/incident_scheme.yaml: {allowed}",
    "incident_date": "a date such as {allowed}",
    "end_before_start": "{allowed} or later",
    "incident_id": "{allowed}",
    "not_a_count": "digits only, such as 12; empty when it is not stated",
    "size_order": "{allowed} or more",
    "region_then": "{allowed}",
    "seat": "an id of incident_seats.csv in the same region; none for the whole country",
    "no_source": "at least one row in {allowed}",
    "unknown_incident": "ids of incidents.csv, separated by single spaces",
    "file_kind": "{allowed}",
    "large_file": "at most {allowed}",
    "many_rows": "at most {allowed} rows",
    "many_changes": "at most {allowed}",
    "encoding": "UTF-8, with or without a byte order mark, or Windows-1251",
    "macros": "an .xlsx file without macros",
    "encrypted": "an .xlsx file without a password",
    "group_share": "no share of such a group, ever: it is not a risk",
}

WARNINGS: Final = frozenset({"sum_inside", "age"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes
    ----------
    code : str
        Key of ``FAULT_MESSAGES`` and ``FAULT_RULES``.
    file : str
        Path inside the package, with ``/``.
    row : int or None
        Line as an editor counts it, the header being 1; None for the whole file.
    column, value : str
        Column and content of the cell; empty when the fault is not about a cell.
    allowed : str
        What would be right, in ids and numbers (the words are in ``FAULT_RULES``).
    series, region : str
        Whose figure it is, where known.
    other : str
        A second place that the message names.
    """

    code: str
    file: str
    row: int | None = None
    column: str = ""
    value: str = ""
    allowed: str = ""
    series: str = ""
    region: str = ""
    other: str = ""

    def __post_init__(self) -> None:
        if self.code not in FAULT_MESSAGES:
            raise ValueError(f"unknown fault code {self.code!r}")
        if len(self.value) > SHOWN:
            object.__setattr__(self, "value", self.value[: SHOWN - 1] + "…")

    @property
    def is_warning(self) -> bool:
        """Whether the figures may be used in spite of it."""
        return self.code in WARNINGS

    @property
    def fields(self) -> dict[str, str | int | None]:
        """The placeholders of the templates."""
        return asdict(self)

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Return what is wrong, in the language of ``translate`` (msgid to text)."""
        return translate(FAULT_MESSAGES[self.code]).format(**self.fields)

    def rule(self, translate: Callable[[str], str] = str) -> str:
        """Return what is allowed, in the language of ``translate`` (msgid to text)."""
        return translate(FAULT_RULES[self.code]).format(**self.fields)

    def place(self) -> str:
        """Return ``file``, or ``file:row``."""
        return self.file if self.row is None else f"{self.file}:{self.row}"


class DataFaults(Exception):  # noqa: N818 - it carries faults; each of them is the error
    """The figures cannot be used; carries every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        lines = (f"{fault.place()}: {fault.message()}" for fault in self.faults)
        super().__init__("\n".join(lines))

    @property
    def user_message(self) -> str:
        """What the command line prints, on one line."""
        return (
            f"The figures have {len(self.faults)} faults; the first: "
            f"{self.faults[0].place()}: {self.faults[0].message()} "
            "All of them: ./run validate"
        )
