"""The way in to the figures: reads the data package, checks it, and keeps it as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from indicators.faults import DataFaults
from indicators.figures import Annual, Exclusion, KnownFault, Observation, Observations, Source
from indicators.inspection import inspect_package
from indicators.package import read_folder
from indicators.series import Series

__all__ = [
    "DATA",
    "Annual",
    "Exclusion",
    "KnownFault",
    "Observation",
    "Observations",
    "Source",
    "read_observations",
]

DATA: Final = Path(__file__).resolve().parents[1] / "data"


def read_observations(
    root: Path = DATA, series: Mapping[str, Series] | None = None
) -> Observations:
    """Read and check the data package in a folder.

    Parameters
    ----------
    root : Path
        Folder with ``datapackage.json``.
    series : mapping, optional
        Series by id; the registry's own when not given.

    Raises
    ------
    DataFaults
        With every fault of every file, if there is any that forbids the use of the figures.
    RegistryError
        If ``series.yaml`` or ``units.yaml`` is broken.
    """
    inspection = inspect_package(read_folder(root), series)
    if inspection.observations is None:
        raise DataFaults(inspection.errors)
    return inspection.observations
