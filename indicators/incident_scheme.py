"""The scheme by which incidents are coded: every word that the log may use, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from indicators.series import Identifier, explain
from indicators.text import Text
from indicators.yaml_file import RegistryError, read_yaml

SCHEME_FILE: Final = Path(__file__).with_name("incident_scheme.yaml")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(_Frozen):
    """One word of the scheme."""

    name: Text


class Kind(_Frozen):
    """One kind of incident, and the family that it belongs to."""

    family: Identifier
    name: Text
    definition: Text


class FatalityStatus(_Frozen):
    """What a number of deaths is worth; only one that ``counts`` enters a sum."""

    counts: bool
    name: Text


class SeatBasis(_Frozen):
    """Why a point stands where it stands; one that was ``looked_up`` needs a source of its own."""

    looked_up: bool
    name: Text


class Near(_Frozen):
    """How near two incidents lie that may be the same; see ``indicators/incident_duplicates.py``."""

    days: int = Field(default=7, ge=0)
    km: float = Field(default=50.0, ge=0)


Codes = Annotated[dict[Identifier, Code], Field(min_length=1)]


class IncidentScheme(_Frozen):
    """The words that the log may use, by column; get it with ``load_incident_scheme``."""

    version: str
    families: Codes
    kinds: dict[Identifier, Kind] = Field(min_length=1)
    date_precisions: Codes
    size_statuses: Codes
    fatality_statuses: dict[Identifier, FatalityStatus] = Field(min_length=1)
    triggers: Codes
    responses: Codes
    mobilisations: Codes
    harms: Codes
    source_precisions: Codes
    seat_bases: dict[Identifier, SeatBasis] = Field(min_length=1)
    gazetteers: Codes
    coders: Codes
    near: Near = Near()

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for name, kind in self.kinds.items():
            if kind.family not in self.families:
                raise ValueError(f"kind '{name}': unknown family '{kind.family}'")
        return self

    def single(self) -> Mapping[str, tuple[str, ...]]:
        """Return the words of each column of the log that holds one of them."""
        return {
            "date_precision": tuple(self.date_precisions),
            "kind": tuple(self.kinds),
            "size_status": tuple(self.size_statuses),
            "fatalities_status": tuple(self.fatality_statuses),
            "coder": tuple(self.coders),
        }

    def several(self) -> Mapping[str, tuple[str, ...]]:
        """Return the words of each column of the log that holds any number, parted by spaces."""
        return {
            "trigger": tuple(self.triggers),
            "response": tuple(self.responses),
            "mobilisation": tuple(self.mobilisations),
            "harm": tuple(self.harms),
        }


@lru_cache(maxsize=4)
def load_incident_scheme(path: Path = SCHEME_FILE) -> IncidentScheme:
    """Return the scheme.

    Raises
    ------
    RegistryError
        If the file breaks its schema: an unknown key, a missing language, an unknown family.
    """
    try:
        return IncidentScheme.model_validate(read_yaml(path))
    except ValidationError as error:
        raise RegistryError(f"{path.name}: {explain(error)}") from error
