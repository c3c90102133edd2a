"""The sheet with the stamp: written by a workbook's maker, read by whoever checks it."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from reports.stamp import StampError
from reports.workbook.frame import Frame

NAME = "kelisim_stamp"  # of the cell, in every language
CELL = (3, 0)
_DAMAGED = (
    *(KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, EOFError),
    *(ParseError, zipfile.BadZipFile, zlib.error),
)


def write_stamp(frame: Frame, stamped: str, command: str) -> None:
    """Write the stamp, and how to check the workbook by it."""
    _ = frame.words._
    note = _("Check this workbook with “{command}”: it is made again, and what differs is listed.")
    sheet = frame.heading("stamp", _("Stamp"), note.format(command=command))
    sheet.set_column(0, 0, 120)
    sheet.write_string(*CELL, stamped, frame.formats["wrapped"])
    where = frame.sheets["stamp"].cell(*CELL)
    frame.book.define_name(NAME, f"={where}")


def stamp_of_workbook(content: bytes) -> str:
    """Return the text of the stamp.  Raises StampError where there is none."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            ((sheet, cell),) = book.defined_names[NAME].destinations
            text = book[sheet][cell.replace("$", "")].value
        finally:
            book.close()
    except (*_DAMAGED, InvalidFileException) as error:
        raise StampError("the workbook has no stamp of ours, or is damaged") from error
    if not isinstance(text, str):
        raise StampError("the workbook's stamp is empty")
    return text
