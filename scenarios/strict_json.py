"""JSON read without mercy: what another reader would pass over or guess is refused here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite
from typing import Any, ClassVar, NoReturn

from scenarios.faults import Fault

DIGITS = 18  # of a whole number; a float holds no more


class JsonError(Fault):
    """The text is not JSON, or is JSON that could be understood in two ways."""

    REASONS: ClassVar[dict[str, str]] = {
        "json": "it is not JSON: {reason}, line {line}, column {column}",
        "twice": "the key '{key}' stands twice in one object",
        "number": "{number} is not a number that can be kept",
        "deep": "it is nested too deeply",
    }


def loads(text: str) -> Any:
    """Return what a JSON text says.

    Raises
    ------
    JsonError
        Also for a key that stands twice, NaN, Infinity, and numbers that no float holds.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_float=_float,
            parse_int=_int,
        )
    except json.JSONDecodeError as error:
        raise JsonError("json", reason=error.msg, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise JsonError("deep") from error


def dumps(data: object, *, indent: int | None = None) -> str:
    """Write JSON with letters of all languages as they are; floats read back as the same."""
    separators = None if indent else (",", ":")
    return json.dumps(
        data, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators
    )


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError("twice", key=key)
        found[key] = value
    return found


def _refuse(number: str) -> NoReturn:
    raise JsonError("number", number=number)


def _float(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        _refuse(number)
    return value


def _int(number: str) -> int:
    if len(number) > DIGITS:
        _refuse(number)
    return int(number)
