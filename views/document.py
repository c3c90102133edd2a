"""What Streamlit leaves undone in the document: language, wide boxes, the way back from signing in."""

from __future__ import annotations

from views.drawing import mount


def set_language(language: str) -> None:
    """Set ``<html lang>``, and keep wide tables and formulas within reach of the keyboard."""
    # Streamlit fixes <html lang="en">; there is no setting for it (streamlit/streamlit#15726).
    mount("document", {"language": language})
