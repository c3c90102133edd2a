"""A report is read, made again and held against what is: as PDF and as a Word document."""

import io
import zipfile
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import docx
import pypdf
import pytest

from geodata.boundaries import load_boundaries
from reports.documents import produce
from reports.order import REGION, Order
from reports.region.contents import contents
from reports.stamp import StampError, read, stamp, write
from reports.stamped import ATTACHMENT, WORD_PART
from reports.subject import Subject
from reports.typesetting import pdf
from reports.verify import stamp_text, verify
from tests.assessment.published import published
from tests.conftest import ROOT

MADE, BOUNDARIES = published(), load_boundaries()
LAST = MADE.rated_periods[-1]
PAPER = Order(REGION, "pdf", "en", LAST, ("KZ-31",))
WORD = replace(PAPER, format="docx")
BOTH = pytest.mark.parametrize("order", [PAPER, WORD], ids=["pdf", "docx"])
SITE = replace(PAPER, site="https://example.org")


@cache
def made(order: Order) -> bytes:
    return produce(MADE, BOUNDARIES, order)


def with_stamp(order: Order, text: str) -> bytes:
    """The same report with another stamp in it."""
    if order.format == "pdf":
        writer = pypdf.PdfWriter(io.BytesIO(made(order)))
        del writer.root_object["/Names"]["/EmbeddedFiles"]
        writer.add_attachment(ATTACHMENT, text.encode())
        held = io.BytesIO()
        writer.write(held)
        return held.getvalue()
    return with_part(made(order), WORD_PART, f'<stamp xmlns="urn:kelisim:stamp">{text}</stamp>')


def with_part(document: bytes, name: str, content: str) -> bytes:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return held.getvalue()


@BOTH
def test_what_was_made_here_is_identical(order: Order) -> None:
    verdict = verify(made(order), MADE, BOUNDARIES)
    assert verdict.identical
    assert verdict.stamp == stamp(MADE, BOUNDARIES.hash, order)


def test_the_site_is_a_part_of_the_order_and_a_stamp_without_one_is_read() -> None:
    assert verify(made(SITE), MADE, BOUNDARIES).identical
    first = stamp_text(made(PAPER)).replace(', "site": ""', "")
    assert '"site"' not in first
    assert verify(with_stamp(PAPER, first), MADE, BOUNDARIES).stamp.order == PAPER


@BOTH
def test_a_changed_figure_in_the_stamp_is_found(order: Order) -> None:
    stated = read(stamp_text(made(order)))
    five = stated.scores["KZ-31"]
    assert five[0] is not None
    forged = replace(stated, scores={"KZ-31": (five[0] + 1e-12, *five[1:])})
    verdict = verify(with_stamp(order, write(forged)), MADE, BOUNDARIES)
    assert [(d.where, d.stated) for d in verdict.differences] == [
        ("KZ-31, score", repr(five[0] + 1e-12))
    ]
    for fact, value in (("seed", 1), ("data_version", "000000000000"), ("method_version", "0.9")):
        verdict = verify(
            with_stamp(order, write(replace(stated, **{fact: value}))), MADE, BOUNDARIES
        )
        assert verdict.differences[0].where == fact


def test_a_changed_figure_on_paper_is_found() -> None:
    genuine = stamp_text(made(PAPER))
    told = contents(Subject(MADE, "en", LAST, "KZ-31"), BOUNDARIES, PAPER)
    forged: dict[str, Any] = asdict(told) | {
        "stamp": genuine,
        "title": told.title.replace("55.2", "35.2"),
    }
    assert forged["title"] != told.title
    document = pdf("region", forged, MADE.observations.created)
    found = verify(document, MADE, BOUNDARIES).differences[0]
    assert "35.2" in found.stated
    assert "55.2" in found.found


def test_a_changed_cell_of_a_word_document_is_found() -> None:
    document = docx.Document(io.BytesIO(made(WORD)))
    cell = document.tables[0].rows[0].cells[1]
    genuine = cell.text
    held = io.BytesIO()
    document.save(held)
    verdict = verify(held.getvalue(), MADE, BOUNDARIES)
    assert not verdict.identical  # another program saved it
    assert verdict.differences == ()
    cell.text = "35.2 · low"
    held = io.BytesIO()
    document.save(held)
    (found,) = verify(held.getvalue(), MADE, BOUNDARIES).differences
    assert (found.stated, found.found) == ("35.2 · low", genuine)


LAUGHS = (
    '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<stamp xmlns="urn:kelisim:stamp">&b;</stamp>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%%EOF",
        made(PAPER)[:40_000],
        made(PAPER).replace(b"stamp.json", b"other.json"),
        made(WORD)[:40_000],
        with_part(made(WORD), WORD_PART, "<stamp>{}</stamp>"),
        with_part(made(WORD), WORD_PART, LAUGHS),
        with_part(made(WORD), WORD_PART, "not XML"),
        with_stamp(WORD, "[]"),
        with_stamp(PAPER, "{}"),
        with_stamp(
            WORD, write(replace(read(stamp_text(made(WORD))), order=replace(WORD, regions=())))
        ),
    ],
    ids=range(10),
)
def test_what_is_broken_or_none_of_ours_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(StampError) as caught:
        verify(content, MADE, BOUNDARIES)
    assert "\n" not in caught.value.user_message


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    bomb = with_part(made(WORD), "word/theme/theme1.xml", " " * (65 * 1024 * 1024))
    with pytest.raises(StampError, match="unpacks to more"):
        verify(bomb, MADE, BOUNDARIES)


def test_nothing_of_this_machine_stands_in_a_report() -> None:
    with zipfile.ZipFile(io.BytesIO(made(WORD))) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert str(ROOT).encode() not in held
    assert str(ROOT).encode() not in made(PAPER)
