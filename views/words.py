"""Words for what a reader must know of a value: carried, inherited, partial and the rest."""

from __future__ import annotations

import re

from i18n import Translator
from indicators.panel import Entry

_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")  # all that Markdown may take for a sign


def literal(text: str) -> str:
    """Return a text for a place that reads Markdown, where it shall stand as it is.

    What comes from an address or from a broken file could else show a picture from elsewhere.
    """
    return _MARKUP.sub(r"\\\g<0>", text)


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
        "normalisation": _("scale"),
        "percentile": _("goalposts"),
        "aggregation": _("mean across pillars"),
        "weights": _("weights"),
        "leave_out": _("one indicator left out"),
        "fill": _("missing values"),
        "optional": _("mediation capacity"),
    }[name]


def way_name(name: str, _: Translator) -> str:
    """Say a way to aggregate pillars."""
    kind, _colon, exponent = name.partition(":")
    words = {
        "harmonic": _("harmonic mean"),
        "geometric": _("geometric mean"),
        "power": _("power mean ({exponent})"),
        "arithmetic": _("plain mean"),
        "quadratic": _("quadratic mean"),
        "inverted_geometric": _("inverted geometric mean"),
        "maximum": _("maximum"),
        "copeland": _("Copeland"),
    }[kind]
    return words.format(exponent=exponent)
