"""The report on one region: two pages, the engine's numbers, three languages, two forms."""

import io
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import docx
import numpy as np
import pytest
from docx.document import Document

from assessment import Assessment
from assessment.own import with_settings
from geodata.boundaries import load_boundaries
from i18n import number
from reports.documents import produce, produce_with
from reports.order import REGION, Order
from reports.region.contents import Contents, contents
from reports.stamp import read
from reports.stamped import stamp_of_pdf, stamp_of_word
from reports.subject import Subject
from reports.typesetting import ReportError, pdf
from reports.word_document import WordDocument
from scoring.contributions import against_median
from scoring.score import Result, score
from tests.assessment.published import published
from tests.reports import pdf_parts

MADE, BOUNDARIES = published(), load_boundaries()
LAST, FIRST = MADE.rated_periods[-1], MADE.rated_periods[0]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "kk"])
MISSING, INCIDENTS, LONGEST, MANY = "KZ-63", "KZ-31", "KZ-59", "KZ-47"


def order(region: str, language: str, form: str = "pdf", period: int = LAST) -> Order:
    return Order(REGION, form, language, period, (region,))


@cache
def made(region: str, language: str, form: str = "pdf", period: int = LAST) -> bytes:
    return produce(MADE, BOUNDARIES, order(region, language, form, period))


def said(region: str, language: str, assessment: Assessment = MADE) -> Contents:
    subject = Subject(assessment, language, LAST, region)
    return contents(subject, BOUNDARIES, order(region, language))


@cache
def unrated() -> tuple[Assessment, str]:
    """The assessment after most figures of a region were lost."""
    result, region = MADE.result, "KZ-31"
    values = result.inputs.values.copy()
    values[:, result.region_index[region], 3:] = np.nan
    lost: Result = score(replace(result.inputs, values=values), result.scheme)
    return replace(MADE, result=lost), region


def plain(text: str) -> str:
    return " ".join(text.split())


# -- on paper --------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", MADE.regions.ids)
def test_every_region_fits_on_two_pages_in_the_longest_language(region: str) -> None:
    assert len(pdf_parts.reader(made(region, "kk")).pages) == 2


@LANGUAGES
def test_the_numbers_are_the_engine_s_and_none_stands_without_its_band(language: str) -> None:
    for region in (MISSING, INCIDENTS, LONGEST, MANY):
        document = made(region, language)
        assert len(pdf_parts.reader(document).pages) == 2
        result, bands = MADE.result, MADE.uncertainty(LAST)
        t, r = result.period_index[LAST], result.region_index[region]
        text = pdf_parts.text(document)
        band = (number(float(bands.score[i, r]), language) for i in (0, 2))
        assert number(result.score[t, r], language) in text
        assert "–".join(band) in text
        assert plain(Subject(MADE, language, LAST, region).places(r)) in text
        assert MADE.observations.version in text
        assert result.scheme.version in text


@LANGUAGES
@pytest.mark.parametrize("region", [MISSING, LONGEST])
def test_the_first_year_fits_too(language: str, region: str) -> None:
    assert len(pdf_parts.reader(made(region, language, period=FIRST)).pages) == 2


@LANGUAGES
def test_a_region_that_is_not_rated_says_so(language: str) -> None:
    lost, region = unrated()
    document = produce_with(lost, BOUNDARIES, order(region, language))
    assert len(pdf_parts.reader(document).pages) == 2
    words = Subject(lost, language, LAST, region)
    told = said(region, language, lost)
    assert told.facts == told.bars == told.changes == ()
    assert told.scale.score is None
    assert len(told.indicators.rows) == 3
    names = [words.text(MADE.registry.cards[name].name) for name in lost.result.inputs.indicators]
    assert all(name in told.indicators.note for name in names[3:])
    assert plain(told.title) in pdf_parts.text(document)
    with_word = produce_with(lost, BOUNDARIES, order(region, language, "docx"))
    assert opened(with_word).paragraphs[1].text == told.title


def test_what_is_missing_is_named() -> None:
    told = said(MISSING, "en")
    assert told.indicators.note == "No figure: Standing of the councils of elders."
    (mediation,) = (mark for mark in told.marks if mark.name == "Mediation capacity")
    assert (mediation.value, mediation.text) == (None, "not rated")


def test_the_indicators_are_those_with_the_largest_parts() -> None:
    explained = against_median(MADE.result, LAST, INCIDENTS)
    assert explained is not None
    order_of_size = np.argsort(-np.abs(explained.indicators))[:5]
    cards = [MADE.registry.cards[MADE.result.inputs.indicators[k]] for k in order_of_size]
    told = said(INCIDENTS, "en")
    assert [row[0] for row in told.indicators.rows] == [card.name.en for card in cards]
    used = {n for row in told.indicators.rows for n in row[-1].split(", ")}
    assert used <= {str(n + 1) for n in range(len(told.sources))}


def test_incidents_are_listed_latest_first_and_the_rest_is_counted() -> None:
    told = said(MANY, "en").incidents
    assert len(told.rows) == 6
    assert told.note.startswith("The latest 6 of 9 incidents from 2006 to 2024.")
    assert said("KZ-11", "en").incidents.rows == ()
    assert "holds no incident of this region" in said("KZ-11", "en").incidents.note


def test_it_is_tagged_titled_and_to_be_kept() -> None:
    document = made(INCIDENTS, "kk")
    catalogue = pdf_parts.reader(document).trailer["/Root"]
    assert catalogue["/Lang"] == "kk"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert pdf_parts.reader(document).metadata.title == said(INCIDENTS, "kk").title
    about = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>3</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about


