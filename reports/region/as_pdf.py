"""The report on one region as PDF: two pages of A4."""

from __future__ import annotations

from dataclasses import asdict, replace

from geodata.boundaries import Boundaries
from reports.order import Order
from reports.region.contents import contents
from reports.subject import Subject
from reports.typesetting import pdf
from reports.wording import Wording, breakable


def region_pdf(words: Wording, boundaries: Boundaries, order: Order, stamped: str) -> bytes:
    """Return the report on the region of an order.

    stamped : the stamp that the file carries.

    Raises
    ------
    ReportError
        When the document cannot be set, for instance because it does not fit on two pages.
    """
    (region,) = order.regions
    subject = Subject(words.assessment, words.language, order.period, region)
    told = contents(subject, boundaries, order)
    # A long address would run over the edge of the paper.
    made = tuple((label, breakable(text)) for label, text in told.made)
    data = asdict(replace(told, made=made)) | {"stamp": stamped}
    return pdf("region", data, words.assessment.observations.created)
