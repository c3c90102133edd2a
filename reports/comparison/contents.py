"""What stands in the report that holds two to five regions side by side: two pages."""

from __future__ import annotations

import numpy as np

from assessment.beside import Side, side
from geodata.boundaries import Boundaries
from reports import imprint
from reports.blocks import Picture, Table
from reports.comparison import side_by_side
from reports.flow import Drawing, Flow, Imprint, Listing, Page, Points, Section, Text
from reports.maps.locator import locator
from reports.national.ranking import band_rows, bands_note, of
from reports.order import Order
from reports.region import beside
from reports.subject import Subject
from reports.wording import NOTHING, Wording

MAP = 92  # millimetres


def contents(words: Wording, boundaries: Boundaries, order: Order) -> Flow:
    """Say all that the report says, of the regions of an order, from one assessment and year."""
    subject = Subject(words.assessment, words.language, order.period, order.regions[0])
    _ = subject._
    found = side(words.assessment, order.period)
    headline, detail = side_by_side.answer(subject, found, order.regions)
    names = ", ".join(subject.region_short(region) for region in order.regions)
    footer = _("Kelisim · comparison, {year} · figures {version} · method {method}").format(
        year=order.period,
        version=words.assessment.observations.version,
        method=subject.result.scheme.version,
    )
    return Flow(
        language=words.language,
        title=headline,
        kind=_("Kelisim · comparison of regions · {year} · {names}").format(
            year=order.period, names=names
        ),
        lead=(*((detail,) if detail else ()), *imprint.own_settings(_, order)),
        pages=(
            Page(
                (
                    _scores(subject, boundaries, order.regions),
                    _chances(subject, found, order.regions),
                    _history(subject, order.regions),
                )
            ),
            Page((_indicators(subject, found, order.regions), *_checked(subject, order))),
        ),
        footer=footer,
    )


def _scores(subject: Subject, boundaries: Boundaries, regions: tuple[str, ...]) -> Section:
    _, result = subject._, subject.result
    by_region = dict(zip(result.inputs.regions, map(int, result.classes[subject.t]), strict=True))
    names = ", ".join(subject.region_name(region) for region in regions)
    alt = _(
        "Map of Kazakhstan: the regions in their classes of pressure; outlined: {names}"
    ).format(names=names)
    caption = boundaries.attribution[subject.language]
    map_ = Picture(locator(boundaries, by_region, regions), alt, caption)
    chosen = sorted(
        (result.region_index[region] for region in regions), key=lambda r: _last(subject, r)
    )
    rows = band_rows(subject, chosen, bands_note(subject))
    return Section("", (Drawing(map_, MAP), rows))


def _last(subject: Subject, r: int) -> float:
    """Return a key by which the highest score comes first and what is not rated last."""
    score = float(subject.result.score[subject.t, r])
    return 1.0 if np.isnan(score) else -score


def _chances(subject: Subject, found: Side, regions: tuple[str, ...]) -> Section:
    table = side_by_side.chances(subject, found, regions)
    if not table.rows:
        return Section("", ())
    return Section(
        subject._("Who is ahead of whom"),
        (Listing(table, (1.5, 1.5, 0, 0, 0, 0), right=(2, 4)),),
    )


def _history(subject: Subject, regions: tuple[str, ...]) -> Section:
    """Show the years of each region that can be compared, each score with its band."""
    _ = subject._
    cells: dict[int, dict[str, str]] = {}
    for region in regions:
        one = of(subject, subject.result.region_index[region])
        for line in beside.history(one).lines:
            for year, value, low, high in zip(
                line.years, line.values, line.low, line.high, strict=True
            ):
                band = f"{subject.number(low, 0)}–{subject.number(high, 0)}"
                cells.setdefault(year, {})[region] = f"{subject.number(value)} ({band})"
    title = _("History, each region like for like")
    if not cells:
        return Section(title, (Text(_("No two years can be compared.")),))
    rows = tuple(
        (str(year), *(found.get(region, NOTHING) for region in regions))
        for year, found in sorted(cells.items())
    )
    note = _(
        "In brackets: nine in ten recalculations. Each column stands on the indicators that all "
        "years of the region have, so that columns show change and not level."
    )
    header = (_("Year"), *(subject.region_short(region) for region in regions))
    table = Table(header, rows, note)
    widths = (0.5, *([1.0] * len(regions)))
    return Section(title, (Listing(table, widths, tuple(range(1, len(regions) + 1))),))


def _indicators(subject: Subject, found: Side, regions: tuple[str, ...]) -> Section:
    _ = subject._
    rows: list[tuple[str, ...]] = []
    pillars: list[int] = []
    for line in side_by_side.lines(subject, found, regions):
        if line.card is None:
            pillars.append(len(rows))
            rows.append((subject.text(line.pillar.name), *line.cells, line.median))
        else:
            name = f"{subject.text(line.card.short)}, {subject.unit(line.card)}"
            rows.append((name, *line.cells, line.median))
    header = (
        _("Indicator"),
        *(subject.region_short(region) for region in regions),
        _("Median of the regions"),
    )
    table = Table(header, tuple(rows), _("In brackets: pressure from 0 to 100."))
    count = len(regions) + 1
    widths = (2.4, *([1.0] * count))
    right = tuple(range(1, count + 1))
    return Section(_("Indicators"), (Listing(table, widths, right, tuple(pillars)),))


def _checked(subject: Subject, order: Order) -> tuple[Section, ...]:
    _ = subject._
    numbers = imprint.sources(subject, order.regions)
    address = imprint.address("compare", order, f"&regions={'~'.join(order.regions)}")
    made = imprint.facts_of_making(subject, order, address)
    return (
        Section(_("What this report cannot tell"), (Text(" ".join(imprint.limits(subject))),)),
        Section(
            _("How to check it"),
            (Imprint(made, imprint.check_text(_), imprint.code(_, address), address),),
        ),
        Section(_("Sources"), (Points(imprint.source_texts(subject, numbers), numbered=True),)),
    )
