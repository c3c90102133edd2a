"""Observations and series of invented figures, built without a package, for tests of evaluation."""

from datetime import date
from types import MappingProxyType

import pandas as pd

from geodata.regions import load_regions
from indicators.derive import UNSCORED, Derived, Deriver
from indicators.figures import Observation, Observations
from indicators.formula import Formula
from indicators.series import Series

REGIONS = load_regions()


def series(name: str, **changes: object) -> Series:
    """An extensive series of persons, where nothing else is said."""
    return Series.model_validate(
        {
            "id": name,
            "name": {"en": name, "ru": name, "kk": name},
            "theme": "test",
            "unit": "persons",
            "kind": "extensive",
            "range": [None, None],
            **changes,
        }
    )


SERIES = {
    one.id: one
    for one in (
        series("births"),
        series("jobs"),
        series("population_annual_average", breaks=(2022,)),
        series("income", kind="intensive"),
        series("harvest", kind="intensive"),
        series("poverty", kind="intensive", quarters=3),
        series("price", kind="intensive"),
    )
}


def observations(*rows: str, version: str = "test") -> Observations:
    """Figures from lines such as ``births KZ-63 2021 100 borders=pre2022 status=press``."""
    by_key = {}
    for number, row in enumerate(rows, start=2):
        name, region, period, value, *rest = row.split()
        extra = dict(item.split("=") for item in rest)
        key = (name, region, extra.get("borders", "current"), period)
        if key in by_key:
            raise ValueError(f"{row}: stands twice")
        by_key[key] = Observation(
            *key,
            value=float(value),
            unit="persons",
            source=extra.get("source", "office"),
            detail="",
            status=extra.get("status", "official"),
            notes=(),
            file="observations/test.csv",
            row=number,
        )
    return Observations(
        version=version,
        release="2026.11",
        created=date(2026, 11, 1),
        sources=MappingProxyType({}),
        notes=MappingProxyType({}),
        known_faults=(),
        exclusions=(),
        warnings=(),
        _table=pd.DataFrame(),
        _by_key=MappingProxyType(by_key),
        _series=MappingProxyType(SERIES),
    )


def derive(
    formula: str,
    region: str,
    year: int,
    *rows: str,
    extensive: bool = False,
    refused: frozenset[str] = UNSCORED,
) -> Derived | None:
    """Evaluate one formula on a few figures."""
    deriver = Deriver(observations(*rows), SERIES, REGIONS, refused)
    return deriver.derive(Formula.parse(formula), region, year, extensive=extensive)


def value(
    formula: str, region: str, year: int, *rows: str, extensive: bool = False
) -> float | None:
    """The value alone."""
    derived = derive(formula, region, year, *rows, extensive=extensive)
    return None if derived is None else derived.value
