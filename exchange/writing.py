"""Writes tables as COINr reads them: CSV, numbers with 17 significant digits, NA where missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

DIGITS = "%.17g"  # reads back as the same number in every language


class WritingError(Exception):
    """The folder cannot be written; the message names it and says why."""

    @property
    def user_message(self) -> str:
        """What the command line prints."""
        return str(self)


def as_csv(table: pd.DataFrame) -> str:
    """Write a table without its index; truth values as TRUE and FALSE."""
    shown = table.copy()
    for column in shown:
        if shown[column].map(lambda value: isinstance(value, bool)).any():
            shown[column] = shown[column].map({True: "TRUE", False: "FALSE"})
    return str(shown.to_csv(index=False, na_rep="NA", float_format=DIGITS, lineterminator="\n"))


def write_folder(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into ``folder``, all or none: they are made beside it, and then put in place.

    texts : content by file name. Other files of the folder stay. Raises WritingError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _beside(folder) as made:
            for name, text in texts.items():
                (made / name).write_text(text, encoding="utf-8", newline="\n")
            for name in texts:
                os.replace(made / name, folder / name)  # noqa: PTH105 - atomic on one file system
    except OSError as error:
        reason = error.strerror or str(error)
        raise WritingError(f"{folder}: cannot be written: {reason}") from error


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    # Inside the folder, so that the last step is a rename within one file system.
    made = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
