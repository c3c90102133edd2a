"""The report on one region as a Word document, for those who work on with it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geodata.boundaries import Boundaries
from reports import qr
from reports.blocks import Table
from reports.order import Order
from reports.region.contents import Contents, contents
from reports.subject import Subject
from reports.typesetting import png
from reports.word_document import WordDocument
from reports.wording import Wording

WIDE, MAP, CODE = 174, 110, 26  # millimetres


def region_docx(words: Wording, boundaries: Boundaries, order: Order, stamped: str) -> bytes:
    """Return the report on the region of an order; the same contents as on paper.

    stamped : the stamp that the file carries.  Raises ReportError when a drawing cannot be made.
    """
    (region,) = order.regions
    subject = Subject(words.assessment, words.language, order.period, region)
    made = contents(subject, boundaries, order)
    document = WordDocument(made.title, made.language, words.assessment.observations.created)
    document.footer(made.footer)
    _score(document, made)
    _reasons(document, made)
    _beside(document, made)
    _checked(document, made)
    return document.finish(stamped)


def _drawn(made: Contents, kind: str, drawn: Any, width: float) -> bytes:
    data = {
        "kind": kind,
        "drawn": asdict(drawn),
        "width": width,
        "language": made.language,
        "cuts": made.cuts,
    }
    return png("picture", data)


def _score(document: WordDocument, made: Contents) -> None:
    document.text(made.kind, soft=True)
    document.heading(made.title, 1)
    document.text(" ".join(made.lead))
    document.picture(_drawn(made, "scale", made.scale, WIDE), made.scale.alt, width=WIDE)
    document.picture(_drawn(made, "svg", made.map, MAP), made.map.alt, made.map.caption, MAP)
    if made.facts:
        document.table(Table((), made.facts), made.title, right=(1,), widths=(3, 2, 5))


def _reasons(document: WordDocument, made: Contents) -> None:
    titles = made.titles
    if made.bars:
        document.heading(titles["bars"], 2)
        header = (made.bars_header[0], made.bars_header[-1])
        rows = tuple((bar.name, bar.text) for bar in made.bars)
        sums = [number for number, bar in enumerate(made.bars) if bar.heading]
        table = Table(header, rows, made.basis)
        document.table(table, titles["bars"], strong=sums, right=(1,), widths=(4, 1))
    document.heading(titles["marks"], 2)
    marks = tuple((mark.name, mark.text, mark.median_text, mark.weight) for mark in made.marks)
    document.table(
        Table(made.marks_header, marks), titles["marks"], right=(1, 2, 3), widths=(4, 2, 2, 1)
    )
    if made.changes:
        document.heading(titles["changes"], 2)
        document.list(made.changes)
    document.heading(titles["indicators"], 2)
    document.table(
        made.indicators, titles["indicators"], right=(1, 2, 3), widths=(4, 3, 1.6, 1, 2.4, 1)
    )


def _beside(document: WordDocument, made: Contents) -> None:
    titles, history = made.titles, made.history
    document.heading(titles["history"], 2)
    document.text(" ".join(history.told))
    if history.lines:
        document.picture(_drawn(made, "history", history, WIDE), history.alt, width=WIDE)
        document.table(history.table, titles["history"], widths=_first_wide(history.table))
    document.text(history.note, soft=True)
    document.heading(titles["incidents"], 2)
    document.table(made.incidents, titles["incidents"], right=(3,), widths=(2, 4, 4, 1, 1.2))
    document.heading(titles["signals"], 2)
    document.table(made.signals, titles["signals"], widths=(2, 5))
    document.heading(titles["steps"], 2)
    document.table(made.steps, titles["steps"], widths=(1, 2, 2, 2))


def _checked(document: WordDocument, made: Contents) -> None:
    titles = made.titles
    document.heading(titles["limits"], 2)
    document.text(" ".join(made.limits))
    document.heading(titles["made"], 2)
    document.table(Table((), made.made), titles["made"], widths=(1, 3))
    document.text(made.check)
    document.picture(qr.png(made.address), made.code.alt, width=CODE)
    document.heading(titles["sources"], 2)
    document.list(made.sources, numbered=True)


def _first_wide(table: Table) -> tuple[float, ...]:
    return (2.4, *[1.0] * (len(table.header) - 1))
