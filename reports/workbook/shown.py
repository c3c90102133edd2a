"""The sheets that a reader opens first: what the book is, the scores in order, one region."""

from __future__ import annotations

import numpy as np

from i18n import date_text
from reports.words import capacity_name, scale_name, way_name
from reports.workbook.cells import absolute
from reports.workbook.frame import FIRST_ROW, Frame, cached, fit_height
from reports.workbook.given import EFFECTIVE, indicator_rows
from reports.workbook.steps import IndexColumns, pillar_column

CHOSEN = (3, 1)  # cell of One region with the name that is chosen
LISTED = 9  # its first row of indicators


def write_about(frame: Frame) -> None:
    """Write what the workbook is, how to use it, and which edition of the index it makes."""
    _ = frame.words._
    formats, words = frame.formats, frame.words
    sheet = frame.written["about"]
    sheet.hide_gridlines(2)
    left, right = 56, 84
    sheet.set_column(0, 0, left)
    sheet.set_column(1, 1, right)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    title = _("Kelisim: pressure in the regions of Kazakhstan, {year}").format(year=frame.period)
    sheet.write_string(0, 0, title, formats["title"])
    lead = _(
        "This workbook makes the index again, from the figures to the scores, in formulas that you "
        "can read. Change a yellow cell – a weight, a figure, the end of a scale – and every score, "
        "class and place follows."
    )
    sheet.merge_range(1, 0, 1, 1, lead, formats["note"])
    sheet.set_row(1, 34)
    observations, plan = words.assessment.observations, frame.bands.plan
    scheme = frame.result.scheme
    facts = [
        (_("Year"), str(frame.period)),
        (
            _("Data"),
            _("figures {release}, version {version}, {date}").format(
                release=observations.release,
                version=observations.version,
                date=date_text(observations.created, words.language),
            ),
        ),
        (_("Method"), scheme.version),
        (_("Settings"), frame.own or _("Published index")),
        (_("Scale of the indicators"), scale_name(scheme.normalisation, _)),
        (_("Mean across pillars"), way_name(scheme.across_pillars, _)),
        (_("Mediation capacity"), capacity_name("flipped" if scheme.flipped else "as_is", _)),
        (
            _("Bands"),
            _(
                "From {draws} recalculations with the seed {seed}. They are stored, not worked out "
                "here, and do not follow a change."
            ).format(draws=words.number(plan.draws, 0), seed=plan.seed),
        ),
        (
            _("What it cannot tell"),
            _(
                "Pressure is not a forecast, and a high score is not a verdict on the people of a "
                "region."
            ),
        ),
    ]
    row = 3
    for label, text in facts:
        sheet.write_string(row, 0, label, formats["bold"])
        sheet.write_string(row, 1, text, formats["wrapped"])
        fit_height(sheet, row, {right: len(text)})
        row += 1
    row += 1
    sheet.write_string(row, 0, _("Sheets"), formats["head"])
    sheet.write_string(row, 1, _("What stands there"), formats["head"])
    for key, said in _contents(frame).items():
        row += 1
        name = frame.sheets[key].name
        quoted = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{quoted}'!A1", formats["link"], name)
        sheet.write_string(row, 1, said, formats["wrapped"])
    row += 2
    sheet.write_string(row, 0, _("Sources"), formats["head"])
    sheet.write_string(row, 1, _("Terms of use"), formats["head"])
    for source in frame.result.inputs.sources:
        row += 1
        found = observations.sources[source]
        title, terms = words.text(found.title), f"{words.text(found.licence)} {found.url}".strip()
        sheet.write_string(row, 0, title, formats["wrapped"])
        sheet.write_string(row, 1, terms, formats["wrapped"])
        fit_height(sheet, row, {left: len(title), right: len(terms)})


def _contents(frame: Frame) -> dict[str, str]:
    _ = frame.words._
    return {
        "scores": _("The regions in order, with class, place and bands"),
        "region": _("One region that you choose, indicator by indicator"),
        "inputs": _("The value of each indicator in each region, to be changed"),
        "figures": _("How old each value is, its formula, its source and its rows in the data"),
        "goalposts": _("The two ends of each indicator's scale, to be changed"),
        "weights": _("Weights of pillars and indicators, to be changed"),
        "normalised": _("The values on one scale from 0 to 1"),
        "pillars": _("The pillars, from 0 to 100"),
        "index": _("The score, its class and its place"),
        "stamp": _("What this workbook was made of, for a program that checks it"),
    }


