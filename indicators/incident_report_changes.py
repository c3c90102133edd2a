"""What a later version of a report says differently: which part, before and after."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.incident_report import IncidentReport

Value = str | int | float | tuple[str, ...]


def report_changes(
    before: IncidentReport, after: IncidentReport
) -> tuple[tuple[str, Value | None, Value | None], ...]:
    """Return the path of each part that differs, with what stood there and what stands there now.

    A part is a text in one language, a number, a date or a set of words, such as
    ``deaths.1.deaths``; None where it was or is empty.
    """
    old, new = _parts(before.to_json()), _parts(after.to_json())
    return tuple(
        (path, old.get(path), new.get(path))
        for path in dict.fromkeys((*old, *new))
        if old.get(path) != new.get(path)
    )


def _parts(node: object, path: str = "") -> dict[str, Value]:
    if isinstance(node, Mapping):
        items = [(str(key), value) for key, value in node.items()]
    elif isinstance(node, list) and not path.endswith(".codes"):
        items = [(str(i), value) for i, value in enumerate(node)]
    else:
        assert isinstance(node, str | int | float | list)
        return {path: tuple(node) if isinstance(node, list) else node}
    found: dict[str, Value] = {}
    for key, value in items:
        found |= _parts(value, f"{path}.{key}" if path else key)
    return found
