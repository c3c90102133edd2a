"""Finds the stamp inside a PDF or Word document of ours."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree

from reports.stamp import LONGEST, StampError

ATTACHMENT: Final = "stamp.json"  # in a PDF; see templates/style.typ
WORD_PART: Final = "customXml/item2.xml"  # the template of python-docx has a first one
WORD_STAMP: Final = "urn:kelisim:stamp"


def stamp_of_pdf(content: bytes) -> str:
    """Return the text of the stamp.  Raises StampError where there is none."""
    from pypdf import PdfReader

    try:
        found = PdfReader(io.BytesIO(content)).attachments.get(ATTACHMENT, [])
        if len(found) != 1:
            raise StampError("the PDF has no stamp of ours")
        return found[0].decode()
    except StampError:
        raise
    except Exception as error:  # the reader of PDFs raises whatever a damaged file leads it to
        raise StampError("the PDF has no stamp of ours, or is damaged") from error


def stamp_of_word(content: bytes) -> str:
    """Return the text of the stamp.  Raises StampError where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [n for n in archive.namelist() if n.startswith("customXml/item")]
            for name in names:
                if archive.getinfo(name).file_size > 2 * LONGEST:
                    continue
                root = ElementTree.fromstring(archive.read(name))
                if root.tag == f"{{{WORD_STAMP}}}stamp":
                    return root.text or ""
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, *_DAMAGED) as error:
        raise StampError("the Word document has no stamp of ours, or is damaged") from error
    raise StampError("the Word document has no stamp of ours")


_DAMAGED = (KeyError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError)
