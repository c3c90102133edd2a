"""Words for what a reader must know of a value: carried, inherited, partial and the rest."""

from __future__ import annotations

import re

from i18n import Translator, number
from indicators.panel import Entry

_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")  # all that Markdown may take for a sign


def literal(text: str) -> str:
    """Return a text for a place that reads Markdown, where it shall stand as it is.

    What comes from an address or from a broken file could else show a picture from elsewhere.
    """
    return _MARKUP.sub(r"\\\g<0>", text)


def capital(text: str) -> str:
    """Return a name as the beginning of a sentence; the rest of it stays as it is."""
    return text[:1].upper() + text[1:]


def flags(entry: Entry, _: Translator) -> list[str]:
    """Say in words what is special about a value, the plainest first."""
    year = entry.derived.year
    words = {
        "carried": _("figure of {year}, carried forward").format(year=year),
        "inherited": _("inherited from the former region"),
        "apportioned": _("apportioned by population"),
        "backcast": _("back-cast to today's borders"),
        "partial": _("made from part of the year's quarters"),
        "computed": _("rests on a computed figure"),
        "expert": _("coded from an expert's statement"),
        "press": _("quoted from the press"),
    }
    return [words[flag] for flag in entry.flags]


def status(name: str, _: Translator) -> str:
    """Say the status of an observation."""
    return {
        "official": _("official"),
        "backcast": _("back-cast"),
        "computed": _("computed"),
        "partial_year": _("part of the year"),
        "press": _("press"),
        "expert": _("expert"),
        "suspect": _("doubtful"),
    }[name]


def factor_name(name: str, _: Translator) -> str:
    """Say a choice that the uncertainty analysis varies."""
    return {
        "normalisation": _("scaling of the figures"),
        "percentile": _("goalposts"),
        "aggregation": _("kind of mean across pillars"),
        "weights": _("weights"),
        "leave_out": _("leaving one indicator out"),
        "fill": _("filling of gaps"),
        "optional": _("use of mediation capacity"),
    }[name]


def way_name(name: str, _: Translator) -> str:
    """Say a kind of mean across pillars, in a word for the head of a table."""
    kind, _colon, exponent = name.partition(":")
    words = {
        "harmonic": _("harmonic"),
        "geometric": _("geometric"),
        "power": _("power {exponent}"),
        "arithmetic": _("arithmetic"),
        "quadratic": _("quadratic"),
        "inverted_geometric": _("inverted geometric"),
        "maximum": _("maximum"),
        "copeland": _("Copeland"),
    }[kind]
    return words.format(exponent=number(float(exponent), _.language) if exponent else "")


def scale_name(name: str, _: Translator) -> str:
    """Say a way to put indicators on one scale."""
    return {
        "goalposts": _("between goalposts"),
        "phi": _("normal probability of the z-score"),
        "mid_rank": _("share of the regions below"),
    }[name]


def capacity_name(name: str, _: Translator) -> str:
    """Say what is done with mediation capacity."""
    return {
        "as_is": _("as published"),
        "without": _("left out"),
        "flipped": _("with the opposite sign"),
    }[name]
