"""A text as QR code, for whoever has the paper and not the file."""

from __future__ import annotations

import io

from reports.typesetting import ReportError

BORDER = 4  # modules of white that a reader needs around the code (ISO/IEC 18004)


def svg(text: str) -> str:
    """Return the code as SVG.  Raises ReportError for a text that is too long for one."""
    return _drawn(text, "svg").decode()


def png(text: str) -> bytes:
    """Return the code as PNG; raises as ``svg``."""
    return _drawn(text, "png")


def _drawn(text: str, kind: str) -> bytes:
    import segno

    held = io.BytesIO()
    options = {"xmldecl": False} if kind == "svg" else {"scale": 8}
    try:
        code = segno.make(text, micro=False)
    except segno.DataOverflowError as error:
        raise ReportError(f"an address of {len(text)} characters is too long for a code") from error
    code.save(held, kind=kind, border=BORDER, **options)
    return held.getvalue()
