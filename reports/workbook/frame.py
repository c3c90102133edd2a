"""What every sheet is written with: the book, its formats, the words, and where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.wording import Wording
from reports.workbook.cells import Sheet
from scoring.score import Result
from scoring.uncertainty.bands import Uncertainty

FIRST_ROW = 6  # of the regions, on every sheet that has one row a region
FIRST_COLUMN = 2  # after the region's id and name
INK, SOFT, LINE, ACCENT = "#0f151b", "#4a5763", "#c9d1d8", "#0b5c7a"
LINE_HEIGHT = 13.5
TO_CHANGE = "#fff6d6"  # ground of the cells that a reader may change


@dataclass(frozen=True)
class Frame:
    """One workbook while it is written.

    ``own`` is the short form of the settings, empty for the published index.
    """

    book: Workbook
    words: Wording
    period: int
    own: str

    # -- what is shown -------------------------------------------------------------------------

    @cached_property
    def result(self) -> Result:
        """The index that the workbook makes again."""
        return self.words.assessment.result

    @property
    def t(self) -> int:
        """Position of the period."""
        return self.result.period_index[self.period]

    @cached_property
    def bands(self) -> Uncertainty:
        """Bands of scores and places."""
        return self.words.assessment.uncertainty(self.period)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Ids of the regions, one row each."""
        return self.result.inputs.regions

    @cached_property
    def order(self) -> list[int]:
        """Positions of the regions from most pressure to least, not rated ones last."""
        scores = np.nan_to_num(self.result.score[self.t], nan=-1.0)
        return [int(r) for r in np.argsort(-scores, kind="stable")]

    @property
    def last_row(self) -> int:
        """Last row of the regions."""
        return FIRST_ROW + len(self.regions) - 1

    def column(self, indicator: str) -> int:
        """Column of an indicator, on the sheets that have one column for each."""
        return FIRST_COLUMN + self.result.indicator_index[indicator]

    # -- where things stand ----------------------------------------------------------------------

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """All sheets in their order, by what stands in them."""
        _ = self.words._
        return {
            "about": Sheet(_("Read me")),
            "scores": Sheet(_("Scores")),
            "region": Sheet(_("One region")),
            "inputs": Sheet(_("Inputs")),
            "figures": Sheet(_("Figures and sources")),
            "goalposts": Sheet(_("Goalposts")),
            "weights": Sheet(_("Weights")),
            "normalised": Sheet(_("Normalised")),
            "pillars": Sheet(_("Pillars")),
            "index": Sheet(_("Index")),
            "stamp": Sheet(_("Stamp")),
        }

    @cached_property
    def written(self) -> dict[str, Worksheet]:
        """The sheets as they are written, made in their order."""
        return {key: self.book.add_worksheet(sheet.name) for key, sheet in self.sheets.items()}

    # -- formats ---------------------------------------------------------------------------------

    @cached_property
    def formats(self) -> dict[str, Format]:
        """Ways to show a cell, by what they are for."""
        base = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
        head = base | {"bold": True, "text_wrap": True, "bottom": 1, "bottom_color": INK}
        head["valign"] = "bottom"
        kinds: dict[str, dict[str, object]] = {
            "text": base,
            "wrapped": base | {"text_wrap": True},
            "beside": base | {"indent": 1},  # text that follows a number
            "bold": base | {"bold": True},
            "title": base | {"bold": True, "font_size": 15},
            "note": base | {"font_color": SOFT, "text_wrap": True},
            "head": head,
            "head_beside": head | {"indent": 1},
            "head_number": head | {"align": "right"},
            "id": base | {"font_color": SOFT},
            "points": base | {"num_format": "0.0"},
            "fine": base | {"num_format": "0.0000"},
            "share": base | {"num_format": "0.0%"},
            "whole": base | {"num_format": "0"},
            "figure": base | {"num_format": "#,##0.0###"},
            "score": base | {"num_format": "0.0", "bold": True},
            "change": base | {"num_format": "#,##0.0###", "bg_color": TO_CHANGE, "border": 1},
            "link": base | {"font_color": ACCENT, "underline": 1},
        }
        kinds["change"]["border_color"] = LINE
        return {name: self.book.add_format(kind) for name, kind in kinds.items()}

    def heading(self, key: str, title: str, note: str) -> Worksheet:
        """Begin a sheet with its title and a sentence on what stands in it."""
        sheet, formats = self.written[key], self.formats
        sheet.write_string(0, 0, title, formats["title"])
        sheet.write_string(1, 0, note, formats["id"])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{footer(self)}&R&8&P / &N")
        return sheet

    def name_rows(self, sheet: Worksheet) -> None:
        """Write id and name of each region at the left, and keep both in sight."""
        _ = self.words._
        sheet.write_string(FIRST_ROW - 1, 0, _("Code"), self.formats["head"])
        sheet.write_string(FIRST_ROW - 1, 1, _("Region"), self.formats["head"])
        for r, region in enumerate(self.regions):
            sheet.write_string(FIRST_ROW + r, 0, region, self.formats["id"])
            sheet.write_string(
                FIRST_ROW + r, 1, self.words.region_name(region), self.formats["text"]
            )
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 30)
        sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        sheet.repeat_rows(FIRST_ROW - 1)


def fit_height(sheet: Worksheet, row: int, texts: Mapping[int, int]) -> None:
    """Make a row as high as its wrapped texts need; not every program does so when it opens a book.

    texts : length of a text by the width of its column, both in letters.
    """
    lines = max(-(-length // width) for width, length in texts.items())
    sheet.set_row(row, LINE_HEIGHT * max(lines, 1))


def footer(frame: Frame) -> str:
    """Say which edition a printed sheet is of; & begins a code in a footer."""
    observations = frame.words.assessment.observations
    version = frame.words._("method {version}").format(version=frame.result.scheme.version)
    return f"Kelisim {observations.release} ({observations.version}), {version}".replace("&", "&&")


def cached(value: float) -> float | str:
    """Return what a formula is stored to have given: an empty text where there is no number."""
    return "" if np.isnan(value) else float(value)
