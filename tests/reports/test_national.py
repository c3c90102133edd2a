"""The national report and the comparison: their pages, the engine's numbers, two forms, the check."""

import io
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import docx
import numpy as np
import pytest
from docx.enum.section import WD_ORIENTATION

from assessment import Assessment
from assessment.beside import beside, side, years
from assessment.own import with_settings
from geodata.boundaries import load_boundaries
from i18n import number, signed
from reports import flow
from reports.comparison.contents import contents as comparison
from reports.documents import OrderError, produce, produce_with
from reports.flow import Bands, Entry, Flow, Imprint, Listing, Page, Section, Text
from reports.national.contents import contents as national
from reports.order import COMPARISON, NATIONAL, Order
from reports.typesetting import ReportError
from reports.verify import verify
from reports.wording import Wording
from scoring.score import score
from tests.assessment.published import published
from tests.reports import pdf_parts

MADE, BOUNDARIES = published(), load_boundaries()
RESULT = MADE.result
LAST, FIRST = MADE.rated_periods[-1], MADE.rated_periods[0]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "kk"])
# Five regions with the longest names, one of them with a pillar that is missing.
LONGEST = ("KZ-27", "KZ-63", "KZ-59", "KZ-47", "KZ-43")
PAIR = ("KZ-31", "KZ-61")
PAGES = {NATIONAL: 8, COMPARISON: 2}


def order(
    document: str, language: str, form: str = "pdf", period: int = LAST, settings: str = ""
) -> Order:
    regions = LONGEST if document == COMPARISON else ()
    return Order(document, form, language, period, regions, settings)


@cache
def made(document: str, language: str, form: str = "pdf", period: int = LAST) -> bytes:
    return produce(MADE, BOUNDARIES, order(document, language, form, period))


def said(document: str, language: str, assessment: Assessment = MADE, **more: Any) -> Flow:
    contents = {NATIONAL: national, COMPARISON: comparison}[document]
    return contents(Wording(assessment, language), BOUNDARIES, order(document, language, **more))


def sections(told: Flow) -> dict[str, Section]:
    return {section.title: section for page in told.pages for section in page.sections}


@cache
def without_most_figures(region: str) -> Assessment:
    values = RESULT.inputs.values.copy()
    values[:, RESULT.region_index[region], 3:] = np.nan
    return replace(MADE, result=score(replace(RESULT.inputs, values=values), RESULT.scheme))


# -- pages -----------------------------------------------------------------------------------------


@LANGUAGES
@pytest.mark.parametrize("document", PAGES)
@pytest.mark.parametrize("period", [LAST, FIRST])
def test_no_page_is_cut_and_none_is_added(language: str, document: str, period: int) -> None:
    assert len(pdf_parts.reader(made(document, language, "pdf", period)).pages) == PAGES[document]


@LANGUAGES
def test_the_national_report_states_every_score_with_its_band(language: str) -> None:
    page = pdf_parts.reader(made(NATIONAL, language)).pages[1]
    text, bands = " ".join(page.extract_text().split()), MADE.uncertainty(LAST)
    words = Wording(MADE, language)
    for r, region in enumerate(RESULT.inputs.regions):
        value = float(RESULT.score[RESULT.period_index[LAST], r])
        low, _middle, high = bands.score[:, r]
        band = f"{number(float(low), language)}–{number(float(high), language)}"
        assert number(value, language) in text, region
        assert band in text, region
        assert words.place_span(bands, r) in text, region
    assert MADE.observations.version in text
    assert RESULT.scheme.version in text


