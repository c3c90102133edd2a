"""The sheets that work the index out: normalised values, pillars, index."""

from __future__ import annotations

import numpy as np
from xlsxwriter.worksheet import Worksheet

from reports.words import way_name
from reports.workbook import formulas
from reports.workbook.cells import absolute, across, down, here
from reports.workbook.frame import FIRST_COLUMN, FIRST_ROW, Frame, cached
from reports.workbook.given import (
    AWAY,
    HIGH,
    LEAST,
    LOW,
    PILLAR_ROWS,
    SHARE,
    TURN,
    WEIGHT,
    indicator_rows,
)
from scoring.aggregate import FLOOR, POINTS, SLOPE, TOP
from scoring.score import ROUNDING

# Rows of Normalised above the names: what each column is worked out with.
INNER, LOWER, UPPER, TURNED = 1, 2, 3, 4


def write_normalised(frame: Frame) -> None:
    """Write one row a region and one column an indicator: values on 0–1, 1 is most pressure."""
    _ = frame.words._
    formats, scheme = frame.formats, frame.result.scheme
    sheet = frame.heading("normalised", _("Values on one scale, 0 to 1; 1 is most pressure"), "")
    frame.name_rows(sheet)
    labels = {
        INNER: _("Weight in its pillar"),
        LOWER: _("Lower end"),
        UPPER: _("Upper end"),
        TURNED: _("Direction"),
    }
    for row, label in labels.items():
        sheet.write_string(row, 1, label, formats["id"])
    posts, weights, inputs = (frame.sheets[key] for key in ("goalposts", "weights", "inputs"))
    top = indicator_rows(frame)
    for k, indicator in enumerate(scheme.indicators):
        column = frame.column(indicator.id)
        short = frame.words.text(frame.words.assessment.registry.cards[indicator.id].short)
        sheet.write_string(FIRST_ROW - 1, column, short, formats["head_number"])
        heads: dict[int, tuple[str, float, str]] = {
            INNER: (weights.cell(top + k, SHARE), float(scheme.inner_weights[k]), "fine"),
            LOWER: (posts.cell(PILLAR_ROWS + k, LOW), indicator.lo, "figure"),
            UPPER: (posts.cell(PILLAR_ROWS + k, HIGH), indicator.hi, "figure"),
            TURNED: (posts.cell(PILLAR_ROWS + k, TURN), int(scheme.turns[k]), "whole"),
        }
        for row, (source, value, kind) in heads.items():
            sheet.write_formula(row, column, f"={source}", formats[kind], value)
        all_values = inputs.block((FIRST_ROW, column), (frame.last_row, column))
        lo, hi, turn = (absolute(row, column) for row in (LOWER, UPPER, TURNED))
        for r in range(len(frame.regions)):
            made = formulas.placed(
                scheme.normalisation,
                inputs.cell(FIRST_ROW + r, column),
                all_values,
                lo,
                hi,
                turn,
                indicator.transform,
            )
            stored = cached(frame.result.normalised[frame.t, r, k])
            sheet.write_formula(FIRST_ROW + r, column, made, formats["fine"], stored)
    sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(scheme.indicators) - 1, 14)
    sheet.set_row(FIRST_ROW - 1, 32)


def write_pillars(frame: Frame) -> None:
    """Write two columns a pillar: the share of its weight that has a figure, and its value."""
    _ = frame.words._
    formats, result, scheme = frame.formats, frame.result, frame.result.scheme
    sheet = frame.heading(
        "pillars",
        _("Pillars, 0 to 100"),
        _("A pillar is the weighted mean of its indicators, where enough of them have a figure."),
    )
    frame.name_rows(sheet)
    normalised, inputs = frame.sheets["normalised"], frame.sheets["inputs"]
    least = frame.sheets["weights"].cell(*LEAST)
    for p, (pillar, part) in enumerate(zip(scheme.pillars, scheme.slices, strict=True)):
        name = frame.words.text(frame.words.assessment.registry.framework.pillar(pillar.id).name)
        share, value = pillar_column(p) - 1, pillar_column(p)
        sheet.write_string(FIRST_ROW - 2, share, name, formats["bold"])
        sheet.write_string(FIRST_ROW - 1, share, _("Figures present"), formats["head_number"])
        sheet.write_string(FIRST_ROW - 1, value, _("Pressure, 0 to 100"), formats["head_number"])
        first, last = FIRST_COLUMN + part.start, FIRST_COLUMN + part.stop - 1
        weights = normalised.block((INNER, first), (INNER, last))
        for r in range(len(frame.regions)):
            row = FIRST_ROW + r
            values = normalised.block((row, first), (row, last))
            given = inputs.block((row, first), (row, last))
            sheet.write_formula(
                row,
                share,
                formulas.covered(weights, values, given, inputs.cell(*AWAY)),
                formats["share"],
                float(result.pillar_coverage[frame.t, r, p]),
            )
            sheet.write_formula(
                row,
                value,
                formulas.pillar(weights, values, here(row, share), least),
                formats["points"],
                cached(result.pillars[frame.t, r, p]),
            )
    sheet.set_column(FIRST_COLUMN, pillar_column(len(scheme.pillars) - 1), 14)
    sheet.set_row(FIRST_ROW - 1, 32)


