"""What can be wrong with a reported incident, and be mended by who reports it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar

from pydantic import ValidationError

from indicators.record_forms import SHOWN, RecordError


class IncidentReportError(RecordError):
    """A report cannot be kept, or not be sent, as it is.

    fields : ``field`` is the path of what is meant, such as ``sources.0.url`` (counted from 0);
    ``value`` what stands there; ``allowed`` what would be right, in words of the scheme, dates and
    numbers.
    """

    REASONS: ClassVar[Mapping[str, str]] = {
        **RecordError.REASONS,
        "many": "{field}: there can be no more than {allowed}",
        "twice": "{field}: '{value}' is named twice",
        "highest": "{field}: '{value}' is below the lowest number, {allowed}",
        "seat": "{field}: '{value}' is not a centre of this region; there are: {allowed}",
        "both": "{field}: a centre is either chosen or described, not both",
        "address": "{field}: '{value}' is not an address of the web, such as {allowed}",
        "group": "{field}: '{value}' speaks of a group; groups are named only in what each side said",
        "original": "{field}: the text is missing in the language of the report: {allowed}",
        "source": "{field}: at least one source is needed, two where possible",
        "account": "{field}: at least one of the two accounts is needed",
        "other": "{field}: '{value}' cannot stand in the log of incidents ({allowed})",
    }


# Kinds of pydantic's errors, with the key of their context that says what is allowed.
_LIMITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "string_too_long": ("long", "max_length"),
        "too_long": ("many", "max_length"),
        "greater_than_equal": ("type", "ge"),
        "less_than_equal": ("type", "le"),
        "literal_error": ("word", "expected"),
    }
)
_BETWEEN = {"greater_than_equal": "≥ {}", "less_than_equal": "≤ {}"}
_FORMS = {
    "int_type": "0, 1, 2…",
    "float_type": "1.5",
    "string_type": "“…”",
    "tuple_type": "[…]",
    "model_type": "{…}",
}


def of_validation(error: ValidationError, known: Iterable[str]) -> IncidentReportError:
    """Return the first error of the form of a report in our words; ``known`` are its parts."""
    first = error.errors(include_url=False)[0]
    path = ".".join(map(str, first["loc"]))[:SHOWN]
    field = "".join(one if one.isprintable() else " " for one in path)
    kind, context = first["type"], first.get("ctx", {})
    if kind == "missing":
        return IncidentReportError("missing", field)
    if kind == "model_type" and not path:
        return IncidentReportError("shape", "", first["input"])
    if kind == "extra_forbidden":
        return IncidentReportError("unknown", field, allowed=", ".join(known))
    if kind in _LIMITS:
        code, key = _LIMITS[kind]
        allowed = _BETWEEN.get(kind, "{}").format(context.get(key, ""))
        return IncidentReportError(code, field, first["input"], allowed)
    return IncidentReportError("type", field, first["input"], _FORMS.get(kind, kind))