@LANGUAGES
@pytest.mark.parametrize("document", PAGES)
def test_it_is_tagged_and_every_drawing_has_words(language: str, document: str) -> None:
    content, told = made(document, language), said(document, language)
    catalogue = pdf_parts.reader(content).trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert pdf_parts.reader(content).metadata.title == told.title
    about = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>3</pdfaid:part>" in about
    words = pdf_parts.alternatives(content)
    assert len(words) >= 2
    assert "" not in words
    levels = [int(heading[2:]) for heading in pdf_parts.headings(content)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_page_that_does_not_fit_is_refused() -> None:
    told = said(NATIONAL, "en")
    long = Page((Section("", (Text("A sentence that is said far too often. " * 400),)),))
    with pytest.raises(ReportError, match="do not fit"):
        flow.as_pdf(replace(told, pages=(long,)), "{}", MADE.observations.created)


# -- what they say ---------------------------------------------------------------------------------


def test_the_changes_are_those_of_the_engine_with_their_bands() -> None:
    compared = beside(*years(MADE, LAST - 1, LAST))
    _points, table = sections(said(NATIONAL, "en"))[
        f"Changes since {LAST - 1}, like for like"
    ].blocks
    assert isinstance(table, Bands)
    assert len(table.rows) == len(RESULT.inputs.regions)
    top = int(np.nanargmax(compared.difference))
    first = table.rows[0]
    assert first.cells[0] == Wording(MADE, "en").region_title(RESULT.inputs.regions[top])
    assert first.cells[3] == signed(float(compared.difference[top]), "en")
    assert (first.value, first.low, first.high) == (
        compared.difference[top],
        compared.low[top],
        compared.high[top],
    )


def test_every_region_that_needs_attention_is_explained() -> None:
    t = RESULT.period_index[LAST]
    attention = RESULT.scheme.classes.index(MADE.registry.framework.attention_from)
    wanted = {
        Wording(MADE, "en").region_title(region)
        for r, region in enumerate(RESULT.inputs.regions)
        if RESULT.classes[t, r] >= attention
    }
    blocks = sections(said(NATIONAL, "en"))["Regions that need attention, and why"].blocks
    entries = [block for block in blocks if isinstance(block, Entry)]
    assert {entry.title.partition(":")[0] for entry in entries} == wanted
    assert all(sentence for entry in entries for sentence in entry.sentences)


def test_the_method_states_the_weights_in_use() -> None:
    own = with_settings(MADE, "migration:60")
    told = said(NATIONAL, "en", own, settings="migration:60")
    (table,) = sections(told)["Indicators, weights and scales"].blocks
    assert isinstance(table, Listing)
    weights = [table.table.rows[row][1] for row in table.strong]
    assert weights == [f"{100 * w:.0f}%" for w in own.result.scheme.pillar_weights]
    assert told.lead[-1].startswith("This is not the published index")
    assert not said(NATIONAL, "en").lead[-1].startswith("This is not the published index")
    (imprint,) = sections(told)["How to check it"].blocks
    assert isinstance(imprint, Imprint)
    assert ("Settings", "own ones, as in the address") in imprint.made
    assert imprint.address == f"?lang=en&year={LAST}&weights=migration:60"


def test_the_first_year_is_compared_with_none() -> None:
    told = said(NATIONAL, "en", period=FIRST)
    (only,) = sections(told)["Changes since the year before"].blocks
    assert only == Text("This is the first year that can be rated.")


@LANGUAGES
def test_a_region_that_is_not_rated_stands_last_and_without_a_number(language: str) -> None:
    lost = without_most_figures("KZ-61")
    words = Wording(lost, language)
    told = said(NATIONAL, language, lost)
    (ranking,) = told.pages[1].sections[0].blocks
    assert isinstance(ranking, Bands)
    last = ranking.rows[-1]
    assert last.cells[0] == words.region_title("KZ-61")
    assert (last.cells[1], last.value) == ("–", None)
    content = produce_with(lost, BOUNDARIES, order(NATIONAL, language))
    assert len(pdf_parts.reader(content).pages) == PAGES[NATIONAL]
    pair = replace(order(COMPARISON, language), regions=PAIR)
    pages = pdf_parts.reader(produce_with(lost, BOUNDARIES, pair)).pages
    assert words._("not rated") in pages[0].extract_text()
    assert len(pages) == PAGES[COMPARISON]


def test_the_comparison_says_who_is_ahead_of_whom() -> None:
    found = side(MADE, LAST)
    (chances,) = sections(said(COMPARISON, "en"))["Who is ahead of whom"].blocks
    assert isinstance(chances, Listing)
    assert len(chances.table.rows) == 10
    short = {MADE.regions.get(r).names.get("en"): RESULT.region_index[r] for r in LONGEST}
    for higher, lower, difference, _band, ahead, _apart in chances.table.rows:
        i, j = short[higher], short[lower]
        assert difference == signed(float(found.score[i] - found.score[j]), "en")
        assert ahead == f"{100 * float(found.bands.ahead[i, j]):.0f}%"


@pytest.mark.parametrize("regions", [("KZ-31",), ("KZ-31", "KZ-31"), (*LONGEST, "KZ-61")])
def test_a_comparison_is_of_two_to_five_different_regions(regions: tuple[str, ...]) -> None:
    wrong = replace(order(COMPARISON, "en"), regions=regions)
    with pytest.raises(OrderError, match="2 to 5 different regions"):
        produce(MADE, BOUNDARIES, wrong)


# -- two forms, and the check ----------------------------------------------------------------------


@pytest.mark.parametrize("document", PAGES)
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_check_makes_the_same_bytes(document: str, form: str) -> None:
    verdict = verify(made(document, "ru", form), MADE, BOUNDARIES)
    assert verdict.identical
    assert verdict.stamp.order == order(document, "ru", form)


@LANGUAGES
def test_word_has_the_same_headings_and_tables_and_one_page_across(language: str) -> None:
    told = said(NATIONAL, language)
    document = docx.Document(io.BytesIO(made(NATIONAL, language, "docx")))
    titles = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert titles == [title for title in sections(told) if title]
    assert document.paragraphs[1].text == told.title
    ways = [section.orientation for section in document.sections]
    upright, across = WD_ORIENTATION.PORTRAIT, WD_ORIENTATION.LANDSCAPE
    assert ways == [upright, across, upright]
    (ranking,) = told.pages[1].sections[0].blocks
    assert isinstance(ranking, Bands)
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert [tuple(row) for row in rows] == [ranking.header, *(row.cells for row in ranking.rows)]
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
