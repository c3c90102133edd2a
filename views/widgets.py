"""Small pieces that several pages share: chips, legends, controls bound to the address."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from reports.palette import CHANGE_STEPS, CLASSES, ON_CLASSES
from scoring.score import NOT_RATED
from views.session import View


def chip(view: View, index: int) -> str:
    """Return a class as a coloured label (HTML)."""
    if index == NOT_RATED:
        return f'<span class="k-chip">{escape(view.class_name(index))}</span>'
    style = f"background:{CLASSES[index]};color:{ON_CLASSES[index]}"
    return f'<span class="k-chip" style="{style}">{escape(view.class_name(index))}</span>'


def class_words(view: View) -> list[str]:
    """Name the fixed classes with their limits, lowest first."""
    classes = view.assessment.registry.framework.classes
    ends = [*(cls.lower for cls in classes[1:]), 100.0]
    return [
        f"{view.text(cls.name)} {view.number(cls.lower, 0)}–{view.number(end, 0)}"
        for cls, end in zip(classes, ends, strict=True)
    ]


def change_words(view: View) -> list[str]:
    """Name the five steps of change in points, strongest fall first."""
    _ = view._
    strong, slight = (view.number(step, 0) for step in CHANGE_STEPS[2:][::-1])
    return [
        _("fell by {strong} points or more").format(strong=strong),
        _("fell by {slight} to {strong}").format(slight=slight, strong=strong),
        _("changed by {slight} at most").format(slight=slight),
        _("rose by {slight} to {strong}").format(slight=slight, strong=strong),
        _("rose by {strong} points or more").format(strong=strong),
    ]


def legend(view: View, colours: Sequence[str], words: Sequence[str], *, unrated: bool) -> None:
    """Show what the colours mean; "not rated" stands apart from the lowest."""
    items = [
        f'<li><span class="k-swatch" style="background:{colour}"></span>{escape(text)}</li>'
        for colour, text in zip(colours, words, strict=True)
    ]
    if unrated:
        items.append(
            '<li class="k-apart"><span class="k-swatch k-hatch"></span>'
            f"{escape(view._('not rated'))}</li>"
        )
    st.html(f'<ul class="k-legend">{"".join(items)}</ul>')


def choose_year(view: View) -> None:
    """Offer the rated years."""
    years = [str(period) for period in view.assessment.rated_periods]
    st.select_slider(view._("Year"), years, key="year")


def choose_region(view: View) -> None:
    """Offer the regions, in alphabetical order."""
    st.selectbox(view._("Region"), view.regions_by_name, format_func=view.region_name, key="region")


def tiles(items: Sequence[tuple[str, str, str]]) -> None:
    """Show figures side by side: label, value (HTML), note (HTML)."""
    cells = "".join(
        f'<div class="k-tile"><p class="k-label">{escape(label)}</p>'
        f'<p class="k-value">{value}</p><p class="k-note">{note}</p></div>'
        for label, value, note in items
    )
    st.html(f'<div class="k-tiles">{cells}</div>')
