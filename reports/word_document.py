"""A Word document with native headings, tables and lists, the same bytes for the same contents."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Any, Final

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.blocks import Table
from reports.palette import LIGHT
from reports.stamped import WORD_PART, WORD_STAMP
from reports.typesetting import ReportError

FONT: Final = "Times New Roman"  # official letters are set in it, and it has every Kazakh letter
TAGS: Final = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}
WIDTH: Final = Mm(174)
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP archive can hold


class WordDocument:
    """Puts a document together from its beginning to its end.

    Raises ReportError for a text that no Word document can hold.
    """

    def __init__(self, title: str, language: str, created: date) -> None:
        self._file: WordFile = Document()
        self._pictures = 0
        self._room = WIDTH
        _page(self._file)
        _styles(self._file, TAGS[language])
        moment = datetime(created.year, created.month, created.day, tzinfo=UTC)
        about = self._file.core_properties
        about.title, about.author, about.language = _held(title), "Kelisim", TAGS[language]
        about.last_modified_by, about.comments, about.revision = "Kelisim", "", 1
        about.created = about.modified = moment

    def heading(self, text: str, level: int) -> None:
        """Add a heading of a level from 1."""
        self._file.add_paragraph(_held(text), style=f"Heading {level}")

    def text(self, text: str, *, soft: bool = False) -> None:
        """Add a paragraph; ``soft`` for a note."""
        if text:
            self._file.add_paragraph(_held(text), style="Caption" if soft else "Normal")

    def list(self, items: Sequence[str], *, numbered: bool = False) -> None:
        """Add a list."""
        for item in items:
            self._file.add_paragraph(
                _held(item), style="List Number" if numbered else "List Bullet"
            )

    def table(
        self,
        table: Table,
        title: str,
        *,
        strong: Sequence[int] = (),
        right: Sequence[int] = (),
        widths: Sequence[float] = (),
    ) -> None:
        """Add a table and the note below it.

        title : says what it holds, to those who hear it.  strong : rows that sum others up.
        right : columns of numbers.  widths : of the columns, relative to each other.
        """
        if table.rows:
            columns = len(table.rows[0])
            made = self._file.add_table(rows=0, cols=columns, style="Table Grid")
            _describe(made, title)
            shares = widths or [1.0] * columns
            if table.header:
                self._row(made, table.header, "Table Header", right)
                made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for number, row in enumerate(table.rows):
                self._row(made, row, "Table Strong" if number in strong else "Table Text", right)
            for column, share in zip(made.columns, shares, strict=True):
                column.width = int(self._room * share / sum(shares))
                for cell in column.cells:
                    cell.width = column.width
        self.text(table.note, soft=True)

    def _row(self, made: Any, cells: Sequence[str], style: str, right: Sequence[int]) -> None:
        row = made.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for number, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            (paragraph,) = cell.paragraphs
            paragraph.style = style
            paragraph.add_run(_held(text))
            if number in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def picture(self, png: bytes, alt: str, caption: str = "", width: float = 174) -> None:
        """Add a picture as wide as ``width`` millimetres; ``alt`` says what it shows."""
        self._pictures += 1
        paragraph = self._file.add_paragraph(style="Normal")
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))
        properties = shape._inline.docPr
        properties.set("descr", _held(alt))
        properties.set("name", f"Picture {self._pictures}")
        self.text(caption, soft=True)

    def turn(self, *, wide: bool) -> None:
        """Go on on a new page, one that lies across or stands upright."""
        section = self._file.add_section(WD_SECTION.NEW_PAGE)
        section.page_width, section.page_height = section.page_height, section.page_width
        section.orientation = WD_ORIENTATION.LANDSCAPE if wide else WD_ORIENTATION.PORTRAIT
        self._room = section.page_width - section.left_margin - section.right_margin

    def footer(self, text: str) -> None:
        """Set what stands at the foot of every page."""
        (paragraph,) = self._file.sections[0].footer.paragraphs
        paragraph.text, paragraph.style = _held(text), "Footer"

    def finish(self, stamped: str) -> bytes:
        """Return the file with a stamp in a part of its own, which Word keeps."""
        package = self._file.part.package
        thumbnails = [r for r in package.rels.values() if r.reltype.endswith("/thumbnail")]
        for relation in thumbnails:  # a picture of the empty template
            del package.rels[relation.rId]
        content = f'<stamp xmlns="{WORD_STAMP}">{escape(stamped, quote=False)}</stamp>'
        part = Part(PackURI(f"/{WORD_PART}"), "application/xml", content.encode(), package)
        self._file.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
        held = io.BytesIO()
        self._file.save(held)
        return _dateless(held.getvalue())


def _held(text: str) -> str:
    """Return a text that XML can hold; raises ReportError for one that it cannot."""
    if strange := _NOT_IN_XML.search(text):
        raise ReportError(f"no Word document can hold the character U+{ord(strange[0]):04X}")
    return text


def _page(file: WordFile) -> None:
    (section,) = file.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(15), Mm(17)


def _styles(file: WordFile, tag: str) -> None:
    styles = file.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), tag)
    accent, soft = (RGBColor.from_string(c.lstrip("#")) for c in (LIGHT.accent, LIGHT.soft))
    for name, size, colour, bold, before, after in (
        ("Normal", 10, None, False, 0, 4),
        ("Heading 1", 15, None, True, 0, 6),
        ("Heading 2", 11, accent, True, 10, 3),
        ("Heading 3", 10, None, True, 7, 2),
        ("Caption", 8.5, soft, False, 0, 4),
        ("List Bullet", 10, None, False, 0, 2),
        ("List Number", 8.5, None, False, 0, 1),
        ("Footer", 8, soft, False, 0, 0),
        ("Table Text", 9, None, False, 1, 1),
        ("Table Strong", 9, None, True, 1, 1),
        ("Table Header", 9, soft, False, 1, 1),
    ):
        if name not in styles:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        style = styles[name]
        style.font.size, style.font.bold = Pt(size), bold
        style.font.color.rgb = colour or RGBColor.from_string(LIGHT.text.lstrip("#"))
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if "Theme" in key:  # else the template's theme would win over the name
                del fonts.attrib[key]
        for key in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), FONT)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0


def _describe(made: Any, title: str) -> None:
    """Give a table its alternative text, and lines only between its rows."""
    properties = made._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in ("bottom", "insideH") else "nil")
        if side in ("bottom", "insideH"):
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), LIGHT.line.lstrip("#"))
        borders.append(line)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    look = properties.find(qn("w:tblLook"))
    look.addprevious(borders)
    look.addnext(caption)


def _dateless(content: bytes) -> bytes:
    """Pack the parts again without the moment at which it was done."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in made.namelist():
            member = zipfile.ZipInfo(name, EARLIEST)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(member, made.read(name))
    return held.getvalue()