def write_scores(frame: Frame) -> None:
    """Write the regions in their order, with what follows a change and what is stored."""
    _ = frame.words._
    formats, result = frame.formats, frame.result
    sheet = frame.heading(
        "scores",
        _("Pressure by region, {year}").format(year=frame.period),
        _("In the order of the stored scores; score, class and place follow every change."),
    )
    at = IndexColumns(len(result.scheme.pillars))
    titles = [
        (_("Code"), 8),
        (_("Region"), 30),
        (_("Score"), 9),
        (_("Class"), 14),
        (_("Place"), 8),
        (_("Score, 5 %"), 11),
        (_("Score, 95 %"), 11),
        (_("Place, 5 %"), 11),
        (_("Place, 95 %"), 11),
        (_("If missing figures were best"), 14),
        (_("If missing figures were worst"), 14),
        (_("Reliability"), 12),
        (_("Figures present"), 12),
    ]
    kinds = {0: "head", 1: "head", 3: "head_beside", 11: "head_beside"}
    for column, (title, width) in enumerate(titles):
        sheet.write_string(FIRST_ROW - 1, column, title, formats[kinds.get(column, "head_number")])
        sheet.set_column(column, column, width)
    sheet.set_row(FIRST_ROW - 1, 46)
    sheet.write_string(FIRST_ROW - 2, 2, _("Live"), formats["bold"])
    sheet.write_string(FIRST_ROW - 2, 5, _("Stored"), formats["bold"])
    t = frame.t
    for place, r in enumerate(frame.order):
        row = FIRST_ROW + place
        sheet.write_string(row, 0, frame.regions[r], formats["id"])
        sheet.write_string(row, 1, frame.words.region_name(frame.regions[r]), formats["text"])
        step = int(result.classes[t, r])
        live = (
            (2, at.score, cached(result.score[t, r]), "score"),
            (3, at.cls, frame.words.class_name(step), "beside"),
            (4, at.place, cached(result.rank[t, r]), "whole"),
        )
        for column, source, value, kind in live:
            sheet.write_formula(
                row,
                column,
                f"={found(frame, 'index', source, absolute(row, 0))}",
                formats[kind],
                value,
            )
        stored = (
            *((frame.bands.score[i, r], "points") for i in (0, 2)),
            *((frame.bands.place[i, r], "whole") for i in (0, 2)),
            (result.low[t, r], "points"),
            (result.high[t, r], "points"),
        )
        for column, (number, kind) in enumerate(stored, start=5):
            if not np.isnan(number):
                sheet.write_number(row, column, float(number), formats[kind])
        sheet.write_string(row, 11, str(result.reliability.grade[t, r]), formats["beside"])
        sheet.write_formula(
            row,
            12,
            f"={found(frame, 'index', at.coverage, absolute(row, 0))}",
            formats["share"],
            float(result.coverage[t, r]),
        )
    last = FIRST_ROW + len(frame.order) - 1
    sheet.conditional_format(
        FIRST_ROW,
        2,
        last,
        2,
        {
            "type": "data_bar",
            "bar_solid": True,
            "bar_color": "#fec44f",
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 100,
        },
    )
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(FIRST_ROW - 1)


def found(frame: Frame, key: str, column: int, region: str) -> str:
    """Return the formula that finds a region's cell on a sheet with one row a region."""
    sheet = frame.sheets[key]
    values = sheet.block((FIRST_ROW, column), (frame.last_row, column))
    ids = sheet.block((FIRST_ROW, 0), (frame.last_row, 0))
    return f"INDEX({values},MATCH({region},{ids},0))"


