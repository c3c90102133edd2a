"""The report that holds two to five regions side by side, in two forms."""

from __future__ import annotations

from geodata.boundaries import Boundaries
from reports.comparison.contents import contents
from reports.flow import as_docx, as_pdf
from reports.order import Order
from reports.wording import Wording


def comparison_pdf(words: Wording, boundaries: Boundaries, order: Order, stamped: str) -> bytes:
    """Return the report as PDF, two pages of A4; raises ReportError when it cannot be set."""
    made = contents(words, boundaries, order)
    return as_pdf(made, stamped, words.assessment.observations.created)


def comparison_docx(words: Wording, boundaries: Boundaries, order: Order, stamped: str) -> bytes:
    """Return the same for Word; raises ReportError when a drawing cannot be made."""
    made = contents(words, boundaries, order)
    return as_docx(made, stamped, words.assessment.observations.created)
