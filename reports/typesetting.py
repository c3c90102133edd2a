"""Sets a document from a template and data, the same bytes for the same of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).with_name("templates")
RESOLUTION = 220  # pixels an inch of a picture: sharp in print


class ReportError(RuntimeError):
    """The document could not be set; the message says what the typesetter found."""

    @property
    def user_message(self) -> str:
        """One line for the command line."""
        return f"the document could not be set: {self}"


def pdf(template: str, data: Mapping[str, Any], created: date) -> bytes:
    """Set ``templates/<template>.typ`` as PDF/UA-1 and PDF/A-3a: tagged, and to be kept.

    Parameters
    ----------
    data
        What the template shows; all of it reaches it as data, so that no text is taken for markup.
    created
        The date that the document carries: that of the figures, never the clock's.

    Raises
    ------
    ReportError
        When the typesetter refuses, for instance a letter that its font does not have.
    """
    moment = datetime(created.year, created.month, created.day, tzinfo=UTC)
    return _compiled(
        template, data, pdf_standards=["ua-1", "a-3a"], timestamp=int(moment.timestamp())
    )


def png(template: str, data: Mapping[str, Any]) -> bytes:
    """Draw a template of one page as a picture; raises as ``pdf``."""
    return _compiled(template, data, format="png", ppi=RESOLUTION)


def _compiled(template: str, data: Mapping[str, Any], **options: Any) -> bytes:
    import typst  # 60 MB that only a document needs

    try:
        made = typst.compile(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, allow_nan=False)},
            ignore_system_fonts=True,  # the typesetter's own are the same on every computer
            **options,
        )
    except typst.TypstError as error:
        raise ReportError(" ".join(str(error).split())) from error
    if not isinstance(made, bytes):
        raise ReportError("it has no pages, or more than one")
    return made
