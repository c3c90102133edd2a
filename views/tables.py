"""Tables that a reader may take along as CSV."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from reports.files.csv_file import as_csv
from views.session import View


def comparison_download(view: View, table: pd.DataFrame, name: str) -> None:
    """Offer a table of the page as a CSV file, with the numbers as they stand there."""
    table_download(
        table, f"{name}-{view.period}", view._("Download as CSV"), key=f"download_{name}"
    )


def table_download(table: pd.DataFrame, name: str, label: str, key: str | None = None) -> None:
    """Offer a table as a CSV file of that name."""
    st.download_button(
        label,
        as_csv(table, encoding="utf-8-sig"),
        f"kelisim-{name}.csv",
        "text/csv",
        icon=":material/download:",
        key=key or f"download_{name}",
    )
