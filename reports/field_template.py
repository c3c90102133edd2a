"""A workbook in which field records can be written down: columns, and the words that are allowed."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from i18n import Translator
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import region_names
from reports.workbook.frame import INK, LINE, TO_CHANGE

ROWS: Final = 1000  # that are prepared; more may be written
_WIDTHS: Final = {"source": 40, "note": 40, "district": 24, "place": 24, "region": 24}
_WIDTH: Final = 18
_MADE: Final = datetime(2025, 1, 1)  # of every template: the same choice, the same bytes


def field_template(_: Translator) -> bytes:
    """Return the workbook in the language of the translator: no row of it is filled in."""
    language = _.language
    scheme = load_field_scheme()
    allowed = {
        **{
            column: [text.get(language) for text in names.values()]
            for column, names in scheme.names().items()
        },
        "region": [text.get(language) for text in region_names().values()],
    }
    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_properties({"created": _MADE, "title": "Kelisim"})
    head = book.add_format({"bold": True, "font_color": INK, "bottom": 1, "bottom_color": LINE})
    fill = book.add_format(
        {"bg_color": TO_CHANGE, "border": 1, "border_color": LINE, "num_format": "@"}
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    records = book.add_worksheet(_("Field records"))
    words = book.add_worksheet(_("Allowed words"))
    about = book.add_worksheet(_("About this template"))
    for at, (column, names) in enumerate(allowed.items()):
        words.set_column(at, at, 28)
        words.write_string(0, at, scheme.columns[column].name.get(language), head)
        for row, name in enumerate(names, start=1):
            words.write_string(row, at, name, wrap)
    for at, (id_, named) in enumerate(scheme.columns.items()):
        records.set_column(at, at, _WIDTHS.get(id_, _WIDTH), fill)
        records.write_string(0, at, named.name.get(language), head)
        if id_ in allowed:
            letter = xl_col_to_name(list(allowed).index(id_), col_abs=True)
            area = f"='{words.get_name()}'!{letter}$2:{letter}${len(allowed[id_]) + 1}"
            # In words of this language or another, or by their ids: the spreadsheet only warns.
            records.data_validation(
                1, at, ROWS, at, {"validate": "list", "source": area, "error_type": "warning"}
            )
    records.freeze_panes(1, 1)
    about.set_column(0, 0, 100)
    for row, line in enumerate(_lines(_)):
        about.write_string(row, 0, line, wrap)
    records.activate()
    book.close()
    return held.getvalue()


def _lines(_: Translator) -> list[str]:
    scheme, language = load_field_scheme(), _.language
    return [
        *(
            f"{one.name.get(language)}: {one.definition.get(language)}"
            for one in scheme.records.values()
        ),
        _(
            "A district is known by its name; a body by its district, kind, place and number (empty "
            "is 1). What a row names must stand in this table or in the log."
        ),
        _(
            "Dates: 2025-03-05 or 05.03.2025; months: 2025-03. When a body was set up or dissolved "
            "may be a year, a month or a day."
        ),
        _("An outcome belongs to a mediation; follow-ups belong to a case that was settled."),
        _(
            "Write no names of persons and nothing of ethnic, language or religious groups, in no "
            "cell. Notes are shown to the region's monitors and to analysts, and never published."
        ),
        _("A row is sent in for a review; all rows of the table are sent in, or none."),
    ]
