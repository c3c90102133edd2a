"""The sheets that hold what is given: values, where they come from, goalposts, weights."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from i18n import Translator
from reports.words import flags, status
from reports.workbook import formulas
from reports.workbook.cells import absolute, down
from reports.workbook.frame import FIRST_COLUMN, FIRST_ROW, Frame, fit_height

AWAY = (2, 1)  # cell of Inputs with the mark of what does not apply
PILLAR_ROWS = 5  # first row of the pillars on Weights, and of the indicators on Goalposts
# Columns of Weights: id, name, weight, share; of Goalposts: id, name, pillar, low, high, direction.
WEIGHT, SHARE, EFFECTIVE = 2, 3, 4
LOW, HIGH, TURN = 3, 4, 5
MOST_PLACES = 8  # rows of the data that are named of one value; the others follow from its formula
LEAST = (2, 2)  # cell of Weights with the least share of weight


def write_inputs(frame: Frame) -> None:
    """Write one row a region and one column an indicator: the values that are scored."""
    _ = frame.words._
    formats, registry = frame.formats, frame.words.assessment.registry
    sheet = frame.heading(
        "inputs",
        _("Values of the indicators, {year}").format(year=frame.period),
        _("Change a value and everything after it is worked out anew. An empty cell is missing."),
    )
    sheet.write_string(AWAY[0], 0, _("Mark"), formats["id"])
    mark = _("not applicable")
    sheet.write_string(*AWAY, mark, formats["id"])
    frame.name_rows(sheet)
    _name_columns(frame, "inputs")
    inputs = frame.result.inputs
    for k, name in enumerate(inputs.indicators):
        column = frame.column(name)
        unit = frame.words.text(registry.units[registry.cards[name].unit].label)
        sheet.write_string(FIRST_ROW - 2, column, unit, formats["note"])
        for r in range(len(frame.regions)):
            value = inputs.values[frame.t, r, k]
            if not inputs.applicable[r, k]:
                sheet.write_string(FIRST_ROW + r, column, mark, formats["id"])
            elif np.isnan(value):
                sheet.write_blank(FIRST_ROW + r, column, None, formats["change"])
            else:
                sheet.write_number(FIRST_ROW + r, column, float(value), formats["change"])
    sheet.set_row(FIRST_ROW - 2, 42)


def _name_columns(frame: Frame, key: str) -> None:
    """Write the names of indicators above their columns."""
    sheet, formats = frame.written[key], frame.formats
    for name in frame.result.inputs.indicators:
        short = frame.words.text(frame.words.assessment.registry.cards[name].short)
        sheet.write_string(FIRST_ROW - 1, frame.column(name), short, formats["head_number"])
    sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(frame.result.inputs.indicators) - 1, 14)
    sheet.set_row(FIRST_ROW - 1, 32)


def write_figures(frame: Frame) -> None:
    """Write one row a value: how old it is, what must be known of it, and where it comes from."""
    _ = frame.words._
    formats, assessment = frame.formats, frame.words.assessment
    sheet = frame.heading(
        "figures",
        _("Where each value comes from"),
        _("The last column names file and row in the folder “data”."),
    )
    titles = (
        (_("Code"), 8),
        (_("Region"), 28),
        (_("Indicator"), 30),
        (_("Value"), 12),
        (_("Unit"), 18),
        (_("Figure of"), 9),
        (_("Age, years"), 9),
        (_("Status"), 14),
        (_("To know"), 26),
        (_("Formula"), 34),
        (_("Source"), 34),
        (_("Rows"), 30),
    )
    top = 3
    for column, (title, width) in enumerate(titles):
        kind = "head_number" if column in (3, 5, 6) else "head"
        sheet.write_string(top, column, title, formats[kind])
        sheet.set_column(column, column, width)
    row = top
    for name in frame.result.inputs.indicators:
        card = assessment.registry.cards[name]
        for region in frame.regions:
            entry = assessment.panel.get(name, region, frame.period)
            if entry is None:
                continue
            row += 1
            derived = entry.derived
            sources = [assessment.observations.sources[source] for source in derived.sources]
            places = [f"{o.file}:{o.row}" for term in derived.terms for o in term.observations]
            texts = {
                2: frame.words.text(card.name),
                4: frame.words.unit(card),
                7: ", ".join(status(name, _) for name in sorted(derived.statuses)),
                8: "; ".join(flags(entry, _)),
                9: card.formula.text,
                10: "; ".join(frame.words.text(source.title) for source in sources),
                11: _listed(dict.fromkeys(places), _),
            }
            sheet.write_string(row, 0, region, formats["id"])
            sheet.write_string(row, 1, frame.words.region_name(region), formats["text"])
            sheet.write_number(row, 3, entry.value, formats["figure"])
            sheet.write_number(row, 5, derived.year, formats["whole"])
            sheet.write_number(row, 6, entry.age, formats["whole"])
            for column, text in texts.items():
                sheet.write_string(row, column, text, formats["wrapped"])
            fit_height(sheet, row, {titles[at][1]: len(text) for at, text in texts.items()})
    sheet.autofilter(top, 0, max(row, top + 1), len(titles) - 1)
    sheet.freeze_panes(top + 1, 3)
    sheet.repeat_rows(top)


def _listed(places: Iterable[str], _: Translator) -> str:
    """List places in the data, the first of them where there are very many."""
    every = list(places)
    listed = "; ".join(every[:MOST_PLACES])
    if len(every) <= MOST_PLACES:
        return listed
    return _("{places} and {count} more").format(places=listed, count=len(every) - MOST_PLACES)


def write_goalposts(frame: Frame) -> None:
    """Write one row an indicator: the two ends of its scale, and which of them is pressure."""
    _ = frame.words._
    formats, result = frame.formats, frame.result
    registry = frame.words.assessment.registry
    sheet = frame.heading(
        "goalposts",
        _("The two ends of each scale"),
        _("1: a high value is pressure; −1: a low one is. Values beyond an end count as the end."),
    )
    titles = (
        (_("Indicator"), 30),
        (_("Name"), 46),
        (_("Pillar"), 24),
        (_("Lower end"), 13),
        (_("Upper end"), 13),
        (_("Direction"), 10),
        (_("Transform"), 12),
        (_("Unit"), 22),
        (_("Basis"), 70),
    )
    for column, (title, width) in enumerate(titles):
        kind = "head_number" if column in (LOW, HIGH, TURN) else "head"
        sheet.write_string(PILLAR_ROWS - 1, column, title, formats[kind])
        sheet.set_column(column, column, width)
    transforms = {
        "identity": _("as it is"),
        "log": _("logarithm"),
        "asinh": _("inverse hyperbolic sine"),
    }
    for k, indicator in enumerate(result.scheme.indicators):
        card = registry.cards[indicator.id]
        row = PILLAR_ROWS + k
        pillar = registry.framework.pillar(card.pillar)
        note = card.goalposts.note if card.goalposts else None
        sheet.write_string(row, 0, indicator.id, formats["id"])
        sheet.write_string(row, 1, frame.words.text(card.name), formats["text"])
        sheet.write_string(row, 2, frame.words.text(pillar.name), formats["text"])
        sheet.write_number(row, LOW, indicator.lo, formats["change"])
        sheet.write_number(row, HIGH, indicator.hi, formats["change"])
        sheet.write_number(row, TURN, int(result.scheme.turns[k]), formats["change"])
        sheet.write_string(row, 6, transforms[indicator.transform], formats["beside"])
        sheet.write_string(row, 7, frame.words.unit(card), formats["text"])
        basis = frame.words.text(note) if note else ""
        sheet.write_string(row, 8, basis, formats["wrapped"])
        fit_height(sheet, row, {titles[8][1]: len(basis)})
    sheet.freeze_panes(PILLAR_ROWS, 2)
    sheet.repeat_rows(PILLAR_ROWS - 1)


def indicator_rows(frame: Frame) -> int:
    """First row of the indicators on Weights, below the pillars."""
    return PILLAR_ROWS + len(frame.result.scheme.pillars) + 3


def write_weights(frame: Frame) -> None:
    """Write the weights of pillars and of indicators; what they are relative to is worked out."""
    _ = frame.words._
    formats, scheme = frame.formats, frame.result.scheme
    framework = frame.words.assessment.registry.framework
    cards = frame.words.assessment.registry.cards
    sheet = frame.heading(
        "weights",
        _("Weights"),
        _("Change a yellow cell: weights are relative to their neighbours and need no sum."),
    )
    sheet.write_string(LEAST[0], 0, _("Figures needed to be rated"), formats["text"])
    sheet.write_number(*LEAST, scheme.coverage, formats["change"])
    _weight_heads(frame, PILLAR_ROWS - 1, _("Pillar"))
    last = PILLAR_ROWS + len(scheme.pillars) - 1
    for p, pillar in enumerate(scheme.pillars):
        row = PILLAR_ROWS + p
        name = frame.words.text(framework.pillar(pillar.id).name)
        if pillar.optional:
            name = _("{pillar} (the index can do without it)").format(pillar=name)
        sheet.write_string(row, 0, pillar.id, formats["id"])
        sheet.write_string(row, 1, name, formats["text"])
        sheet.write_number(row, WEIGHT, pillar.weight, formats["change"])
        share = formulas.share_of(absolute(row, WEIGHT), down(WEIGHT, PILLAR_ROWS, last))
        whole = float(scheme.pillar_weights.sum())
        sheet.write_formula(row, SHARE, share, formats["share"], pillar.weight / whole)
    top = indicator_rows(frame)
    _weight_heads(frame, top - 1, _("Indicator"))
    sheet.write_string(top - 1, EFFECTIVE, _("Weight in the index"), formats["head_number"])
    for p, part in enumerate(scheme.slices):
        block = down(WEIGHT, top + part.start, top + part.stop - 1)
        for k in range(part.start, part.stop):
            row, indicator = top + k, scheme.indicators[k]
            sheet.write_string(row, 0, indicator.id, formats["id"])
            sheet.write_string(row, 1, frame.words.text(cards[indicator.id].name), formats["text"])
            sheet.write_number(row, WEIGHT, indicator.weight, formats["change"])
            inner = float(scheme.inner_weights[k])
            sheet.write_formula(
                row, SHARE, formulas.share_of(absolute(row, WEIGHT), block), formats["share"], inner
            )
            product = f"={absolute(row, SHARE)}*{absolute(PILLAR_ROWS + p, SHARE)}"
            nominal = float(scheme.nominal_weights[k] / scheme.pillar_weights.sum())
            sheet.write_formula(row, EFFECTIVE, product, formats["share"], nominal)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 62)
    sheet.set_column(WEIGHT, EFFECTIVE, 16)
    sheet.freeze_panes(PILLAR_ROWS - 1, 2)


def _weight_heads(frame: Frame, row: int, what: str) -> None:
    _ = frame.words._
    for column, title in enumerate((what, _("Name"), _("Weight"), _("Share"))):
        kind = "head_number" if column >= WEIGHT else "head"
        frame.written["weights"].write_string(row, column, title, frame.formats[kind])
