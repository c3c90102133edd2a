"""Registry of the 20 regions and of the units that were split in June 2018 and June 2022.

A figure is published for the borders of its day. `Regions.lineage` says in which units a figure
for one of today's regions may be found, so that no other module needs to know about the splits.
"""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

REGISTRY_FILE = Path(__file__).with_name("regions.yaml")

Borders = Literal["current", "pre2022", "pre2018"]
Language = Literal["en", "ru", "kk"]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
RegionId = Annotated[str, StringConstraints(pattern=r"^KZ-\d{2}$")]
UnitId = Annotated[str, StringConstraints(pattern=r"^KZ-(\d{2}|YUZ)$")]


class Unit(NamedTuple):
    """A region in the borders of one time, as a figure names it."""

    region: str
    borders: Borders


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Frozen):
    """One name in the three languages."""

    en: Words
    ru: Words
    kk: Words

    def get(self, lang: str) -> str:
        """Name in language `lang` (en, ru or kk); KeyError for any other language."""
        if lang not in type(self).model_fields:
            raise KeyError(lang)
        name: str = getattr(self, lang)
        return name


class Seat(_Frozen):
    """Administrative centre, WGS 84 degrees."""

    names: Names
    lon: Annotated[float, Field(ge=46, le=88)]
    lat: Annotated[float, Field(ge=40, le=56)]


class Region(_Frozen):
    """One of today's regions. `names` are official, `short` fits a chart; both tell regions apart."""

    id: RegionId
    kato: Annotated[str, StringConstraints(pattern=r"^\d{9}$")]
    taldau_term: int
    type: Literal["oblast", "city"]
    names: Names
    short: Names
    valid_from: Month | None
    valid_to: Month | None
    predecessor: UnitId | None
    neighbours: tuple[RegionId, ...]
    area_km2_approx: Annotated[int, Field(gt=0)]
    seat: Seat


class Then(_Frozen):
    """What a former unit was called in its time, when nothing had to tell it from a later one."""

    names: Names
    short: Names


class FormerUnit(_Frozen):
    """A unit in borders that are no more, and today's regions it was split into."""

    id: UnitId
    borders: Literal["pre2022", "pre2018"]
    valid_to: Month
    parts: Annotated[tuple[RegionId, ...], Field(min_length=2)]
    names: Names
    short: Names
    then: Then | None = None  # releases that were kept before there was a map of the time have none

    @property
    def unit(self) -> Unit:
        """The key under which figures name this unit."""
        return Unit(self.id, self.borders)

    @property
    def last_year(self) -> int:
        """The year of the split: figures of that year may still be for this unit."""
        return int(self.valid_to[:4])


