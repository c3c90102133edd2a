"""Methodology and limits: the text of the registry that runs, section by section."""

import pytest

from methodology import build
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, headline, open_page, opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_can_be_opened_and_holds_its_text(language: str) -> None:
    document = build(published(), language)
    app = open_page("methodology", lang=language)
    # The cards stand in a tab of their own, after the method.
    sections = sorted(document.sections, key=lambda section: section.level)
    assert [one.key for one in app.expander] == [f"section_{section.id}" for section in sections]
    assert [one.label for one in app.expander] == [section.title for section in sections]
    assert [len(one.markdown) for one in app.expander][:2] == [1, 0]  # the rest waits to be opened
    opened(app, *(one.key for one in app.expander))
    for section, one in zip(sections, app.expander, strict=True):
        assert [element.value for element in one.markdown] == [section.markdown], section.id
    assert len(app.get("download_button")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_are_a_section_of_the_methodology(language: str) -> None:
    section = build(published(), language).section("limits")
    app = open_page("limits", lang=language)
    assert headline(app) == section.title
    assert [element.value for element in app.markdown] == [section.markdown]
