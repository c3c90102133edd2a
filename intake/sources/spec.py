"""What is declared of a source: where it is, how slowly it is asked, what fills which series."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from geodata.regions import RegionId
from indicators.series import explain, load_series
from indicators.yaml_file import RegistryError, parse_yaml, read_text
from intake.sources.faults import SourceError

SPECS: Final = Path(__file__).with_name("specs")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Variable = Annotated[str, StringConstraints(pattern=r"^KELISIM_[A-Z_]+$")]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s?#]+[^/\s?#]$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Periods = Literal["year", "quarter", "month", "january_1"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tree(_Frozen):
    """The request of a Taldau tree, for an index whose dump is empty."""

    measure: int
    terms: Words
    idx: int


class Binding(_Frozen):
    """What of the source fills a series.

    Attributes
    ----------
    code : element, index or indicator of the source.
    source : key of sources.csv, where it is not the source's own.
    period : what a date of the source means. ``january_1``: the source labels 1 January of a year
        as the last day of that year.
    answer : form of the answer (stat.gov.kz only).
    dics : all dictionaries of the index, in the source's order (Taldau only).
    totals : names of the terms that stand for the total of the other dictionaries.
    where : for a table, the columns that must hold these words.
    current_since : first year whose figures are in the borders of today; before it the regions that
        were divided in 2022 are the undivided ones.
    factor : from the source's unit to that of the series.
    tree : ask for the tree instead of the dump (Taldau only).
    """

    code: Words
    source: Id | None = None
    period: Periods
    answer: Literal["json", "csv"] = "json"
    dics: str = ""
    totals: tuple[Words, ...] = ("Всего",)
    where: Mapping[str, str] = Field(default_factory=dict)
    current_since: int = 2022
    factor: Decimal = Decimal(1)
    tree: Tree | None = None


class Spec(_Frozen):
    """One source.

    Attributes
    ----------
    adapter : module of this package with the verbs ``fetch``, ``tidy`` and ``check``.
    source : key of sources.csv; for counts, the name that the table gives.
    every : seconds between two requests, at least.
    keys : what the adapter needs from the environment: its name there by the adapter's.
    hosts : other hosts to which an answer may redirect.
    keep : whether answers may lie on the disk.
    max_pages, page_size : of an answer in pages.
    query : parameters of each request.
    names : regions by other spellings of their names, for a source without terms.
    series : figures: which series are filled, and from what.
    counts : events: what is counted, by region and year; such a table is for comparison.
    attribution : printed in each row of counts; ``{date}`` is the day of access.
    """

    id: Id
    adapter: Id
    base_url: Address
    source: Id
    every: Annotated[float, Field(ge=0.2)] = 1.0
    keys: Mapping[Id, Variable] = Field(default_factory=dict)
    hosts: tuple[Words, ...] = ()
    keep: bool = True
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 50
    page_size: Annotated[int, Field(ge=1, le=10_000)] = 1000
    query: Mapping[str, str] = Field(default_factory=dict)
    names: Mapping[Words, RegionId] = Field(default_factory=dict)
    series: Mapping[Id, Binding] = Field(default_factory=dict)
    counts: Mapping[Literal["events", "deaths"], Id] = Field(default_factory=dict)
    attribution: Words | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if bool(self.series) == bool(self.counts):
            raise ValueError("declare series or counts, one of the two")
        if self.counts and (self.attribution is None or "{date}" not in self.attribution):
            raise ValueError("counts need an attribution with the day of access, {date}")
        return self

    def secrets(self, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the keys by their names in the environment.

        Raises
        ------
        SourceError
            When one is not in the environment; it names the variable.
        """
        missing = [name for name in self.keys.values() if not environment.get(name)]
        if missing:
            raise SourceError(
                f"{self.id}: set {' and '.join(missing)} in the environment (see docs/sources.md)"
            )
        return {name: environment[name] for name in self.keys.values()}


def spec_names(folder: Path = SPECS) -> tuple[str, ...]:
    """Return the sources that are declared, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_spec(name: str, folder: Path = SPECS) -> Spec:
    """Return what is declared of a source.

    Raises
    ------
    RegistryError
        If the file breaks the schema or names a series that the registry does not have.
    """
    return parse_spec(read_text(folder / f"{name}.yaml"), name)


def parse_spec(text: str, name: str) -> Spec:
    """Return the source of a YAML text; raises as ``load_spec`` does."""
    content = parse_yaml(text, f"{name}.yaml")
    if not isinstance(content, dict):
        raise RegistryError(f"{name}.yaml: must be a mapping of keys to values")
    try:
        spec = Spec.model_validate({"id": name, **content})
    except ValidationError as error:
        raise RegistryError(f"{name}.yaml: {explain(error)}") from error
    unknown = sorted(set(spec.series) - set(load_series()))
    if unknown:
        raise RegistryError(f"{name}.yaml: no series {', '.join(unknown)}")
    clash = sorted(set(spec.counts.values()) & set(load_series()))
    if clash:
        raise RegistryError(
            f"{name}.yaml: counts cannot have the id of a series: {', '.join(clash)}"
        )
    return spec
