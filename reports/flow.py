"""A report as pages of sections of blocks: data alone, which typst and Word set each in their way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from reports import qr
from reports.blocks import Picture, Scale, Table
from reports.typesetting import pdf, png
from reports.word_document import WordDocument
from reports.wording import breakable

WIDE, CODE = 174, 26  # millimetres: the room between the margins, and a QR code


@dataclass(frozen=True)
class Text:
    """A paragraph; ``soft`` for a note."""

    text: str
    soft: bool = False


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Listing:
    """A table with the widths of its columns, relative to each other; 0 for as wide as its words.

    right : columns of numbers.  strong : rows that sum others up.  size : of the letters on paper,
    as a share of those of the text.
    """

    table: Table
    widths: tuple[float, ...]
    right: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()
    size: float = 0.9


@dataclass(frozen=True)
class Band:
    """A row with a dot between two ends; None where it has none.  cells : in words, all of it."""

    cells: tuple[str, ...]
    value: float | None
    low: float | None
    high: float | None
    colour: str


@dataclass(frozen=True)
class Bands:
    """A table of which one more column is drawn: a dot and its band on a common scale.

    header : of the cells; ``drawn`` is the heading of the drawn column and stands after ``after``.
    steps : where the scale is divided.  shades : colour of each part between two steps.
    note : stands below.
    """

    header: tuple[str, ...]
    drawn: str
    after: int
    rows: tuple[Band, ...]
    steps: tuple[float, ...]
    shades: tuple[str, ...]
    widths: tuple[float, ...]
    right: tuple[int, ...]
    note: str


@dataclass(frozen=True)
class Entry:
    """Sentences under a heading of their own."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """A picture as wide as ``width`` millimetres."""

    picture: Picture
    width: float = WIDE


@dataclass(frozen=True)
class Legend:
    """The classes of the map."""

    scale: Scale


@dataclass(frozen=True)
class Imprint:
    """What a report was made of, label and text, with the way back as QR code beside it."""

    made: tuple[tuple[str, str], ...]
    check: str
    code: Picture
    address: str


Block = Text | Points | Listing | Bands | Entry | Drawing | Legend | Imprint


@dataclass(frozen=True)
class Section:
    """Blocks under a heading; an empty title for the beginning of a report."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """Sections that share a page; ``wide`` for one that lies across."""

    sections: tuple[Section, ...]
    wide: bool = False


@dataclass(frozen=True)
class Flow:
    """A report.  lead : sentences below the headline, on the first page."""

    language: str
    title: str
    kind: str
    lead: tuple[str, ...]
    pages: tuple[Page, ...]
    footer: str


def as_pdf(flow: Flow, stamped: str, created: date) -> bytes:
    """Set a report on paper, each of its pages on one.

    stamped : the stamp that the file carries.

    Raises
    ------
    ReportError
        When it cannot be set, for instance because a page does not fit.
    """
    pages = [
        {"wide": page.wide, "sections": [_section(section) for section in page.sections]}
        for page in flow.pages
    ]
    return pdf("flow", asdict(flow) | {"pages": pages, "stamp": stamped}, created)


def _section(section: Section) -> Mapping[str, Any]:
    blocks = [
        {"block": type(block).__name__} | asdict(_on_paper(block)) for block in section.blocks
    ]
    return {"title": section.title, "blocks": blocks}


def _on_paper(block: Block) -> Block:
    """Let a long address be broken into lines: it would run over the edge of the paper."""
    if not isinstance(block, Imprint):
        return block
    return replace(block, made=tuple((label, breakable(text)) for label, text in block.made))


def as_docx(flow: Flow, stamped: str, created: date) -> bytes:
    """Set the same for Word.  Raises ReportError when a drawing cannot be made."""
    document = WordDocument(flow.title, flow.language, created)
    document.footer(flow.footer)
    document.text(flow.kind, soft=True)
    document.heading(flow.title, 1)
    document.text(" ".join(flow.lead))
    wide = False
    for page in flow.pages:
        if page.wide != wide:
            wide = page.wide
            document.turn(wide=wide)
        for section in page.sections:
            if section.title:
                document.heading(section.title, 2)
            for block in section.blocks:
                _word(document, flow, section.title or flow.title, block)
    return document.finish(stamped)


def _word(document: WordDocument, flow: Flow, title: str, block: Block) -> None:
    match block:
        case Text():
            document.text(block.text, soft=block.soft)
        case Points():
            document.list(block.items, numbered=block.numbered)
        case Entry():
            document.heading(block.title, 3)
            for sentence in block.sentences:
                document.text(sentence)
        case Listing():
            document.table(
                block.table,
                title,
                strong=block.strong,
                right=block.right,
                widths=_relative(block.table.header, block.table.rows, block.widths),
            )
        case Bands():
            rows = tuple(row.cells for row in block.rows)
            document.table(
                Table(block.header, rows, block.note),
                title,
                right=block.right,
                widths=_relative(block.header, rows, block.widths),
            )
        case Drawing():
            drawn = _drawn(flow, "svg", block.picture, block.width)
            document.picture(drawn, block.picture.alt, block.picture.caption, block.width)
        case Legend():
            document.picture(_drawn(flow, "scale", block.scale, WIDE), block.scale.alt, width=WIDE)
        case Imprint():
            document.table(Table((), block.made), title, widths=(1, 3))
            document.text(block.check)
            document.picture(qr.png(block.address), block.code.alt, width=CODE)


def _drawn(flow: Flow, kind: str, drawn: Picture | Scale, width: float) -> bytes:
    data = {"kind": kind, "drawn": asdict(drawn), "width": width, "language": flow.language}
    return png("picture", data)


def _relative(
    header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> tuple[float, ...]:
    """Return widths without zeros: Word does not measure words, their letters are counted."""
    columns = list(zip(header, *rows, strict=True))
    letters = [max(max(map(len, text.split()), default=1) for text in column) for column in columns]
    return tuple(width or 0.06 * count + 0.1 for width, count in zip(widths, letters, strict=True))
