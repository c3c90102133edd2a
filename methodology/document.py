"""The methodology as a document of sections, rendered from templates in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from assessment.baseline import Assessment
from methodology.cards import card_context
from methodology.context import context
from methodology.environment import environment
from methodology.streams import stream_context

# The ten steps of the OECD/JRC handbook, in its order; the templates are numbered alike.
STEPS: Final = (
    "theoretical_framework",
    "selecting_indicators",
    "missing_data",
    "multivariate_analysis",
    "normalisation",
    "weighting_and_aggregation",
    "uncertainty_and_sensitivity",
    "back_to_the_indicators",
    "links_to_other_measures",
    "presentation",
)
SECTIONS: Final = (
    "in_brief",
    *STEPS,
    "cards",
    "weights",
    "classes",
    "changed_regions",
    "like_for_like",
    "limits",
    "worked_example",
    "references",
    "versions",
    "incidents",
    "signals",
    "validation",
    "change_ledger",
    "field_log",
)
CARD: Final = "card.md.j2"
STREAM: Final = "stream.md.j2"
BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: ``markdown`` is its text without the heading, ``level`` that of the heading."""

    id: str
    title: str
    markdown: str
    level: int

    def text(self) -> str:
        """Return the section with its heading."""
        return f"{'#' * self.level} {self.title}\n\n{self.markdown}"


@dataclass(frozen=True, slots=True)
class Document:
    """The whole methodology in one language."""

    title: str
    sections: tuple[Section, ...]

    def section(self, section_id: str) -> Section:
        """Return one section; KeyError when there is none with this id."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def markdown(self) -> str:
        """Return the whole text as Markdown with LaTeX formulas."""
        return "\n\n".join([f"# {self.title}", *(s.text() for s in self.sections)]) + "\n"


def file_name(section_id: str) -> str:
    """Return the name of a section's template."""
    return f"{SECTIONS.index(section_id):02}_{section_id}.md.j2"


def build(assessment: Assessment, lang: str) -> Document:
    """Write the methodology of one release of the index.

    The choices come from ``assessment.registry``, the outcomes from ``assessment.result``; the
    templates hold no number of their own.

    Parameters
    ----------
    lang : str
        ``en``, ``ru`` or ``kk``.

    Raises
    ------
    ValueError
        For another language, or when no period is rated.
    jinja2.UndefinedError
        When a template asks for what there is not.
    """
    if lang not in ("en", "ru", "kk"):
        raise ValueError(f"unknown language {lang!r}: one of en, ru, kk")
    if not assessment.rated_periods:
        raise ValueError("no period is rated")
    title = environment(lang).get_template("words.j2").module.title  # type: ignore[attr-defined]
    return Document(str(title), tuple(_sections(assessment, lang)))


def _sections(assessment: Assessment, lang: str) -> Iterator[Section]:
    values = context(assessment, lang, len(STEPS))
    for section_id in SECTIONS:
        title, text = _render(file_name(section_id), lang, values)
        if section_id in STEPS:
            title = f"{STEPS.index(section_id) + 1}. {title}"
        yield Section(section_id, title, text, level=2)
        if section_id == "cards":
            registry = assessment.registry
            for card in (*registry.scored, *registry.shown):
                title, text = _render(CARD, lang, {"card": card_context(assessment, card, lang)})
                yield Section(f"card_{card.id}", title, text, level=3)
        if section_id == "signals":
            for stream in assessment.registry.streams.values():
                told = {"stream": stream_context(assessment, stream, lang)}
                title, text = _render(STREAM, lang, told)
                yield Section(f"stream_{stream.id}", title, text, level=3)


def _render(template: str, lang: str, values: dict[str, Any]) -> tuple[str, str]:
    """Render a template; its first line is the title, after ``# ``."""
    rendered = environment(lang).get_template(template).render(values)
    first, _, rest = rendered.partition("\n")
    if not first.startswith("# "):
        raise ValueError(f"{lang}/{template}: the first line must be the title, after '# '")
    return first[2:].strip(), BLANK_LINES.sub("\n\n", rest).strip()
