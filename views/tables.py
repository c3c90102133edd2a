"""Tables that a reader may take along as CSV."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from reports.files.csv_file import as_csv
from views.session import View


def comparison_download(view: View, table: pd.DataFrame, name: str) -> None:
    """Offer a table of the page as a CSV file, with the numbers as they stand there."""
    st.download_button(
        view._("Download as CSV"),
        as_csv(table, encoding="utf-8-sig"),
        f"kelisim-{name}-{view.period}.csv",
        "text/csv",
        icon=":material/download:",
        key=f"download_{name}",
    )
