"""What stands in the report on one region, in words and numbers; both its forms are set from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.boundaries import Boundaries
from reports import imprint
from reports.blocks import Bar, History, Mark, Picture, Scale, Table
from reports.facts import facts
from reports.maps.locator import locator
from reports.order import Order
from reports.region import reasons
from reports.region.beside import alerts, history, incidents, next_steps, signals_told
from reports.statements import class_statements
from reports.subject import Subject
from scoring.contributions import against_median
from scoring.like_for_like import like_for_like
from scoring.score import NOT_RATED


@dataclass(frozen=True)
class Contents:
    """The report. Titles of the sections stand in ``titles``, in the order of the document.

    lead : sentences below the headline.  facts : label, value, note.  made : label and text of
    what it was made of.  Of a region that is not rated, lead, facts, bars and changes are empty.
    """

    language: str
    title: str
    kind: str
    lead: tuple[str, ...]
    titles: dict[str, str]
    map: Picture
    scale: Scale
    facts: tuple[tuple[str, str, str], ...]
    bars: tuple[Bar, ...]
    bars_header: tuple[str, ...]
    basis: str
    marks: tuple[Mark, ...]
    marks_header: tuple[str, ...]
    cuts: tuple[float, ...]
    changes: tuple[str, ...]
    indicators: Table
    history: History
    incidents: Table
    signals: Table
    steps: Table
    limits: tuple[str, ...]
    made: tuple[tuple[str, str], ...]
    check: str
    code: Picture
    address: str
    sources: tuple[str, ...]
    footer: str


def contents(subject: Subject, boundaries: Boundaries, order: Order) -> Contents:
    """Say all that the report says, from one assessment, for one region and year."""
    _ = subject._
    explained = against_median(subject.result, subject.period, subject.region)
    rated = explained is not None
    sources = imprint.sources(subject, (subject.region,))
    address = imprint.address("region", order, f"&region={subject.region}")
    made = imprint.facts_of_making(subject, order, address)
    own = alerts(subject)
    return Contents(
        language=subject.language,
        title=_headline(subject),
        kind=_("Kelisim · region report · {year}").format(year=subject.period),
        lead=tuple(
            line
            for line in (
                reasons.summary(subject, explained) if explained is not None else "",
                _since(subject) if rated else "",
            )
            if line
        ),
        titles=_titles(subject, rated=rated),
        map=_map(subject, boundaries),
        scale=reasons.scale(subject),
        facts=_facts(subject) if rated else (),
        bars=reasons.bars(subject, explained) if explained is not None else (),
        bars_header=(_("Indicator"), _("Above or below the median"), _("Points")),
        basis=_(
            "Exact parts of the difference between {median} (national median) and {score}"
        ).format(median=subject.number(explained.baseline), score=subject.number(explained.score))
        if explained is not None
        else "",
        marks=reasons.marks(subject),
        marks_header=(
            _("Pillar"),
            _("Pressure, 0 to 100"),
            _("Median of the regions"),
            _("Weight"),
        ),
        cuts=subject.result.scheme.cuts,
        changes=tuple(class_statements(subject)),
        indicators=reasons.main_indicators(subject, explained, sources),
        history=history(subject),
        incidents=incidents(subject),
        limits=imprint.limits(subject),
        signals=signals_told(subject, own),
        steps=next_steps(subject, explained, own),
        made=made,
        check=imprint.check_text(_),
        code=imprint.code(_, address),
        address=address,
        sources=imprint.source_texts(subject, sources),
        footer=_("Kelisim · {region}, {year} · figures {version} · method {method}").format(
            region=subject.region_title(subject.region),
            year=subject.period,
            version=subject.assessment.observations.version,
            method=subject.result.scheme.version,
        ),
    )


def _titles(subject: Subject, *, rated: bool) -> dict[str, str]:
    _ = subject._
    of_a_score = {
        "bars": _("What makes it so"),
        "marks": _("Pillars against the national median"),
        "changes": _("What would change its class"),
        "indicators": _("The five indicators that matter most"),
    }
    of_none = {
        "marks": _("Pillars against the national median"),
        "indicators": _("The five indicators with the highest pressure"),
    }
    return (of_a_score if rated else of_none) | {
        "history": _("History, compared like for like"),
        "incidents": _("Incidents"),
        "signals": _("Signals"),
        "steps": _("Next steps"),
        "limits": _("What this report cannot tell"),
        "made": _("How to check it"),
        "sources": _("Sources"),
    }


def _headline(subject: Subject) -> str:
    _, result, t, r = subject._, subject.result, subject.t, subject.r
    region, year = subject.region_title(subject.region), subject.period
    if np.isnan(result.score[t, r]):
        return _("{region}, {year}: not rated, too many figures are missing").format(
            region=region, year=year
        )
    low, _middle, high = subject.bands.score[:, r]
    return _(
        "{region}, {year}: pressure is “{class_name}”, {score} of 100 ({low}–{high}), {places}"
    ).format(
        region=region,
        year=year,
        class_name=subject.class_name(int(result.classes[t, r])),
        score=subject.number(result.score[t, r]),
        low=subject.number(low),
        high=subject.number(high),
        places=subject.places(r),
    )


def _since(subject: Subject) -> str:
    """Say by how much the score changed since the year before, like for like."""
    _, earlier = subject._, subject.earlier
    if earlier is None:
        return ""
    inputs, scheme = subject.result.inputs, subject.result.scheme
    compared = like_for_like(inputs, scheme, (earlier, subject.period))
    before, after = compared.score[:, subject.r]
    if np.isnan(before) or np.isnan(after):
        return _("It cannot be compared with {year}.").format(year=earlier)
    return _("Since {year}, compared like for like: {points} points.").format(
        year=earlier, points=subject.signed(float(after - before))
    )


def _facts(subject: Subject) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            fact.label,
            fact.value
            if fact.index == NOT_RATED
            else f"{fact.value} · {subject.class_name(fact.index)}",
            fact.note,
        )
        for fact in facts(subject)
    )


def _map(subject: Subject, boundaries: Boundaries) -> Picture:
    _ = subject._
    classes = subject.result.classes[subject.t]
    by_region = dict(zip(subject.result.inputs.regions, map(int, classes), strict=True))
    region = subject.region_title(subject.region)
    return Picture(
        locator(boundaries, by_region, (subject.region,)),
        _("Map of Kazakhstan: the regions in their classes of pressure, {region} outlined").format(
            region=region
        ),
        f"{region}. {boundaries.attribution[subject.language]}".replace(
            "© ", "©\N{NO-BREAK SPACE}"
        ),
    )