def write_region(frame: Frame) -> None:
    """Write one region's indicators; the region is chosen from a list."""
    _ = frame.words._
    formats, result, words = frame.formats, frame.result, frame.words
    sheet = frame.heading(
        "region",
        _("One region, from its score to its figures"),
        _("Choose a region in the yellow cell."),
    )
    first = frame.order[0]
    inputs = frame.sheets["inputs"]
    names = inputs.block((FIRST_ROW, 1), (frame.last_row, 1))
    ids = inputs.block((FIRST_ROW, 0), (frame.last_row, 0))
    sheet.write_string(CHOSEN[0], 0, _("Region"), formats["bold"])
    sheet.write_string(*CHOSEN, words.region_name(frame.regions[first]), formats["change"])
    sheet.data_validation(*CHOSEN, *CHOSEN, {"validate": "list", "source": f"={names}"})
    chosen = f"=INDEX({ids},MATCH({absolute(*CHOSEN)},{names},0))"
    sheet.write_formula(CHOSEN[0], 2, chosen, formats["id"], frame.regions[first])
    at = IndexColumns(len(result.scheme.pillars))
    summary = (
        (_("Score"), at.score, cached(result.score[frame.t, first]), "score"),
        (_("Class"), at.cls, words.class_name(int(result.classes[frame.t, first])), "bold"),
        (_("Place"), at.place, cached(result.rank[frame.t, first]), "whole"),
    )
    for row, (label, column, value, kind) in enumerate(summary, start=CHOSEN[0] + 1):
        sheet.write_string(row, 0, label, formats["text"])
        made = f"={found(frame, 'index', column, _code())}"
        sheet.write_formula(row, 1, made, formats[kind], value)
    titles = (
        (_("Pillar"), 26),
        (_("Indicator"), 66),
        (_("Value"), 13),
        (_("Unit"), 34),
        (_("Median of the regions"), 13),
        (_("Pressure, 0 to 100"), 12),
        (_("Weight in the index"), 12),
        (_("Pillar, 0 to 100"), 12),
    )
    for column, (title, width) in enumerate(titles):
        kind = {0: "head", 1: "head", 3: "head_beside"}.get(column, "head_number")
        sheet.write_string(LISTED - 1, column, title, formats[kind])
        sheet.set_column(column, column, width)
    sheet.set_row(LISTED - 1, 32)
    for p, part in enumerate(result.scheme.slices):
        pillar = words.assessment.registry.framework.pillars[p]
        sheet.write_string(LISTED + part.start, 0, words.text(pillar.name), formats["bold"])
        sheet.write_formula(
            LISTED + part.start,
            7,
            f"={found(frame, 'pillars', pillar_column(p), _code())}",
            formats["score"],
            cached(result.pillars[frame.t, first, p]),
        )
        for k in range(part.start, part.stop):
            _indicator(frame, k, first)
    sheet.freeze_panes(LISTED, 2)


def _code() -> str:
    """Return the cell with the code of the chosen region."""
    return absolute(CHOSEN[0], 2)


def _indicator(frame: Frame, k: int, first: int) -> None:
    """Write one indicator of the chosen region, stored as it is of the region at position first."""
    formats, result, words = frame.formats, frame.result, frame.words
    sheet, row, t = frame.written["region"], LISTED + k, frame.t
    card = words.assessment.registry.cards[result.inputs.indicators[k]]
    column = frame.column(card.id)
    sheet.write_string(row, 1, words.text(card.name), formats["text"])
    sheet.write_string(row, 3, words.unit(card), formats["beside"])
    value, pressure = result.inputs.values[t, first, k], result.normalised[t, first, k]
    away = not result.inputs.applicable[first, k]
    place = found(frame, "inputs", column, _code())
    every = frame.sheets["inputs"].block((FIRST_ROW, column), (frame.last_row, column))
    seen = result.inputs.values[t, :, k]
    seen = seen[~np.isnan(seen)]
    z = found(frame, "normalised", column, _code())
    weight = frame.sheets["weights"].cell(indicator_rows(frame) + k, EFFECTIVE)
    nominal = float(result.scheme.nominal_weights[k] / result.scheme.pillar_weights.sum())
    cells = (
        (
            2,
            f'IF({place}="","",{place})',
            words._("not applicable") if away else cached(value),
            "figure",
        ),
        (
            4,
            f'IF(COUNT({every})>0,MEDIAN({every}),"")',
            float(np.median(seen)) if seen.size else "",
            "figure",
        ),
        (5, f'IF(ISNUMBER({z}),100*{z},"")', cached(100 * pressure), "points"),
        (6, weight, nominal, "share"),
    )
    for at, made, stored, kind in cells:
        sheet.write_formula(row, at, f"={made}", formats[kind], stored)
