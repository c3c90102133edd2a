"""`datapackage.json`: the Frictionless descriptor of the built files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from indicators.layout import INCIDENTS
from indicators.package import version_id
from indicators.series import Series
from intake.incident_schemas import incident_schemas
from intake.schemas import list_schemas, observations_schema


def _resource(name: str, path: str, content: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "type": "table",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _coders(log: bytes) -> frozenset[str]:
    """Return who coded the rows of the log."""
    return frozenset(row["coder"] for row in csv.DictReader(io.StringIO(log.decode("utf-8"))))


def descriptor(
    release: Path,
    files: Mapping[str, bytes],
    series: Mapping[str, Series],
    sources: Sequence[Mapping[str, str]],
) -> bytes:
    """Return the content of `datapackage.json`.

    Parameters
    ----------
    release : Path
        `release.yaml`: name, title, version, day and licences of the release.
    files : mapping
        Content of the built files by their path in the package.
    series : mapping
        The registry's series by id.
    sources : sequence of mapping
        Rows of `sources.csv`.
    """
    about = yaml.safe_load(release.read_text(encoding="utf-8"))
    lists = {**list_schemas(), **incident_schemas(_coders(files[INCIDENTS]))}
    resources = []
    for path, content in files.items():
        stem = Path(path).stem
        if path.startswith("observations/"):
            held = [s for s in series.values() if s.theme == stem and not s.collected]
            resources.append(
                _resource(f"observations-{stem}", path, content, observations_schema(held))
            )
        else:
            resources.append(_resource(stem, path, content, lists[stem]))
    package = {
        "profile": "data-package",
        "name": about["name"],
        "id": version_id(resources),
        "title": about["title"],
        "description": about["description"],
        "version": about["version"],
        "created": f"{about['created'].isoformat()}T00:00:00Z",
        "licenses": about["licenses"],
        "sources": [
            {"title": s["title"], **({"path": s["url"]} if s["url"] else {})} for s in sources
        ],
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
