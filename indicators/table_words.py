"""The words by which the columns of a table of figures are known, from ``table_words.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from indicators.layout import OBSERVATION_COLUMNS
from indicators.series import explain
from indicators.text import LANGUAGES, Text
from indicators.yaml_file import RegistryError, read_yaml

WORDS_FILE: Final = Path(__file__).with_name("table_words.yaml")


class Column(BaseModel):
    """One column: its name, and others by which it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text
    also: tuple[str, ...] = ()


class TableWords(BaseModel):
    """All columns that a table may have, and what may never stand in one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: Mapping[str, Column]
    passed: Mapping[str, Column]
    groups: tuple[str, ...]

    def known(self) -> dict[str, str]:
        """Return column by each of its names, as ``folded``; passed ones too."""
        found: dict[str, str] = {}
        for id_, column in {**self.passed, **self.columns}.items():
            names = (id_, *(column.name.get(lang) for lang in LANGUAGES), *column.also)
            found.update((folded(name), id_) for name in names)
        return found

    def speaks_of_groups(self, text: str) -> bool:
        """Tell whether an unknown name is one of a share of a group of people."""
        words = f" {folded(text)}"
        return any(f" {stem}" in words for stem in self.groups)


def folded(text: str) -> str:
    """Return a name without what does not matter: case, spaces at the ends, underscores."""
    return " ".join(text.replace("_", " ").casefold().split())


@lru_cache(maxsize=1)
def load_table_words(path: Path = WORDS_FILE) -> TableWords:
    """Return the words.  Raises RegistryError when the file breaks its schema."""
    try:
        words = TableWords.model_validate(read_yaml(path))
    except ValidationError as error:
        raise RegistryError(f"{path.name}: {explain(error)}") from error
    if set(words.columns) != set(OBSERVATION_COLUMNS):
        raise RegistryError(f"{path.name}: columns must be {', '.join(OBSERVATION_COLUMNS)}")
    return words
