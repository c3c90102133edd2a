"""Reading and writing CSV files in the one form the package knows: UTF-8, LF, RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path


class TableError(Exception):
    """A table that the package is built from is wrong; the message names the file and the row."""

    @property
    def user_message(self) -> str:
        """The line to print."""
        return str(self)


def read_csv(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a table whose header must be exactly `columns`.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        The columns, in their order.

    Returns
    -------
    list of dict
        One mapping of column to text a row; nothing is converted.

    Raises
    ------
    TableError
        If the header differs or a row has another number of cells.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        header = next(reader, [])
        if header != list(columns):
            raise TableError(f"{path.name}: columns are {header}, must be {list(columns)}")
        rows = []
        for cells in reader:
            if len(cells) != len(columns):
                raise TableError(
                    f"{path.name}, line {reader.line_num}: {len(cells)} cells, "
                    f"must be {len(columns)}"
                )
            rows.append(dict(zip(columns, cells, strict=True)))
    return rows


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as the bytes of a file: the same rows always give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
