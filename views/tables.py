"""Tables that a reader may take along as CSV."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from views.session import View

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def comparison_download(view: View, table: pd.DataFrame, name: str) -> None:
    """Offer a table of the page as a CSV file, with the numbers as they stand there."""
    table_download(
        table, f"{name}-{view.period}", view._("Download as CSV"), key=f"download_{name}"
    )


def table_download(table: pd.DataFrame, name: str, label: str, key: str | None = None) -> None:
    """Offer a table as a CSV file of that name."""
    safe = table.map(_text)
    st.download_button(
        label,
        safe.to_csv(index=False).encode("utf-8-sig"),
        f"kelisim-{name}.csv",
        "text/csv",
        icon=":material/download:",
        key=key or f"download_{name}",
    )


def _text(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; a number with a sign is none."""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    digits = cell[1:].replace(",", ".").replace("\N{NO-BREAK SPACE}", "")
    return digits.replace(".", "", 1).isdecimal()
