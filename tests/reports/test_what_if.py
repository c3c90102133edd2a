"""The what-if statement: one page, in three languages, with the numbers of the engine."""

import io

import pypdf
import pytest

from assessment.changes import ADD, EVERYWHERE, PERCENT, Change
from assessment.what_if import WhatIf, what_if
from i18n import date_text, number
from reports.typesetting import ReportError, pdf
from reports.what_if import contents, focus_of, statement
from reports.wording import Wording
from tests.assessment.published import published

MADE = published()
LAST = MADE.rated_periods[-1]
LONG = ("poverty_share", "self_employed_share", "grain_area_per_rural_resident")
SETTINGS = "land_water:21.43~economic_stress:21.43~migration:50~mediation_capacity:7.14"
LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "kk"])
ONE = (Change("KZ-31", "poverty_share", ADD, 1.0),)
# As many as there may be, of the regions and indicators with the longest names.
MOST = (
    *(Change(region, name, ADD, 0.5) for region in ("KZ-63", "KZ-27", "KZ-59") for name in LONG),
    Change(EVERYWHERE, "relative_income", PERCENT, -10.0),
)


def worked_out(changes: tuple[Change, ...]) -> tuple[WhatIf, str]:
    found = what_if(MADE, LAST, changes)
    return found, focus_of(found, "KZ-31")


def read(document: bytes) -> str:
    (page,) = pypdf.PdfReader(io.BytesIO(document)).pages
    return " ".join(page.extract_text().split())


@LANGUAGES
@pytest.mark.parametrize("changes", [ONE, MOST], ids=["one", "most"])
def test_it_is_one_page_with_the_numbers_of_the_engine(
    language: str, changes: tuple[Change, ...]
) -> None:
    words = Wording(MADE, language)
    found, focus = worked_out(changes)
    text = read(statement(words, found, focus, SETTINGS))
    r = found.before.region_index[focus]
    for score in (found.before.score[0, r], found.after.score[0, r]):
        assert number(score, language) in text
    assert words.region_title(focus) in text
    assert MADE.observations.version in text
    assert " ".join(date_text(MADE.observations.created, language).split()) in text
    assert found.after.scheme.version in text


@LANGUAGES
def test_it_says_how_to_work_it_out_again(language: str) -> None:
    found, focus = worked_out(ONE)
    again = contents(Wording(MADE, language), found, focus, SETTINGS)["again"]["text"]
    plain = again.replace("\N{ZERO WIDTH SPACE}", "")
    address = f"what_if?year={LAST}&changes=KZ-31.poverty_share:add1&weights={SETTINGS}"
    assert plain.endswith(address)
    assert str(found.bands_after.plan.seed) in plain


def test_the_same_gives_the_same_bytes_and_a_tagged_document() -> None:
    found, focus = worked_out(ONE)
    words = Wording(MADE, "kk")
    first = statement(words, found, focus, "")
    assert statement(words, found, focus, "") == first
    reader = pypdf.PdfReader(io.BytesIO(first))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "kk"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == contents(words, found, focus, "")["title"]


def test_no_text_is_taken_for_markup() -> None:
    hostile = {"title": "T", "language": "en", "footer": "#panic() *x* $y$ @z"}
    data = {
        **contents(Wording(MADE, "en"), *worked_out(ONE), ""),
        **hostile,
        "detail": '#read("style.typ") = *bold* \\ @ref <label>',
    }
    text = read(pdf("what_if", data, MADE.observations.created))
    assert '#read("style.typ") = *bold* \\ @ref <label>' in text
    assert "#panic() *x* $y$ @z" in text


def test_what_the_typeface_lacks_is_an_error_and_no_empty_box() -> None:
    data = {**contents(Wording(MADE, "en"), *worked_out(ONE), ""), "detail": "\N{GRINNING FACE}"}
    with pytest.raises(ReportError):
        pdf("what_if", data, MADE.observations.created)


@LANGUAGES
def test_regions_that_do_not_fit_are_counted(language: str) -> None:
    found, focus = worked_out((Change(EVERYWHERE, "poverty_share", PERCENT, 30.0),))
    said = contents(Wording(MADE, language), found, focus, "")["effects"]
    assert len(said["rows"]) == 10
    assert str(len(found.moved) - 10) in said["note"]