def pillar_column(p: int) -> int:
    """Column of a pillar's value on Pillars; its share stands before it."""
    return FIRST_COLUMN + 2 * p + 1


class IndexColumns:
    """Columns of the sheet Index."""

    def __init__(self, pillars: int) -> None:
        self.values = FIRST_COLUMN  # of the pillars
        self.terms = self.values + pillars
        self.coverage = self.terms + pillars
        self.rated, self.score, self.plain, self.without, self.cls, self.place = (
            self.coverage + i for i in range(1, 7)
        )


def write_index(frame: Frame) -> None:
    """Write one row a region: its pillars, what the mean adds up, the score, class and place."""
    _ = frame.words._
    formats, result, scheme = frame.formats, frame.result, frame.result.scheme
    count = len(scheme.pillars)
    at = IndexColumns(count)
    mean = scheme.across_pillars
    sheet = frame.heading(
        "index",
        _("From pillars to the index"),
        _("Mean across pillars: {way}. What it adds up stands in the second block.").format(
            way=way_name(mean, _)
        ),
    )
    frame.name_rows(sheet)
    _index_heads(frame, sheet, at)
    pillars = frame.sheets["pillars"]
    weights = across_fixed(WEIGHTS, at.values, count)
    needed = across_fixed(NEEDED, at.values, count)
    kept = [p for p, pillar in enumerate(scheme.pillars) if not pillar.optional]
    for r in range(len(frame.regions)):
        row = FIRST_ROW + r
        for p in range(count):
            value = here(row, at.values + p)
            source = pillars.cell(row, pillar_column(p))
            sheet.write_formula(
                row,
                at.values + p,
                f'=IF(ISNUMBER({source}),{source},"")',
                formats["points"],
                cached(result.pillars[frame.t, r, p]),
            )
            sheet.write_formula(
                row,
                at.terms + p,
                formulas.term(mean, value, absolute(WEIGHTS, at.values + p)),
                formats["fine"],
                _term(mean, result.pillars[frame.t, r, p], float(scheme.pillar_weights[p])),
            )
        values = across(row, at.values, at.values + count - 1)
        terms = across(row, at.terms, at.terms + count - 1)
        sheet.write_formula(
            row,
            at.coverage,
            _coverage(frame, row),
            formats["share"],
            float(result.coverage[frame.t, r]),
        )
        rated = here(row, at.rated)
        enough = f"{here(row, at.coverage)}>={frame.sheets['weights'].cell(*LEAST)}-{ROUNDING:.0E}"
        all_there = f"SUMPRODUCT({needed},1*ISNUMBER({values}))=SUM({needed})"
        is_rated = not np.isnan(result.score[frame.t, r])
        sheet.write_formula(
            row,
            at.rated,
            f"=IF(AND({enough},{all_there},SUM({needed})>0),1,0)",
            formats["whole"],
            int(is_rated),
        )
        without = ",".join(here(row, at.terms + p) for p in kept)
        for column, made, number in (
            (at.score, formulas.combined(mean, terms, weights, terms), result.score[frame.t, r]),
            (
                at.plain,
                formulas.combined("arithmetic", values, weights, values),
                result.score_arithmetic[frame.t, r],
            ),
            (
                at.without,
                formulas.combined(mean, terms, weights, without, needed),
                result.score_without_optional[frame.t, r],
            ),
        ):
            kind = "score" if column == at.score else "points"
            sheet.write_formula(
                row, column, f'=IF({rated}=1,{made},"")', formats[kind], cached(number)
            )
        _class_and_place(frame, sheet, at, r)
    sheet.set_column(at.values, at.place, 13)
    sheet.set_row(FIRST_ROW - 1, 46)


# Rows of Index above the names.
WEIGHTS, NEEDED = 2, 3
CLASSES = 3  # rows of the list of classes below the regions


def across_fixed(row: int, first: int, count: int) -> str:
    """Return a fixed range of one row of the same sheet."""
    return f"{absolute(row, first)}:{absolute(row, first + count - 1)}"


