"""The data package, built from the tables: the same tables give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from indicators.incidents import check_incidents
from indicators.layout import INCIDENT_TABLES, SIDE_TABLES
from indicators.series import Series, load_series
from intake.csvfile import TableError, csv_bytes, read_csv
from intake.descriptor import descriptor
from intake.figures import TABLE_COLUMNS, read_figures

DATA: Final = Path(__file__).resolve().parents[1] / "data"


def package_files(tables: Path, series: Mapping[str, Series] | None = None) -> dict[str, bytes]:
    """Return the whole data package as bytes, by path in the package.

    Parameters
    ----------
    tables : Path
        The folder `data/tables`.
    series : mapping, optional
        Series by id; the registry's own when not given.

    Raises
    ------
    TableError
        If a table cannot be carried; the message names the file and the row.
    """
    series = load_series() if series is None else series
    regions = read_csv(tables / "regions.csv", SIDE_TABLES["regions.csv"].columns)
    sources = read_csv(tables / "sources.csv", SIDE_TABLES["sources.csv"].columns)
    figures = read_figures(tables, series, regions)
    known = {row["source"] for row in sources}
    files: dict[str, bytes] = {}
    for theme, rows in figures.themes.items():
        unknown = sorted({row[6] for row in rows} - known)
        if unknown:
            raise TableError(f"sources.csv: no source {', '.join(unknown)}")
        files[f"observations/{theme}.csv"] = csv_bytes(TABLE_COLUMNS, rows)
    lists = {
        "sources.csv": (
            SIDE_TABLES["sources.csv"].columns,
            [tuple(row.values()) for row in sources],
        ),
        "regions.csv": (
            SIDE_TABLES["regions.csv"].columns,
            [tuple(row.values()) for row in regions],
        ),
        **{name: _carried(tables, name) for name in INCIDENT_TABLES},
        "notes.csv": (("id", "en", "ru", "kk"), figures.notes),
        "known_faults.csv": (
            ("id", "series", "en", "ru", "kk"),
            _known_faults(tables / "known_faults.yaml", series),
        ),
        "exclusions.csv": (("what", "rows", "en", "ru", "kk"), figures.exclusions),
    }
    for path, (columns, rows) in lists.items():
        files[path] = csv_bytes(columns, rows)
    _check_incidents(files, tables / "release.yaml")
    files["datapackage.json"] = descriptor(tables / "release.yaml", files, series, sources)
    return files


def _carried(tables: Path, name: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a table that is carried as it is: its columns and its rows."""
    columns = SIDE_TABLES[name].columns
    return columns, [tuple(row.values()) for row in read_csv(tables / name, columns)]


def _check_incidents(files: Mapping[str, bytes], release: Path) -> None:
    """Refuse a log of incidents with a fault; rows are those of the table."""
    created = yaml.safe_load(release.read_text(encoding="utf-8"))["created"]
    faults = check_incidents(files, created)
    if faults:
        fault = faults[0]
        cell = f", {fault.column} {fault.value!r}" if fault.column else ""
        raise TableError(
            f"{fault.file}, line {fault.row}{cell}: {fault.message()} Allowed: {fault.rule()}"
        )


def _known_faults(path: Path, series: Mapping[str, Series]) -> list[tuple[str, ...]]:
    faults = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = []
    for key, fault in faults.items():
        unknown = sorted(set(fault["series"]) - set(series))
        if unknown:
            raise TableError(f"{path.name}: {key}: no series {', '.join(unknown)}")
        texts = tuple(" ".join(fault["text"][language].split()) for language in ("en", "ru", "kk"))
        rows.append((key, " ".join(fault["series"]), *texts))
    return rows


def differences(root: Path = DATA) -> list[str]:
    """Return the paths of the package whose content is not what the tables give, sorted.

    A file that is missing counts, and so does one in `observations` that the tables do not give.
    """
    files = package_files(root / "tables")
    wrong = {
        path
        for path, content in files.items()
        if not (root / path).is_file() or (root / path).read_bytes() != content
    }
    return sorted(wrong | _strangers(root, files))


def _strangers(root: Path, files: Mapping[str, bytes]) -> set[str]:
    """Return the observation files that no table gives any more."""
    there = {f"observations/{path.name}" for path in (root / "observations").glob("*.csv")}
    return there - set(files)


def build_into(target: Path, tables: Path) -> None:
    """Write the data package made from `tables` into the folder `target`.

    Everything is read and checked before the first file is written. Files of the package are
    replaced, observation files that no table gives any more are removed, and nothing else in the
    folder is touched.
    """
    files = package_files(tables)
    (target / "observations").mkdir(parents=True, exist_ok=True)
    for path in _strangers(target, files):
        (target / path).unlink()
    for path, content in files.items():
        (target / path).write_bytes(content)


def build(root: Path = DATA) -> None:
    """Rebuild the data package in `root` from the tables in `root/tables`."""
    build_into(root, root / "tables")
