"""``datapackage.json`` is whole, and the files are those that it describes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from indicators.checks.context import Context
from indicators.faults import Fault
from indicators.package import DESCRIPTOR, FIGURES, is_safe

_SHA256 = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


def parse_created(descriptor: dict[str, Any]) -> date | None:
    """Return the day on which the package was made, or None if it is not told rightly."""
    created = descriptor.get("created")
    try:
        return date.fromisoformat(created[:10]) if isinstance(created, str) else None
    except ValueError:
        return None


def _wrong(key: str, value: object, allowed: str) -> Fault:
    shown = "" if value is None else str(value)
    return Fault("package_key", DESCRIPTOR, column=key, value=shown, allowed=allowed)


def descriptor(context: Context) -> Iterator[Fault]:
    """Yield a fault for each key that misses, and for each file that is not as described."""
    content = context.descriptor
    if content is None:
        return
    for key in ("id", "version"):
        if not isinstance(content.get(key), str) or not content[key].strip():
            yield _wrong(key, content.get(key), '"…"')
    if context.created is None:
        yield _wrong("created", content.get("created"), "2026-11-22")
    resources = content.get("resources")
    if not isinstance(resources, list):
        yield _wrong("resources", None, "[…]")
        return
    described: set[str] = set()
    for at, resource in enumerate(resources):
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str):
            yield _wrong(f"resources[{at}].path", path, '"…"')
        elif not is_safe(path):
            yield Fault("unsafe_path", DESCRIPTOR, column=f"resources[{at}].path", value=path)
        else:
            described.add(path)
            yield from _resource(context, at, resource, path)
    for name in context.package.files:
        if PurePosixPath(name).parts[0] == FIGURES and name not in described:
            yield Fault("unlisted", name)


def _resource(context: Context, at: int, resource: dict[str, Any], path: str) -> Iterator[Fault]:
    data = context.package.files.get(path)
    if data is None:
        yield Fault("missing_file", path)
        return
    told = resource.get("hash")
    match = _SHA256.fullmatch(told) if isinstance(told, str) else None
    if match is None:
        yield _wrong(f"resources[{at}].hash", told, "sha256:…")
        return
    real = hashlib.sha256(data).hexdigest()
    if match[1] != real:
        yield Fault("hash", path, value=f"sha256:{real[:12]}…", allowed=f"sha256:{match[1][:12]}…")
    elif resource.get("bytes", len(data)) != len(data):
        yield Fault("hash", path, value=str(len(data)), allowed=str(resource["bytes"]))
