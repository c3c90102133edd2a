"""A text as QR code, for whoever has the paper and not the file."""

from __future__ import annotations

import io

BORDER = 4  # modules of white that a reader needs around the code (ISO/IEC 18004)


def svg(text: str) -> str:
    """Return the code as SVG."""
    return _drawn(text, "svg").decode()


def png(text: str) -> bytes:
    """Return the code as PNG."""
    return _drawn(text, "png")


def _drawn(text: str, kind: str) -> bytes:
    import segno

    held = io.BytesIO()
    options = {"xmldecl": False, "svgns": True} if kind == "svg" else {}
    segno.make(text, micro=False).save(
        held, kind=kind, border=BORDER, scale=1 if kind == "svg" else 8, **options
    )
    return held.getvalue()
