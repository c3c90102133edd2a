"""Typed models of the series: what a source publishes, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from indicators.text import Text
from indicators.yaml_file import RegistryError, parse_yaml, read_text

SERIES_FILE: Final = Path(__file__).with_name("series.yaml")
UNITS_FILE: Final = Path(__file__).with_name("units.yaml")

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Model = TypeVar("Model", bound=BaseModel)
Limit = Annotated[float, Field(allow_inf_nan=False)]


class Unit(BaseModel):
    """A unit of measurement; ``label`` is printed after a number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    label: Text


class Series(BaseModel):
    """One measured quantity as a source publishes it, before any formula.

    Attributes
    ----------
    theme : str
        Stem of the file in ``data/observations`` that holds the series.
    kind : {'extensive', 'intensive', 'flag'}
        An extensive quantity adds up over regions, an intensive one is averaged.
    range : (float or None, float or None)
        Hard plausible limits in the series' unit; None is open.
    additive : bool
        Whether the national row should equal the sum of the regions.
    tolerance : float
        Largest relative difference of that sum, on top of rounding.
    quarters : int, optional
        A missing year may be the mean of at least so many quarters.
    breaks : tuple of int
        Years whose change on the year before is one of method, not of the world.
    collected : bool
        Whether it is counted from the field log of an installation; a release has no figure of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    name: Text
    theme: Identifier
    unit: Identifier
    kind: Literal["extensive", "intensive", "flag"]
    range: tuple[Limit | None, Limit | None]
    additive: bool = False
    tolerance: float = Field(default=0.0, ge=0, lt=1, allow_inf_nan=False)
    quarters: int | None = Field(default=None, ge=1, le=4)
    breaks: tuple[int, ...] = ()
    collected: bool = False

    @model_validator(mode="after")
    def _agree(self) -> Self:
        low, high = self.range
        if low is not None and high is not None and low > high:
            raise ValueError("range: the lower limit is above the upper one")
        if self.quarters is not None and self.kind != "intensive":
            raise ValueError(
                "quarters: a mean of quarters makes sense for an intensive series only"
            )
        if self.tolerance and not self.additive:
            raise ValueError("tolerance: only an additive series is summed")
        return self


def _entries(text: str, name: str) -> dict[str, dict[str, Any]]:
    content = parse_yaml(text, name)
    if not isinstance(content, dict) or not content:
        raise RegistryError(f"{name}: must be a mapping of id to entry")
    for key, entry in content.items():
        if not isinstance(key, str) or not isinstance(entry, dict):
            raise RegistryError(f"{name}: {key}: must be a mapping of keys to values")
        if "id" in entry:
            # The key is the id; a second one could only disagree.
            raise RegistryError(f"{name}: {key}: unknown key id")
    return content


def explain(error: ValidationError) -> str:
    """Return a validation error as one line: ``key: what is wrong; ...``."""
    return "; ".join(
        ": ".join((".".join(str(part) for part in item["loc"]), item["msg"])).removeprefix(": ")
        for item in error.errors()
    )


def _models(text: str, name: str, model: type[Model]) -> Mapping[str, Model]:
    models: dict[str, Model] = {}
    faults: list[str] = []
    for key, entry in _entries(text, name).items():
        try:
            models[key] = model.model_validate({"id": key, **entry})
        except ValidationError as error:
            faults.append(f"{name}: {key}: {explain(error)}")
    if faults:
        raise RegistryError("\n".join(faults))
    return MappingProxyType(models)


@lru_cache(maxsize=8)
def load_units(path: Path = UNITS_FILE) -> Mapping[str, Unit]:
    """Return the units by id.

    Raises
    ------
    RegistryError
        If the file breaks the schema; every broken entry is named.
    """
    return parse_units(read_text(path), path.name)


def parse_units(text: str, name: str = UNITS_FILE.name) -> Mapping[str, Unit]:
    """Return the units of a YAML text by id; raises as ``load_units`` does."""
    return _models(text, name, Unit)


@lru_cache(maxsize=8)
def load_series(path: Path = SERIES_FILE, units_path: Path = UNITS_FILE) -> Mapping[str, Series]:
    """Return the series by id, each with a unit that is declared.

    Raises
    ------
    RegistryError
        If a file breaks its schema or a unit is unknown; every broken entry is named.
    """
    return parse_series(read_text(path), load_units(units_path), path.name)


def parse_series(
    text: str, units: Mapping[str, Unit], name: str = SERIES_FILE.name
) -> Mapping[str, Series]:
    """Return the series of a YAML text by id; raises as ``load_series`` does."""
    series = _models(text, name, Series)
    unknown = [s for s in series.values() if s.unit not in units]
    if unknown:
        raise RegistryError(
            "\n".join(f"{name}: {s.id}: unit {s.unit} is not in {UNITS_FILE.name}" for s in unknown)
        )
    return series
