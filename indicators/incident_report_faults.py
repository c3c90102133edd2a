"""What can be wrong with a reported incident, and be mended by who reports it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from pydantic import ValidationError

from indicators.record_forms import RecordError


class IncidentReportError(RecordError):
    """A report cannot be kept, or not be sent, as it is.

    code : key of ``REASONS``.
    fields : ``field`` is the path of what is meant, such as ``sources.0.url`` (counted from 0);
    ``value`` what stands there; ``allowed`` what would be right, in words of the scheme, dates and
    numbers.
    """

    REASONS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "missing": "{field}: nothing is filled in",
            "unknown": "{field}: a report has no such part",
            "form": "{field}: “{value}” is not of the right form; allowed: {allowed}",
            "long": "{field}: the text is longer than {allowed} characters",
            "many": "{field}: there are more than {allowed}",
            "word": "{field}: “{value}” is not a word of the scheme; allowed: {allowed}",
            "twice": "{field}: “{value}” is named twice",
            "region": "{field}: “{value}” is not one of today’s regions; allowed: {allowed}",
            "date": "{field}: “{value}” is not a date of this form: {allowed}",
            "order": "{field}: “{value}” lies before the first day; allowed: {allowed} or later",
            "future": "{field}: “{value}” has not come yet; allowed: up to {allowed}",
            "number": "{field}: “{value}” is not a whole number in this range: {allowed}",
            "highest": "{field}: “{value}” is below the lowest number; allowed: {allowed} or more",
            "seat": "{field}: “{value}” is not a centre of this region; allowed: {allowed}",
            "both": "{field}: a centre is either chosen or described, not both",
            "character": "{field}: “{value}” holds a character that cannot be kept",
            "formula": "{field}: “{value}” begins like a formula; allowed: a text that does not "
            "begin with =, +, - or @",
            "address": "{field}: “{value}” is not an address of the web; allowed: {allowed}",
            "group": "{field}: “{value}” speaks of a group; groups are named only in what the two "
            "sides said",
            "personal": "{field}: there is a personal number or a telephone number; leave it out",
            "original": "{field}: the text is missing in the language of the report, {allowed}",
            "source": "{field}: at least one source is needed, two where possible",
            "account": "{field}: at least one of the two accounts is needed",
            "other": "{field}: “{value}” cannot be in the log of incidents ({allowed})",
        }
    )


# Kinds of pydantic's errors, with the key of their context that says what is allowed.
_LIMITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "string_too_long": ("long", "max_length"),
        "too_long": ("many", "max_length"),
        "greater_than_equal": ("form", "ge"),
        "less_than_equal": ("form", "le"),
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


def of_validation(error: ValidationError) -> IncidentReportError:
    """Return the first error of the form of a report in our words."""
    first = error.errors(include_url=False)[0]
    field = ".".join(map(str, first["loc"])) or "report"
    kind, context = first["type"], first.get("ctx", {})
    if kind == "missing":
        return IncidentReportError("missing", field)
    if kind == "extra_forbidden":
        return IncidentReportError("unknown", field)
    if kind in _LIMITS:
        code, key = _LIMITS[kind]
        allowed = _BETWEEN.get(kind, "{}").format(context.get(key, ""))
        return IncidentReportError(code, field, first["input"], allowed)
    return IncidentReportError("form", field, first["input"], _FORMS.get(kind, kind))