def _index_heads(frame: Frame, sheet: Worksheet, at: IndexColumns) -> None:
    _ = frame.words._
    formats, scheme = frame.formats, frame.result.scheme
    framework = frame.words.assessment.registry.framework
    shares = frame.sheets["weights"]
    sheet.write_string(WEIGHTS, 1, _("Weight"), formats["id"])
    sheet.write_string(NEEDED, 1, _("Must be rated (1: yes)"), formats["id"])
    for p, pillar in enumerate(scheme.pillars):
        short = frame.words.text(framework.pillar(pillar.id).short)
        sheet.write_string(FIRST_ROW - 1, at.values + p, short, formats["head_number"])
        sheet.write_string(FIRST_ROW - 1, at.terms + p, short, formats["head_number"])
        weight = shares.cell(PILLAR_ROWS + p, WEIGHT)
        share = float(scheme.pillar_weights[p])
        sheet.write_formula(WEIGHTS, at.values + p, f"={weight}", formats["fine"], share)
        needed = "=0" if pillar.optional else f"=IF({weight}>0,1,0)"
        value = int(not pillar.optional and share > 0)
        sheet.write_formula(NEEDED, at.values + p, needed, formats["whole"], value)
    sheet.write_string(FIRST_ROW - 2, at.values, _("Pressure, 0 to 100"), formats["bold"])
    sheet.write_string(FIRST_ROW - 2, at.terms, _("What the mean adds up"), formats["bold"])
    for column, title in (
        (at.coverage, _("Figures present")),
        (at.rated, _("Rated (1: yes)")),
        (at.score, _("Score")),
        (at.plain, _("Pillars averaged plainly")),
        (at.without, _("Without optional pillars")),
        (at.cls, _("Class")),
        (at.place, _("Place")),
    ):
        kind = "head_beside" if column == at.cls else "head_number"
        sheet.write_string(FIRST_ROW - 1, column, title, formats[kind])
    top = frame.last_row + CLASSES
    sheet.write_string(top - 1, 1, _("Class"), formats["head"])
    sheet.write_string(top - 1, 2, _("from"), formats["head"])
    for i, (cls, cut) in enumerate(zip(framework.classes, scheme.cuts, strict=True)):
        sheet.write_string(top + i, 1, frame.words.text(cls.name), formats["text"])
        sheet.write_number(top + i, 2, cut, formats["whole"])
    sheet.write_string(top + len(scheme.cuts), 1, _("not rated"), formats["text"])


def _coverage(frame: Frame, row: int) -> str:
    """Share of the weight that has a figure; an optional pillar without any is left out."""
    scheme = frame.result.scheme
    inputs, weights = frame.sheets["inputs"], frame.sheets["normalised"]
    due, seen = [], []
    for p, (pillar, part) in enumerate(zip(scheme.pillars, scheme.slices, strict=True)):
        first, last = FIRST_COLUMN + part.start, FIRST_COLUMN + part.stop - 1
        inner = weights.block((INNER, first), (INNER, last))
        given = inputs.block((row, first), (row, last))
        weight = absolute(WEIGHTS, FIRST_COLUMN + p)
        own = f"SUMPRODUCT({inner},1*ISNUMBER({given}))"
        whole = f"SUMPRODUCT({inner},1*({given}<>{inputs.cell(*AWAY)}))"
        seen.append(f"{weight}*{own}")
        if pillar.optional:
            whole = f"IF({weight}*{own}>0,{whole},0)"
        due.append(f"{weight}*{whole}")
    return f"=IF({'+'.join(due)}>0,({'+'.join(seen)})/({'+'.join(due)}),0)"


def _term(mean: str, value: float, weight: float) -> float | str:
    """Return what a term's formula is stored to have given."""
    if np.isnan(value):
        return ""
    if mean == "inverted_geometric":
        return float(np.log(FLOOR + SLOPE * (TOP - value * TOP / POINTS)))
    if mean == "maximum" and not weight > 0:
        return ""
    return float(value**2 if mean == "quadratic" else value)


def _class_and_place(frame: Frame, sheet: Worksheet, at: IndexColumns, r: int) -> None:
    formats, result = frame.formats, frame.result
    row, top = FIRST_ROW + r, frame.last_row + CLASSES
    count = len(result.scheme.cuts)
    score = here(row, at.score)
    names, cuts = down(1, top, top + count - 1), down(2, top, top + count - 1)
    step = int(result.classes[frame.t, r])
    sheet.write_formula(
        row,
        at.cls,
        formulas.class_of(score, cuts, names, absolute(top + count, 1)),
        formats["beside"],
        frame.words.class_name(step),
    )
    scores = down(at.score, FIRST_ROW, frame.last_row)
    sheet.write_formula(
        row,
        at.place,
        formulas.place(score, scores),
        formats["whole"],
        cached(result.rank[frame.t, r]),
    )
