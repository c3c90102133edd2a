"""The texts of a document line by line, as a reader meets them: for holding two against each other."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from reports.stamp import StampError

MOST_LINES: Final = 5000  # of a file that is not ours; ours have some hundred
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS: Final = ("word/document.xml", "word/footer1.xml")


def texts_of_pdf(content: bytes) -> list[str]:
    """Return the lines of all pages.  Raises StampError for a file that cannot be read."""
    from pypdf import PdfReader

    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    except Exception as error:  # the reader of PDFs raises whatever a damaged file leads it to
        raise StampError(f"the PDF is damaged: {error}") from error
    return [line for page in pages for line in page.splitlines()][:MOST_LINES]


def texts_of_word(content: bytes) -> list[str]:
    """Return the paragraphs, those in tables and at the foot too; raises as ``texts_of_pdf``."""
    try:
        return list(_paragraphs(content))[:MOST_LINES]
    except (
        *(KeyError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError),
        *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError),
    ) as error:
        raise StampError(f"the Word document is damaged: {error}") from error


def _paragraphs(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(set(_PARTS) & set(archive.namelist())):
            root = ElementTree.fromstring(archive.read(name))
            for paragraph in root.iter(f"{_WORD}p"):
                text = "".join(run.text or "" for run in paragraph.iter(f"{_WORD}t"))
                if text:
                    yield text
