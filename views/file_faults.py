"""Says in the visitor's language what is wrong with a table that was given, place by place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import streamlit as st

from exchange.faults import SHOWN, FrameworkFaults, TableFault, shortened
from i18n import Translator
from reports.words import literal
from views.session import View


def show_file_faults(view: View, error: FrameworkFaults) -> None:
    """Show every fault of a file: where it stands, what stands there, and what is wrong with it."""
    _ = view._
    lines = [f"- {_line(fault, _)}" for fault in error.faults[:SHOWN]]
    more = len(error.faults) - SHOWN
    if more > 0:
        lines.append("- " + _("and {count} more faults").format(count=more))
    head = _("The file was not taken over. What is wrong:")
    st.error("\n".join([head, "", *lines]))


def _line(fault: TableFault, _: Translator) -> str:
    place = [] if fault.row is None else [_("row {row}").format(row=fault.row)]
    if fault.column:
        place.append(_("column {column}").format(column=literal(fault.column)))
    where = ", ".join(place) or _("the file")
    value = f" “{literal(shortened(fault.value))}”" if fault.value else ""
    return f"{where}{value}: {said(fault.problem, _)}"


def said(problem: str, _: Translator) -> str:
    """Say a fault that ``exchange`` found in a table.

    Raises LookupError for one that has no words here yet.
    """
    for pattern, words in _patterns(_):
        found = re.search(pattern, problem)
        if found:
            names = {name: literal(value) for name, value in found.groupdict().items()}
            return words.format(**names)
    raise LookupError(problem)


def _patterns(_: Translator) -> Iterator[tuple[str, str]]:
    yield "has no expert", _("the name of the expert is missing")
    yield "is no code|is the index", _("this is not the id of a pillar or of an indicator")
    yield (
        "is not a number|is not allowed|is no weight",
        _("this is not a number that may stand here"),
    )
    yield r"stands already in row (?P<row>\d+)", _("this stands already in row {row}")
    yield "stands twice", _("this stands twice")
    yield "is compared with itself", _("this is compared with itself")
    yield r"is no sibling of '(?P<other>[^']*)'", _("this cannot be compared with {other}")
    yield r"there are no points for (?P<names>.+)", _("points are missing for {names}")
    yield "the points of .* add up to", _("the points of one expert must add up to 100")
    yield (
        r"'(?P<first>[^']*)' is not compared with '(?P<second>[^']*)'",
        _("{first} is not compared with {second}"),
    )
    yield (
        r"contradict each other: consistency ratio (?P<ratio>[\d.]+)",
        _("the judgements contradict each other: consistency ratio {ratio}, above 0.10"),
    )
    yield "children to be compared", _("there are too many to be compared two by two")
    yield "weigh nothing together", _("at least one weight of a set must be above 0")
    yield (
        "has columns of several kinds|has no column of weights|stands beside Weight|is missing",
        _("the columns must be: iCode and points, or first, second and times; with expert, if any"),
    )
    yield "is empty", _("there must be a row of column names and at least one row under it")
    yield r"is not UTF-8", _("the text must be in UTF-8")
    yield "is not a table|has one column", _("the cells must be separated by commas")
    yield (
        r"has (?P<count>\d+) cells",
        _("the row has {count} cells, another number than the header"),
    )
    yield "has no name", _("a column has no name")
    yield "is too large", _("the file is too large")
