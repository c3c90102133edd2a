"""Puts the workbook together: the same bytes for the same index."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from reports.wording import Wording
from reports.workbook.frame import Frame
from reports.workbook.given import write_figures, write_goalposts, write_inputs, write_weights
from reports.workbook.shown import write_about, write_region, write_scores
from reports.workbook.stamped import write_stamp
from reports.workbook.steps import write_index, write_normalised, write_pillars

CHECK = "./run verify"  # the command that reads the stamp


def workbook(words: Wording, period: int, own: str = "", stamped: str = "") -> bytes:
    """Return one period of the index as an XLSX workbook that works it out again.

    Inputs, goalposts and weights are numbers; everything after them is a formula with its stored
    value. Text is always written as text, so that none of it can become a formula.

    Parameters
    ----------
    period
        A rated one.
    own
        Short form of the settings that the assessment was made with, empty for the published index.
    stamped
        The stamp, see ``reports.stamp``.
    """
    held = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(held, options) as book:
        created = words.assessment.observations.created
        book.set_properties(
            {
                "title": f"Kelisim {period}",
                "author": "Kelisim",
                "comments": f"{words.assessment.observations.version} {own}".strip(),
                # That of the figures, never the clock's: the same index gives the same bytes.
                "created": datetime(created.year, created.month, created.day),
            }
        )
        book.set_size(2400, 1500)
        frame = Frame(book, words, period, own)
        for write in (
            write_about,
            write_scores,
            write_region,
            write_inputs,
            write_figures,
            write_goalposts,
            write_weights,
            write_normalised,
            write_pillars,
            write_index,
        ):
            write(frame)
        write_stamp(frame, stamped, CHECK)
        frame.written["about"].activate()
    return held.getvalue()