@LANGUAGES
def test_headings_go_down_by_one_and_every_drawing_has_words(language: str) -> None:
    document, told = made(INCIDENTS, language), said(INCIDENTS, language)
    assert pdf_parts.headings(document) == ["/H1", *["/H2"] * len(told.titles)]
    words = pdf_parts.alternatives(document)
    assert {told.map.alt, told.history.alt, told.code.alt} <= set(words)
    assert "" not in words


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_same_order_gives_the_same_bytes(form: str) -> None:
    again = produce(MADE, BOUNDARIES, order(INCIDENTS, "ru", form))
    assert again == made(INCIDENTS, "ru", form)


def test_both_forms_carry_the_same_scores() -> None:
    on_paper = read(stamp_of_pdf(made(INCIDENTS, "en")))
    in_word = read(stamp_of_word(made(INCIDENTS, "en", "docx")))
    assert on_paper.scores == in_word.scores
    assert list(on_paper.scores) == [INCIDENTS]


def test_own_settings_stand_in_the_address_and_in_the_imprint() -> None:
    own = replace(order(INCIDENTS, "en"), settings="migration:60")
    assessment = with_settings(MADE, own.settings)
    told = contents(Subject(assessment, "en", LAST, INCIDENTS), BOUNDARIES, own)
    assert told.address == f"region?lang=en&year={LAST}&region=KZ-31&weights=migration:60"
    assert ("Settings", "own ones, as in the address") in told.made
    assert ("Address ending", told.address) in told.made


def test_where_the_site_is_known_the_address_is_whole() -> None:
    there = replace(order(INCIDENTS, "en"), site="https://example.org/kelisim")
    told = contents(Subject(MADE, "en", LAST, INCIDENTS), BOUNDARIES, there)
    assert told.address == f"{there.site}/region?lang=en&year={LAST}&region=KZ-31"
    assert ("Address", told.address) in told.made


def test_a_long_address_stays_on_the_paper() -> None:
    weights = [f"{name}:{n}.25" for n, name in enumerate(MADE.result.inputs.indicators, start=41)]
    own = replace(order(INCIDENTS, "ru"), settings="~".join([*weights, "coverage:1/2"]))
    own = replace(own, site=f"https://{'a' * 60}.example.org")
    assessment = with_settings(MADE, own.settings)
    document = produce_with(assessment, BOUNDARIES, own)
    pages = pdf_parts.reader(document).pages
    assert len(pages) == 2
    written = pdf_parts.text(document).replace("\N{ZERO WIDTH SPACE}", "").replace(" ", "")
    assert own.settings in written
    assert max(map(len, pages[1].extract_text().splitlines())) < 200  # it was broken into lines


# -- hostile texts ---------------------------------------------------------------------------------

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "#panic() *x* $y$ @z \\u{41}",
    "<b>&amp;</b>",
    "@SUM(A1)-1",
    "-2+3",
)
UNPRINTABLE = ("\N{GRINNING FACE}", "\N{RIGHT-TO-LEFT OVERRIDE}مرحبا")


def set_with(title: str) -> bytes:
    data: dict[str, Any] = asdict(said(INCIDENTS, "en")) | {"stamp": "{}", "title": title}
    return pdf("region", data, MADE.observations.created)


@pytest.mark.parametrize("title", HOSTILE)
def test_no_text_is_taken_for_markup(title: str) -> None:
    assert plain(title) in pdf_parts.text(set_with(title))


@pytest.mark.parametrize("title", UNPRINTABLE)
def test_a_letter_that_the_font_lacks_is_refused_in_one_line(title: str) -> None:
    with pytest.raises(ReportError) as refused:
        set_with(title)
    assert "\n" not in refused.value.user_message


def test_what_does_not_fit_is_refused_and_never_a_third_page() -> None:
    assert len(pdf_parts.reader(set_with("A long name " * 60)).pages) == 2
    with pytest.raises(ReportError, match="do not fit"):
        set_with("A far too long name " * 600)


# -- as a Word document ----------------------------------------------------------------------------


def opened(document: bytes) -> Document:
    return docx.Document(io.BytesIO(document))


@LANGUAGES
def test_word_has_native_headings_tables_and_words_for_pictures(language: str) -> None:
    document, told = opened(made(INCIDENTS, language, "docx")), said(INCIDENTS, language)
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None]
    assert ("Heading 1", told.title) in styles
    titles = [text for style, text in styles if style == "Heading 2"]
    assert titles == list(told.titles.values())
    header, *rows = [[cell.text for cell in row.cells] for row in document.tables[3].rows]
    assert tuple(header) == told.indicators.header
    assert tuple(map(tuple, rows)) == told.indicators.rows
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [told.scale.alt, told.map.alt, told.history.alt, told.code.alt]
    about = document.core_properties
    tag = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}[language]
    assert (about.title, about.language) == (told.title, tag)
    assert f'w:val="{tag}"' in document.styles.element.xml
    assert about.created is not None
    assert about.created.date() == MADE.observations.created


def test_word_keeps_hostile_texts_as_texts() -> None:
    document = WordDocument("=cmd", "en", MADE.observations.created)
    texts = (*HOSTILE, *UNPRINTABLE, "\ta tab", "long " * 2000)
    for text in texts:
        document.text(text)
    found = opened(document.finish("{}")).paragraphs
    assert [paragraph.text for paragraph in found] == list(texts)
    with pytest.raises(ReportError, match=r"U\+0000"):
        document.text("\N{NULL}")