class Regions(_Frozen):
    """All regions, today's and former. Get it with `load_regions`."""

    regions: tuple[Region, ...]
    former: tuple[FormerUnit, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """ISO 3166-2 codes of today's regions, in the order of the standard."""
        return tuple(region.id for region in self.regions)

    def get(self, region_id: str) -> Region:
        """Today's region with this ISO 3166-2 code; KeyError names the code and what is known."""
        for region in self.regions:
            if region.id == region_id:
                return region
        raise KeyError(f"unknown region {region_id!r}; known: {', '.join(self.ids)}")

    def lineage(self, region_id: str, year: int) -> tuple[Unit, ...]:
        """Units in which a figure of `year` for today's region may be found, best first.

        The region in its current borders comes first, because figures may have been recast; then
        the unit that held it, for years up to and including that of the split (a yearly figure of
        the split year may be for either).

        Raises
        ------
        KeyError
            If `region_id` is not one of today's regions.
        """
        self.get(region_id)
        held = (f.unit for f in self.former if region_id in f.parts and year <= f.last_year)
        return (Unit(region_id, "current"), *held)

    @property
    def last_former_year(self) -> int:
        """The last year that ended in borders which are not today's."""
        return max(former.last_year for former in self.former) - 1

    def at(self, year: int) -> tuple[Unit, ...]:
        """Units into which the country was divided at the end of a year, in ISO order.

        A unit that was split in the course of the year is divided already.
        """
        former = [f for f in self.former if year < f.last_year]
        inside = {part for f in former for part in f.parts}
        units = [f.unit for f in former]
        units += [Unit(one, "current") for one in self.ids if one not in inside]
        return tuple(sorted(units))

    def held_by(self, region_id: str, year: int) -> str:
        """Code of the unit in which one of today's regions lay at the end of a year."""
        for unit in self.at(year):
            if region_id in self.parts(unit):
                return unit.region
        raise KeyError(f"unknown region {region_id!r}; known: {', '.join(self.ids)}")

    def split_between(self, region_id: str, earlier: int, later: int) -> bool:
        """Say whether a region's borders changed in one of these years or between them."""
        return any(region_id in f.parts and earlier <= f.last_year <= later for f in self.former)

    def today(self, unit_id: str) -> str:
        """First of today's regions in a unit that is no more; any other code as it is."""
        if unit_id in self.ids:
            return unit_id
        return next((f.parts[0] for f in self.former if f.id == unit_id), unit_id)

    def parts(self, unit: tuple[str, str]) -> tuple[str, ...]:
        """Today's regions on the territory of `unit`, ISO order; KeyError for an unknown unit."""
        region_id, borders = unit
        if borders == "current":
            return (self.get(region_id).id,)
        for former in self.former:
            if former.unit == unit:
                return former.parts
        known = ", ".join(f"{f.id} ({f.borders})" for f in self.former)
        raise KeyError(f"no unit {region_id!r} in borders {borders!r}; known: {known}")

    @property
    def all_unit_names(self) -> MappingProxyType[Unit, Names]:
        """Official names of every unit that figures may name, today's first."""
        names = {Unit(region.id, "current"): region.names for region in self.regions}
        names |= {former.unit: former.names for former in self.former}
        return MappingProxyType(names)

    def borders(self, region_id: str) -> Borders:
        """Say in which borders a region stands here: today's."""
        return Unit(self.get(region_id).id, "current").borders

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = self.ids
        if list(ids) != sorted(set(ids)):
            raise ValueError("regions must be unique and in ISO order")
        for region in self.regions:
            for other in region.neighbours:
                if other == region.id or region.id not in self.get(other).neighbours:
                    raise ValueError(f"neighbours {region.id} and {other} are not symmetric")
            # A region that came out of a split must name the unit it came out of, and no other may.
            origins = {f.id for f in self.former if region.id in f.parts and f.id != region.id}
            if origins != ({region.predecessor} - {None}):
                raise ValueError(f"{region.id}: predecessor {region.predecessor}, split {origins}")
        for former in self.former:
            if unknown := set(former.parts) - set(ids):
                raise ValueError(f"{former.id}: unknown parts {sorted(unknown)}")
        units: tuple[Region | FormerUnit, ...] = (*self.regions, *self.former)
        for lang in ("en", "ru", "kk"):
            shorts = [unit.short.get(lang) for unit in units]
            longs = [unit.names.get(lang) for unit in units]
            if len(set(shorts)) < len(shorts) or len(set(longs)) < len(longs):
                raise ValueError(f"two units have the same name in {lang}")
        return self


class RegionsThen(Regions):
    """The country as it was divided at the end of a year, in place of today's regions.

    A unit that was split since is one region here, and its figures are its own. Of such a unit only
    ``id``, ``type``, ``names`` and ``short`` are known. Get it with `regions_then`.
    """

    units: tuple[Unit, ...]

    def borders(self, region_id: str) -> Borders:
        """Say in which borders a region stands here; KeyError for none of these units."""
        return self._unit(region_id).borders

    def lineage(self, region_id: str, year: int) -> tuple[Unit, ...]:
        """Units in which a figure for one of these may be found: as `Regions.lineage`."""
        unit = self._unit(region_id)
        return super().lineage(region_id, year) if unit.borders == "current" else (unit,)

    def at(self, year: int) -> tuple[Unit, ...]:
        """Units at the end of a year: as `Regions.at`."""
        return load_regions().at(year)

    def today(self, unit_id: str) -> str:
        """One of today's regions for any unit: as `Regions.today`."""
        return load_regions().today(unit_id)

    def _unit(self, region_id: str) -> Unit:
        for unit in self.units:
            if unit.region == region_id:
                return unit
        raise KeyError(f"unknown unit {region_id!r}; known: {', '.join(self.ids)}")


def parse_regions(text: str) -> Regions:
    """Registry from YAML text; pydantic.ValidationError on any unknown key or contradiction."""
    raw = yaml.safe_load(text)
    listed = [{"id": region_id, **fields} for region_id, fields in raw.pop("regions").items()]
    return Regions.model_validate({"regions": listed, **raw})


@cache
def load_regions() -> Regions:
    """Return the project's registry of regions (read once)."""
    return parse_regions(REGISTRY_FILE.read_text(encoding="utf-8"))


def regions_then(year: int) -> RegionsThen:
    """Return the units into which the country was divided at the end of ``year``."""
    today = load_regions()
    former = {f.unit: f for f in today.former}
    units = today.at(year)
    made: list[Region] = []
    for unit in units:
        if unit.borders == "current":
            made.append(today.get(unit.region))
            continue
        # Made of what was checked already; it has no code, seat or neighbours of its own.
        then = former[unit].then or former[unit]
        known: dict[str, Any] = {"names": then.names, "short": then.short}
        made.append(Region.model_construct(id=unit.region, type="oblast", **known))
    return RegionsThen.model_construct(regions=tuple(made), former=today.former, units=units)
