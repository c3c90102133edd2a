"""What stands in the report on the whole country, page by page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assessment.beside import Beside, beside, years
from geodata.boundaries import Boundaries
from reports import headline, imprint
from reports.blocks import Picture, Table
from reports.flow import Drawing, Flow, Imprint, Legend, Listing, Page, Points, Section
from reports.maps.locator import locator
from reports.national import beside_it, changes, method, ranking
from reports.order import Order
from reports.region import reasons
from reports.subject import Subject
from reports.wording import Wording
from scoring.score import NOT_RATED

MAP = 168  # millimetres


def contents(words: Wording, boundaries: Boundaries, order: Order) -> Flow:
    """Say all that the report says, from one assessment, for one year."""
    result = words.assessment.result
    t = result.period_index[order.period]
    first = result.inputs.regions[int(np.nanargmax(result.score[t]))]
    subject = Subject(words.assessment, words.language, order.period, first)
    _ = subject._
    earlier = subject.earlier
    compared = None if earlier is None else beside(*years(words.assessment, earlier, order.period))
    observations = words.assessment.observations
    message = _("In {year} pressure is highest in {region} ({class_name}).")
    return Flow(
        language=words.language,
        title=f"{headline.highest_sentence(subject, message)} "
        f"{headline.attention_sentence(subject)}",
        kind=_("Kelisim · national report · {year}").format(year=order.period),
        lead=(
            headline.certainty_sentence(subject),
            _rise(subject, compared),
            *imprint.own_settings(_, order),
        ),
        pages=(
            Page((_map(subject, boundaries),)),
            Page((ranking.ranking(subject),)),
            Page((ranking.attention(subject),)),
            Page((changes.changes(subject, compared),)),
            Page((beside_it.alerts(subject), beside_it.incidents(subject))),
            Page((ranking.one_row_a_region(subject, compared),), wide=True),
            Page(tuple(method.method(subject))),
            Page(tuple(_checked(subject, order))),
        ),
        footer=_("Kelisim · national report, {year} · figures {version} · method {method}").format(
            year=order.period, version=observations.version, method=result.scheme.version
        ),
    )


def _rise(subject: Subject, compared: Beside | None) -> str:
    if compared is None:
        return subject._("This is the first year that can be rated.")
    return headline.rise_sentence(subject, compared.first.result)


def _map(subject: Subject, boundaries: Boundaries) -> Section:
    _ = subject._
    result, t = subject.result, subject.t
    by_region = dict(zip(result.inputs.regions, map(int, result.classes[t]), strict=True))
    alt = _("Map of Kazakhstan: the regions in their classes of pressure, {year}").format(
        year=subject.period
    )
    picture = Picture(
        locator(boundaries, by_region, (), subject), alt, boundaries.attribution[subject.language]
    )
    scale = reasons.scale(subject)
    words = _("Classes: {classes}.").format(classes=", ".join(one.name for one in scale.classes))
    return Section(
        "",
        (
            Drawing(picture, MAP),
            Legend(replace(scale, score=None, low=None, high=None, alt=words)),
            Listing(_classes(subject), (0, 0, 0, 1), right=(2,)),
        ),
    )


def _classes(subject: Subject) -> Table:
    """Name the regions of each class, the highest class first."""
    _ = subject._
    result, t = subject.result, subject.t
    names = subject.regions_by_name
    scale = reasons.scale(subject)
    rows = []
    for index in (*reversed(range(len(scale.classes))), NOT_RATED):
        members = [
            subject.region_short(region)
            for region in names
            if int(result.classes[t, result.region_index[region]]) == index
        ]
        if index == NOT_RATED:
            if members:
                rows.append((_("not rated"), "", str(len(members)), ", ".join(members)))
            continue
        step = scale.classes[index]
        limits_of = f"{subject.number(step.lower, 0)}–{subject.number(step.upper, 0)}"
        rows.append((step.name, limits_of, str(len(members)), ", ".join(members) or "–"))
    return Table((_("Class"), _("Points"), _("Regions"), _("Names")), tuple(rows))


def _checked(subject: Subject, order: Order) -> list[Section]:
    _ = subject._
    numbers = imprint.sources(subject, subject.result.inputs.regions)
    address = imprint.address("", order)
    made = imprint.facts_of_making(subject, order, address)
    return [
        Section(
            _("What this report cannot tell"),
            (Points(imprint.limits(subject)),),
        ),
        Section(
            _("How to check it"),
            (Imprint(made, imprint.check_text(_), imprint.code(_, address), address),),
        ),
        Section(_("Sources"), (Points(imprint.source_texts(subject, numbers), numbered=True),)),
    ]
